"""Dates that are there and are not read: texts in languages whose words of time nobody has collected."""

from functools import cache, lru_cache

import regex
from babel import Locale
from babel.core import UnknownLocaleError

from newsroom.dates.lexicons import lexicons, primary_tag
from newsroom.languages import languages

# A day and a month in figures (12.7., 12/07/2025, 2025-07-12), a year of our time, a Chinese or Japanese month.
_FIGURES = regex.compile(r"(?<!\d)\d{1,2}[./-]\d{1,2}(?!\d)|(?<!\d)(?:19|20)\d\d(?!\d)|\d[月日년월일]")

_WORD = regex.compile(r"[\p{L}\p{M}']+")


def reads_dates(language: str | None) -> bool:
    """Whether the dates of a text in that language are read; None: its language is guessed, and they are."""
    return language is None or primary_tag(language) in lexicons()


def names_date(text: str, language: str | None) -> bool:
    """Whether a text seems to name a date: in figures, by a month's or weekday's name, or "yesterday"."""
    if _FIGURES.search(text) is not None:
        return True
    folded, tag = text.casefold(), primary_tag(language or "")
    return any(name in folded for name in _names(tag)) or not _near_days(tag).isdisjoint(_WORD.findall(folded))


@cache
def _near_days(tag: str) -> frozenset[str]:
    """Words for yesterday and the like of a language whose dates are not read."""
    known = languages().get(tag)
    return frozenset(known.little_words.near_days) if known is not None else frozenset()


@lru_cache(maxsize=64)
def _names(tag: str) -> tuple[str, ...]:
    """The months and weekdays of a language in small letters, as CLDR has them; none for one that it does not know."""
    try:
        locale = Locale.parse(tag)
    except (UnknownLocaleError, ValueError):
        return ()
    tables = [table["wide"] for kinds in (locale.months, locale.days) for table in kinds.values()]
    return tuple({name.casefold() for table in tables for name in table.values() if not name.isdigit()})
