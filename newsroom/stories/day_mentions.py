"""Days of the year that a text names: the only hint at when an undated item was written."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from newsroom.languages import every, languages
from newsroom.text.words import Token, bare

_BEFORE = (0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335)  # days of the year before a month, in a leap year
_YEAR = 366  # days of a leap year
_MONTH_DAYS = 31  # of the longest month
NO_DAYS: frozenset[int] = frozenset()  # one for all: nearly every item names none
_MONTH_OF: Mapping[str, int] = {
    bare(name): month
    for language in languages().values()
    for month, names in enumerate(language.headlines.months)
    for name in names
}
_DAY_ENDINGS = every(lambda language: language.headlines.day_endings)


def named_days(words: Sequence[Token]) -> frozenset[int]:
    """The days (0..365, counted in a leap year) that stand in the words as a month beside a day of it."""
    days: set[int] = set()
    for one, other in pairwise(words):
        for name, number in ((one, other), (other, one)):
            month, day = _MONTH_OF.get(bare(name.folded)), _day(number.folded)
            if month is not None and day is not None:
                days.add(_BEFORE[month] + day - 1)
    return frozenset(days) if days else NO_DAYS


def days_apart(a: frozenset[int], b: frozenset[int]) -> int:
    """The least distance between two sets of days, over the turn of the year too; 0 where one of them is empty."""
    between = (abs(one - other) for one in a for other in b)
    return min((min(gap, _YEAR - gap) for gap in between), default=0)


def _day(word: str) -> int | None:
    digits = word
    for ending in _DAY_ENDINGS:
        digits = digits.removesuffix(ending)
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 2):  # noqa: PLR2004 - two digits of a day
        return None
    return int(digits) if 1 <= int(digits) <= _MONTH_DAYS else None
