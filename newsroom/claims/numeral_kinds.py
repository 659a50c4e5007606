"""What kind of number a number is, told by its neighbours."""

from enum import StrEnum

from newsroom.claims.lexemes import Lexeme, is_
from newsroom.languages import WordRole

FIRST_YEAR, LAST_YEAR = 1000, 2100  # four bare digits between these read as a year, unless people follow
YEAR_DIGITS = 4
MODERN = 1900  # before it, a number that a noun follows is more often a count ("1500 soldiers")
LAST_DAY = 31

_CURRENCY = frozenset("$£€¥₴₽₹₩฿")
_DASHES = frozenset("-–‑")
_CLOCK = frozenset({"am", "pm", "p.m.", "a.m.", "gmt", "o'clock", "uhr", "h"})
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th", "e", "er", "ème", "го", "й", "я", "а", "ї", "ст"})
_YEARS = frozenset({"year", "years", "yr", "річн", "летн"})


class NumeralKind(StrEnum):
    """What a number is about, as far as its neighbours tell."""

    COUNT = "count"
    ORDINAL = "ordinal"
    AGE = "age"
    MONEY = "money"
    PERCENT = "percent"
    YEAR = "year"
    DAY = "day"
    CLOCK = "clock"
    SCORE = "score"
    MEASURE = "measure"
    NAME = "name"


def kind_of(words: list[Lexeme], value: float, at: int, last: int) -> NumeralKind:
    """The kind of the number that runs from lexeme `at` to `last`."""
    before = words[at - 1] if at > 0 else None
    after = words[last + 1] if last + 1 < len(words) else None
    found = (
        _touched_before(words, at)
        or _touched_after(words, last)
        or _before_it(before)
        or _at_death(words, at)
        or _after_it(after, words[last + 2] if last + 2 < len(words) else None)
        or _day(before, after, value)
    )
    if found is not None:
        return found
    if _is_year(words[at], value, after, before):
        return NumeralKind.YEAR
    return NumeralKind.COUNT if value == int(value) else NumeralKind.MEASURE


def _touched_before(words: list[Lexeme], at: int) -> NumeralKind | None:
    """F-16, COP26, the 1 of 2-1, the 30 of 10:30."""
    if at == 0 or not words[at].glued:
        return None
    before = words[at - 1]
    paired = at > 1 and words[at - 2].numeral
    if not before.mark:
        return NumeralKind.NAME
    if before.word in _DASHES and before.glued:
        return NumeralKind.SCORE if paired else NumeralKind.NAME
    return _pair(before.word) if paired else None


def _pair(mark: str) -> NumeralKind | None:
    return {":": NumeralKind.CLOCK, "/": NumeralKind.DAY}.get(mark)


def _touched_after(words: list[Lexeme], last: int) -> NumeralKind | None:
    """The 2 of 2-1, the 10 of 10:30, 6-year-old, 14-storey, 5th, 10pm, 20mph."""
    after = words[last + 1] if last + 1 < len(words) and words[last + 1].glued else None
    if after is None:
        return None
    third = words[last + 2] if last + 2 < len(words) and words[last + 2].glued else None
    if after.mark:
        if third is None:
            return None
        return _hyphened(third) if after.word in _DASHES else _pair(after.word) if third.numeral else None
    if after.word in _ORDINAL_ENDINGS:
        return NumeralKind.ORDINAL
    if after.word in _CLOCK:
        return NumeralKind.CLOCK
    return None if after.sense.scale else NumeralKind.MEASURE


def _hyphened(third: Lexeme) -> NumeralKind:
    if third.numeral:
        return NumeralKind.SCORE
    if is_(third, WordRole.AGE) or third.word in _YEARS:
        return NumeralKind.AGE
    return NumeralKind.MEASURE


def _before_it(before: Lexeme | None) -> NumeralKind | None:
    if before is None:
        return None
    if before.word in _CURRENCY or is_(before, WordRole.MONEY):
        return NumeralKind.MONEY
    return NumeralKind.AGE if is_(before, WordRole.AGE) else None


def _at_death(words: list[Lexeme], at: int) -> NumeralKind | None:
    """The 78 of "dies at 78"."""
    if at > 1 and words[at - 1].word in {"at", "à", "mit"} and words[at - 2].sense.state == "killed":
        return NumeralKind.AGE
    return None


def _after_it(after: Lexeme | None, second: Lexeme | None) -> NumeralKind | None:
    if after is None:
        return None
    if is_(after, WordRole.PERCENT):
        return NumeralKind.PERCENT
    if is_(after, WordRole.MONEY) or after.word in _CURRENCY:
        return NumeralKind.MONEY
    if after.word in _YEARS and second is not None and is_(second, WordRole.AGE):
        return NumeralKind.AGE
    return NumeralKind.CLOCK if after.word in _CLOCK and len(after.word) > 1 else None


def _day(before: Lexeme | None, after: Lexeme | None, value: float) -> NumeralKind | None:
    if after is not None and is_(after, WordRole.MONTH) and after.capital:
        return NumeralKind.DAY
    if (
        before is not None
        and is_(before, WordRole.MONTH)
        and before.capital
        and value <= LAST_DAY
        and not _counts(after)
    ):
        return NumeralKind.DAY
    return None


def _counts(after: Lexeme | None) -> bool:
    return after is not None and (is_(after, WordRole.PEOPLE | WordRole.GROUP) or bool(after.sense.state))


def _is_year(lexeme: Lexeme, value: float, after: Lexeme | None, before: Lexeme | None) -> bool:
    if not lexeme.numeral or len(lexeme.word) != YEAR_DIGITS or not lexeme.word.isdigit():
        return False
    if not FIRST_YEAR <= value < LAST_YEAR or _counts(after) or (before is not None and before.sense.hedge is not None):
        return False
    return after is None or after.mark or value >= MODERN
