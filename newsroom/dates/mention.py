"""What a text says about time, as values."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Precision(StrEnum):
    """How exactly a time is known; the value is what `lab` and the exports write.

    From DAY to NONE the words say it. The five after that are concluded: only the lines of a timeline carry them.
    """

    DAY = "day"
    WEEKEND = "weekend"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    PERIOD = "period"
    NONE = "none"
    ON_OR_BEFORE = "on-or-before"
    BEFORE = "before"
    BY = "by"
    PUBLICATION = "publication"
    VAGUE = "vague"


class Derivation(StrEnum):
    """How the calendar value was come by."""

    EXPLICIT = "explicit"
    INFERRED = "inferred"
    RELATIVE = "relative"
    STATEMENT = "statement"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """One expression of time where it stands.

    Attributes:
        start: First code point in the text that was searched.
        end: One past the last code point.
        first: First day meant, inclusive. "Early May" starts on the 1st and ends on the 10th.
        last: Last day meant, inclusive.
        value: As TIMEX3 writes it (2025-08-11, 2025-08, 2025, 2025-W07, 2025-SU, 2025-Q1, 202); a span of days, months
            or years as EDTF does (2024/2025); PAST_REF where a vague word names no calendar time.
        kind: `statement` where the time is that of saying so ("said on June 28"), whatever else it is.
        year_inferred: The year was not written: it came from the publication.
        open_start: On or before `last`: "by June 29".
        is_limit: Something lasts or is to be done up to it: "until June 29", "by June 29".
        of_thing: It says which thing is meant, and not when something happened: "a murder of 2001".
        hour_only: Only an hour or a part of a day is named ("at noon"): the day is that which the text speaks of.
    """

    start: int
    end: int
    text: str
    first: date
    last: date
    value: str
    precision: Precision
    kind: Derivation
    year_inferred: bool = False
    open_start: bool = False
    is_limit: bool = False
    of_thing: bool = False
    hour_only: bool = False

    def is_deadline(self, published: date) -> bool:
        """Whether it is still to come and something lasts or is to be done up to it: nothing has happened then."""
        return self.is_limit and self.last > published
