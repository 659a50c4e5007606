"""For whom a message is written: in which language, on which clock."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_time, get_day_names
from babel.numbers import format_decimal

from handlers.html import escape
from handlers.sentences.catalogue import ENGLISH, template
from handlers.sentences.zone_names import zone_name
from newsroom.chat import Chat
from newsroom.sentence import CountryName, Filling, LanguageName, Sentence

# As newsrooms write them, where the full name of Babel's has no room on half a row of buttons in some language.
_SHORTER_COUNTRIES = {"GB": "starters.united_kingdom", "US": "starters.united_states"}


_LONE_D = re.compile(r"(?<!d)d(?!d)")


class _NumberGaps(Formatter):
    """Fills `{gap:number}` with a number as the language writes it: 12,500."""

    def __init__(self, language: str) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "number":
            return format_decimal(value, locale=self._language)
        return str(super().format_field(value, format_spec))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A chat as its messages see it.

    Attributes:
        language: One of `catalogue.languages()`.
        zone: IANA name of the chat's time zone.
    """

    language: str = ENGLISH
    zone: str = "UTC"

    def say(self, name: str, /, **values: str | int) -> str:
        """A sentence in the reader's language: HTML where the values are HTML, plain where they are plain.

        `count`: the number that chooses the form, where the sentence has several.
        """
        count = values.get("count")
        text = template(self.language, name, count if isinstance(count, int) else None)
        return _NumberGaps(self.language).vformat(text, (), values) if ":number}" in text else text.format(**values)

    def html(self, sentence: Sentence) -> str:
        """A sentence that was made before its reader was known, as HTML: its values are escaped."""
        return self.say(sentence.name, **{key: self._value(value, html=True) for key, value in sentence.values.items()})

    def plain(self, sentence: Sentence) -> str:
        """The same as plain text: for a toast, a file, a terminal."""
        return self.say(
            sentence.name, **{key: self._value(value, html=False) for key, value in sentence.values.items()}
        )

    def quoted(self, html: str) -> str:
        """Somebody's own words, made HTML already, in the quotation marks of the reader's language."""
        return self.say("text.quoted", text=html)

    def labelled(self, label: str, text: str) -> str:
        """What something is, and the thing itself, HTML or plain as they are: killed: 4."""
        return self.say("text.labelled", label=label, text=text)

    def number(self, value: float) -> str:
        """12,500; 2.5."""
        return format_decimal(value, locale=self.language)

    def day(self, value: date) -> str:
        """12 Aug 2025."""
        return self._date(value, "date.day")

    def day_of_year(self, value: date) -> str:
        """12 Aug."""
        return self._date(value, "date.day_of_year")

    def day_of_month(self, number: int) -> str:
        """12; in French the first is 1er."""
        return self.say("date.first") if number == 1 else str(number)

    def month_of_year(self, value: date) -> str:
        """Aug."""
        return self._date(value, "date.month_of_year")

    def month(self, value: date) -> str:
        """Aug 2025."""
        return self._date(value, "date.month")

    def part_of_month(self, value: date) -> str:
        """Aug 2025, where "early" goes before it: many languages have a form of their own for that."""
        return self._date(value, "date.part_of_month")

    def moment(self, value: datetime) -> str:
        """12 Aug 2025, 14:20, on the reader's clock."""
        return self._time(self.local(value), "date.moment")

    def clock(self, value: datetime, now: datetime) -> str:
        """14:20 for today, 12 Aug, 14:20 this year, else with the year; on the reader's clock."""
        here, today = self.local(value), self.local(now)
        if here.date() == today.date():
            return self._time(here, "date.clock")
        return self._time(here, "date.moment_of_year" if here.year == today.year else "date.moment")

    def utc(self, value: datetime) -> str:
        """12 Aug 14:20 UTC, where it is not known who reads it on which clock."""
        return self._time(value.astimezone(UTC), "date.utc")

    def moment_utc(self, value: datetime) -> str:
        """12 Aug 2025, 14:20 UTC, in a file that goes from hand to hand and is read long after."""
        return f"{self._time(value.astimezone(UTC), 'date.moment')} UTC"

    def minute_of_day(self, value: int) -> str:
        """08:30, of minutes since midnight."""
        return format_time(time(*divmod(value, 60)), template(self.language, "date.clock"), locale=self.language)

    def weekday(self, number: int) -> str:
        """Mon for 0, to Sun for 6."""
        return str(get_day_names("abbreviated", locale=self.language)[number])

    def language_name(self, tag: str) -> str:
        """Ukrainian, for `uk`."""
        known = Locale.parse(self.language).languages.get(tag)
        return known or self.say("language.other", code=tag)

    def country_name(self, code: str) -> str:
        """Azerbaijan, for `AZ`; the code where it is no country's."""
        if shorter := _SHORTER_COUNTRIES.get(code):
            return self.say(shorter)
        return Locale.parse(self.language).territories.get(code) or code

    def span(self, value: timedelta) -> str:
        """40 seconds, 25 minutes, 3 hours, 12 days: one unit, rounded down."""
        seconds = int(value.total_seconds())
        for size, unit in ((86_400, "unit.day"), (3_600, "unit.hour"), (60, "unit.minute")):
            if seconds >= size:
                return self.say(unit, count=seconds // size)
        return self.say("unit.second", count=seconds)

    @property
    def zone_name(self) -> str:
        """Europe/Kyiv, or UTC+3."""
        return zone_name(self.zone)

    def local(self, value: datetime) -> datetime:
        """The same instant on the reader's clock."""
        return value.astimezone(ZoneInfo(self.zone))

    def _date(self, value: date, pattern: str) -> str:
        return format_date(value, self._pattern(value, pattern), locale=self.language)

    def _time(self, value: datetime, pattern: str) -> str:
        return format_datetime(value, self._pattern(value, pattern), locale=self.language)

    def _pattern(self, value: date, name: str) -> str:
        """The pattern of that name, with the first of a month as the language writes it: CLDR has no pattern for it."""
        pattern = template(self.language, name)
        return _LONE_D.sub(f"'{self.day_of_month(1)}'", pattern) if value.day == 1 else pattern

    def _value(self, value: Filling, *, html: bool) -> str | int:
        if isinstance(value, Sentence):
            return self.html(value) if html else self.plain(value)
        if isinstance(value, tuple):
            return " ".join(self.html(one) if html else self.plain(one) for one in value)
        if isinstance(value, datetime):
            return self.utc(value)
        if isinstance(value, CountryName):
            value = self.country_name(value.code)
        if isinstance(value, LanguageName):
            value = self.language_name(value.tag)
        if isinstance(value, int):
            return value
        return escape(value) if html else value


def reader_of(chat: Chat) -> Reader:
    """Whoever reads a chat's messages."""
    return Reader(language=chat.language, zone=chat.zone)
