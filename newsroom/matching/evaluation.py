"""Whether a text fulfils a query, where, and how prominently: the only place where that is decided.

Alerts, searches and the reasons that /why gives all ask `Evaluation`, for an item or for a sentence alone.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import assert_never

from newsroom.matching.indexed_text import BODY, TITLE, IndexedText, Span
from newsroom.matching.syntax import About, And, Field, Near, Not, Or, Part, Phrase, Prefix, Query, Title, Word
from newsroom.matching.terms import Leaf, Term, expanded, share, term
from newsroom.text.lemmas import LANGUAGES
from newsroom.text.words import tokens

# A word in more than one of a hundred items ("police", "government") says half as much somewhere in a body;
# a phrase of three words and more is nobody's passing remark. Guesses, tried on two real reports (see ALERT_SALIENCE).
COMMON_SHARE = 0.01
_COMMON_WEIGHT = 0.5
_LONG_PHRASE_WORDS = 3
_LONG_PHRASE_WEIGHT = 1.5
# Pairs of one near/ in one text; a guess: a report of 5,000 words has some fifty. In 20,000 words made for it eight
# near/ in a row took 8.5 s of the processor; with this bound, and each looked up once, 0.01 s.
_MOST_PAIRS = 300
_FUNCTION_WORD = 5  # times as common as a common word ("for", "said"): it makes no phrase longer


def holds(part: Part, has: Callable[[Word | Phrase | Prefix | Near | About, int], bool], lowest: int = BODY) -> bool:
    """Whether a part is fulfilled in the zones down to `lowest`; what a NOT forbids may be in no zone.

    `has`: whether what joins nothing, a word for instance, is in the zones down to that.
    """
    match part:
        case Word() | Phrase() | Prefix() | Near() | About():
            return has(part, lowest)
        case And(parts):
            return all(holds(inner, has, lowest) for inner in parts)
        case Or(parts):
            return any(holds(inner, has, lowest) for inner in parts)
        case Not(inner):
            return not holds(inner, has)
        case Title(inner):
            return holds(inner, has, TITLE)
        case _:
            assert_never(part)


def fulfils(query: Query, text: IndexedText) -> bool:
    """Whether an item, or a sentence alone, fulfils a query."""
    languages = text.languages & LANGUAGES
    return Evaluation(text, lambda leaf: term(leaf, languages)).fulfils(expanded(query.root))


class Evaluation:
    """One text under any number of queries; each term is looked up in it once."""

    def __init__(self, text: IndexedText, term_of: Callable[[Leaf], Term]) -> None:
        self._text = text
        self._term_of = term_of
        self._found: dict[Leaf | Near, list[Span]] = {}

    def fulfils(self, part: Part, lowest: int = BODY) -> bool:
        """Whether the zones down to `lowest` fulfil a part; what a NOT forbids may be in no zone."""
        return holds(part, self._has, lowest)

    def _has(self, leaf: Word | Phrase | Prefix | Near | About, lowest: int) -> bool:
        if isinstance(leaf, About):
            return self._has_label(leaf.field, leaf.value)
        if lowest == BODY:
            return self._is_there(leaf)
        return any(self._text.zone(span) <= lowest for span in self.spans(leaf))

    def _is_there(self, part: Word | Phrase | Prefix | Near) -> bool:
        if isinstance(part, Word):
            term = self._term_of(part)
            if len(term.words) == 1 and not term.names:  # most are: no need to make out where, as it mostly isn't there
                return not term.words[0].isdisjoint(self._text.forms)
        return bool(self.spans(part))

    def salience(self, part: Part) -> float | None:
        """How prominent what fulfils the part is: the mean over the words wanted, the best of alternatives.

        Each mention counts its weight: 1 in the headline and lead, less and less along the body.

        Returns:
            None where the part wants no word (a NOT, a label).
        """
        match part:
            case Word() | Phrase() | Prefix() | Near():
                return self._weight(part)
            case Title(inner):
                return self.salience(inner)
            case About() | Not():
                return None
            case And(parts):
                known = [found for inner in parts if (found := self.salience(inner)) is not None]
                return sum(known) / len(known) if known else None
            case Or(parts):
                known = [
                    found for inner in parts if self.fulfils(inner) and (found := self.salience(inner)) is not None
                ]
                return max(known, default=None)
            case _:
                assert_never(part)

    def words(self, part: Part) -> Iterator[Span]:
        """The first place of each wanted term that is there."""
        match part:
            case Word() | Phrase() | Prefix():
                yield from self.spans(part)[:1]
            case Near(left, right, _):
                yield from (inner for inner in (*self.words(left), *self.words(right)) if self.spans(part))
            case Title(inner):
                yield from (span for span in self.words(inner) if self._text.zone(span) == TITLE)
            case And(parts) | Or(parts):
                for inner in parts:
                    if self.fulfils(inner):
                        yield from self.words(inner)
            case About() | Not():
                return
            case _:
                assert_never(part)

    def spans(self, part: Part) -> list[Span]:
        """The places of a word, phrase, prefix, near/ or an OR of them, in order."""
        match part:
            case Word() | Phrase() | Prefix():
                found = self._found.get(part)
                if found is None:
                    found = self._found[part] = self._look_up(self._term_of(part))
                return found
            case Near(left, right, words):
                if part not in self._found:
                    self._found[part] = _near(self.spans(left), self.spans(right), words)
                return self._found[part]
            case Or(parts):
                return sorted({span for inner in parts for span in self.spans(inner)})
            case _:
                raise AssertionError(f"{part} has no place: the parser lets none such into near/")

    def _look_up(self, term: Term) -> list[Span]:
        spans = self._text.spans
        if len(term.words) == 1 and not term.names:
            by_form = [spans(form) for form in term.words[0] & self._text.forms]
            return by_form[0] if len(by_form) == 1 else sorted({span for places in by_form for span in places})
        if term.prefix:
            return sorted({span for form in self._text.beginning(term.prefix) for span in spans(form)})
        found = {span for form in term.words[0] for span in spans(form)} if term.words else set()
        for forms in term.words[1:]:
            if not found:
                break
            following: dict[int, set[int]] = {}
            for span in {span for form in forms for span in spans(form)}:
                following.setdefault(span.first, set()).add(span.last)
            found = {Span(span.first, last) for span in found for last in following.get(span.last + 1, ())}
        return sorted(found | {span for name in term.names for span in spans(name)})

    def _weight(self, part: Part) -> float:
        place = self._text.place
        total = sum(min(place(span.first).weight, place(span.last).weight) for span in self.spans(part))
        return total * _specificity(part)

    def _has_label(self, field: Field, value: str) -> bool:
        if field is not Field.SOURCE:
            return f"{field}={value}" in self._text.labels
        wanted = tuple(token.folded for token in tokens(value))
        if wanted == self._text.publisher:  # all of its name: "fox" is Fox News, and not all of "News Corp and Fox"
            return True
        return any(wanted == name[at : at + len(wanted)] for name in self._text.source_names for at in range(len(name)))


def _specificity(part: Part) -> float:
    """How much one mention of a term counts."""
    match part:
        case Word(text):
            return _COMMON_WEIGHT if all(share(word.folded) > COMMON_SHARE for word in tokens(text)) else 1.0
        case Phrase(text):
            rare = [word for word in tokens(text) if share(word.folded) <= COMMON_SHARE * _FUNCTION_WORD]
            return _LONG_PHRASE_WEIGHT if len(rare) >= _LONG_PHRASE_WORDS else 1.0
        case _:
            return 1.0


def _near(left: list[Span], right: list[Span], words: int) -> list[Span]:
    """The closest pairs at most `words` apart, as the span that covers both; the first ones, where there are many."""
    found: set[Span] = set()
    for one in left:
        if len(found) >= _MOST_PAIRS:
            break
        at = bisect_left(right, one)
        for other in right[max(0, at - 2) : at + 2]:
            first, second = sorted((one, other))
            if first.last < second.first <= first.last + words:
                found.add(Span(first.first, second.last))
    return sorted(found)
