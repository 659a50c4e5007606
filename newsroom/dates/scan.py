"""A text as tokens with their classes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from newsroom.dates.lexicon import Lexicon


def lowered(text: str) -> str:
    """Lower case, code point for code point: what would grow (`İ`) stays as it is."""
    plain = text.lower()
    if len(plain) == len(text):
        return plain
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """A text's tokens: their class string and places; `first`: where the grammar finds the first date among them."""

    text: str
    words: list[str]
    classes: str
    spans: list[tuple[int, int]]
    lexicon: Lexicon
    first: re.Match[str]

    def number(self, at: int) -> int:
        """The number of the token's word."""
        return self.lexicon.numbers[self.words[at]]

    def written(self, at: int) -> str:
        """The token as the text has it."""
        start, end = self.spans[at]
        return self.text[start:end]

    def glued(self, at: int) -> bool:
        """No white space between this token and the one before."""
        return 0 < at < len(self.spans) and self.spans[at - 1][1] == self.spans[at][0]


def classes_of(words: Iterable[str], lexicon: Lexicon) -> str:
    """The class of each token."""
    get = lexicon.classes.get
    return "".join([get(word, "_") for word in words])
