"""The words of a text, in forms that can be compared: folded, bare, or as a stem."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import regex

from newsroom.languages import any_of, every

# Letters and digits, with apostrophes inside (Ukrainian "п'ять", English "don't"); hyphens part words.
# French elisions (l'Ukraine, d'État, qu'elle) are no part of the word; "aujourd'hui" stays whole.
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*+(?:['’ʼ`´][\p{L}\p{M}\p{N}]++)*+")
_HAS_APOSTROPHE = re.compile("['’ʼ`´]")
_ELIDED_WORDS = any_of(lambda language: (*language.writing.elided, *language.writing.elided_words))
_ELIDED = regex.compile(rf"(?:{_ELIDED_WORDS})['’ʼ`´](?=\p{{L}}{{2}})", regex.IGNORECASE)
_POSSESSIVES = every(lambda language: language.writing.possessive)
_SAME_LETTERS = tuple(every(lambda language: language.writing.same_letters.items()))
_SAME = str.maketrans(dict.fromkeys("’ʼ`´", "'") | dict(_SAME_LETTERS))
STEM_LETTERS = 6  # measured: six-letter prefixes beat whole words by 2-4 points of B-cubed F1 in grouping

_WORTH_REMEMBERING = 64  # letters; longer "words" are noise, and 8,192 of 100,000 letters each would fill the memory

# Letters in small form that nothing is folded in: most words of Cyrillic texts have no others.
_FOLDED = re.compile(r"[\u0430-\u044f\u0454\u0456\u0457\u0491]+")
# Before it no two letters are written as one (but letters with marks, which are taken off): those of Latin, Greek,
# Cyrillic, Hebrew and Arabic. Source: CompositionExclusions and UnicodeData of Unicode 14, Devanagari the first.
_FIRST_JOINED = "\u0900"


class Token(NamedTuple):
    """A word of a text, with its code-point offsets and its folded form."""

    start: int
    end: int
    text: str
    folded: str


def fold(word: str) -> str:
    """The word for exact comparison: NFKC, case folded, apostrophes and ё unified, a possessive 's dropped."""
    if word.isascii() and word.isalnum():
        return word.lower()
    return _remembered_fold(word) if len(word) <= _WORTH_REMEMBERING else _fold(word)


@lru_cache(maxsize=8_192)
def _remembered_fold(word: str) -> str:
    return _fold(word)


def _fold(word: str) -> str:
    if _FOLDED.fullmatch(word):
        return word
    plain = unicodedata.normalize("NFKC", word.replace("İ", "i")).casefold()
    if plain.isalnum() and "ʼ" not in plain:  # `translate` takes a microsecond for a word that isn't ASCII
        for letter, same in _SAME_LETTERS:
            plain = plain.replace(letter, same)
        return plain
    plain = plain.translate(_SAME)
    for possessive in _POSSESSIVES:
        plain = plain.removesuffix(possessive)
    return plain


def bare(word: str) -> str:
    """The folded word without accents, for comparison across spellings."""
    if word.isascii() and word.isalnum():
        return word.lower()
    return _remembered_bare(word) if len(word) <= _WORTH_REMEMBERING else _bare(word)


@lru_cache(maxsize=8_192)
def _remembered_bare(word: str) -> str:
    return _bare(word)


def _bare(word: str) -> str:
    return without_accents(fold(word))


def without_accents(plain: str) -> str:
    """A folded word as `bare` has it."""
    if plain.isascii():
        return plain
    try:
        return "".join(map(_BARE_LETTERS.__getitem__, plain))
    except KeyError:
        return _without_marks(plain)


class _BareLetters(dict[str, str]):
    """Letters without their marks, each worked out once; KeyError where two letters may become one."""

    def __missing__(self, letter: str) -> str:
        if letter >= _FIRST_JOINED:
            raise KeyError(letter)
        self[letter] = _without_marks(letter)
        return self[letter]


_BARE_LETTERS = _BareLetters()


def _without_marks(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))


def stem(word: str) -> str:
    """The first six letters of the bare word: a stemmer for every alphabetic language, for grouping only."""
    return bare(word)[:STEM_LETTERS]


def tokens(text: str) -> list[Token]:
    """The words of a text in order."""
    # Between two matches regex lets other threads in and takes over again before they wake: they starve.
    return [_token(match) for match in _WORD.finditer(text, concurrent=False)]


def written_words(text: str) -> list[str]:
    """The words of a text in order, as written: the texts of its `tokens`, in a third of the time."""
    found = _WORD.findall(text, concurrent=False)
    if not has_apostrophe(text):  # nothing is elided, as in most sentences
        return found
    return [word if word.isalnum() else _without_elided(word) for word in found]


def has_apostrophe(text: str) -> bool:
    """Whether a text has an apostrophe: without one its words are in it as they are, with nothing elided."""
    return _HAS_APOSTROPHE.search(text) is not None


def spans_in_order(words: Iterable[str], text: str) -> list[tuple[int, int]]:
    """The offsets of words that a text has in this order, with signs and blanks alone between them.

    Each is where its letters are next: in a fourth of the time in which a pattern finds it again.
    """
    spans: list[tuple[int, int]] = []
    end = 0
    for word in words:
        start = text.index(word, end)
        end = start + len(word)
        spans.append((start, end))
    return spans


def word_spans(text: str) -> list[tuple[int, int]]:
    """The offsets of the words of a text in order."""
    if not has_apostrophe(text):
        return [match.span() for match in _WORD.finditer(text, concurrent=False)]
    return [_span(match) for match in _WORD.finditer(text, concurrent=False)]


def _span(match: "regex.Match[str]") -> tuple[int, int]:
    word = match.group()
    elided = None if word.isalnum() else _ELIDED.match(word)
    return (match.start() + elided.end() if elided else match.start()), match.end()


def _without_elided(word: str) -> str:
    elided = _ELIDED.match(word)
    return word[elided.end() :] if elided else word


def _token(match: "regex.Match[str]") -> Token:
    start, end = _span(match)
    word = match.string[start:end]
    return Token(start, end, word, fold(word))
