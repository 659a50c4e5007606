"""Whether an item fulfils a query, where, and how prominently."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import assert_never

from newsroom.matching.indexed_item import BODY, TITLE, IndexedItem, Span
from newsroom.matching.syntax import About, And, Field, Near, Not, Or, Part, Phrase, Prefix, Title, Word
from newsroom.matching.terms import Leaf, Term, share
from newsroom.text.words import tokens

# A word in more than one of a hundred items ("police", "government") says half as much by standing somewhere in a body;
# a phrase of three words and more is nobody's passing remark.
COMMON_SHARE = 0.01
_COMMON_WEIGHT = 0.5
_LONG_PHRASE_WORDS = 3
_LONG_PHRASE_WEIGHT = 1.5
_FUNCTION_WORD = 5  # times as common as a common word ("for", "said"): it makes no phrase longer


class Evaluation:
    """One reading under the terms of any number of queries; where a term stands is looked up once."""

    def __init__(self, reading: IndexedItem, term: Callable[[Leaf], Term]) -> None:
        self._reading = reading
        self._term = term
        self._found: dict[Leaf, list[Span]] = {}

    def holds(self, part: Part, lowest: int = BODY) -> bool:
        """Whether a part is fulfilled by what stands in zones up to `lowest`; what a NOT forbids may stand nowhere."""
        match part:
            case Word() | Phrase() | Prefix() | Near():
                spans = self.spans(part)
                return bool(spans) if lowest == BODY else any(self._reading.zone(span) <= lowest for span in spans)
            case Title(inner):
                return self.holds(inner, TITLE)
            case About(field, value):
                return self._says(field, value)
            case Not(inner):
                return not self.holds(inner)
            case And(parts):
                return all(self.holds(inner, lowest) for inner in parts)
            case Or(parts):
                return any(self.holds(inner, lowest) for inner in parts)
            case _:
                assert_never(part)

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
                held = [self.salience(inner) for inner in parts if self.holds(inner)]
                return max((found for found in held if found is not None), default=None)
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
                yield from (span for span in self.words(inner) if self._reading.zone(span) == TITLE)
            case And(parts) | Or(parts):
                for inner in parts:
                    if self.holds(inner):
                        yield from self.words(inner)
            case About() | Not():
                return
            case _:
                assert_never(part)

    def spans(self, part: Part) -> list[Span]:
        """Where a word, phrase, prefix, near/ or an OR of them stands, in order."""
        match part:
            case Word() | Phrase() | Prefix():
                if part not in self._found:
                    self._found[part] = self._look_up(self._term(part))
                return self._found[part]
            case Near(left, right, words):
                return _near(self.spans(left), self.spans(right), words)
            case Or(parts):
                return sorted({span for inner in parts for span in self.spans(inner)})
            case _:
                raise AssertionError(f"{part} stands at no place: the parser lets none such into near/")

    def _look_up(self, term: Term) -> list[Span]:
        spans = self._reading.spans
        if len(term.words) == 1 and not term.names:
            standing = [spans[form] for form in term.words[0] if form in spans]
            return standing[0] if len(standing) == 1 else sorted({span for here in standing for span in here})
        if term.prefix:
            return sorted({span for form in self._reading.beginning(term.prefix) for span in spans[form]})
        starts = {span for form in term.words[0] for span in spans.get(form, ())} if term.words else set()
        for nth, forms in enumerate(term.words[1:], start=1):
            here = {span.last for form in forms for span in spans.get(form, ())}
            starts = {span for span in starts if span.first + nth in here}
        length = len(term.words) - 1
        found = {Span(span.first, max(span.last, span.first + length)) for span in starts}
        return sorted(found | {span for name in term.names for span in spans.get(name, ())})

    def _weight(self, part: Part) -> float:
        places = self._reading.places
        total = sum(min(places[span.first].weight, places[span.last].weight) for span in self.spans(part))
        return total * _specificity(part)

    def _says(self, field: Field, value: str) -> bool:
        if field is not Field.SOURCE:
            return f"{field}={value}" in self._reading.labels
        wanted = tuple(token.folded for token in tokens(value))
        return any(
            wanted == name[at : at + len(wanted)] for name in self._reading.source_names for at in range(len(name))
        )


def _specificity(part: Part) -> float:
    """How much one mention of a term says."""
    match part:
        case Word(text):
            return _COMMON_WEIGHT if all(share(word.folded) > COMMON_SHARE for word in tokens(text)) else 1.0
        case Phrase(text):
            rare = [word for word in tokens(text) if share(word.folded) <= COMMON_SHARE * _FUNCTION_WORD]
            return _LONG_PHRASE_WEIGHT if len(rare) >= _LONG_PHRASE_WORDS else 1.0
        case _:
            return 1.0


def _near(left: list[Span], right: list[Span], words: int) -> list[Span]:
    """The closest pairs at most `words` apart, as the span that holds both."""
    found: set[Span] = set()
    for one in left:
        at = bisect_left(right, one)
        for other in right[max(0, at - 2) : at + 2]:
            first, second = sorted((one, other))
            if first.last < second.first <= first.last + words:
                found.add(Span(first.first, second.last))
    return sorted(found)
