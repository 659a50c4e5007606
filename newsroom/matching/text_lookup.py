"""What the words of texts are signs of, each word made out once: for who reads thousands of texts for one query.

To lay out all forms of all words of a text, as `IndexedText` does for any number of queries, takes some times as long.
"""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import or_

from newsroom.matching.cut_words import CutText
from newsroom.matching.read_words import ReadWord, read_word
from newsroom.text.lemmas import LANGUAGES

Signs = Callable[[ReadWord], int]

# Beside its signs a word is known by whether it has lemmas in all the languages for which they were made out, and
# whether it has any in another.
_IN_ALL, _IN_ANOTHER = 1, 2
_FLAGS = 2  # bits


class TextLookup:
    """Looks for signs in texts.

    Args:
        signs_in: For texts with words of these languages: what gives the signs that a word is, as bits.
    """

    def __init__(self, signs_in: Callable[[frozenset[str]], Signs]) -> None:
        self._signs_in = signs_in
        self._lately: dict[str | None, _WordSigns] = {}
        self._known: dict[tuple[frozenset[str], str | None], _WordSigns] = {}

    def signs(self, texts: Sequence[CutText], language: str | None) -> list[int]:
        """For each text the signs that its words are, and those that may be typed as one.

        The forms of a query depend on the languages in which words of these texts have lemmas. Nearly all texts of a
        language have them in the same ones as the text before, which one look at their words says, too.

        Args:
            texts: Of one item.
            language: Theirs, as far as it is known.
        """
        lately = self._lately.get(language)
        if lately is not None:
            found = [lately.of(text) for text in texts]
            together = reduce(or_, found, 0)
            if together & _IN_ALL and not together & _IN_ANOTHER:
                return [signs >> _FLAGS for signs in found]
        languages = _languages(texts, language)
        known = self._known.get((languages, language))
        if known is None:
            known = self._known[languages, language] = _WordSigns(self._signs_in(languages), languages, language)
        self._lately[language] = known
        return [known.of(text) >> _FLAGS for text in texts]

    def in_order(self, text: CutText, language: str | None) -> list[int]:
        """The signs of each word of one of the texts that were asked about last in this language."""
        return [signs >> _FLAGS for signs in self._lately[language].in_order(text)]


def _languages(texts: Sequence[CutText], language: str | None) -> frozenset[str]:
    """Those in which words of the texts have lemmas, as far as there are dictionaries for them."""
    found: set[str] = set()
    for text in texts:
        for at, word in enumerate(text.words):
            found.update(read_word(word, language, opens=at == 0 and word[:1].isupper()).languages)
    return LANGUAGES & found


class _WordSigns:
    """The signs of the words of texts in one language, by the word as written: inside a text, or opening it."""

    def __init__(self, signs: Signs, languages: frozenset[str], language: str | None) -> None:
        self._signs, self._languages, self._language = signs, languages, language
        self._flags: dict[tuple[str, ...], int] = {}
        self._inside = _Memory(lambda word: self._made(word, opens=False))
        self._opening = _Memory(lambda word: self._made(word, opens=True))

    def in_order(self, text: CutText) -> list[int]:
        """The signs and flags of each word."""
        words = text.words
        found = [*map(self._inside.__getitem__, words)]
        if words and words[0][:1].isupper():
            found[0] = self._opening[words[0]]
        return found

    def of(self, text: CutText) -> int:
        """The signs of all words, and the flags of those that it has. Only an opening capital may mean another word."""
        words = text.words
        if words and words[0][:1].isupper():
            found = {*map(self._inside.__getitem__, words[1:]), self._opening[words[0]]}
        else:
            found = {*map(self._inside.__getitem__, words)}
        for joined in text.joined:  # what languages a text has, its words say as they are
            found.add(self._inside[joined.written] >> _FLAGS << _FLAGS)
        return reduce(or_, found, 0)

    def _made(self, word: str, *, opens: bool) -> int:
        read = read_word(word, self._language, opens=opens)
        flags = self._flags.get(read.languages)
        if flags is None:
            own = LANGUAGES.intersection(read.languages)
            flags = (_IN_ALL if own == self._languages else 0) | (0 if own <= self._languages else _IN_ANOTHER)
            self._flags[read.languages] = flags
        return self._signs(read) << _FLAGS | flags


class _Memory(dict[str, int]):
    def __init__(self, make: Callable[[str], int]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> int:
        made = self[word] = self._make(word)
        return made
