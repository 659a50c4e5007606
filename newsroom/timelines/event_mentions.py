"""Event mentions: the sentences of an item that report an event, each with its time: its own date or the news' day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import regex

from newsroom.dates import DateMention, Derivation, Precision, names_date, reads_dates
from newsroom.item import Item
from newsroom.languages import any_of
from newsroom.timelines.dated_sentences import DatedSentences

# Sentences at the beginning of an item that report the news of its own day unless they are dated otherwise.
# SemEval-2015 corpus 1, date F1 in a first draft: 3 .657, 5 .717, 8 .716, 12 .691, 20 .679; now 5 .744, 8 .703, 12
# .711. Two points are one article of its 30, so 8 stays.
NEWS_SENTENCES = 8
# The day of the news, if it is written out at all, is in the first so many sentences, and at most so many days before
# publication. Agreeing ROUGE-1 on Timeline17 (.195) with 3 and 12 sentences .192 and .194, with 3 and 14 days .194 and
# .195; date F1 on SemEval (.703) with 3 and 14 days .706 and .708: within one article.
MAIN_SENTENCES = 6
MAIN_DAYS = 7
# Words before a longer time with which a sentence opens: "in diesem Sommer". A guess.
WORDS_BEFORE_TIME = 1
_DAYS_REMEMBERED = 64


class EventRole(StrEnum):
    """What an event mention is to the timeline."""

    EVENT = "event"
    BACKGROUND = "background"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When something happened.

    Attributes:
        first: First possible day; None where nothing bounds it.
        last: Last possible day; None where the text says only "recently".
        value: In EDTF (2025-08-11, 2025-08, ../2025-06-28, 2025-06-28/2025-06-29); weeks, seasons and quarters in
            TIMEX3; None where the time is unknown.
    """

    first: date | None
    last: date | None
    value: str | None
    precision: Precision
    kind: Derivation
    year_inferred: bool = False


UNKNOWN_TIME = When(first=None, last=None, value=None, precision=Precision.VAGUE, kind=Derivation.VAGUE)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMention:
    """One sentence of one item that reports an event at one time.

    Attributes:
        position: Number of the sentence in the item, from 0.
        part: The part of the sentence that this date belongs to; likeness is measured on it.
        dated: The sentence itself has the date.
        implied: The event is concluded from the sentence ("said on Friday that ...", "after the strikes on ..."). It
            makes a line of a timeline only together with another sentence, or as a cause that is named.
        named: The time is that of something that the sentence only names ("nine held over a murder of 2001").
    """

    item: Item
    position: int
    sentence: str
    part: str
    when: When
    role: EventRole
    dated: bool
    implied: bool = False
    named: bool = False


# What a line of a timeline may be dated by; a decade, a span of years or an hour ago is no date.
_DATING = frozenset(
    {
        Precision.DAY,
        Precision.WEEKEND,
        Precision.WEEK,
        Precision.MONTH,
        Precision.QUARTER,
        Precision.SEASON,
        Precision.HALF,
        Precision.YEAR,
    }
)
LOOKS_AHEAD = regex.compile(rf"\b(?:{any_of(lambda language: language.timelines.ahead)})\b")
# Among the first words of a sentence behind the first one: what is counted from another time is no news of the day.
_COUNTED_ON = regex.compile(
    rf"(?:[\p{{L}}\d’'-]+ ){{0,3}}?(?:{any_of(lambda language: language.timelines.counted_on)})\b", regex.IGNORECASE
)
_PARTS = regex.compile(rf",? (?:{any_of(lambda language: language.timelines.clause_joints)}) (?=\p{{L}})")


def event_mentions(dated: DatedSentences, wanted: Sequence[bool]) -> tuple[EventMention, ...]:
    """The events that the item reports: in its dated sentences, and its own news where no sentence dates that.

    Args:
        dated: The item's sentences with their dates.
        wanted: For each sentence, whether it is about the topic.
    """
    item = dated.item
    main = _main_day(dated)
    found: list[EventMention] = []
    for at in dated.text.places(wanted):
        found += _mentions_dated(item, at, dated.texts[at], dated.dates(at), main)
    news = _news_time(main, dated.published)
    values = {mention.when.value for mention in found}
    position = None if news.value in values else _first_news_sentence(dated, wanted)
    if position is not None:
        found.append(_mention_of_news(dated, position, news))
    return tuple(found)


@lru_cache(maxsize=_DAYS_REMEMBERED)  # thousands of items are of some days
def _news_time(main: date | None, day: date) -> When:
    return When(
        first=main or day,
        last=main or day,
        value=(main or day).isoformat(),
        precision=Precision.DAY if main else Precision.PUBLICATION,
        kind=Derivation.RELATIVE,
    )


def _mention_of_news(dated: DatedSentences, at: int, when: When) -> EventMention:
    text = dated.texts[at]
    return EventMention(
        item=dated.item, position=at, sentence=text, part=text, when=when, role=EventRole.EVENT, dated=False
    )


def _first_news_sentence(dated: DatedSentences, wanted: Sequence[bool]) -> int | None:
    """The first undated sentence that reports the item's own news; None where the opening has no such sentence."""
    language = dated.item.language
    read = reads_dates(language)
    for at, text in enumerate(dated.texts[:NEWS_SENTENCES]):
        if wanted[at] and _is_news(dated, at) and (read or not names_date(text, language)):
            return at
    return None


def _main_day(dated: DatedSentences) -> date | None:
    """The day of the item's news: the first recent day named in its opening; None where it names no such day."""
    if dated.text.is_undated(MAIN_SENTENCES):
        return None
    published = dated.published
    for at in range(min(MAIN_SENTENCES, len(dated.texts))):
        for found in dated.dates(at):
            if found.precision is Precision.DAY and timedelta(0) <= published - found.first <= timedelta(MAIN_DAYS):
                return found.first
    return None


def _is_news(dated: DatedSentences, at: int) -> bool:
    """Whether a sentence without a day reports what happened; the first one does even if it looks ahead ("is to buy").

    One that names a month or a year gone by does not ("in December 2024 a plane crashed"), nor one that opens with a
    season or a month still running ("this summer"), nor one behind the first whose time is counted from another ("two
    days earlier"). A year that belongs to a thing that the first one names says nothing of it ("held over a murder of
    2001").
    """
    dates = dated.dates(at)
    if dates and _is_of_other_time(at, dated.texts[at], dates, dated.published):
        return False
    return at == 0 or not dated.text.asked(_is_no_news, at)


def _is_of_other_time(at: int, text: str, dates: Sequence[DateMention], published: date) -> bool:
    counting = [found for found in dates if at or not found.of_thing]
    if any(found.precision is Precision.DAY or _is_gone_by(found, published) for found in counting):
        return True
    return any(found.precision in _DATING and len(text[: found.start].split()) <= WORDS_BEFORE_TIME for found in dates)


def _is_no_news(text: str) -> bool:
    return LOOKS_AHEAD.search(text) is not None or is_counted_on(text)


def is_counted_on(text: str) -> bool:
    """Whether a sentence's time is counted from one that was named before it: "two days earlier", "the day before"."""
    return _COUNTED_ON.match(text) is not None


def _is_gone_by(found: DateMention, published: date) -> bool:
    return found.kind is not Derivation.VAGUE and found.last < published


def _mentions_dated(
    item: Item, at: int, text: str, dates: Sequence[DateMention], main: date | None
) -> Iterator[EventMention]:
    published = item.time.date()
    usable = [found for found in dates if found.precision in _DATING and not _is_still_to_come(found, published)]
    values: set[str] = set()
    for found in usable:
        when = _when(found, published)
        if when.value in values or any(_is_within(other, found) for other in usable):
            continue
        values.add(when.value or "")
        is_statement = found.kind is Derivation.STATEMENT and found.first != main
        yield EventMention(
            item=item,
            position=at,
            sentence=text,
            part=_part(text, found) if len(usable) > 1 else text,
            when=when,
            role=EventRole.STATEMENT if is_statement else EventRole.EVENT,
            dated=True,
            named=found.of_thing,
        )


def _is_still_to_come(found: DateMention, published: date) -> bool:
    """Whether the event lies ahead on a relative day ("tomorrow"). One announced with its date makes a line."""
    return found.first > published and found.kind is Derivation.RELATIVE


def _is_within(fine: DateMention, coarse: DateMention) -> bool:
    return (
        fine.last - fine.first < coarse.last - coarse.first and coarse.first <= fine.first and fine.last <= coarse.last
    )


def _when(found: DateMention, published: date) -> When:
    if found.open_start and found.last <= published:
        return When(
            first=None,
            last=found.last,
            value=f"../{found.last.isoformat()}",
            precision=Precision.ON_OR_BEFORE,
            kind=found.kind,
            year_inferred=found.year_inferred,
        )
    return When(
        first=found.first,
        last=found.last,
        value=found.value.partition("T")[0],
        precision=found.precision,
        kind=found.kind,
        year_inferred=found.year_inferred,
    )


def _part(text: str, found: DateMention) -> str:
    """The clause that has the date."""
    cuts = [cut.span() for cut in _PARTS.finditer(text)]
    start = max((end for _, end in cuts if end <= found.start), default=0)
    end = min((start for start, _ in cuts if start >= found.end), default=len(text))
    return text[start:end]
