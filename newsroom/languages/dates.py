"""The words of time: what `newsroom.dates` makes a lexicon of.

Lower case. A word has one meaning: it may stand in one list only, the lists of `[dates.traps]` and `[dates.direction]`
apart. What several words or signs write as one (`il y a`, `week-end`) is found as a whole.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, Self, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from newsroom.languages.notation import PECULIAR, PeculiarPhrases, PeculiarWords, Phrases, Section, Words, one_list_each

WordLists: TypeAlias = tuple[Words, ...]


def _all(count: int) -> Callable[[WordLists], WordLists]:
    def check(lists: WordLists) -> WordLists:
        if len(lists) not in {0, count}:
            raise ValueError(f"has {len(lists)} lists: write all {count}, each a string")
        return lists

    return check


Months = Annotated[WordLists, AfterValidator(_all(12))]
Weekdays = Annotated[WordLists, AfterValidator(_all(7))]
FourLists = Annotated[WordLists, AfterValidator(_all(4))]
HolidayKey = Annotated[str, Field(pattern=r"^(\d\d-\d\d( (mon|tue|wed|thu|fri|sat|sun))?|(old )?easter[+-]\d+)$")]
DayParts = Annotated[WordLists, AfterValidator(_all(6))]


class Units(Section):
    """What time is measured in. "This days" is none: what is several is listed apart."""

    day: Words = ()
    days: Words = ()
    week: Words = ()
    weeks: Words = ()
    month: Words = ()
    months: Words = ()
    year: Words = ()
    years: Words = ()
    quarter: Words = ()
    quarters: PeculiarWords = ()
    half: Words = ()
    weekend: Words = ()
    decade: Words = ()
    shorter: Words = ()
    """Hours and what is shorter."""


class DateDirection(Section):
    """Words that decide whether a date lies ahead or behind, where the list of their kind does not."""

    ahead_if_small: PeculiarWords = ()
    """Months' names that are verbs looking ahead where they have no capital: `may`."""
    before_infinitive: PeculiarWords = ()
    """Looks ahead together with `infinitive`: `is to`."""
    infinitive: PeculiarWords = ()
    """See there."""
    been: PeculiarWords = ()
    """Before a word that looks ahead: it looks back all the same ("had been due")."""
    behind_unless: PeculiarWords = ()
    """Words among those that look ahead which look back unless one of `unless_before` follows: `set`."""
    unless_before: PeculiarWords = ()
    """See there."""
    be: PeculiarWords = ()
    """Before a participle: what is "to be announced" is still to come."""
    past_endings: PeculiarWords = ()
    """Endings of regular verbs in the past."""
    no_past_endings: PeculiarWords = ()
    """Longer endings that look like one of those."""
    no_past_beginnings: PeculiarWords = ()
    """What words that only look so begin with."""
    past_anyway: PeculiarWords = ()
    """Words in the past in spite of `no_past_endings`."""
    timetable: PeculiarWords = ()
    """Verbs in the present that look ahead beside a day: "the court meets Monday"."""
    possessives: PeculiarWords = ()
    """What comes before a noun that could be one of those verbs: "Friday's close", "its return"."""
    promising: PeculiarWords = ()
    """Words that look ahead with an infinitive, even those in the past: "agreed to pay by Monday"."""
    clause_openers: PeculiarWords = ()
    """What opens a clause with a verb of its own: `who`, `where`."""


class DateTraps(Section):
    """What looks like a date and is none, and small words that one rule asks for."""

    counted: Words = ()
    """Nouns that are counted: four digits before one of these are an amount, whatever year they would make."""
    before_months: Words = ()
    """Words one of which must come before a month's name that is a word, too."""
    ambiguous_months: Words = ()
    """Months' names that are words or people's names, too."""
    ambiguous_weekdays: PeculiarWords = ()
    """Weekdays' names that are words, too: dates only with "last" and its like, or before a word for day."""
    every: Words = ()
    """Before a month's or a weekday's name: every year's or week's, and no date."""
    recurring: PeculiarWords = ()
    """Behind a weekday's name: every week's ("Monday nights")."""
    saying_before_months: Words = ()
    """Before a month's name with another capital behind it: a date, and no person ("said April ...")."""
    clocks: Words = ()
    """Behind four digits: an hour."""
    named_after_holidays: PeculiarWords = ()
    """Behind a holiday: its name is that of something else ("Good Friday Agreement")."""
    afternoon_endings: PeculiarWords = ()
    """Last letters of what is in `clock`, where it is after noon: `pm`."""
    clock_prepositions: Words = ()
    """Before four digits: an hour."""
    open_ended: Words = ()
    """Before a date without its year: the nearest one is meant, whatever the verb."""
    until: Words = ()
    """Before a date up to which something lasts or is to be done: `until`, `than` of "no later than"."""
    until_behind: PeculiarWords = ()
    """The same behind the date: Turkish `kadar`."""
    of_things: PeculiarWords = ()
    """Between a thing and its year: `of` in "a murder of 2001"."""
    years_of_things: PeculiarWords = ()
    """"Year" behind its number, in the case in which it belongs to a thing: `года`."""
    stretches: PeculiarWords = ()
    """What is no such thing and only says that it lasts or begins: `course` in "in the course of 2001"."""
    year_ends: Words = ()
    """Behind "year": its end."""
    before_the_year: PeculiarWords = ()
    """Before "the year": that of publication ("sales for the year")."""
    bounded_year: PeculiarWords = ()
    """Behind "the year": another one, whose bounds are named ("the fiscal year ended Jan. 31")."""
    decade_nouns: PeculiarWords = ()
    """Words for "years" that make a decade of the year behind them: `les années 1990`."""
    decade_suffixes: PeculiarWords = ()
    """What is joined to a year by a hyphen and makes it a decade: `1990-х`."""
    morning_if_capital: PeculiarWords = ()
    """Words for "tomorrow" that mean "morning" with a capital."""
    morning_behind_articles: PeculiarWords = ()
    """Words for "tomorrow" that mean "morning" behind an article or "this": `esta mañana`."""


class Dates(Section):
    """The words of time."""

    months: Months = ()
    """January to December."""
    short_months: Months = ()
    """The same cut short; "" where nothing shorter is written."""
    weekdays: Weekdays = ()
    """Monday to Sunday."""
    short_weekdays: Annotated[Weekdays, PECULIAR] = ()
    """The same cut short; trusted only beside a date."""
    numbers: dict[int, Words] = Field(default_factory=dict)
    """Number words, the articles apart."""
    one: PeculiarWords = ()
    """Articles that count: "a year ago"."""
    several: Words = ()
    """Words for a number that is not named."""
    ordinals: dict[int, Words] = Field(default_factory=dict)
    """`first`, `1st` and so on."""
    units: Units = Units()
    numbered_quarters: Annotated[FourLists, PECULIAR] = ()
    """Names of the first to the fourth quarter: `q1`."""
    named_decades: Annotated[dict[int, Words], PECULIAR] = Field(default_factory=dict)
    """Names of decades, by their tens: 2 is `twenties`."""
    decade_endings: PeculiarWords = ()
    """What is glued to a year's figures and makes them a decade: `1990s`."""
    short_decade_endings: PeculiarWords = ()
    """The same for a year's last two figures: `70s`."""
    last: PeculiarWords = ()
    """"Last" before its noun."""
    this: Words = ()
    """"This" before its noun."""
    next: PeculiarWords = ()
    """"Next" before its noun."""
    last_behind: PeculiarWords = ()
    """"Last" behind its noun: `la semaine dernière`."""
    next_behind: PeculiarWords = ()
    """"Next" behind its noun."""
    unit_before: Words = ()
    """Points at what comes before the date named last: "the previous year"."""
    unit_same: Words = ()
    """Points at the date named last: "that year"."""
    unit_after: Words = ()
    """Points at what comes after the date named last: "the following day"."""
    ago: PeculiarWords = ()
    """"Ago" behind its noun."""
    one_ago: PeculiarWords = ()
    """Forms of units that stand for one of them before "ago", without an article: `год назад`."""
    ago_before: PeculiarPhrases = ()
    """"Ago" before its noun: `il y a`."""
    after: PeculiarWords = ()
    """"After" in "the day after tomorrow"."""
    earlier: PeculiarWords = ()
    """"Earlier": a year earlier, earlier this year."""
    later: PeculiarWords = ()
    """"Later": later this year."""
    relative_days: dict[int, Words] = Field(default_factory=dict)
    """Days counted from publication: -1 is `yesterday`."""
    relative_years: Annotated[dict[int, Words], PECULIAR] = Field(default_factory=dict)
    """The same in years: -1 is `торік`."""
    day_parts: DayParts = ()
    """Morning, afternoon, evening, night, noon, midnight."""
    tonight: PeculiarWords = ()
    """This night, in one word."""
    seasons: FourLists = ()
    """Spring to winter."""
    early: Words = ()
    """The beginning of a month or a year."""
    middle: Words = ()
    """The middle of it."""
    late: Words = ()
    """The end of it."""
    fiscal: PeculiarWords = ()
    """What may come between "this" and "year" and changes nothing."""
    month_days: PeculiarWords = ()
    """Behind a number: a day of the month that the text speaks of (`31-го числа`)."""
    of: PeculiarWords = ()
    """"Of" between a day and its month, a month and its year."""
    articles: PeculiarWords = ()
    """Articles that may come before a day or a month."""
    prepositions: Words = ()
    """"In" and its like: what comes before a date."""
    joints: Words = ()
    """"To", "and", "until": what joins two dates to a span."""
    clock: PeculiarWords = ()
    """Behind a number: an hour of the day, `p.m.`."""
    by: Words = ()
    """"By", "before": the date is the latest one."""
    ahead: Words = ()
    """Verbs and the like that look ahead."""
    back: Words = ()
    """Verbs that look back."""
    saying: Words = ()
    """Verbs of saying: a date beside one is that of saying so."""
    vague: Words = ()
    """"Recently", "soon"."""
    holidays: Annotated[dict[HolidayKey, Phrases], PECULIAR] = Field(default_factory=dict)
    """Holidays by their day: `"12-25"`, `"11-22 thu"` (the Thursday on or after the 22nd), `"easter-2"`."""
    unbroken: PeculiarWords = ()
    """What is one word though a sign is inside it, and has no meaning here; `*` stands for one letter or more."""
    guessed_by: Words = ()
    """Little words by which a text whose language nobody says is known for this one."""
    month_first: bool = False
    """Whether figures are in American order: 11/2/89 is in November."""
    capital_names: bool = False
    """Whether months and weekdays have a capital, so that `may` and `march` are words."""
    small_units: bool = False
    """Whether a unit of time with a capital is part of a name ("Fashion Week")."""
    also_for: PeculiarWords = ()
    """Tags of languages without a file of their own whose dates are read by these words."""
    read_with: PeculiarWords = ()
    """Languages whose words of time are read together with these, since texts mix them."""
    traps: DateTraps = DateTraps()
    direction: DateDirection = DateDirection()

    @model_validator(mode="after")
    def _one_meaning(self) -> Self:
        one_list_each(self.words_by_list())
        return self

    def words_by_list(self) -> Iterator[tuple[str, str]]:
        """The words of time, each with the list that gives it its meaning ("months 5")."""
        for key, value in (*self, *self.units):
            if key not in _NO_MEANINGS and isinstance(value, tuple | dict):
                yield from _named(key, value)


def _named(key: str, value: Iterable[str | Words] | dict[int | str, Words]) -> Iterator[tuple[str, str]]:
    """Each word with the list that it stands in: months and numbers have one each."""
    if isinstance(value, dict):
        yield from ((f"{key} {number}", word) for number, words in value.items() for word in words)
        return
    for at, entry in enumerate(value, start=1):
        yield from ((key, entry),) if isinstance(entry, str) else ((f"{key} {at}", word) for word in entry)


# Lists that give no word a meaning of its own.
_NO_MEANINGS = frozenset(
    {"one_ago", "decade_endings", "short_decade_endings", "unbroken", "guessed_by", "also_for", "read_with"}
)
