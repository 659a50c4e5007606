"""Command words to values; what can't be read is refused kindly, with the remedy. Pure."""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from handlers.commands.day_words import in_english
from handlers.render.timeline_document import Format
from newsroom.chat import EVERY_DAY
from newsroom.errors import UserError
from newsroom.matching.query import QueryError
from newsroom.matching.typed_query import without_markup, without_quotes
from newsroom.sentence import sentence
from newsroom.topic import Topic
from newsroom.weekdays import WEEKDAYS

COMMAND_CHARS = 1_000  # a longer argument is no query that anyone typed on purpose
_QUOTED_CHARS = 40  # of what could not be read
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,32}))?(?:\s+|$)")
_NUMBERED = re.compile(r"([a-z]+)_((?:own)?\d{1,9})")
_CLOCK = re.compile(r"(\d{1,2})(?:(?:[:.]|\s?h\s?)(\d{2})|\s?h)?\s*(am|pm)?", re.IGNORECASE)
_WISH = re.compile(r"(?<!\S)(min|confirm):(\S*)", re.IGNORECASE)
_PAGE = re.compile(r"\s+page:(\d{1,2})$", re.IGNORECASE)
_BOUND = re.compile(r"(?:^|\s)(since|until|from|to)\s+(\d{4}(?:-\d{1,2}){0,2})(?=\s|$)", re.IGNORECASE)
_FORM = re.compile(
    r"(?:^|\s)as\s(dark\s)?"
    r"(picture|png|jpe?g|svg|pdf|html|page|csv|table|xlsx?|docx?|json|ics|ical|calendar|timelinejs)$",
    re.IGNORECASE,
)
_AS_WORD = re.compile(r"(?:^|\s)as\s(dark\s)?([a-z]{2,12})$", re.IGNORECASE)
# These alone at the end are no words of a query; "page", "table" and "calendar" may be.
_BARE = re.compile(
    r"\s(dark\s)?(picture|png|jpe?g|svg|pdf|html|csv|xlsx?|docx?|json|ics|ical|timelinejs)$", re.IGNORECASE
)
_ALIKE = 0.75  # of difflib's measure: one wrong letter of four, as in pictre, htlm
_FORMS = {
    **{form.value: form for form in Format},
    "picture": Format.PICTURE,
    "page": Format.PAGE,
    "table": Format.TABLE,
    "ical": Format.CALENDAR,
    "calendar": Format.CALENDAR,
}
_STORY = re.compile(r"#?(own)?(\d{1,9})", re.IGNORECASE)
_DAY_NAMES = {"weekdays": 0b0011111, "weekends": 0b1100000, "daily": EVERY_DAY}
_HALF_DAY_H = 12
_LAST_HOUR, _LAST_MINUTE = 24, 59


@dataclass(frozen=True, slots=True)
class TypedCommand:
    """A command as typed: its name in lower case, the bot it names (None: any), and what follows.

    `begun`: the first words of what follows where they were known already, and only the rest was asked for.
    """

    name: str
    bot: str | None
    argument: str
    begun: str = ""


@dataclass(frozen=True, slots=True)
class TrackArgument:
    """A query, and the publishers wanted before an alert or for a confirmation."""

    query: str
    min_independent: int
    confirm_at: int | None

    @classmethod
    def of(cls, topic: Topic) -> "TrackArgument":
        """What a topic asks now."""
        return cls(topic.text, topic.min_independent, topic.confirm_at)


_NO_WISH = TrackArgument("", 1, None)


@dataclass(frozen=True, slots=True)
class TimelineArgument:
    """What the timeline is of, its bounds (both days inclusive, None where open), and its form (None: a message)."""

    about: str
    since: date | None
    until: date | None
    form: Format | None = None
    dark: bool = False


def parse_command(text: str) -> TypedCommand | None:
    """The command that a text is; None where it is none."""
    found = _COMMAND.match(text)
    if not found:
        return None
    name, rest = found.group(1).lower(), text[found.end() :].strip()
    numbered = _NUMBERED.fullmatch(name)
    if numbered:  # /story_123, which Telegram makes a link of
        name, rest = numbered.group(1), f"{numbered.group(2)} {rest}".strip()
    return TypedCommand(name, found.group(2), rest)


def short_enough(argument: str) -> str:
    """The argument itself.

    Raises:
        UserError: it is longer than any question is.
    """
    if len(argument) > COMMAND_CHARS:
        raise UserError(sentence("argument.too_long", length=len(argument), most=COMMAND_CHARS))
    return argument


def parse_track(argument: str, before: TrackArgument = _NO_WISH) -> TrackArgument:
    """`QUERY [min:N] [confirm:N]`; a wish that is not typed is as it was before.

    Raises:
        UserError: a wish has no number, or stands alone.
    """
    typed = without_markup(argument)
    found = list(_WISH.finditer(without_quotes(typed)))
    wishes: dict[str, int] = {}
    for wish in found:
        name, number = wish.group(1).lower(), wish.group(2)
        if number not in tuple("123456789"):  # most stories never have more than nine publishers
            raise QueryError(sentence("track.wish_number", wish=name), typed, wish.start(2))
        wishes[name] = int(number)
    query = typed
    for wish in reversed(found):
        query = f"{query[: wish.start()]} {query[wish.end() :]}"
    if found and not query.strip():
        raise UserError(sentence("track.wish_alone", wish=found[0].group()))
    least, confirm = wishes.get("min", before.min_independent), wishes.get("confirm", before.confirm_at)
    return TrackArgument(" ".join(query.split()), least, confirm)


def parse_page(argument: str) -> tuple[str, int]:
    """`QUERY [page:N]`: the query, and which page of its results, from 1."""
    found = _PAGE.search(argument)
    return (argument[: found.start()].strip(), max(1, int(found.group(1)))) if found else (argument, 1)


def parse_timeline(argument: str) -> TimelineArgument:
    """`QUERY|#STORY [since DATE] [until DATE] [as [dark] FORM]`, dates as 2025, 2025-08 or 2025-08-12."""
    since = until = None
    for word, value in _BOUND.findall(argument):
        first, last = _date_span(value)
        if word.lower() in ("since", "from"):
            since = first
        else:
            until = last
    about = " ".join(_BOUND.sub(" ", argument).split())
    for word, bound in (("since", since), ("until", until)):
        if bound is None and word in about.lower().split():
            raise UserError(sentence("timeline.bound_unreadable", word=word))
    if since and until and since > until:
        raise UserError(sentence("timeline.bounds_swapped", since=str(since), until=str(until)))
    return _formed(TimelineArgument(about, since, until))


def take_form(text: str) -> tuple[str, Format | None]:
    """A text without "as csv" or "html" at its end, and the form that this names; None where it names none.

    Raises:
        UserError: it names a form that there is not.
    """
    wish = _formed(TimelineArgument(f" {text}", None, None))
    return wish.about.strip(), wish.form


def _formed(wish: TimelineArgument) -> TimelineArgument:
    """Take "as csv", "as dark picture", "html" off the end; "as" anywhere else is a word of the query."""
    found = _FORM.search(wish.about) or _BARE.search(wish.about)
    if found:
        dark, name = bool(found.group(1)), found.group(2).lower()
        if name not in _FORMS:
            raise UserError(sentence("timeline.no_such_form", form=name))
        return replace(wish, about=wish.about[: found.start()], form=_FORMS[name], dark=dark)
    mistyped = _AS_WORD.search(wish.about)
    if mistyped and (name := near_form(mistyped.group(2))):
        dark = bool(mistyped.group(1))
        return replace(wish, about=wish.about[: mistyped.start()], form=_FORMS[name], dark=dark)
    return wish


def near_form(word: str) -> str | None:
    """The form that a mistyped word was perhaps meant to be: picture, for pictur."""
    found = get_close_matches(word.lower(), list(_FORMS), n=1, cutoff=_ALIKE)
    return found[0] if found else None


def parse_story_number(argument: str) -> int | None:
    """`#123` or `123`; None where it is something else."""
    found = _STORY.fullmatch(argument.strip())
    if found is None:
        return None
    return -int(found.group(2)) if found.group(1) else int(found.group(2))


def parse_time_of_day(text: str) -> int:
    """A time of day as a minute: 8, 08:30, 7pm.

    Raises:
        UserError: no time of day.
    """
    found = _CLOCK.fullmatch(text.strip())
    hour, minute = (int(found.group(1)), int(found.group(2) or 0)) if found else (99, 0)
    half = (found.group(3) or "").lower() if found else ""
    if half and 1 <= hour <= _HALF_DAY_H:
        hour = hour % _HALF_DAY_H + (_HALF_DAY_H if half == "pm" else 0)
    if hour >= _LAST_HOUR or minute > _LAST_MINUTE:
        raise UserError(sentence("time_of_day.unreadable", text=text[:_QUOTED_CHARS]))
    return hour * 60 + minute


def parse_weekdays(text: str) -> int:
    """Days of the week as bits, Monday the first: weekdays, mon-fri, sat,sun.

    Raises:
        UserError: no days.
    """
    word = in_english(text).lower()
    if word in _DAY_NAMES:
        return _DAY_NAMES[word]
    bits = 0
    for part in word.split(","):
        first, _, last = part.partition("-")
        if first[:3] not in WEEKDAYS or (last and last[:3] not in WEEKDAYS):
            raise UserError(sentence("quiet.days_unreadable", text=text[:_QUOTED_CHARS]))
        at, end = WEEKDAYS.index(first[:3]), WEEKDAYS.index((last or first)[:3])
        while True:
            bits |= 1 << at
            if at == end:
                break
            at = (at + 1) % 7
    return bits


def _date_span(value: str) -> tuple[date, date]:
    year, month, day = ([int(part) for part in value.split("-")] + [0, 0])[:3]
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        raise UserError(sentence("date.none", text=value)) from None
    if day:
        return first, first
    if month:
        return first, date(year, month, monthrange(year, month)[1])
    return first, date(year, 12, 31)
