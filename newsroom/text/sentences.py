"""The sentences of a text, each with its offsets.

Tried on English, Ukrainian, Russian, French, German and Azerbaijani: abbreviations, initials, ordinals, quotations and
lost spaces each have a row in tests/newsroom/text/test_sentences.py. A doubtful stop does not end a sentence: two glued
sentences are still word for word, half a sentence misleads.
"""

from dataclasses import dataclass
from functools import lru_cache

import regex

from newsroom.languages import every

# One try per run of marks (the look-behind), so that 100,000 dots cost linear time. The second branch: a lost space,
# "in the raid.Officials said".
_END = regex.compile(
    r"(?<![.!?…])[.!?…]++(?:\s?(?:''|»)|[\"'”’)\]]){0,4}(?=\s|$)"
    r"|(?<=\p{Ll}\p{Ll}\p{Ll})[.!?]++[\"'”’»)\]]{0,4}(?=[“«„\"]?\p{Lu}\p{Ll}\p{Ll})"
    r"|[。！？؟।։]++[」』”’\"]{0,4}"
    r"|\n\s*+"
)
_WORD_BEFORE = regex.compile(r"[\p{L}\p{N}§№.'’-]{1,20}+$")
_WORD_AFTER = regex.compile(r"[\s\"'“”‘«»(\[–—-]*+([\p{L}\p{N}]{1,30})")
_ORDINAL = regex.compile(r"\d{1,2}")
_BEFORE_CHARS = 24  # characters; longer than any abbreviation
_AFTER_CHARS = 40  # characters in which the next word begins and ends, quotation marks before it included

_TITLES = frozenset(every(lambda language: language.sentences.titles))
_NUMBERED = frozenset(every(lambda language: language.sentences.numbered))
_EITHER = frozenset(every(lambda language: language.sentences.either))
_OPENERS = frozenset(every(lambda language: language.sentences.openers))
_AFTER_ORDINALS = frozenset(every(lambda language: language.sentences.after_ordinals))
_BEFORE_ORDINALS = frozenset(every(lambda language: language.sentences.before_ordinals))


@dataclass(frozen=True, slots=True)
class SentenceSpan:
    """A sentence word for word; `start` and `end` are code-point offsets into the text it was cut from."""

    start: int
    end: int
    text: str


# An item's paragraphs are cut once, for its claims and for its topics. A guess: few texts of the news have more.
@lru_cache(maxsize=32)
def sentences(text: str) -> tuple[SentenceSpan, ...]:
    """The sentences of a text in order, word for word; white space between them is left out."""
    found: list[SentenceSpan] = []
    start = 0
    for end in _END.finditer(text):
        if not _ends(text, start, end):
            continue
        _keep(found, text, start, end.end())
        start = end.end()
    _keep(found, text, start, len(text))
    return tuple(found)


def _ends(text: str, start: int, end: "regex.Match[str]") -> bool:
    if "\n" in end.group():
        return True
    after = _WORD_AFTER.match(text, end.end(), end.end() + _AFTER_CHARS)
    following = after.group(1) if after else ""
    if following[:1].islower():
        return False
    # A quotation mark behind the stop ends more than an abbreviation: He said "No." Then ...
    return end.group() != "." or not _is_abbreviated(
        text[max(start, end.start() - _BEFORE_CHARS) : end.start()], following
    )


def _is_abbreviated(before: str, following: str) -> bool:
    """Whether the stop belongs to the word before it; `before` begins no earlier than its sentence."""
    found = _WORD_BEFORE.search(before)
    if not found:
        return False
    word, folded, opens = found.group(), found.group().casefold(), following.casefold() in _OPENERS
    if _ORDINAL.fullmatch(word):
        return _is_ordinal(before[: found.start()], following)
    if folded in _NUMBERED and following[:1].isdigit():
        return True
    if folded in _TITLES and (word[0].isupper() or not word.isascii()):
        return not opens
    return (folded in _EITHER or _is_initial(word)) and not opens


def _is_initial(word: str) -> bool:
    """A single capital ("J. Smith"), or several with stops between ("U.S.S.R.")."""
    return word.replace(".", "").isupper() and all(len(letter) == 1 for letter in word.split("."))


def _is_ordinal(before: str, following: str) -> bool:
    words = before.casefold().split()
    if not words:
        return True  # a list's number
    return following.casefold() in _AFTER_ORDINALS or (words[-1] in _BEFORE_ORDINALS and following[:1].isupper())


def _keep(found: list[SentenceSpan], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    body = piece.strip()
    if body:
        at = start + len(piece) - len(piece.lstrip())
        found.append(SentenceSpan(at, at + len(body), body))
