"""The matcher once more, slowly: every topic read against every word of the item, with no index and no anchor."""

from typing import assert_never

from newsroom.item import Item
from newsroom.matching.read_words import item_forms
from newsroom.matching.syntax import About, And, Field, Near, Not, Or, Part, Phrase, Prefix, Query, Title, Word
from newsroom.matching.terms import expanded, term
from newsroom.text.lemmas import LANGUAGES
from newsroom.text.names import known_rows
from newsroom.text.url import registered_domain
from newsroom.text.words import Token, fold, tokens

Place = tuple[int, int, int]  # number of the text (0 is the headline), first word, last word


class Oracle:
    def __init__(self, item: Item) -> None:
        self.item = item
        self.texts = [tokens(text) for text in (item.title, *(p.text for p in item.paragraphs))]

    def fulfils(self, query: Query) -> bool:
        return self._fulfils(expanded(query.root))

    def _fulfils(self, part: Part, *, title_only: bool = False) -> bool:
        match part:
            case Word() | Phrase() | Prefix() | Near():
                return any(place[0] == 0 or not title_only for place in self._places(part))
            case Title(inner):
                return self._fulfils(inner, title_only=True)
            case Not(inner):
                return not self._fulfils(inner)
            case And(parts):
                return all(self._fulfils(inner, title_only=title_only) for inner in parts)
            case Or(parts):
                return any(self._fulfils(inner, title_only=title_only) for inner in parts)
            case About(field, value):
                return self._has_label(field, value)
            case _:
                assert_never(part)

    def _has_label(self, field: Field, value: str) -> bool:
        source = self.item.source
        match field:
            case Field.LANG:
                return (self.item.language or source.language) == value
            case Field.COUNTRY:
                return source.country == value
            case Field.KIND:
                return source.kind == value
            case Field.SOURCE:
                names = (source.name, registered_domain(source.url), registered_domain(self.item.url))
                whole = _padded(value) == _padded(source.family)
                return whole or any(_padded(value) in _padded(name) for name in names)
            case _:
                assert_never(field)

    def _places(self, part: Part) -> list[Place]:
        match part:
            case Near(left, right, words):
                return [
                    (one[0], min(one[1], other[1]), max(one[2], other[2]))
                    for one in self._places(left)
                    for other in self._places(right)
                    if one[0] == other[0] and _apart(one, other) in range(1, words + 1)
                ]
            case Or(parts):
                return [place for inner in parts for place in self._places(inner)]
            case Word() | Phrase() | Prefix():
                return [place for number, text in enumerate(self.texts) for place in self._in_text(part, number, text)]
            case _:
                raise AssertionError(part)

    def _in_text(self, part: Word | Phrase | Prefix, number: int, text: list[Token]) -> list[Place]:
        if isinstance(part, Prefix):
            return [(number, at, at) for at, word in enumerate(text) if word.folded.startswith(fold(part.letters))]
        wanted = term(part, LANGUAGES)
        count = len(wanted.words)
        forms = [set(item_forms(word.text, self.item.language or self.item.source.language)) for word in text]
        rows = [(at, at + length - 1, f"@{key}") for at, length, key in known_rows([word.text for word in text])]
        side_by_side = [
            (number, at, at + count - 1)
            for at in range(len(text) - count + 1)
            if all(self._fits(part, forms[at + nth], text[at + nth], wanted.words[nth]) for nth in range(count))
        ]
        asked = wanted.names | (wanted.words[0] if count == 1 else frozenset())
        named = [(at, at, key) for at, found in enumerate(forms) for key in found] + rows
        return side_by_side + [(number, first, last) for first, last, key in named if key in asked and key[0] == "@"]

    def _fits(self, part: Part, forms: set[str], word: Token, wanted: frozenset[str]) -> bool:
        return word.folded in wanted if isinstance(part, Phrase) else bool(forms & wanted)


def _apart(one: Place, other: Place) -> int:
    """How many words the later begins after the earlier's end; 0 or less where they overlap."""
    first, second = sorted((one, other))
    return second[1] - first[2]


def _padded(name: str) -> str:
    return f" {' '.join(word.folded for word in tokens(name))} "
