"""Dates as feeds write them, to UTC.

feedparser's own date reading (6.0.14) is not used for Latin dates: "2016/6/29" gives 1 November 2016, "1467194400"
the year 1467, "10:00:00 MSK" 10:00 UTC, and "Wed, 29 Jun 2016 10:00:00" without a zone nothing at all. Words are
classified one by one instead, so that RFC 822, ISO 8601, asctime, JavaScript and American order are all one rule.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from time import struct_time

from newsroom.languages import languages

MAX_DATE_CHARS = 80
OLDEST_YEAR = 1990  # there are no feeds before; what lies before is an epoch or a zero that stands for "unknown"
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_SHORTEST_MONTH = 3
# Hours east of UTC. IST is India's: the other two write +0200 or +0100.
_HOURS_EAST = (
    "z:0 ut:0 utc:0 gmt:0 wet:0 west:1 bst:1 cet:1 mez:1 cest:2 mesz:2 eet:2 eest:3 msk:3 trt:3 msd:4 azt:4 get:4 "
    "ist:5.5 hkt:8 sgt:8 jst:9 kst:9 aest:10 aedt:11 nzst:12 nzdt:13 brt:-3 art:-3 est:-5 edt:-4 cst:-6 cdt:-5 mst:-7 "
    "mdt:-6 pst:-8 pdt:-7 akst:-9 akdt:-8 hst:-10"
)
_ZONES = {name: timedelta(hours=float(hours)) for name, hours in (z.split(":") for z in _HOURS_EAST.split())}
_WIDEST_OFFSET = timedelta(hours=14)
_LAST_MONTH = 12
_MIDNIGHT_OF_NEXT_DAY = 24
_CENTURY_PIVOT = 70  # RFC 822 years of two digits: 69 is 2069, 70 is 1970

_COMMENT = re.compile(r"\([^()]*\)\s*$")
_GLUED = re.compile(r"(?<=\d)[tT](?=\d)")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_WORDED = re.compile(r"(\d{1,2})-([^\W\d_]{3,12})\.?-(\d{2}|\d{4})")
_TIME = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?([ap]\.?m\.?)?(z|(?:utc|gmt)?[+-]\d{1,2}:?\d{2}|[+-]\d{2})?"
)
_COMPACT_TIME = re.compile(r"(\d{2})(\d{2})(\d{2})?(?:[.,]\d{1,9})?()(z|[+-]\d{2}:?\d{2})?")
_OFFSET = re.compile(r"(?:utc|gmt)?([+-])(\d{1,2}):?(\d{2})?")
_EPOCH = re.compile(r"(\d{10})(?:\d{3}|\.\d{1,6})?")
_SHORT_MONTHS = tuple(month[:3] for month in _MONTHS)
_RFC_822 = re.compile(
    rf"(?:mon|tue|wed|thu|fri|sat|sun), (\d{{1,2}}) ({'|'.join(_SHORT_MONTHS)}) (\d{{4}}) "
    r"(\d{2}):(\d{2}):(\d{2}) (gmt|utc|[+-]\d{4})",
    re.ASCII,
)
_ISO_8601 = re.compile(r"(\d{4})-(\d{2})-(\d{2})t(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(z|[+-]\d{2}:\d{2})", re.ASCII)
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class _DateReading:
    year: int | None = None
    month: int | None = None
    day: int | None = None
    clock: tuple[int, int, int] | None = None
    afternoon: bool | None = None
    offset: timedelta | None = None


def feed_date(raw: object, parsed: struct_time | None = None) -> datetime | None:
    """The moment that a feed's date means, in UTC.

    Args:
        raw: As the feed writes it. A date without clock is midnight, a clock without zone is UTC. Months and days
            that could be either way round ("06/07/2016") are not guessed.
        parsed: feedparser's reading, used only for dates in scripts that this module does not read.

    Returns:
        None where nothing can be made of it, or where it lies before 1990. May lie in the future.
    """
    if not isinstance(raw, str):
        return None
    text = " ".join(raw[: MAX_DATE_CHARS + 1].split()).lower()
    if not text or len(text) > MAX_DATE_CHARS:
        return None
    try:
        moment = _read(text)
        if moment is None and parsed is not None and not text.isascii():
            moment = datetime(*parsed[:6], tzinfo=UTC)
    except (ValueError, OverflowError):  # 31 February, 25:61, the year 0, a sum past the year 9999
        return None
    return moment if moment is not None and moment.year >= OLDEST_YEAR else None


def _read(text: str) -> datetime | None:
    if epoch := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(epoch[1]), UTC)
    return _moment(_common(text) or _worded(text))


def _common(text: str) -> _DateReading | None:
    """The two forms that nearly all feeds write, in a tenth of the time; None for any other."""
    if m := _RFC_822.fullmatch(text):
        day, month, year = int(m[1]), _SHORT_MONTHS.index(m[2]) + 1, int(m[3])
    elif m := _ISO_8601.fullmatch(text):
        year, month, day = int(m[1]), int(m[2]), int(m[3])
    else:
        return None
    clock = int(m[4]), int(m[5]), int(m[6])
    return _DateReading(year=year, month=month, day=day, clock=clock, offset=_offset(m[7]))


def _worded(text: str) -> _DateReading:
    reading = _DateReading()
    for word in _GLUED.sub(" ", _COMMENT.sub("", text)).replace(",", " ").split():
        for read in _READERS:
            found = read(reading, word)
            if found is not None:
                reading = found
                break
    return reading


def _moment(reading: _DateReading) -> datetime | None:
    if reading.year is None or reading.month is None or reading.day is None:
        return None
    hour, minute, second = reading.clock or (0, 0, 0)
    if reading.afternoon is not None:
        hour = hour % 12 + (12 if reading.afternoon else 0)
    day = datetime(reading.year, reading.month, reading.day, tzinfo=UTC)
    if hour > _MIDNIGHT_OF_NEXT_DAY or (hour == _MIDNIGHT_OF_NEXT_DAY and (minute or second)):
        raise ValueError(hour)
    if minute > 59 or second > 60:  # noqa: PLR2004 - 60 is a leap second
        raise ValueError(minute)
    return day + timedelta(hours=hour, minutes=minute, seconds=second) - (reading.offset or timedelta())


def _numeric_date(reading: _DateReading, word: str) -> _DateReading | None:
    if reading.day is not None:
        return None
    if m := _YEAR_FIRST.fullmatch(word):
        return replace(reading, year=int(m[1]), month=int(m[3]), day=int(m[4]))
    if m := _COMPACT.fullmatch(word):
        return replace(reading, year=int(m[1]), month=int(m[2]), day=int(m[3]))
    if m := _WORDED.fullmatch(word):
        return replace(reading, day=int(m[1]), month=_month(m[2]), year=_full_year(m[3]))
    if m := _YEAR_LAST.fullmatch(word):
        first, second = int(m[1]), int(m[3])
        day, month = (second, first) if second > _LAST_MONTH else (first, second)
        # Dots are day first wherever they are used; slashes and hyphens go both ways.
        certain = m[2] == "." or first > _LAST_MONTH or second > _LAST_MONTH or first == second
        return replace(reading, year=int(m[4]), month=month, day=day) if certain else reading
    return None


def _clock(reading: _DateReading, word: str) -> _DateReading | None:
    m = _TIME.fullmatch(word)
    if m is None and reading.day is not None and reading.year is not None and reading.clock is None:
        m = _COMPACT_TIME.fullmatch(word)
    if m is None:
        return None
    afternoon = m[4].startswith("p") if m[4] else reading.afternoon
    offset = _offset(m[5]) if m[5] else reading.offset
    return replace(reading, clock=(int(m[1]), int(m[2]), int(m[3] or 0)), afternoon=afternoon, offset=offset)


def _half_of_day(reading: _DateReading, word: str) -> _DateReading | None:
    plain = word.replace(".", "")
    return replace(reading, afternoon=plain == "pm") if plain in {"am", "pm"} and reading.clock else None


def _zone(reading: _DateReading, word: str) -> _DateReading | None:
    if reading.clock is None:
        return None
    offset = _offset(word)
    # A second zone ("GMT" before "+0200") refines the first; an unknown one leaves UTC.
    return None if offset is None else replace(reading, offset=offset)


def _month_name(reading: _DateReading, word: str) -> _DateReading | None:
    # A later month wins: in "mar. 29 juin 2016" the first word is Tuesday.
    month = _month(word.strip("."))
    return None if month is None else replace(reading, month=month)


def _number(reading: _DateReading, word: str) -> _DateReading | None:
    if _YEAR.fullmatch(word) and reading.year is None:
        return replace(reading, year=int(word))
    m = _DAY.fullmatch(word)
    if m is None:
        return None
    if reading.day is None:
        return replace(reading, day=int(m[1]))
    if reading.year is None and reading.month is not None and word.isdigit():
        return replace(reading, year=_full_year(word))
    return None


_READERS: tuple[Callable[[_DateReading, str], _DateReading | None], ...] = (
    _numeric_date,
    _clock,
    _half_of_day,
    _zone,
    _month_name,
    _number,
)


def _offset(zone: str) -> timedelta | None:
    if zone in _ZONES:
        return _ZONES[zone]
    m = _OFFSET.fullmatch(zone)
    if m is None:
        return None
    offset = timedelta(hours=int(m[2]), minutes=int(m[3] or 0))
    if offset > _WIDEST_OFFSET:
        return None
    return -offset if m[1] == "-" else offset


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == len("2016") else year + (2000 if year < _CENTURY_PIVOT else 1900)


def _month(name: str) -> int | None:
    if len(name) < _SHORTEST_MONTH or name.isdigit():
        return None
    english = next((i for i, month in enumerate(_MONTHS, 1) if month.startswith(name)), None)
    return english or _foreign_months().get(name)


@lru_cache(maxsize=1)
def _foreign_months() -> dict[str, int]:
    from babel.dates import get_month_names

    return {
        name.lower().strip("."): month
        for language in languages()
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for month, name in get_month_names(width, context, language).items()
    }
