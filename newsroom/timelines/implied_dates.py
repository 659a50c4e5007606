"""What a sentence implies about a time that it does not name: causes, consequences, what was reported on a day."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import regex

from newsroom.claims.people_counts import count_people
from newsroom.dates import DateMention, Derivation, Precision
from newsroom.item import Item
from newsroom.languages import pack_for
from newsroom.timelines.event_mentions import EventMention, EventRole, When

CONSEQUENCE_DAYS = 7  # "as a result" of what happened longer ago dates nothing
_FEWEST_WORDS = 4  # of a clause that may tell an event

_THAT = regex.compile(r"[,\s]{0,2}(?:that|що|что|que|qu'|dass)\b")
_CAUSE = regex.compile(
    r"\b(?:following|after|over the|in response to|in retaliation for|після|внаслідок|после|après|nach|"
    r"à la suite d\w*)\b",
    regex.IGNORECASE,
)
_CONSEQUENCE = regex.compile(
    r"(?:As a result|In response|In retaliation|Following (?:this|that|the \w+)|Subsequently|Внаслідок|У відповідь|"
    r"В результате|В ответ|En réponse|En conséquence|Infolgedessen|Als Reaktion)\b"
)
_RECENT = regex.compile(r"\b(?:recently|lately|нещодавно|недавно|récemment|kürzlich|neulich)\b", regex.IGNORECASE)
_QUOTES = regex.compile(r"[\"“”„«»]")


def implied_mentions(
    item: Item, texts: Sequence[str], wanted: Sequence[bool], mentions: Sequence[Sequence[DateMention]]
) -> Iterator[EventMention]:
    """Tellings whose time is bounded by a date that belongs to something else.

    Three kinds: what had happened when it was reported ("said on June 28 that ..."), what a dated act answered
    ("signed on
    11 August ... following strikes on ..."), and what followed a dated event within days ("As a result, ...").
    """
    latest: date | None = None
    for at, text in enumerate(texts):
        days = [m for m in mentions[at] if m.precision is Precision.DAY and m.last <= item.time.date()]
        if days and wanted[at]:
            yield from _reported(item, at, text, days)
            yield from _caused(item, at, text, days[0])
        if wanted[at] and not mentions[at] and latest is not None and _CONSEQUENCE.match(text):
            yield from _followed(item, at, text, latest)
        if wanted[at] and _tells_of_late(text, mentions[at]):
            yield EventMention(
                item=item,
                position=at,
                sentence=text,
                part=text,
                role=EventRole.EVENT,
                dated=False,
                when=When(first=None, last=None, value=None, precision=Precision.VAGUE, kind=Derivation.VAGUE),
            )
        if days:
            latest = min(m.last for m in days)


def _reported(item: Item, at: int, text: str, days: Sequence[DateMention]) -> Iterator[EventMention]:
    for mention in days:
        that = _THAT.match(text, mention.end)
        if mention.kind is Derivation.STATEMENT and that and _of_an_event(text[that.end() :], item.language):
            yield _bounded(item, at, text, text[that.end() :], mention, Precision.ON_OR_BEFORE)


def _caused(item: Item, at: int, text: str, mention: DateMention) -> Iterator[EventMention]:
    cause = _CAUSE.search(text, mention.end if mention.kind is not Derivation.STATEMENT else 0)
    if cause is None:
        return
    clause = text[cause.end() :]
    if _of_an_event(clause[:80], item.language):
        statement = mention.kind is Derivation.STATEMENT
        yield _bounded(item, at, text, clause, mention, Precision.ON_OR_BEFORE if statement else Precision.BEFORE)


def _bounded(item: Item, at: int, text: str, part: str, mention: DateMention, precision: Precision) -> EventMention:
    when = When(
        first=None,
        last=mention.last,
        value=f"../{mention.last.isoformat()}",
        precision=precision,
        kind=mention.kind,
        year_inferred=mention.year_inferred,
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


def _of_an_event(clause: str, language: str | None) -> bool:
    """Whether the clause names harm done or another kind of event that the tables of figures know."""
    if len(clause.split()) < _FEWEST_WORDS:
        return False
    reading = count_people(clause, pack_for(clause, language))
    return any(word.sense.event or word.sense.state or word.sense.act for word in reading.words)


def _tells_of_late(text: str, mentions: Sequence[DateMention]) -> bool:
    """Whether something happened "recently", in the outlet's own words and with no date beside it."""
    recent = _RECENT.search(text)
    if recent is None or any(mention.kind is not Derivation.VAGUE for mention in mentions):
        return False
    return len(_QUOTES.findall(text[: recent.start()])) % 2 == 0
