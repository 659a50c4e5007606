"""How people type a word that is printed with marks or letters which their keyboard hides: Lodz for Łódź.

A text is found by every spelling of its words (`typed_spellings`); a query is read with those that others print
(`printed_spellings`). Signs that nobody sees or types are taken out of both beforehand (`visible`, `plainly_written`).
"""

import re
import unicodedata
from collections.abc import Iterator

import regex
from anyascii import anyascii

from newsroom.languages import every, languages
from newsroom.text.dictionary import lemma_in_dictionary
from newsroom.text.tables import table
from newsroom.text.words import bare, fold

# Soft hyphens, joiners, spaces of no width, marks of direction, the byte order mark: none is seen, none is typed.
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
# A quotation mark inside a Hebrew abbreviation; an apostrophe that was turned round, or is of full width; the dot that
# a capital of Turkish leaves when a program makes it small.
_GERSHAYIM = r"(?<=\p{Hebrew})[\"”“״](?=\p{Hebrew})"
_TURNED = r"(?<=\p{L})[‘‛＇](?=\p{L})"
_UNSEEN = regex.compile(rf"[{INVISIBLE}]|{_GERSHAYIM}|(?<=i)\u0307")
_APOSTROPHE = regex.compile(_TURNED)
SIGNS = f"{INVISIBLE}‘‛＇\u0307\u05d0-\u05f4"  # without any of them a text is visible as it is
# As `SIGNS`, with every letter of Hebrew: a look for it takes a tenth of the time of the two patterns.
_MAY_BE_UNSEEN = re.compile(f"[{SIGNS}\u0590-\u05ff\ufb1d-\ufb4f]")

# Letters that are typed as they are printed, which is all that most words have. Without ё, which is folded, and I, of
# which Turkish has two.
_PLAIN = re.compile(
    r"[A-HJ-Za-z][a-z]*|[\u0402-\u042f\u0490\u0430-\u0450\u0452-\u045f\u0491][\u0430-\u0450\u0452-\u045f\u0491]*"
)

_MARKS_LEFT_OUT = regex.compile(r"[\p{Latin}\p{Greek}]")
# Marks for readers alone, which no letter is written with otherwise: stress in Cyrillic, vowels in Hebrew and Arabic.
_POINTED = regex.compile(r"[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
_INSIDE = regex.compile(r"(?<=[\p{L}\p{M}])['’ʼ`´ʻʽʹ](?=\p{L})")
_CONTRACTED = tuple(every(lambda language: language.writing.contracted))
_SPELLED_OUT = dict(every(lambda language: language.writing.spelled_out.items()))
_AS_TWO = str.maketrans(_SPELLED_OUT)
_HAS_LONGER = regex.compile("|".join(map(regex.escape, _SPELLED_OUT)) or "(?!)")
_AS_ONE = {
    tag: {two: one for one, two in reversed(language.writing.spelled_out.items())}
    for tag, language in languages().items()
    if language.writing.spelled_out
}
_HAS_TWO = {tag: regex.compile("|".join(map(regex.escape, as_one))) for tag, as_one in _AS_ONE.items()}
_MAY_BE_RESTORED = re.compile("|".join(two for as_one in _AS_ONE.values() for two in as_one) or "(?!)", re.IGNORECASE)
_SMALL = {tag: str.maketrans(dict(one)) for tag, lang in languages().items() if (one := lang.writing.small_letters)}
_PREFIXES = tuple(table("prefixes")["hebrew"].split())
_MOST_PREFIXES = 2  # and-in-Jerusalem; a guess: three are rare in news
# Letters that are left without a prefix: shorter names end many words. Of 60 words drawn from those that a list of
# 58,000 has with and without their first letter, some five were no word with a prefix.
_FEWEST_WITHOUT_PREFIX = 4
PLAIN_LETTERS = frozenset(tag for tag, language in languages().items() if language.writing.plain_letters)


def is_plain(word: str) -> bool:
    """Whether a word has no other spelling, and is folded by making its first letter small."""
    return _PLAIN.fullmatch(word) is not None


def visible(text: str) -> str:
    """The text without signs that nobody sees or types, and with plain apostrophes."""
    if not _MAY_BE_UNSEEN.search(text):
        return text
    return _APOSTROPHE.sub("'", _UNSEEN.sub("", text, concurrent=False))


def plainly_written(word: str) -> str:
    """The word in letters of plain shape and width, without marks that are for readers alone: за́мок, שָׁלוֹם."""
    if word.isascii():
        return word
    plain = unicodedata.normalize("NFKC", word)
    if plain.isalnum() or not _POINTED.search(plain) or _MARKS_LEFT_OUT.search(plain):
        return plain
    return _POINTED.sub("", plain)


def typed_spellings(word: str, language: str | None) -> Iterator[str]:
    """The folded spellings of a word of a text by which it may be asked for, beside its own."""
    if language in _SMALL and any(capital in word for capital in map(chr, _SMALL[language])):
        yield fold(word.translate(_SMALL[language]))
    if word.isascii() and word.isalnum():
        return
    own = fold(word)
    yield from _in_plain_letters(own)
    yield from _without_apostrophes(own)
    yield from _without_prefixes(own)


def printed_spellings(word: str) -> Iterator[str]:
    """The folded spellings in which texts of any language may print a word of a query, beside its own."""
    if not (word.isascii() and word.isalnum()):
        own = fold(word)
        if _HAS_LONGER.search(own):
            yield own.translate(_AS_TWO)
        yield from _without_apostrophes(own)
        yield from _plain_digits(own)


def in_plain_letters(word: str) -> str:
    """The word as a language of plain letters prints it; "" where it has no letter with a mark."""
    return "" if word.isascii() or not _MARKS_LEFT_OUT.search(word) else _plain(bare(word))


def restored_spellings(word: str) -> Iterator[str]:
    """The word with letters that some language may write as two, each as one: Mueller is Müller."""
    return filter(None, (_restored(word, tag) for tag in _AS_ONE)) if _MAY_BE_RESTORED.search(word) else iter(())


def restored_word(word: str, language: str) -> str:
    """The word of the language's dictionary that this is, where letters of it are written as two; else ""."""
    restored = _restored(word, language) if language in _AS_ONE else ""
    return restored if restored and lemma_in_dictionary(restored, language) else ""


def _restored(word: str, language: str) -> str:
    lower = word.lower()
    if not _HAS_TWO[language].search(lower):
        return ""
    restored = _HAS_TWO[language].sub(lambda two: _AS_ONE[language][two.group()], lower)
    return restored.capitalize() if word[:1].isupper() else restored


def _in_plain_letters(own: str) -> Iterator[str]:
    if not own.isascii() and _MARKS_LEFT_OUT.search(own):
        plain = bare(own)
        yield plain
        if not plain.isascii():
            yield _plain(plain)
        if _HAS_LONGER.search(own):
            yield own.translate(_AS_TWO)
    else:
        yield from _plain_digits(own)


def _plain(word: str) -> str:
    return anyascii(word).casefold()


def _plain_digits(own: str) -> Iterator[str]:
    if own.isdigit() and not own.isascii():
        yield "".join(str(unicodedata.digit(digit)) for digit in own)


def _without_prefixes(own: str) -> Iterator[str]:
    for _ in range(_MOST_PREFIXES):
        if not own.startswith(_PREFIXES) or len(own) <= _FEWEST_WITHOUT_PREFIX:
            return
        own = own[1:]
        yield own


def _without_apostrophes(own: str) -> Iterator[str]:
    if not own.isalnum() or "ʼ" in own or "ʻ" in own:
        joined = _INSIDE.sub("", own)
        if joined != own and not own.endswith(_CONTRACTED):
            yield joined
            yield from _in_plain_letters(joined)
