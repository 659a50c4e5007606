"""The words of time of one language: each word has one class, a single character, and a number.

The grammar is written over these characters: one grammar serves every language, and a language is its tables only.

    m month 1-12          w weekday 0-6 (Monday 0)   W weekday's short name, trusted only beside a date
    j month's short name  d number up to 31          y number 1000-2199
    n any other number    o ordinal                  q number word      V "several"
    D K M Y Q X E C H     units: day week month year quarter half weekend decade, and what is shorter than a day
    < = > last this next before their noun           « » last next behind their noun ("la semaine derniere")
    a ago behind its noun, b before it               e "earlier", "before"
    r day counted from publication                   R the same in years ("torik")
    p part of the day 0-3, noon and midnight 4, 5    s season 0-3     f edge 0 early 1 middle 2 late
    O "of"   T article    i "in" and its like        & "to", "and", "until"     u "by", "before", "no later than"
    h holiday with a fixed day, as 100 times the month and the day                  v vague: "recently"
    x what points at the date before: "that year", "the following day"           k "fiscal"
    F what looks ahead    P what looks back          S verbs of saying          B "be"
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_PIECES = r"[^\W\d_]\w*|\d\w*|[^\w\s]|\n[^\S\n]*\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Word (lower case) to class and to number.

    Attributes:
        token: Words and numbers whole, signs one by one, a blank line as one; first what several words mean as one.
        month_first: 11/2/89 is November: American order of the parts.
        capital_months: Names of months and weekdays are written with a capital, so that "may" and "march" are words.
    """

    classes: Mapping[str, str]
    numbers: Mapping[str, int]
    token: re.Pattern[str]
    month_first: bool = False
    capital_months: bool = False


WordOfTime = tuple[str, str, int]


def words(kind: str, *lists: str, start: int = 0) -> list[WordOfTime]:
    """A list per number, counting from `start`; its words parted by spaces."""
    return [(word, kind, start + at) for at, line in enumerate(lists) for word in line.split()]


def series(kind: str, line: str, start: int = 0) -> list[WordOfTime]:
    """One word per number, counting from `start`."""
    return [(word, kind, start + at) for at, word in enumerate(line.split())]


def same(kind: str, line: str, number: int = 0) -> list[WordOfTime]:
    """All words of the line with one class and one number."""
    return [(word, kind, number) for word in line.split()]


def inflected(kind: str, number: int, stems: str, endings: str) -> list[WordOfTime]:
    """Each stem with each ending; `-` is the bare stem."""
    return [(stem + ending.replace("-", ""), kind, number) for stem in stems.split() for ending in endings.split()]


def lexicon(
    *groups: Iterable[WordOfTime], phrases: str = "", month_first: bool = False, capital_months: bool = False
) -> Lexicon:
    """Put the tables of a language together with what all languages write alike; later groups win."""
    classes: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for group in (_shared(), *groups):
        for word, kind, number in group:
            classes[word] = kind
            numbers[word] = number
    return Lexicon(
        classes=classes,
        numbers=numbers,
        token=re.compile(phrases + _PIECES),
        month_first=month_first,
        capital_months=capital_months,
    )


def _shared() -> list[WordOfTime]:
    found: list[WordOfTime] = [(sign, sign, 0) for sign in ",.-/:'()!?;%$"]
    found += [("–", "-", 0), ("—", "-", 0), ("‑", "-", 0), ("−", "-", 0), ("’", "'", 0), ("`", "'", 0), ("‘", "'", 0)]
    found += [("€", "$", 0), ("£", "$", 0), ("₴", "$", 0), ("₽", "$", 0), ("#", "$", 0), ("№", "$", 0), ("…", ".", 0)]
    found += [("\n\n", "!", 0), ("\n \n", "!", 0)]
    for number in range(1, 32):
        found += [(str(number), "d", number), (f"{number:02d}", "d", number)]
    found += [(str(number), "y", number) for number in range(1000, 2200)]
    found += [(f"{number:02d}", "n", number) for number in (0, *range(32, 100))]
    found += [(f"{number}{ending}", "C", number) for number in range(1800, 2100, 10) for ending in ("s", "er")]
    found += [(f"{number}s", "C", 1900 + number) for number in range(20, 100, 10)]
    return found
