"""Events whose time a sentence only implies: causes, consequences, and what was reported on a day."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache

import regex

from newsroom.claims.lexemes import lexemes
from newsroom.claims.packs import pack_for
from newsroom.dates import DateMention, Derivation, Precision
from newsroom.item import Item
from newsroom.languages import any_of
from newsroom.timelines.dated_sentences import DatedSentences
from newsroom.timelines.event_mentions import UNKNOWN_TIME, EventMention, EventRole, When

# "As a result" of an event that is longer ago gives no date. A guess: no figure moves from 3 to 14 days.
CONSEQUENCE_DAYS = 7
# Words of a clause that may report an event. A guess: on Timeline17 nothing moves at 2; at 8, agreeing ROUGE-1 is .193
# (.195).
_FEWEST_WORDS = 4
# Many outlets have one text; 300 bytes each.
_CLAUSES_REMEMBERED = 512

_THAT = regex.compile(rf"[,\s]{{0,2}}(?:{any_of(lambda language: language.timelines.that)})\b")
_CAUSE = regex.compile(rf"\b(?:{any_of(lambda language: language.timelines.causes)})\b", regex.IGNORECASE)
_CONSEQUENCE = regex.compile(rf"(?:{any_of(lambda language: language.timelines.consequences)})\b")
_RECENT = regex.compile(rf"\b(?:{any_of(lambda language: language.timelines.recently)})\b", regex.IGNORECASE)
_QUOTES = regex.compile(r"[\"“”„«»]")


def implied_mentions(dated: DatedSentences, wanted: Sequence[bool]) -> Iterator[EventMention]:
    """Mentions of events whose time is bounded by the date of something else.

    Three kinds: an event that had happened when it was reported ("said on June 28 that ..."), the cause of a dated act
    ("signed on 11 August ... following strikes on ..."), and what followed a dated event within days ("As a result,
    ..."). An event that happened "recently" is mentioned without a time.

    Args:
        dated: The item's sentences with their dates.
        wanted: For each sentence, whether it is about the topic.
    """
    item = dated.item
    for at in dated.text.places(wanted, _is_consequence, _names_recent):
        text = dated.texts[at]
        if dated.dates(at):
            if days := _past_days(dated, at):
                yield from _reported(item, at, text, days)
                yield from _caused(item, at, text, days[0])
        elif dated.text.asked(_is_consequence, at) and (latest := _latest_before(dated, at)) is not None:
            yield from _followed(item, at, text, latest)
        if _is_recent(dated, at):
            yield EventMention(
                item=item,
                position=at,
                sentence=text,
                part=text,
                role=EventRole.EVENT,
                dated=False,
                when=UNKNOWN_TIME,
            )


def _past_days(dated: DatedSentences, at: int) -> list[DateMention]:
    published = dated.published
    return [one for one in dated.dates(at) if one.precision is Precision.DAY and one.last <= published]


def _latest_before(dated: DatedSentences, at: int) -> date | None:
    """The day that the nearest sentence before names, the earliest of several; None where none names one."""
    for before in range(at - 1, -1, -1):
        if days := _past_days(dated, before):
            return min(found.last for found in days)
    return None


def _reported(item: Item, at: int, text: str, days: Sequence[DateMention]) -> Iterator[EventMention]:
    for day in days:
        that = _THAT.match(text, day.end)
        if day.kind is Derivation.STATEMENT and that and _names_event(text[that.end() :], item.language):
            yield _bounded(item, at, text, text[that.end() :], day, Precision.ON_OR_BEFORE)


def _caused(item: Item, at: int, text: str, day: DateMention) -> Iterator[EventMention]:
    statement = day.kind is Derivation.STATEMENT
    cause = _CAUSE.search(text, day.end if not statement else 0)
    if cause is None:
        return
    clause = text[cause.end() :]
    if _names_event(clause[:80], item.language):
        yield _bounded(item, at, text, clause, day, Precision.ON_OR_BEFORE if statement else Precision.BEFORE)


def _bounded(item: Item, at: int, text: str, part: str, day: DateMention, precision: Precision) -> EventMention:
    when = When(
        first=None,
        last=day.last,
        value=f"../{day.last.isoformat()}",
        precision=precision,
        kind=day.kind,
        year_inferred=day.year_inferred,
    )
    return EventMention(
        item=item, position=at, sentence=text, part=part, when=when, role=EventRole.EVENT, dated=False, implied=True
    )


def _followed(item: Item, at: int, text: str, latest: date) -> Iterator[EventMention]:
    published = item.time.date()
    if not timedelta(0) <= published - latest <= timedelta(CONSEQUENCE_DAYS):
        return
    when = When(
        first=latest,
        last=published,
        value=f"{latest.isoformat()}/{published.isoformat()}",
        precision=Precision.BY,
        kind=Derivation.RELATIVE,
        year_inferred=False,
    )
    yield EventMention(item=item, position=at, sentence=text, part=text, when=when, role=EventRole.EVENT, dated=False)


@lru_cache(maxsize=_CLAUSES_REMEMBERED)
def _names_event(clause: str, language: str | None) -> bool:
    """Whether the clause names harm done to people or a class of event that the language pack knows."""
    if len(clause.split()) < _FEWEST_WORDS:
        return False
    words = lexemes(clause, pack_for(clause, language))
    return any(word.sense.event or word.sense.state or word.sense.act for word in words)


def _is_consequence(text: str) -> bool:
    return _CONSEQUENCE.match(text) is not None


def _is_recent(dated: DatedSentences, at: int) -> bool:
    """Whether something happened "recently", in the outlet's own words and without a date beside it."""
    return dated.text.asked(_names_recent, at) and not dated.has_date(at)


def _names_recent(text: str) -> bool:
    recent = _RECENT.search(text)
    return recent is not None and len(_QUOTES.findall(text[: recent.start()])) % 2 == 0
