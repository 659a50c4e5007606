"""What the words of texts are signs of, each word made out once: for who reads thousands of texts for one query.

To lay out all forms of all words of a text, as `IndexedText` does for any number of queries, takes some times as long.
"""

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import Generic, TypeVar

from newsroom.matching.cut_words import CutText
from newsroom.matching.read_words import ReadWord, read_word

Signs = Callable[[ReadWord], int]
Made = TypeVar("Made")


class TextLookup:
    """Looks for signs in texts.

    Args:
        signs_in: For texts with words of these languages: what gives the signs that a word is, as bits.
    """

    def __init__(self, signs_in: Callable[[frozenset[str]], Signs]) -> None:
        self._signs_in = signs_in
        self._languages: dict[str | None, _ByWord[tuple[str, ...]]] = {}
        self._signs: dict[tuple[frozenset[str], str | None], _ByWord[int]] = {}

    def languages(self, texts: Iterable[CutText], language: str | None) -> frozenset[str]:
        """The languages in which words of the texts have lemmas; `language`: of the texts as far as it is known."""
        known = self._languages.get(language)
        if known is None:
            known = self._languages[language] = _ByWord(lambda read: read.languages, language)
        return frozenset[str]().union(*set[tuple[str, ...]]().union(*(known.of(text) for text in texts)))

    def signs(self, text: CutText, language: str | None, languages: frozenset[str]) -> int:
        """The signs that the words of a text are, and those that may be typed as one; `languages`: as given above."""
        known = self._signs.get((languages, language))
        if known is None:
            known = self._signs[languages, language] = _ByWord(self._signs_in(languages), language)
        joined = [known.inside[joined.written] for joined in text.joined]
        return reduce(or_, joined, reduce(or_, known.of(text), 0))


class _ByWord(Generic[Made]):
    """What is made of the words of texts in one language, by the word as written: inside a text, or opening it."""

    def __init__(self, make: Callable[[ReadWord], Made], language: str | None) -> None:
        self.inside = _Memory(lambda word: make(read_word(word, language, opens=False)))
        self._opening = _Memory(lambda word: make(read_word(word, language, opens=True)))

    def of(self, text: CutText) -> list[Made]:
        """What is made of each word, in order. Only a capital may mean something else where a text begins."""
        words = text.words
        if not words or not words[0][:1].isupper():
            return [*map(self.inside.__getitem__, words)]
        return [self._opening[words[0]], *map(self.inside.__getitem__, words[1:])]


class _Memory(dict[str, Made]):
    def __init__(self, make: Callable[[str], Made]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> Made:
        made = self[word] = self._make(word)
        return made
