"""Dates that are there and are not read: texts in languages whose words of time nobody has collected."""

from functools import lru_cache

import regex
from babel import Locale
from babel.core import UnknownLocaleError

from newsroom.dates.lexicons import lexicons, primary_tag

# A day and a month in figures (12.7., 12/07/2025, 2025-07-12), a year of our time, a Chinese or Japanese month.
_FIGURES = regex.compile(r"(?<!\d)\d{1,2}[./-]\d{1,2}(?!\d)|(?<!\d)(?:19|20)\d\d(?!\d)|\d[月日년월일]")


def reads_dates(language: str | None) -> bool:
    """Whether the dates of a text in that language are read; None: its language is guessed, and they are."""
    return language is None or primary_tag(language) in lexicons()


def names_date(text: str, language: str | None) -> bool:
    """Whether a text seems to name a date: in figures, or with a month's or weekday's name of its language."""
    if _FIGURES.search(text) is not None:
        return True
    folded = text.casefold()
    return any(name in folded for name in _names(primary_tag(language or "")))


@lru_cache(maxsize=64)
def _names(tag: str) -> tuple[str, ...]:
    """The months and weekdays of a language in small letters, as CLDR has them; none for one that it does not know."""
    try:
        locale = Locale.parse(tag)
    except (UnknownLocaleError, ValueError):
        return ()
    tables = [table["wide"] for kinds in (locale.months, locale.days) for table in kinds.values()]
    return tuple({name.casefold() for table in tables for name in table.values() if not name.isdigit()})
