"""A word of a text under each form by which it can be asked for, and the memory of the words that were read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

import regex

from newsroom.languages import languages
from newsroom.matching.cut_words import is_unspaced, letter_forms
from newsroom.text.compounds import WITH_PARTS, word_parts
from newsroom.text.dictionary import lemma_in_dictionary
from newsroom.text.lemmas import lemmas_in, likely_languages, surname_in
from newsroom.text.name_forms import CASED, unbent, without_apart
from newsroom.text.name_keys import name_forms, unlisted_key
from newsroom.text.names import begins_row, known_name, known_small, listed
from newsroom.text.typed_spellings import is_plain, plainly_written, restored_spellings, restored_word, typed_spellings
from newsroom.text.words import bare, fold, without_accents

_LONGEST_WORD = 64  # letters; what is longer is noise
_COMES_BACK = regex.compile(r"\d{1,2}|(?:19|20)\d\d")  # a guess: of other numbers than counts and years hardly one
# Words whose forms are remembered, 175 bytes each in the newer half, 90 in the older one. Of items in four languages
# drawn by Zipf's law 17 % of the words were new with 65,536 of them, of English headlines 5 % (with 8,192 remembered 41
# and 16 %, with 32,768 25 and 8 %).
_MOST_REMEMBERED = 81_920


class ReadWord(NamedTuple):
    """A word of a text: its forms, the languages in which it has lemmas, whether a name of several begins with it.

    The forms are one text of a line for each: remembered so, they take a third of the memory.
    """

    forms: str
    languages: tuple[str, ...]
    begins_name: bool


# What is kept of a word: beside the forms that every word of its language has most have one or none. Were it packed in
# the newer half, too, where nearly all words of a headline are, to read one would take a tenth longer.
_Packed: TypeAlias = bytes | ReadWord


class ReadWords:
    """The words that were read lately, by the language of their text and whether they open a sentence.

    They are in two halves. Once the newer one is full it becomes the older one, packed, and what was in that is
    forgotten but for the words that came again. There a word is known by its hash: of the words in memory two never had
    one, and a text can't be made so that they do (Python's hashes differ from run to run).
    """

    def __init__(self, most: int) -> None:
        """`most`: so many words are remembered at most, of all languages together."""
        self._half = most // 2
        self._count = 0
        self._newer: defaultdict[tuple[str | None, bool], dict[str, ReadWord]] = defaultdict(dict)
        self._older: defaultdict[tuple[str | None, bool], dict[int, _Packed]] = defaultdict(dict)
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
        kept = self._older[language, opens].pop(hash(word), None)
        if kept is None:
            read = self._read_anew(word, language, opens=opens)
        else:
            read = kept if isinstance(kept, ReadWord) else _unpacked(kept, word, language)
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
            self._newer, self._count = defaultdict(dict), 0
            self._older = defaultdict(dict)
            for (language, opens), words in list(full.items()):
                packed = {hash(word): _packed(read, word, language) for word, read in list(words.items())}
                self._older[language, opens] = packed

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


def _packed(read: ReadWord, word: str, language: str | None) -> _Packed:
    usual = _unpacked(b"", word, language).forms
    is_usual = read.languages == (language,) and not read.begins_name and read.forms.startswith(usual)
    return read.forms[len(usual) :].encode() if is_usual else read


def _unpacked(kept: bytes, word: str, language: str | None) -> ReadWord:
    own = word if word.islower() else fold(word)
    return ReadWord(f"{own}\n{language}|{own}{kept.decode()}", (language or "",), begins_name=False)


def _read(written: str, language: str | None, *, opens: bool) -> ReadWord:
    if is_plain(written):
        word, own = written, written.lower()
        forms = {own}
    elif is_unspaced(written):
        return ReadWord("\n".join(letter_forms(written)), (), begins_name=False)
    else:
        word = without_apart(plainly_written(written), language)
        own = fold(word)
        forms = {own, fold(written), *typed_spellings(word, language)}
    tags = likely_languages(word, language)
    stems = {tag: stems_in(word, tag) | {own} for tag in tags}
    key = _name(word, own, language, stems, opens=opens)
    for tag, found in stems.items():
        forms.update([f"{tag}|{lemma}" for lemma in found])
        if not key and tag in WITH_PARTS:
            forms.update([f"{tag}|{part}" for lemma in found for part in word_parts(lemma, tag)])
    if key:
        forms.add(f"@{key}")
    elif not word[:1].islower():
        forms |= name_forms(map(unlisted_key, _likely_names(word, own, stems, opens=opens)))
    first = [own, *(f"{tag}|{own}" for tag in tags)]
    return ReadWord("\n".join([*first, *sorted(forms.difference(first))]), tags, begins_row(written, language))


def _name(word: str, own: str, language: str | None, stems: Mapping[str, frozenset[str]], *, opens: bool) -> str:
    """The key of the name that a word of a text is; "" where it is none."""
    if word[:1].islower():
        return known_small(word, without_accents(own))
    key = known_name(word, language, opens=opens)
    if not key and word[:1].isupper():
        key = (
            _known_lemma(word, stems.values(), opens=opens)
            or _known_restored(word, language, opens=opens)
            or (_known_surname(word, stems) if opens else "")
        )
    return key


def stems_in(word: str, language: str) -> frozenset[str]:
    """The dictionary forms of a word in a language, also where letters of it are written as two."""
    found = lemmas_in(word, language)
    restored = restored_word(word, language)
    return found | lemmas_in(restored, language) if restored else found


def _likely_names(word: str, own: str, stems: Mapping[str, frozenset[str]], *, opens: bool) -> set[str]:
    """The bare names, none of them in the table, of which a word may be a case."""
    plain = without_accents(own)
    found = {plain}
    for tag, lemmas in stems.items():
        if tag not in CASED:
            found.update(map(without_accents, lemmas))
            continue
        lemma = lemma_in_dictionary(word, tag)
        if lemma is not None and lemma[:1].isupper():
            found.add(bare(lemma))
        if languages()[tag].writing.nouns_capital:
            if lemma is None:
                found.update(form for form in unbent(plain, tag) if not _listed_lemma(form, tag))
        elif lemma is None or not opens:
            found.update(unbent(plain, tag))
        else:  # an ordinary word may open a sentence: only what the dictionary lists as a name is one
            found.update(form for form in unbent(plain, tag) if _listed_lemma(form, tag)[:1].isupper())
    return found


def _listed_lemma(plain: str, language: str) -> str:
    """A bare word as the dictionary lists it; "" where it does not, so that Hauser is no case of Haus."""
    lemma = lemma_in_dictionary(plain.capitalize(), language)
    return lemma if lemma is not None and bare(lemma) == plain else ""


def _known_lemma(word: str, stems: Iterable[frozenset[str]], *, opens: bool) -> str:
    """The name whose case form the dictionaries take the word for, which has a capital."""
    if word.isupper():
        return ""
    own = fold(word)
    others = (without_accents(lemma) for found in stems for lemma in sorted(found) if lemma != own)
    return next((key for lemma in others if (key := listed(lemma, opens=opens))), "")


def _known_surname(word: str, languages: Iterable[str]) -> str:
    """The name whose case form opens a sentence, where it is an ordinary word's as well, but not that word itself."""
    surnames = (
        surname
        for tag in languages
        if (surname := surname_in(word, tag)) and fold(lemma_in_dictionary(word, tag) or "") != fold(word)
    )
    return next((key for surname in surnames if (key := listed(without_accents(surname), opens=False))), "")


def _known_restored(word: str, language: str | None, *, opens: bool) -> str:
    """The name that a word is whose letters are written as two: Muenchen."""
    return next((key for form in restored_spellings(word) if (key := known_name(form, language, opens=opens))), "")
