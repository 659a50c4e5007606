"""The words of time of one language: each word has one class, a single character, and a number.

The grammar is written over these characters: one grammar serves every language, and a language is its lists only
(`[dates]` of newsroom/languages).

    m month 1-12          w weekday 0-6 (Monday 0)   W weekday's short name, trusted only beside a date
    j month's short name  d number up to 31          y number 1000-2199
    n any other number    o ordinal                  q number word      z article that counts one   V "several"
    D K M Y Q X E C H     units: day week month year quarter half weekend decade, and what is shorter than a day
    < = > last this next before their noun           « » last next behind their noun ("la semaine dernière")
    a ago behind its noun, b before it               e "earlier"        g "after" in "the day after tomorrow"
    r day counted from publication                   R the same in years ("торік")
    p part of the day 0-3, noon and midnight 4, 5    t "tonight"        s season 0-3
    f edge 0 early 1 middle 2 late 3 "later"         k "fiscal"         h holiday, as newsroom.dates.holidays counts
    O "of"   T article    i "in" and its like        & "to", "and", "until"     u "by", "before", "no later than"
    x what points at the date before: "that year", "the following day"          v vague: "recently"
    F what looks ahead    P what looks back          S verbs of saying     A "p.m." and its like
    N behind a number: it is a day of the month
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from newsroom.dates.grammar import OF_TIME
from newsroom.dates.holidays import holiday_number
from newsroom.languages import every
from newsroom.languages.dates import Dates

_PIECES = r"[^\W\d_]\w*|\d\w*|[^\w\s]|\n[^\S\n]*\n"
_TOKEN = re.compile(_PIECES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Word (lower case) to class and to number.

    Attributes:
        of_time: The words without which no sentence has a date, see `grammar.OF_TIME`.
        token: Words and numbers whole, signs one by one, a blank line as one; first what several words mean as one.
        unbroken: How what several words mean as one is written, by its first word.
        month_first: 11/2/89 is November: American order of the parts.
        capital_names: Months and weekdays are written with a capital, so that "may" and "march" are words.
        small_units: Units of time are not, so that one with a capital is part of a name.
        every: Before a month or a weekday: each of them. Of these languages alone, since Turkish "her" is English, too.
    """

    classes: Mapping[str, str]
    numbers: Mapping[str, int]
    of_time: frozenset[str]
    token: re.Pattern[str]
    unbroken: Mapping[str, Sequence[str]]
    month_first: bool = False
    capital_names: bool = False
    small_units: bool = False
    every: frozenset[str] = frozenset()

    def tokens(self, plain: str) -> list[str]:
        """The tokens of a text in small letters; the whole pattern takes twice as long as words and signs alone do."""
        found = _TOKEN.findall(plain)
        for first in self.unbroken.keys() & found:
            if any(written in plain for written in self.unbroken[first]):
                return self.token.findall(plain)
        return found


WordOfTime: TypeAlias = tuple[str, str, int]

# Lists by their keys: the class of their words, and the number, or that of the first of several lists.
_ONE_LIST = {
    "one": ("z", 1),
    "several": ("V", 0),
    "earlier": ("e", 0),
    "after": ("g", 0),
    "ago": ("a", 0),
    "ago_before": ("b", 0),
    "last": ("<", 0),
    "this": ("=", 0),
    "next": (">", 0),
    "last_behind": ("«", 0),
    "next_behind": ("»", 0),
    "unit_before": ("x", -1),
    "unit_same": ("x", 0),
    "unit_after": ("x", 1),
    "early": ("f", 0),
    "middle": ("f", 1),
    "late": ("f", 2),
    "later": ("f", 3),
    "tonight": ("t", 3),
    "fiscal": ("k", 0),
    "month_days": ("N", 0),
    "of": ("O", 0),
    "articles": ("T", 0),
    "prepositions": ("i", 0),
    "joints": ("&", 0),
    "by": ("u", 0),
    "clock": ("A", 0),
    "ahead": ("F", 0),
    "back": ("P", 0),
    "saying": ("S", 0),
    "vague": ("v", 0),
}
_LISTS_IN_ORDER = {
    "months": ("m", 1),
    "short_months": ("j", 1),
    "weekdays": ("w", 0),
    "short_weekdays": ("W", 0),
    "day_parts": ("p", 0),
    "seasons": ("s", 0),
    "numbered_quarters": ("Q", 11),
}
_LISTS_BY_NUMBER = {"numbers": "q", "ordinals": "o", "relative_days": "r", "relative_years": "R", "named_decades": "C"}
# Units: 1 where they are several, which "this" and "last" do not fit.
_UNITS = {
    "day": ("D", 0),
    "days": ("D", 1),
    "week": ("K", 0),
    "weeks": ("K", 1),
    "month": ("M", 0),
    "months": ("M", 1),
    "year": ("Y", 0),
    "years": ("Y", 1),
    "quarter": ("Q", 0),
    "quarters": ("Q", 1),
    "half": ("X", 0),
    "weekend": ("E", 0),
    "decade": ("C", 0),
    "shorter": ("H", 0),
}


def words_of_time(dates: Dates) -> Iterator[WordOfTime]:
    """Every word of a language's lists, with its class and number."""
    for section, lists in ((dates, _ONE_LIST), (dates.units, _UNITS)):
        for key, (kind, number) in lists.items():
            yield from ((word, kind, number) for word in getattr(section, key))
    for key, (kind, first) in _LISTS_IN_ORDER.items():
        for number, words in enumerate(getattr(dates, key), start=first):
            yield from ((word, kind, number) for word in words)
    for key, kind in _LISTS_BY_NUMBER.items():
        for number, words in getattr(dates, key).items():
            yield from ((word, kind, number) for word in words)
    for day, words in dates.holidays.items():
        yield from ((word, "h", holiday_number(day)) for word in words)


def lexicon(read_together: Sequence[Dates]) -> Lexicon:
    """The lexicon of languages that are read together, with what all write alike; the first one's flags count.

    Where two of them mean different things by one word, the later one's meaning counts.
    """
    classes: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for word, kind, number in (
        *_written_alike(),
        *(found for dates in read_together for found in words_of_time(dates)),
    ):
        classes[word] = kind
        numbers[word] = number
    first = read_together[0]
    parted = [word for word in classes if not _TOKEN.fullmatch(word)]
    others = [word for dates in read_together for word in dates.unbroken]
    return Lexicon(
        classes=classes,
        numbers=numbers,
        of_time=frozenset(word for word, kind in classes.items() if kind in OF_TIME),
        token=re.compile(_unbroken(parted, others) + _PIECES),
        unbroken=_by_first_word([*parted, *(word.removesuffix("*") for word in others)]),
        month_first=first.month_first,
        capital_names=first.capital_names,
        small_units=first.small_units,
        every=frozenset(word for dates in read_together for word in dates.traps.every),
    )


def _by_first_word(written: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for words in written:
        found.setdefault(_TOKEN.findall(words)[0], []).append(words)
    return found


def _unbroken(parted: Sequence[str], others: Sequence[str]) -> str:
    """The source of a pattern for what is one token though pieces would part it, with a look ahead that saves time."""
    sources = [re.escape(word) + (r"(?=\s)" if word.endswith(".") else r"\b") for word in sorted(parted, key=len)[::-1]]
    sources += [re.escape(word.removesuffix("*")) + (r"\w+" if word.endswith("*") else r"\b") for word in others]
    openings = "".join(sorted({re.escape(word[0]) for word in (*parted, *others)}))
    return rf"(?=[{openings}])(?:{'|'.join(sources)})|" if sources else ""


def _written_alike() -> Iterator[WordOfTime]:
    """Signs and figures."""
    yield from ((sign, sign, 0) for sign in ",.-/:'()!?;%$")
    for signs, kind in (("–—‑−", "-"), ("’`‘", "'"), ("€£₴₽#№", "$"), ("…", ".")):
        yield from ((sign, kind, 0) for sign in signs)
    yield from (("\n\n", "!", 0), ("\n \n", "!", 0))
    for number in range(1, 32):
        yield from ((str(number), "d", number), (f"{number:02d}", "d", number))
    # Years: what the news speaks of, from the Middle Ages to the goals of the century after; beyond, a number.
    yield from ((str(number), "y", number) for number in range(1000, 2200))
    yield from ((f"{number:02d}", "n", number) for number in (0, *range(32, 100)))
    for ending in every(lambda language: language.dates.clock):
        yield from ((f"{hour}{ending}", "A", hour) for hour in range(1, 13) if ending.isalpha())
    for ending in every(lambda language: language.dates.decade_endings):
        yield from ((f"{number}{ending}", "C", number) for number in range(1800, 2100, 10))
    for ending in every(lambda language: language.dates.short_decade_endings):
        yield from ((f"{number}{ending}", "C", 1900 + number) for number in range(20, 100, 10))
