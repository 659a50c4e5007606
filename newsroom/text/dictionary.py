"""simplemma's dictionaries, packed so that a word is found in a microsecond.

simplemma itself offers a dict (134 MB for Russian) or a stream in which each look-up decodes some sixteen entries
(21 MB; 15 to 30 us, and a word that no dictionary has is looked up in dozens of pieces). Here a language is an array of
the forms' sums in order, and beside it which lemma each has: twelve bytes a form, 16 MB for Russian.

A form is not kept itself. Two of a language's million forms never had one sum, and a word that is no form meets one of
them by chance once in 10^13 look-ups. Most of what is looked up is no form: a piece of a word, a name. So a megabyte of
bits says first whether any form has a sum like that.

To make one takes .3 s of a processor for French, 1.5 for Russian and German. Whoever has a place for it keeps what was
made, and gives it back (desk.dictionary_files).
"""

import lzma
from array import array
from collections.abc import Iterator, Mapping
from importlib.resources import files
from struct import Struct, error
from typing import Any
from zlib import crc32

import numpy as np

from newsroom.text.hash_table import HashTable

_MAGIC = b"SMFC1"
# A record: letters shared with the form before, letters that follow, these; letters of the form that the lemma lacks,
# how many follow, these. Two counts are signs. Source: simplemma 2.0, `strategies.dictionaries.frontcode`.
_SAME_LEMMA, _WHOLE_LEMMA = 254, 255
_LONG = 0x80  # a count of more than seven bits: more of it follow

_BYTE_BITS = 20  # of the sum: a megabyte; of a million forms one bit in nine is set
_SHIFT = 32 - _BYTE_BITS  # of a sum's upper half, to have the byte
_HEAD = Struct("<?6I")  # of a dictionary that is kept: whether words are written backwards, and how long each part is


class Dictionary:
    """The lemma of each form in one language."""

    __slots__ = ("_ends", "_lemma_of", "_lemmas", "_reversed", "_there")

    def __init__(self, lemma_of: HashTable, lemmas: bytes, ends: "array[int]", *, backwards: bool) -> None:
        """The parts of one; `ends`: of each lemma in `lemmas`."""
        self._lemma_of, self._there, self._reversed = lemma_of, lemma_of.there, backwards
        self._lemmas, self._ends = lemmas, ends

    @classmethod
    def made(cls, packed: bytes) -> "Dictionary":
        """A dictionary as simplemma ships it, decompressed."""
        at, backwards = _first_record(packed)
        sums, lemma_of, lemmas = _read(packed, at)
        table = HashTable.made(np.frombuffer(sums, np.uint64), np.frombuffer(lemma_of, np.uint32), _BYTE_BITS)
        ends = np.cumsum([len(lemma) for lemma in lemmas], dtype=np.uint32)
        return cls(table, b"".join(lemmas), array("I", ends.tobytes()), backwards=backwards)

    @classmethod
    def taken_back(cls, kept: memoryview) -> "Dictionary | None":
        """One out of what was kept of it; None for what is none."""
        try:
            backwards, *lengths = _HEAD.unpack_from(kept)
            sums, numbers, buckets, there, lemmas, ends = _cut(kept[_HEAD.size :], lengths)
            table = HashTable(array("Q", sums), array("I", numbers), array("I", buckets), there)
            return cls(table, lemmas, array("I", ends), backwards=backwards)
        except (error, ValueError):
            return None

    @property
    def to_keep(self) -> bytes:
        """All of it, for `taken_back` on the same machine."""
        parts = [memoryview(part).cast("B") for part in (*self._lemma_of.parts, self._lemmas, self._ends)]
        return b"".join((_HEAD.pack(self._reversed, *map(len, parts)), *parts))

    def __len__(self) -> int:
        return len(self._lemma_of)

    def get(self, form: str) -> str | None:
        """The lemma of a form as written; None for what is none."""
        key = form.encode()
        if self._reversed:
            key = key[::-1]
        number = crc32(key)
        return self._lemma(number, key) if self._there[number >> _SHIFT] & 1 << (number & 7) else None

    def ends(self, word: str, cuts: range) -> list[tuple[str, str]]:
        """The ends of a word in small letters, one for each cut, that it has in either case, each with its lemma.

        The bits alone rule out six of seven: to look each end up by itself takes three times as long.
        """
        there, found = self._there, []
        for cut in cuts:
            end = word[cut:]
            small, capital = end.encode(), end.capitalize().encode()
            if self._reversed:
                small, capital = small[::-1], capital[::-1]
            first, second = crc32(capital), crc32(small)
            lemma = self._lemma(first, capital) if there[first >> _SHIFT] & 1 << (first & 7) else None
            if not lemma and there[second >> _SHIFT] & 1 << (second & 7):
                lemma = self._lemma(second, small)
            if lemma:
                found.append((end, lemma))
        return found

    def _lemma(self, number: int, key: bytes) -> str | None:
        """The lemma of a form; `number`: its `crc32`."""
        lemma = self._lemma_of.find(number, key)
        if lemma is None:
            return None
        found = self._lemmas[self._ends[lemma - 1] if lemma else 0 : self._ends[lemma]]
        return (found[::-1] if self._reversed else found).decode()


_READ: dict[str, Dictionary] = {}  # by language


def dictionary(language: str) -> Dictionary:
    """The dictionary of a language, read with its first word."""
    found = _READ.get(language)
    if found is None:
        folder = files("simplemma.strategies.dictionaries") / "data"
        packed = lzma.decompress((folder / f"{language}.plzma").read_bytes())
        found = _READ.setdefault(language, Dictionary.made(packed))
    return found


def languages_read() -> frozenset[str]:
    """Those of which no word waits for the dictionary any more."""
    return frozenset(_READ)


def take_back(language: str, kept: memoryview) -> bool:
    """Have the dictionary of a language as it was kept; gives whether it is one."""
    found = Dictionary.taken_back(kept)
    if found is not None:
        _READ.setdefault(language, found)
    return found is not None


class _Dictionaries:
    """Our dictionaries, where simplemma asks for its own."""

    def get_dictionary(self, lang: str) -> Mapping[str, str]:
        found: Any = dictionary(lang)  # of a mapping it asks `get` alone
        lemmas: Mapping[str, str] = found
        return lemmas


OUR_DICTIONARIES = _Dictionaries()


def lemma_in_dictionary(word: str, language: str) -> str | None:
    """The lemma of a word of letters alone, in NFC; None where the dictionary has it neither so nor in the other case.

    As simplemma's `DictionaryLookupStrategy`, which does more only for words that have an apostrophe.
    """
    forms = dictionary(language)
    return forms.get(word) or forms.get(word.lower() if word[:1].isupper() else word.capitalize())


def _first_record(packed: bytes) -> tuple[int, bool]:
    """Where the records begin, and whether forms and lemmas are written backwards."""
    if not packed.startswith(_MAGIC):
        raise ValueError("simplemma's dictionaries have another format now")
    _, at = _count(packed, len(_MAGIC) + 1)  # of the records
    return at, bool(packed[len(_MAGIC)] & 1)


def _read(packed: bytes, at: int) -> "tuple[array[int], array[int], dict[bytes, int]]":
    """The sum of each form, the number of its lemma, and the lemmas with their numbers."""
    sums, lemma_of, lemmas = array("Q"), array("I"), dict[bytes, int]()
    form, number, end = b"", 0, len(packed)
    while at < end:
        shared, length, at = packed[at], packed[at + 1], at + 2
        if (shared | length) & _LONG:
            shared, at = _count(packed, at - 2)
            length, at = _count(packed, at)
        form = form[:shared] + packed[at : at + length]
        cut, at = packed[at + length], at + length + 1
        if cut != _SAME_LEMMA:
            length, at = (packed[at], at + 1) if packed[at] < _LONG else _count(packed, at)
            tail, at = packed[at : at + length], at + length
            number = lemmas.setdefault(tail if cut == _WHOLE_LEMMA else form[: len(form) - cut] + tail, len(lemmas))
        sums.append(crc32(form) << 32 | crc32(form[::-1]))  # as `sum_of`, which takes half as long again
        lemma_of.append(number)
    return sums, lemma_of, lemmas


def _cut(whole: memoryview, lengths: list[int]) -> Iterator[bytes]:
    """The bytes in pieces of these lengths. Raises ValueError where they are more or fewer."""
    if sum(lengths) != len(whole):
        raise ValueError("a piece is missing")
    at = 0
    for length in lengths:
        yield bytes(whole[at : at + length])
        at += length


def _count(packed: bytes, at: int) -> tuple[int, int]:
    """The number that begins here, seven bits a byte, and where it ends."""
    number, bits = packed[at] & _LONG - 1, 7
    while packed[at] & _LONG:
        at += 1
        number |= (packed[at] & _LONG - 1) << bits
        bits += 7
    return number, at + 1
