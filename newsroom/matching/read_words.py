"""A word of a text under each form by which it can be asked for, and the memory of the words that were read."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import regex

from newsroom.matching.cut_words import is_unspaced, letter_forms
from newsroom.text.compounds import WITH_PARTS, word_parts
from newsroom.text.lemmas import lemmas_in, likely_languages
from newsroom.text.name_forms import without_apart
from newsroom.text.names import begins_row, known, listed, spelling
from newsroom.text.typed_spellings import plainly_written, restored_spellings, restored_word, typed_spellings
from newsroom.text.words import bare, fold

# Words written in another script are compared by sound from this length on. A guess: shorter ones sound like too much
# else.
_FEWEST_LETTERS_BY_SOUND = 5

_LONGEST_WORD = 64  # letters; what is longer is noise
_COMES_BACK = regex.compile(r"\d{1,2}|(?:19|20)\d\d")  # a guess: of other numbers than counts and years hardly one
# Words whose forms are remembered, 0.2 kB each; 25 us to read anew. Of items in four languages drawn by Zipf's law 17 %
# of the words are new, of English headlines 5 % (with 8,192 remembered 41 and 16 %, with 32,768 25 and 8 %).
_MOST_REMEMBERED = 65_536


class ReadWord(NamedTuple):
    """A word of a text: its forms, the languages in which it has lemmas, whether a name of several begins with it.

    The forms are one text of a line for each: remembered so, they take a third of the memory.
    """

    forms: str
    languages: tuple[str, ...]
    begins_name: bool


class ReadWords:
    """The words that were read lately, by the language of their text and whether they open a sentence.

    They are in two halves. Once the newer one is full it becomes the older one, and what was in that is forgotten but
    for the words that came again. (An `lru_cache` takes 440 bytes a word; here it is 210.)
    """

    def __init__(self, most: int) -> None:
        """`most`: so many words are remembered at most, of all languages together."""
        self._half = most // 2
        self._count = 0
        self._newer: defaultdict[tuple[str | None, bool], dict[str, ReadWord]] = defaultdict(dict)
        self._older = self._newer.copy()
        # Nearly all words of a language have lemmas in the same ones: one value stands for all of these.
        self._languages: dict[tuple[str, ...], tuple[str, ...]] = {}

    def __len__(self) -> int:
        return sum(len(words) for half in (self._newer, self._older) for words in half.values())

    def read(self, words: Iterable[str], language: str | None, *, opens: bool) -> dict[str, ReadWord]:
        """Each of the words as read, in their order; `opens`: they open sentences."""
        known = self._newer[language, opens]
        found: dict[str, ReadWord] = {}
        for word in words:
            read = known.get(word)
            found[word] = self._not_in_newer(word, language, opens=opens) if read is None else read
        return found

    def one(self, word: str, language: str | None, *, opens: bool) -> ReadWord:
        """One of them."""
        read = self._newer[language, opens].get(word)
        return self._not_in_newer(word, language, opens=opens) if read is None else read

    def _not_in_newer(self, word: str, language: str | None, *, opens: bool) -> ReadWord:
        if len(word) > _LONGEST_WORD:
            return ReadWord(fold(word), (), begins_row(word, language))
        read = self._older[language, opens].pop(word, None) or self._read_anew(word, language, opens=opens)
        if word.isdecimal() and not _COMES_BACK.fullmatch(word):
            return read  # numbers have no end: they would drive out words
        if self._count >= self._half:
            self._begin_half()
        self._newer[language, opens][word] = read
        self._count += 1
        return read

    def _begin_half(self) -> None:
        """Where the newer half is full, make it the older one.

        The desk, searches and timelines read words at once, on threads of their own, and no lock holds them up. The
        counter may be another thread's, or lack a word that two added at once: so the words are counted before they
        take the place of others. Of two that find the same half full, the second leaves the older half as it is.
        """
        full = self._newer
        self._count = sum(map(len, list(full.values())))
        if self._count >= self._half and self._newer is full:
            self._older, self._newer, self._count = full, defaultdict(dict), 0

    def _read_anew(self, word: str, language: str | None, *, opens: bool) -> ReadWord:
        forms, languages, begins_name = _read(word, language, opens=opens)
        return ReadWord(forms, self._languages.setdefault(languages, languages), begins_name)


REMEMBERED = ReadWords(_MOST_REMEMBERED)


def read_word(word: str, language: str | None, *, opens: bool) -> ReadWord:
    """One word as read; `opens`: it opens a sentence."""
    return REMEMBERED.one(word, language, opens=opens)


def item_forms(word: str, language: str | None, *, opens: bool = False) -> tuple[str, ...]:
    """The forms under which a word of a text is found, see IndexedText.forms. `opens`: it opens a sentence."""
    return tuple(read_word(word, language, opens=opens).forms.split("\n"))


def sounds(words: Iterable[str]) -> set[str]:
    """The words in plain Latin letters, as name forms; what is short is left out."""
    return {f"@{key}" for word in words if len(key := spelling(word)) >= _FEWEST_LETTERS_BY_SOUND}


def _read(written: str, language: str | None, *, opens: bool) -> ReadWord:
    if is_unspaced(written):
        return ReadWord("\n".join(letter_forms(written)), (), begins_name=False)
    word = without_apart(plainly_written(written), language)
    own, tags = fold(word), likely_languages(word, language)
    forms = {own, fold(written), *typed_spellings(word, language)}
    stems = {tag: _stems(word, tag) | {own} for tag in tags}
    key = known(word, language, opens=opens)
    if not key and word[:1].isupper():
        key = _known_lemma(word, stems.values(), opens=opens) or _known_restored(word, language, opens=opens)
    for tag, found in stems.items():
        forms.update([f"{tag}|{lemma}" for lemma in found])
        if not key and tag in WITH_PARTS:
            forms.update([f"{tag}|{part}" for lemma in found for part in word_parts(lemma, tag)])
    if key:
        forms.add(f"@{key}")
    elif not word[:1].islower():
        forms |= sounds({own}.union(*stems.values()))
    return ReadWord("\n".join(sorted(forms)), tags, begins_row(written, language))


def _stems(word: str, language: str) -> frozenset[str]:
    found = lemmas_in(word, language)
    restored = restored_word(word, language)
    return found | lemmas_in(restored, language) if restored else found


def _known_lemma(word: str, stems: Iterable[frozenset[str]], *, opens: bool) -> str:
    """The name whose case form the dictionaries take the word for, which has a capital."""
    if word.isupper():
        return ""
    own = fold(word)
    others = (bare(lemma) for found in stems for lemma in sorted(found) if lemma != own)
    return next((key for lemma in others if (key := listed(lemma, opens=opens))), "")


def _known_restored(word: str, language: str | None, *, opens: bool) -> str:
    """The name that a word is whose letters are written as two: Muenchen."""
    return next((key for form in restored_spellings(word) if (key := known(form, language, opens=opens))), "")
