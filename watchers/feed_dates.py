"""Dates as feeds write them: a moment in UTC, or the day alone where its clock or zone can't be read for certain.

feedparser's own date reading (6.0.14) is not used: "2016/6/29" gives 1 November 2016, "1467194400" the year 1467,
"10:00:00 MSK" 10:00 UTC, and "Wed, 29 Jun 2016 10:00:00" without a zone nothing at all. Words are classified one by one
instead, so that RFC 822, ISO 8601, asctime, JavaScript and American order are all one rule; and a word behind the date
that belongs to no class leaves the moment open, since it may be a zone or half of the day.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from watchers import feed_date_words as words
from watchers.feed_date_order import DatePlace, day_and_month
from watchers.feed_date_text import MAX_DATE_CHARS, plain_date
from watchers.feed_zones import offset

OLDEST_YEAR = 1990  # there are no feeds before; what lies before is an epoch or a zero that stands for "unknown"
_MIDNIGHT_OF_NEXT_DAY = 24
_NOON = 12
_LAST_MINUTE = 59
_LEAP_SECOND = 60
_CENTURY_PIVOT = 70  # RFC 822 years of two digits: 69 is 2069, 70 is 1970
_THAI_YEARS = range(2400, 2700)  # of the Buddhist calendar, 543 ahead of ours
_THAI_AHEAD = 543
_THAI_CENTURY = 2500

_SEPARATORS = re.compile(r"[\s,;،、·|]+")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\.?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WEEK = re.compile(r"(\d{4})-?w(\d{2})-?(\d)")
_ORDINAL = re.compile(r"(\d{4})-?(\d{3})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})\.?")
_WORDED = re.compile(r"(\d{1,2})([-/.])([^\W\d_]{3,14})\.?\2(\d{4}|\d{2})")
_CLOCK = re.compile(r"(\d{1,2})([:.h])(\d{1,2})(?:[:.m'](\d{1,2})(?:[.,]\d{1,9})?s?)?(?![\d:.])(.*)")
_FULL_HOUR = re.compile(r"(\d{1,2})h()()()()")
_COMPACT_CLOCK = re.compile(r"(\d{2})()(\d{2})(\d{2})?(?:[.,]\d{1,9})?((?:z|[+-]\d{2}:?\d{2})?)")
_EPOCH = re.compile(r"(\d{10})(?:\d{3}|\d{6}|\.\d{1,6})?")
_IN_A_CALL = re.compile(r"^\s*/?Date\((\d{13})(?:[+-]\d{4})?\)/?\s*$")  # as .NET writes dates in JSON
_DAY = re.compile(r"(\d{1,2})(?:\.|[^\W\d_]{1,3}\.?|[ºª])?")
_YEAR = re.compile(r"(\d{4})(?:\.|[^\W\d_]{1,2}\.?)?")
_SHORT_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_RFC_822 = re.compile(
    rf"(?:mon|tue|wed|thu|fri|sat|sun), (\d{{1,2}}) ({'|'.join(_SHORT_MONTHS)}) (\d{{4}}) "
    r"(\d{2}):(\d{2}):(\d{2}) (gmt|utc|[+-]\d{4})",
    re.ASCII,
)
_ISO_8601 = re.compile(r"(\d{4})-(\d{2})-(\d{2})t(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(z|[+-]\d{2}:\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class FeedDate:
    """What a feed's date says.

    Attributes:
        day: As written, in the feed's own zone.
        moment: In UTC, future included; None where the date has no clock, or one whose time or zone is not certain.
        east: How far ahead of UTC the date says that its clock is; None where it does not say, or has none.
    """

    day: date
    moment: datetime | None = None
    east: timedelta | None = None

    @property
    def zoneless(self) -> bool:
        """Whether its clock was taken for UTC's only because nothing says whose it is."""
        return self.moment is not None and self.east is None


def feed_date(raw: object, place: DatePlace | None = None) -> FeedDate | None:
    """Read a feed's date.

    Args:
        raw: As the feed writes it; JSON feeds write numbers, too. A clock without any zone is the place's, else UTC.
            Months and days that could be either way round ("06/07/2016") are decided by the place, and not guessed
            without one.
        place: Where the feed is from, for words and zones that mean several things.

    Returns:
        None where not even a day can be made of it, or where it lies before 1990.
    """
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        raw = f"{raw:.0f}"
    if not isinstance(raw, str) or len(raw) > 4 * MAX_DATE_CHARS:
        return None
    if (common := common_date(raw)) is not None:
        return common
    text, aside = plain_date(_IN_A_CALL.sub(r"\1", raw))
    if not text or len(text) > MAX_DATE_CHARS:
        return None
    try:
        found = _epoch(text) or _Reading(place or DatePlace()).read(text, aside)
    except (ValueError, OverflowError):  # 31 February, the year 0, a sum past the year 9999
        return None
    return found if found is not None and found.day.year >= OLDEST_YEAR else None


def stated_east(dates: Iterable[FeedDate]) -> timedelta | None:
    """The one offset that dates of a document state, by which its clocks without a zone go as well.

    None where they state several, none, or UTC: programs that write UTC there often write local time elsewhere.
    """
    found = {one.east for one in dates if one.east is not None}
    return found.pop() or None if len(found) == 1 else None


def common_date(raw: str) -> FeedDate | None:
    """The two forms that nearly all feeds write, in a tenth of the time; None for any other, and impossible ones."""
    text = " ".join(raw.split()).lower() if len(raw) <= MAX_DATE_CHARS else ""
    if m := _RFC_822.fullmatch(text):
        year, month, day = int(m[3]), _SHORT_MONTHS.index(m[2]) + 1, int(m[1])
    elif m := _ISO_8601.fullmatch(text):
        year, month, day = int(m[1]), int(m[2]), int(m[3])
    else:
        return None
    try:
        local = datetime(year, month, day, int(m[4]), int(m[5]), int(m[6]), tzinfo=UTC)
        east = offset(m[7], local, ())
        return None if east is None or year < OLDEST_YEAR else FeedDate(local.date(), local - east, east)
    except (ValueError, OverflowError):  # 24:00, a leap second, 31 February
        return None


def _epoch(text: str) -> FeedDate | None:
    seconds = _EPOCH.fullmatch(text)
    if seconds is None:
        return None
    moment = datetime.fromtimestamp(int(seconds[1]), UTC)
    return FeedDate(moment.date(), moment, timedelta())


class _Reading:
    """One date while it is read, word by word."""

    def __init__(self, place: DatePlace) -> None:
        self._place = place
        self._year: int | None = None
        self._month: int | None = None
        self._day: int | None = None
        self._date_is_whole = False  # in one word: no other word names its month
        self._month_is_doubtful = False
        self._month_number_follows = False
        self._clock: tuple[int, int, int] | None = None
        self._afternoon: bool | None = None
        self._zones: list[str] = []
        self._weekday = ""
        self._before: list[str] = []  # words of no class before the date: anything ("Published")
        self._unknown: list[str] = []  # behind it or its clock: one may be a zone
        self._open = False  # there is something that the moment may hang on

    def read(self, text: str, aside: str) -> FeedDate | None:
        """Read all words; those in brackets name the zone where no other does."""
        self._thai = self._place.language == "th" or any("\u0e00" <= letter <= "\u0e7f" for letter in text)
        self._read_words(text)
        if aside and self._clock is not None and not self._zones:
            self._read_words(aside)
        if self._month is None:
            self._month = self._likely_month()
        if self._year is None or self._month is None or self._day is None:
            return None
        self._open |= bool(self._unknown)
        day = date(self._year, self._month, self._day)
        east = self._east()
        unsure = self._open or (east is None and bool(self._zones))
        moment = None if unsure else self._moment(day, east or timedelta())
        return FeedDate(day, moment, None if moment is None else east)

    def _east(self) -> timedelta | None:
        """Asked once all of the date is known: a named zone's clocks change twice a year."""
        return self._zone_offset(self._zones[-1]) if self._zones else self._place.clock_east

    def _read_words(self, text: str) -> None:
        waiting = [word for word in _SEPARATORS.split(text) if word]
        while waiting:
            word = waiting.pop(0).strip(":")
            if not word or word in {"-", "/", "."}:
                continue
            if self._numeric_date(word):
                continue
            rest = self._clock_time(word)
            if rest is not None:
                waiting[:0] = [rest] if rest else []
            elif not (self._half_of_day(word) or self._zone(word) or self._name(word) or self._number(word, waiting)):
                self._put_aside(word)

    def _put_aside(self, word: str) -> None:
        behind = self._day is not None or self._clock is not None
        (self._unknown if behind else self._before).append(word)

    def _likely_month(self) -> int | None:
        """The month that a single one of the words put aside may mean."""
        found = {
            word: month
            for word in [*self._before, *self._unknown]
            if (month := words.likely_month(word, self._place.language, self._weekday)) is not None
        }
        if len(found) != 1:
            return None
        self._unknown = [word for word in self._unknown if word not in found]
        return next(iter(found.values()))

    def _numeric_date(self, word: str) -> bool:
        if self._day is not None:
            return False
        if (m := _YEAR_FIRST.fullmatch(word)) or (m := _COMPACT.fullmatch(word)):
            return self._whole_date(int(m[1]), int(m[m.re.groups - 1]), int(m[m.re.groups]))
        if m := _WEEK.fullmatch(word):
            return self._whole(date.fromisocalendar(int(m[1]), int(m[2]), int(m[3])))
        if m := _ORDINAL.fullmatch(word):
            return self._whole(date(int(m[1]), 1, 1) + timedelta(days=int(m[2]) - 1))
        if m := _WORDED.fullmatch(word):
            month = words.month(m[3], self._place.language)
            return month is not None and self._whole_date(_full_year(m[4]), month, int(m[1]))
        if m := _YEAR_LAST.fullmatch(word):
            day, month = day_and_month(int(m[1]), m[2], int(m[3]), self._place)
            return self._whole_date(_full_year(m[4]), month, day)
        return False

    def _whole(self, day: date) -> bool:
        return self._whole_date(day.year, day.month, day.day)

    def _whole_date(self, year: int, month: int, day: int) -> bool:
        self._year, self._month, self._day, self._date_is_whole = self._our_year(year), month, day, True
        return True

    def _our_year(self, year: int) -> int:
        return year - _THAI_AHEAD if self._thai and year in _THAI_YEARS else year

    def _clock_time(self, word: str) -> str | None:
        """Take the clock that the word begins with; gives what is glued to it, None where it is no clock."""
        m = _CLOCK.fullmatch(word) or _FULL_HOUR.fullmatch(word)
        dated = self._day is not None and self._year is not None
        if m is not None and m[2] == "." and not (dated and len(m[3]) == len("05")):
            m = None
        if m is None and dated and self._clock is None:
            m = _COMPACT_CLOCK.fullmatch(word)
        if m is None:
            return None
        self._open |= self._clock is not None  # from ... to ...
        self._clock = (int(m[1]), int(m[3] or 0), int(m[4] or 0))
        return m[5]

    def _half_of_day(self, word: str) -> bool:
        if not (self._date_is_whole or self._clock or self._year):
            return False
        afternoon = words.afternoon(word, self._place.language)
        if afternoon is None:
            return False
        self._afternoon = afternoon
        return True

    def _zone(self, word: str) -> bool:
        if self._clock is None or self._zone_offset(word) is None:
            return False
        self._zones.append(word)  # a second one ("GMT" before "+0200") refines the first
        return True

    def _zone_offset(self, word: str) -> timedelta | None:
        hour, minute, _ = self._clock or (0, 0, 0)
        year, month, day = self._year or 2000, self._month or 1, self._day or 1
        if hour >= _MIDNIGHT_OF_NEXT_DAY or minute > _LAST_MINUTE:
            hour, minute = 0, 0
        hour = hour % _NOON + _NOON if self._afternoon else hour
        return offset(word, datetime(year, month, day, hour, minute), self._place.countries)  # noqa: DTZ001 - the zone is looked for

    def _name(self, word: str) -> bool:
        """A month, a weekday, or what only joins the parts."""
        if word[0].isdigit():
            return False
        if words.is_before_number(word) and self._month is None:
            self._month_number_follows = True
            return True
        weekday = words.is_weekday(word)
        month = None if words.is_english_weekday(word) else words.month(word, self._place.language)
        if month is None or (weekday and (self._month is not None or self._date_is_whole)):
            self._weekday = word if weekday else self._weekday
            return weekday or self._joins(word)
        if self._date_is_whole or (self._month is not None and not self._month_is_doubtful):
            return self._joins(word)
        # In "mar. 29 juin 2016" the first word is Tuesday, and some short weekday is a month in a language far away.
        self._month, self._month_is_doubtful = month, weekday or words.english_month(words.folded(word)) is None
        return True

    def _joins(self, word: str) -> bool:
        # Behind a clock a letter alone is a military zone, of which nobody knows the side; "21:05 h" is none.
        military = self._clock is not None and len(word) == 1 and word.isascii() and word != "h"
        return not military and words.is_filler(word)

    def _number(self, word: str, waiting: list[str]) -> bool:
        if self._year is None and (year := _YEAR.fullmatch(word)):
            self._year = self._our_year(int(year[1]))
            return True
        figures = _DAY.fullmatch(word)
        if figures is None:
            return False
        number = int(figures[1])
        if self._month_number_follows and self._month is None:
            self._month = number
        elif waiting and waiting[0] in {"am", "pm"} and self._clock is None and self._day is not None:
            self._clock = (number, 0, 0)
        elif self._day is None:
            self._day = number
        elif self._year is None and self._month is not None and word.isdigit():
            self._year = self._of_two_digits(number)
        else:
            return False
        return True

    def _of_two_digits(self, number: int) -> int:
        """In Thai 69 is 2569, our 2026, unless that is before there were feeds."""
        thai = _THAI_CENTURY + number - _THAI_AHEAD
        return thai if self._thai and thai >= OLDEST_YEAR else _full_year(f"{number:02}")

    def _moment(self, day: date, east: timedelta) -> datetime | None:
        if self._clock is None:
            return None
        hour, minute, second = self._clock
        if self._afternoon is not None:
            if hour > _NOON and not self._afternoon:
                return None
            hour = hour % _NOON + (_NOON if self._afternoon else 0)
        past_midnight = hour == _MIDNIGHT_OF_NEXT_DAY and (minute or second)
        if hour > _MIDNIGHT_OF_NEXT_DAY or past_midnight or minute > _LAST_MINUTE or second > _LEAP_SECOND:
            return None
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        return midnight + timedelta(hours=hour, minutes=minute, seconds=second) - east


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == len("2016") else year + (2000 if year < _CENTURY_PIVOT else 1900)
