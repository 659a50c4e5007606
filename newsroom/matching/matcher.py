"""One item against all topics at once.

Every query has words of which an item that fulfils it must have at least one: its anchors, the rarest it has. One
automaton looks for the anchors of all topics; a pass over an item's words finds the topics that they touch, and only
these are evaluated.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from newsroom.item import Item
from newsroom.matching.evaluation import Evaluation
from newsroom.matching.indexed_text import LEAD, IndexedText, Span, index_item
from newsroom.matching.syntax import Part, Query
from newsroom.matching.terms import Leaf, Term, anchors, expanded, term
from newsroom.topic import TopicId

# Salience from which a match outside headline and lead is worth an alert. On two real reports what an editor wants to
# hear of has 0.61 (aliyev in B), 0.62 (socar in A), 1.01 (overchuk), and what is background 0.42 (plane downing), 0.28
# (sybiha), 0.19 (armenia eu), 0.06 (nagorno-karabakh): the bar is in the gap.
ALERT_SALIENCE = 0.5

_EDGE = "\x1f"


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


class Matcher:
    """Finds the topics that an item fulfils.

    Lemmas are looked up for the languages that items have come in so far; the first item in a new language has the
    automaton built anew. What is found doesn't depend on that history.
    """

    def __init__(self, topics: Mapping[TopicId, Query]) -> None:
        topics_of: dict[Query, list[TopicId]] = {}
        for topic, query in sorted(topics.items()):
            topics_of.setdefault(query, []).append(topic)
        # Chats track the same things: equal queries are evaluated once.
        self._queries = [(expanded(query.root), tuple(ids)) for query, ids in topics_of.items()]
        self._languages: frozenset[str] = frozenset()
        self._terms: dict[Leaf, Term] = {}
        self._anchored: list[list[int]] = []
        self._automaton: AhoCorasick | None = None

    def match(self, item: Item) -> tuple[TopicMatch, ...]:
        """The topics fulfilled, in the order of their ids."""
        if not self._queries:
            return ()
        indexed = index_item(item)
        automaton = self._ready_for(indexed.languages)
        evaluation = Evaluation(indexed, self._term)
        touched = self._touched(automaton, indexed)
        found = [match for number in touched for match in self._matches(number, evaluation, indexed)]
        return tuple(sorted(found, key=lambda match: match.topic))

    def _matches(self, number: int, evaluation: Evaluation, indexed: IndexedText) -> Iterator[TopicMatch]:
        part, topics = self._queries[number]
        if evaluation.fulfils(part):
            worth, words = tier(evaluation, part), _matched_words(indexed, sorted(evaluation.words(part)))
            yield from (TopicMatch(topic, worth, words) for topic in topics)

    def _touched(self, automaton: AhoCorasick, indexed: IndexedText) -> set[int]:
        forms = [*indexed.forms, *indexed.labels]
        haystack = _EDGE + (_EDGE + _EDGE).join(forms) + _EDGE
        hits = automaton.find_matches_as_indexes(haystack, overlapping=True)
        return {number for needle in {hit[0] for hit in hits} for number in self._anchored[needle]}

    def _ready_for(self, languages: frozenset[str]) -> AhoCorasick:
        if self._automaton is None or not languages <= self._languages:
            self._languages |= languages
            self._automaton = self._built()
        return self._automaton

    def _term(self, leaf: Leaf) -> Term:
        known = self._terms.get(leaf)
        if known is None:
            known = self._terms[leaf] = term(leaf, self._languages)
        return known

    def _built(self) -> AhoCorasick:
        self._terms.clear()
        needles: dict[str, list[int]] = {}
        for number, (part, _) in enumerate(self._queries):
            for needle in _needles(part, self._languages):
                needles.setdefault(needle, []).append(number)
        self._anchored = list(needles.values())
        return AhoCorasick(
            list(needles),
            matchkind=MatchKind.Standard,
            implementation=Implementation.ContiguousNFA,
            store_patterns=False,
        )


def tier(evaluation: Evaluation, part: Part) -> Tier:
    """What a fulfilled query is worth: an alert if headline and lead fulfil it, or the body does so prominently."""
    if evaluation.fulfils(part, LEAD):
        return Tier.ALERT
    salience = evaluation.salience(part)
    return Tier.ALERT if salience is None or salience >= ALERT_SALIENCE else Tier.SEARCH


@lru_cache(maxsize=131_072)
def _needles(part: Part, languages: frozenset[str]) -> tuple[str, ...]:
    """What the automaton looks for; kept, since a chat that changes one topic has all topics built anew."""
    found = anchors(part, languages)
    if found is None:
        raise AssertionError("a query without anything wanted got past the parser")
    return tuple(_EDGE + form.removesuffix("*") + ("" if form.endswith("*") else _EDGE) for form in sorted(found.forms))


def _matched_words(indexed: IndexedText, spans: list[Span]) -> tuple[str, ...]:
    return tuple({indexed.text(span).casefold(): indexed.text(span) for span in reversed(spans)}.values())[::-1]
