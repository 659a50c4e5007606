"""One item against all topics at once.

Every query has terms of which an item that fulfils it must have at least one: its anchors, the rarest it has. One look
for each form of an item finds the terms that it has of all that topics want; of the topics that one of these anchors,
only those are looked at of which it has a second term too, where they can't do without, and only those evaluated of
which it has all such terms.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from newsroom.item import Item
from newsroom.matching.evaluation import Evaluation
from newsroom.matching.indexed_text import LEAD, IndexedText, Span, index_item
from newsroom.matching.kept_forms import KeptForms
from newsroom.matching.syntax import Part, Query
from newsroom.matching.term_index import TermIndex
from newsroom.matching.terms import anchors, expanded, needed, share_of_items, term
from newsroom.text.lemmas import LANGUAGES
from newsroom.text.live_blogs import is_live_blog
from newsroom.topic import TopicId

# Salience from which a match outside headline and lead is worth an alert. On two real reports what an editor wants to
# hear of has 0.61 (aliyev in B), 0.62 (socar in A), 1.01 (overchuk), and what is background 0.42 (plane downing), 0.28
# (sybiha), 0.19 (armenia eu), 0.06 (nagorno-karabakh): the bar is in the gap.
ALERT_SALIENCE = 0.5


class Tier(StrEnum):
    """What a match is worth."""

    ALERT = "alert"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class TopicMatch:
    """An item that fulfils a topic's query; `words` as written in the item, in order, each once."""

    topic: TopicId
    tier: Tier
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _TrackedQuery:
    """A query, and the topics that ask it.

    Attributes:
        anchors: The numbers of the terms of which an item needs one.
        beside: The numbers of the terms that it needs beside them, the rarest first; empty where it needs none.
    """

    part: Part
    topics: list[TopicId]
    anchors: tuple[int, ...]
    beside: tuple[int, ...]

    def second(self, anchor: int) -> int:
        """The rarest term that an item needs beside an anchor; the anchor itself where none."""
        return self.beside[0] if self.beside else anchor


class Matcher:
    """Finds the topics that an item fulfils. A topic comes or goes without the others being looked at.

    Lemmas are looked up for the languages that items have come in so far; what is found doesn't depend on that history.
    """

    def __init__(self, topics: Mapping[TopicId, Query], languages: Iterable[str] = ()) -> None:
        """Track these topics; `languages`: those in which items are sure to come."""
        self._index = TermIndex(languages)
        self._query_of: dict[TopicId, Query] = {}
        self._queries: dict[Query, _TrackedQuery] = {}
        # By an anchor, and the rarest term that is needed beside it.
        self._anchored: dict[int, dict[int, list[_TrackedQuery]]] = {}
        for topic, query in topics.items():
            self.track(topic, query)

    @property
    def forms(self) -> int:
        """How many forms of words it looks for."""
        return self._index.forms

    def learn(self, languages: Iterable[str]) -> None:
        """Be ready for items in these languages: the first in a new one has the forms of all terms made in it."""
        self._index.learn(languages)

    @property
    def languages(self) -> frozenset[str]:
        """Those that it is ready for."""
        return self._index.languages

    def recall(self, kept: KeptForms | None) -> None:
        """Take the forms of words from here, and put there what is worked out anew, until `keep_no_more`.

        None: they are kept nowhere.
        """
        self._index.kept, self._index.dropped = kept, None if kept is None else set()

    def keep_no_more(self) -> None:
        """Work out the forms of each word that comes, as at first."""
        self._index.kept = None

    def take_dropped(self) -> frozenset[str]:
        """The words that no topic asks any more of those that one asked since `recall`, or since the last call."""
        dropped = frozenset(self._index.dropped or ())
        if dropped:
            self._index.dropped = set()
        return dropped

    def track(self, topic: TopicId, query: Query) -> None:
        """Match items with this topic from now on, or with its new query."""
        if topic in self._query_of:
            self.untrack(topic)
        self._query_of[topic] = query
        tracked = self._queries.get(query)
        if tracked is None:  # chats track the same things: equal queries are evaluated once
            tracked = self._queries[query] = self._added(query)
        tracked.topics.append(topic)

    def untrack(self, topic: TopicId) -> None:
        """Match no item with this topic any more; nothing where it isn't tracked."""
        query = self._query_of.pop(topic, None)
        if query is None:
            return
        tracked = self._queries[query]
        tracked.topics.remove(topic)
        if tracked.topics:
            return
        del self._queries[query]
        for number in tracked.anchors:
            by_second, second = self._anchored[number], tracked.second(number)
            by_second[second].remove(tracked)
            if not by_second[second]:
                del by_second[second]
            if not by_second:
                del self._anchored[number]
        self._index.drop((*tracked.anchors, *tracked.beside))

    def match(self, item: Item) -> tuple[TopicMatch, ...]:
        """The topics fulfilled, in the order of their ids."""
        if not self._queries:
            return ()
        indexed = index_item(item)
        languages = indexed.languages & LANGUAGES
        evaluation = Evaluation(indexed, lambda leaf: term(leaf, languages))
        found = [match for tracked in self._touched(indexed) for match in _matches(tracked, evaluation, indexed)]
        if found and is_live_blog(item.title):
            found = [_of_live_blog(match, item.title.casefold()) for match in found]
        return tuple(sorted(found, key=lambda match: match.topic))

    def candidates(self, item: Item) -> tuple[TopicId, ...]:
        """The topics that are evaluated for an item, in the order of their ids."""
        return tuple(sorted(topic for tracked in self._touched(index_item(item)) for topic in tracked.topics))

    def _touched(self, indexed: IndexedText) -> set[_TrackedQuery]:
        self._index.learn(indexed.languages)
        present = self._index.present(indexed)
        return {
            tracked
            for number in present & self._anchored.keys()
            for second in present & self._anchored[number].keys()
            for tracked in self._anchored[number][second]
            if present.issuperset(tracked.beside)
        }

    def _added(self, query: Query) -> _TrackedQuery:
        part = expanded(query.root)
        found = anchors(part, share_of_items)
        if found is None:
            raise AssertionError("a query without anything wanted got past the parser")
        own = self._index.use(found.wanted)
        beside = sorted(needed(part) - found.wanted, key=lambda wanted: (share_of_items(wanted), str(wanted)))
        tracked = _TrackedQuery(part, [], own, self._index.use(beside))
        for number in own:
            self._anchored.setdefault(number, {}).setdefault(tracked.second(number), []).append(tracked)
        return tracked


def _matches(tracked: _TrackedQuery, evaluation: Evaluation, indexed: IndexedText) -> Iterator[TopicMatch]:
    part = tracked.part
    if evaluation.fulfils(part):
        worth, words = tier(evaluation, part), _matched_words(indexed, sorted(evaluation.words(part)))
        yield from (TopicMatch(topic, worth, words) for topic in tracked.topics)


def tier(evaluation: Evaluation, part: Part) -> Tier:
    """What a fulfilled query is worth: an alert if headline and lead fulfil it, or the body does so prominently."""
    if evaluation.fulfils(part, LEAD):
        return Tier.ALERT
    salience = evaluation.salience(part)
    return Tier.ALERT if salience is None or salience >= ALERT_SALIENCE else Tier.SEARCH


def _of_live_blog(match: TopicMatch, title: str) -> TopicMatch:
    """A live blog reports many things: only its headline says what it is about."""
    named = all(word.casefold() in title for word in match.words)
    return match if named else replace(match, tier=Tier.SEARCH)


def _matched_words(indexed: IndexedText, spans: list[Span]) -> tuple[str, ...]:
    return tuple({indexed.text(span).casefold(): indexed.text(span) for span in reversed(spans)}.values())[::-1]
