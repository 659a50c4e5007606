"""A text cut into the words by which it can be asked for: `newsroom.text.words`, and what that leaves to be joined.

What is written as several words may be typed as one: e-mail, F-16, #FreeGaza, 1,000. Each such run keeps its words and
has the whole beside them. Scripts that set no spaces between words (Chinese, Japanese, Thai) and those that write other
words' ends on them (Korean) are cut into letters: a word of a query is a row of these.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import regex

from newsroom.text.simplified_letters import simplified
from newsroom.text.typed_spellings import SIGNS, visible
from newsroom.text.words import has_apostrophe, spans_in_order, word_spans, written_words

# The scripts that are cut into letters, as ranges: the standard library finds none of them in a sentence in a
# microsecond. Thai to Lao, Myanmar, Hangul's letters, Khmer, all of East Asia, its letters of half and full width.
_RANGES = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\uff66-\uffdc\U00020000-\U0003ffff"
    # Letters of these scripts that few have met: Khmer signs, Myanmar's other blocks, marks of Han, old kana.
    "\u19e0-\u19ff\ua9e0-\ua9fe\uaa60-\uaa7f\U000116d0-\U000116e3\U00016fe0-\U00016fff\U0001aff0-\U0001b16f\U0001f200"
)
_SCRIPTS = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ーｰ"
_UNSPACED = regex.compile(rf"[{_SCRIPTS}]")
_PIECE = regex.compile(rf"[{_SCRIPTS}][\p{{M}}ﾞﾟ]*+|[^{_SCRIPTS}]++")
_KATAKANA, _HANGUL = regex.compile(r"[\p{Katakana}ーｰ]"), regex.compile(r"\p{Hangul}")
# A run of katakana or hangul begins and ends with a sign: a short word of a query is a whole run, or begins one (see
# `asked_words`), or bread would be found in Japan.
_FIRST, _LAST = "^", "$"
# Letters of a word that may be anywhere in a run from this length on. A guess: shorter ones are parts of other words.
_FEWEST_ANYWHERE = 3

# A sentence without any of these is its words and nothing else.
_CARE = re.compile(f"[-‐‑#0-9{SIGNS}٠-٩۰-۹０-９{_RANGES}]")
# Groups of three with one sign between them, or of two as in India. What follows like one more group makes it another
# number: a date, an address, a version. No number has more groups than these, and a table of figures costs linear time.
_NUMBER = regex.compile(
    r"(?<![\p{L}\p{N}]|\p{N}[.,'’٬])(?:"
    r"\p{Nd}{1,3}(?:(?P<sign>[.,'’٬ \u00a0\u2009\u202f])\p{Nd}{3})(?:(?P=sign)\p{Nd}{3}){0,6}+(?!(?P=sign)\p{N})"
    r"|\p{Nd}{1,2}(?:,\p{Nd}{2}){1,8},\p{Nd}{3}(?!,\p{N}))(?![\p{L}\p{N}])"
)
# What every such number has: the pattern above takes ten times as long, and few sentences with digits have one.
_GROUPED = re.compile("\\d[.,'’٬ \u00a0\u2009\u202f]\\d\\d")
_APOSTROPHES = "'’"
_HYPHEN = "[-‐‑]"
_HYPHENS = re.compile(_HYPHEN)
_LETTERS = r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*+"
_MOST_PARTS = 3  # joined by hyphens. A guess: nobody types a longer row as one word
_HYPHENED = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}]|{_HYPHEN}){_LETTERS}(?:{_HYPHEN}{_LETTERS}){{1,{_MOST_PARTS - 1}}}"
    rf"(?![\p{{L}}\p{{N}}]|{_HYPHEN})"
)
_TAG = regex.compile(r"#(\p{L}[\p{L}\p{N}]*\p{Ll}\p{Lu}[\p{L}\p{N}]*)")
_HUMP = regex.compile(r"(?<=\p{Ll})(?=\p{Lu})")
_HAS_LETTER = regex.compile(r"\p{L}")


class JoinedWord(NamedTuple):
    """Words side by side that may be typed as one: the number of the first, how many they are, the one."""

    first: int
    words: int
    written: str


class CutText(NamedTuple):
    """The words of a text in order; those that may be typed as one; the pairs of letters of scripts without spaces."""

    text: str
    words: list[str]
    joined: Sequence[JoinedWord]
    pairs: Sequence[str]


def cut(text: str) -> CutText:
    """The words of a sentence; `text` is what their offsets count in, without signs that nobody sees."""
    if not _CARE.search(text):
        return CutText(text, written_words(text), (), ())
    plain = text.isascii()
    text = text if plain else visible(text)
    unspaced = not plain and _UNSPACED.search(text) is not None
    tags = "#" in text
    words = _cut_words(text) if unspaced or tags else written_words(text)
    as_written = not (unspaced or tags or has_apostrophe(text))
    return CutText(text, words, _joined(text, words if as_written else None), _pairs(words) if unspaced else ())


def cut_spans(text: str) -> list[tuple[int, int]]:
    """The offsets of the words of a text that `cut` gave."""
    whole = word_spans(text)
    if "#" not in text and (text.isascii() or not _UNSPACED.search(text)):
        return whole
    cuts = _tag_cuts(text)
    return [span for start, end in whole for span in _inner_spans(text, start, end, cuts)]


def asked_words(text: str) -> list[str]:
    """The words of a word or phrase of a query: those that a text must have side by side."""
    if text.isalpha() and not _CARE.search(text):  # one plain word, as nearly all
        return [text]
    text = visible(text)
    if number := plain_number(text):
        return [number]
    found = cut(text).words
    return [_asked(found, at) for at in range(len(found))]


def plain_number(text: str) -> str:
    """The digits alone of a number that is written in groups of three; "" for anything else."""
    return _digits(text) if _NUMBER.fullmatch(text) else ""


def with_plain_numbers(text: str) -> str:
    """The text with the digits alone of each number that is written in groups."""
    return _NUMBER.sub(lambda number: _digits(number.group()), text)


def joined_word(text: str) -> str:
    """A word of a query whose parts a hyphen joins, as one word; "" for others."""
    return _one_word(text) if _HYPHENED.fullmatch(text) else ""


def asked_pairs(text: str) -> list[str]:
    """The pairs of letters that a text with a word of a script without spaces has; none for other words."""
    return _pairs(cut(visible(text)).words)


def is_unspaced(word: str) -> bool:
    """Whether a word that `cut` gave is a letter of a script without spaces."""
    return not word.isascii() and _UNSPACED.search(word) is not None


def letter_forms(letter: str) -> tuple[str, ...]:
    """The forms of such a letter: without the signs of its place in a run, and with each of them."""
    plain = _plain(letter)
    first, last = letter[0] == _FIRST, letter[-1] == _LAST
    signed = [(_FIRST + plain) if first else "", (plain + _LAST) if last else ""]
    return (plain, *filter(None, signed), *((f"{_FIRST}{plain}{_LAST}",) if first and last else ()))


def _cut_words(text: str) -> list[str]:
    spans = cut_spans(text)
    return [_signed(text, start, end) for start, end in spans]


def _inner_spans(text: str, start: int, end: int, cuts: Sequence[int]) -> Iterator[tuple[int, int]]:
    edges = [start, *cuts[bisect_right(cuts, start) : bisect_left(cuts, end)], end]
    for first, last in pairwise(edges):
        if _UNSPACED.search(text, first, last):
            yield from (piece.span() for piece in _PIECE.finditer(text, first, last))
        else:
            yield first, last


def _signed(text: str, start: int, end: int) -> str:
    """A word; a letter of katakana or hangul with the signs of its place in its run."""
    word = text[start:end]
    script = next((one for one in (_KATAKANA, _HANGUL) if one.match(word)), None)
    if script is None:
        return word
    first = "" if start and script.match(text, start - 1) else _FIRST
    return f"{first}{word}{'' if script.match(text, end) else _LAST}"


def _asked(words: Sequence[str], at: int) -> str:
    """A letter of a query without the signs of its place, but for those that a short run keeps."""
    letter = words[at]
    if not is_unspaced(letter):
        return letter
    script = _HANGUL if _HANGUL.search(letter) else _KATAKANA
    if not script.search(letter):
        return _plain(letter)
    begins = at - next(back for back in range(at + 1) if words[at - back][0] == _FIRST)
    ends = at + next(ahead for ahead in range(len(words) - at) if words[at + ahead][-1] == _LAST)
    letters = ends - begins + 1
    if letters >= _FEWEST_ANYWHERE:
        return _plain(letter)
    # A Korean word of two syllables begins its run: others' ends may follow.
    return letter.rstrip(_LAST) if script is _HANGUL and letters > 1 else letter


def _plain(letter: str) -> str:
    return simplified(unicodedata.normalize("NFKC", letter.strip(_FIRST + _LAST)))


def _pairs(words: Sequence[str]) -> list[str]:
    return [_plain(one) + _plain(other) for one, other in pairwise(words) if is_unspaced(one) and is_unspaced(other)]


def _joined(text: str, words: Sequence[str] | None) -> list[JoinedWord]:
    """The words that may be typed as one; `words`: those of a text that has them as they are, None for another."""
    # What a search for one sign rules out is not looked for: of headlines that have digits few have a hyphen or a hash.
    found: list[tuple[int, int, str]] = []
    if _GROUPED.search(text):
        found += [(*number.span(), _digits(number.group())) for number in _NUMBER.finditer(text)]
    found += _hyphened(text)
    if "#" in text:
        found += [(*tag.span(1), tag.group(1)) for tag in _TAG.finditer(text)]
    if not found:
        return []
    spans = cut_spans(text) if words is None else spans_in_order(words, text)
    joined = ((_words_between(spans, start, end, text), written) for start, end, written in found)
    return [JoinedWord(*words, written) for words, written in joined if words is not None]


def _hyphened(text: str) -> Iterator[tuple[int, int, str]]:
    """What hyphens join, from the hyphens outwards: to look at each word for one behind it takes five times as long."""
    end = 0
    for hyphen in _HYPHENS.finditer(text):
        if hyphen.start() < end:
            continue
        start = text.rfind(" ", end, hyphen.start()) + 1 or end
        end = text.find(" ", hyphen.end())
        end = len(text) if end < 0 else end
        if end - start > 1:
            for word in _HYPHENED.finditer(text[start:end]):
                if _HAS_LETTER.search(word.group()):
                    yield start + word.start(), start + word.end(), _one_word(word.group())


def _words_between(spans: Sequence[tuple[int, int]], start: int, end: int, text: str) -> tuple[int, int] | None:
    """The number of the word that begins at `start`, and how many words end at `end`; a suffix may follow there."""
    first, last = bisect_left(spans, (start, 0)), bisect_left(spans, (end, 0)) - 1
    if first >= len(spans) or spans[first][0] != start or last < first:
        return None
    whole = spans[last][1] == end or text[end] in _APOSTROPHES
    return (first, last - first + 1) if whole else None


def _tag_cuts(text: str) -> list[int]:
    """Where the words of hashtags begin that are told apart by their capitals."""
    return [hump.start() for tag in _TAG.finditer(text) for hump in _HUMP.finditer(text, *tag.span(1))]


def _digits(number: str) -> str:
    return "".join(str(unicodedata.digit(sign)) for sign in number if sign.isdigit())


def _one_word(hyphened: str) -> str:
    first, *others = _HYPHENS.split(hyphened)
    return first + "".join(other if other.isupper() and first.isupper() else other.lower() for other in others)
