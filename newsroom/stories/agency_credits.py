"""Whom a text names as its origin: datelines, bylines and the phrases of attribution to news agencies."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

import regex

from newsroom.languages import any_of

# The spellings by which an agency is credited; the key is the name shown and the family it stands for.
AGENCIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        name: tuple(spellings)
        for name, spellings in tomllib.loads((files("newsroom.stories") / "agencies.toml").read_text("utf-8")).items()
    }
)
_NAME_OF = {spelling: name for name, spellings in AGENCIES.items() for spelling in spellings}
_ANY = "|".join(regex.escape(spelling) for spelling in sorted(_NAME_OF, key=lambda s: (-len(s), s)))
# Guesses: datelines and bylines come in the first lines, signatures in the last; elsewhere an agency in brackets is an
# aside. The third bounds the time of a hostile text.
_HEAD_LETTERS = 240
_TAIL_LETTERS = 160
_READ_LETTERS = 20_000

_DATELINE = regex.compile(rf"[(\[]\s?(?P<agency>{_ANY})\s?[)\]]\s?[-–—:.]|^\s?(?P<agency>{_ANY})\s?[-–—]\s")
_BYLINE = regex.compile(rf"\b(?:{any_of(lambda language: language.agencies.byline)})\s?:?\s(?P<agency>{_ANY})\b")
_SIGNED = regex.compile(rf"[(\[–—]\s?(?P<agency>{_ANY})\s?[)\]]?\.?\s*$")
_AFTER = any_of(lambda language: language.agencies.after_name)
_BEFORE = any_of(lambda language: language.agencies.before_name)
_KIND_AFTER = any_of(lambda language: language.agencies.kinds_after)
_KIND_BEFORE = any_of(lambda language: language.agencies.kinds_before)
_BETWEEN = any_of(lambda language: language.agencies.between)
_MENTION = regex.compile(
    rf"\b(?P<agency>{_ANY})\s(?:(?:{_KIND_AFTER})\s)?(?:{_AFTER})\b"
    rf"|\b(?:{_BEFORE})\s?(?:(?:{_BETWEEN})\s)?(?:(?:{_KIND_BEFORE})\s)?(?P<agency>{_ANY})\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """An agency that a text names.

    Attributes:
        whole: True: the text is the agency's (dateline, byline, signature); False: it is quoted for a part of it.
    """

    agency: str
    whole: bool


def credit(text: str) -> Credit | None:
    """The agency that a text credits; the strongest naming wins; None where it names none."""
    text = text[:_READ_LETTERS]
    head, tail = text[:_HEAD_LETTERS], text[-_TAIL_LETTERS:]
    for pattern, part in ((_DATELINE, head), (_BYLINE, head), (_BYLINE, tail), (_SIGNED, tail)):
        found = pattern.search(part)
        if found:
            return Credit(agency=_NAME_OF[found.group("agency")], whole=True)
    found = _MENTION.search(text)
    return Credit(agency=_NAME_OF[found.group("agency")], whole=False) if found else None


def agency_named(name: str) -> str | None:
    """The agency that goes by this name; None for other outlets."""
    return _NAME_OF.get(name.strip())
