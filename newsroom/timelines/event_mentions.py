"""An item as what it tells of and when: each dated sentence, its own day's news, and what a sentence implies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import regex

from newsroom.dates import DateMention, Derivation, Precision, find_dates
from newsroom.item import Item
from newsroom.text.sentences import sentences

# Sentences of an item that tell its own day's news unless they say otherwise. SemEval-2015 corpus 1, date F1 in a
# first draft: 3 .657, 5 .717, 8 .716, 12 .691, 20 .679.
NEWS_SENTENCES = 8
MAIN_SENTENCES = 6  # among the first so many stands the day that the news is of, if it is dated
MAIN_DAYS = 7  # and that day is at most so long before publication
DATELINE_WORDS = 6
FEWEST_LONG_WORDS = 3  # of three letters, in a sentence that is shorter than a dateline may be
READ_BEFORE = 64  # items whose dates are remembered: a timeline is asked for again and again (about 20 kB each)
MOST_WORDS = 120  # what is longer is no sentence


class EventRole(StrEnum):
    """What a line is to the story."""

    EVENT = "event"
    BACKGROUND = "background"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When something happened.

    Attributes:
        first: First possible day; None where nothing bounds it.
        last: Last possible day; None where the text says only "recently".
        value: As EDTF writes it (2025-08-11, 2025-08, ../2025-06-28, 2025-06-28/2025-06-29); weeks, seasons and
            quarters as TIMEX3 does; None where there is none.
    """

    first: date | None
    last: date | None
    value: str | None
    precision: Precision
    kind: Derivation
    year_inferred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMention:
    """One sentence of one item that tells of something at one time.

    Attributes:
        position: Number of the sentence in the item, from 0.
        part: The stretch of the sentence that this date belongs to; likeness is measured on it.
        dated: Whether the sentence itself holds the date.
        implied: Concluded from the sentence ("said on Friday that ...", "after the strikes on ..."), not told in it:
            worth a line only together with another sentence or as a cause that is named.
    """

    item: Item
    position: int
    sentence: str
    part: str
    when: When
    role: EventRole
    dated: bool
    implied: bool = False


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
_LONG_WORD = regex.compile(r"\p{L}{3,}")
LOOKS_AHEAD = regex.compile(
    r"\b(?:will|would|could|may|might|expected|plans?|буде|будуть|будет|будут|планує\w*|планиру\w*|sera|seront|devrait|"
    r"pourrait|wird|werden|soll|sollen|könnte)\b"
)
_PARTS = regex.compile(r",? (?:and|but|while|і|та|и|а|et|und) (?=\p{L})")


def item_sentences(item: Item) -> tuple[str, ...]:
    """The sentences that may tell something, in order: no headings, no datelines; a headline alone tells itself."""
    found = [s.text for p in item.paragraphs if not p.heading for s in sentences(p.text)]
    return tuple(text for text in found if _tells(text)) or ((item.title,) if item.title else ())


def _tells(text: str) -> bool:
    words = text.split()
    spoken = len(words) >= DATELINE_WORDS or len(_LONG_WORD.findall(text)) >= FEWEST_LONG_WORDS
    return spoken and len(words) <= MOST_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedSentences:
    """An item's sentences in order, each with its expressions of time."""

    item: Item
    texts: tuple[str, ...]
    mentions: tuple[tuple[DateMention, ...], ...]


@lru_cache(maxsize=READ_BEFORE)
def date_sentences(item: Item) -> DatedSentences:
    """Find the dates of an item, sentence by sentence."""
    texts = item_sentences(item)
    day = item.time.date()
    return DatedSentences(
        item=item, texts=texts, mentions=tuple(find_dates(text, day, item.language) for text in texts)
    )


def event_mentions(reading: DatedSentences, wanted: Sequence[bool]) -> tuple[EventMention, ...]:
    """What the item tells of: its dated sentences, and the news of its own day where no sentence dates that.

    Args:
        reading: The item, read.
        wanted: Which of its sentences are about the subject.
    """
    item, day = reading.item, reading.item.time.date()
    main = _main_day(reading.mentions, day)
    found: list[EventMention] = []
    for at, text in enumerate(reading.texts):
        if wanted[at]:
            found += _dated(item, at, text, reading.mentions[at], main)
    news = _news(main, day)
    told = {telling.when.value for telling in found}
    undated = None if news.value in told else _teller(reading, wanted)
    if undated is not None:
        found.append(_undated(reading, undated, news))
    return tuple(found)


def _news(main: date | None, day: date) -> When:
    return When(
        first=main or day,
        last=main or day,
        value=(main or day).isoformat(),
        precision=Precision.DAY if main else Precision.PUBLICATION,
        kind=Derivation.RELATIVE,
    )


def _undated(reading: DatedSentences, at: int, when: When) -> EventMention:
    text = reading.texts[at]
    return EventMention(
        item=reading.item, position=at, sentence=text, part=text, when=when, role=EventRole.EVENT, dated=False
    )


def _teller(reading: DatedSentences, wanted: Sequence[bool]) -> int | None:
    """The undated sentence of the opening that tells the item's own news best; None where none may."""
    news = [at for at, text in enumerate(reading.texts) if wanted[at] and _is_news(at, text, reading.mentions[at])]
    if not news or news[0] >= NEWS_SENTENCES:
        return None
    return news[0]


def _main_day(mentions: Sequence[Sequence[DateMention]], published: date) -> date | None:
    """The day that the item's news is of: the first recent day named in its opening."""
    for found in mentions[:MAIN_SENTENCES]:
        for mention in found:
            if mention.precision is Precision.DAY and timedelta(0) <= published - mention.first <= timedelta(MAIN_DAYS):
                return mention.first
    return None


def _is_news(at: int, text: str, mentions: Sequence[DateMention]) -> bool:
    """Whether an undated sentence tells what happened; the first one does even where it looks ahead ("is to buy")."""
    if any(mention.precision is Precision.DAY for mention in mentions):
        return False
    return at == 0 or LOOKS_AHEAD.search(text) is None


def _dated(
    item: Item, at: int, text: str, mentions: Sequence[DateMention], main: date | None
) -> Iterator[EventMention]:
    calendar = [m for m in mentions if m.precision in _DATING and not _is_still_to_come(m, item.time.date())]
    seen: set[str] = set()
    for mention in calendar:
        when = _when(mention, item.time.date())
        if when.value in seen or any(_inside(other, mention) for other in calendar):
            continue
        seen.add(when.value or "")
        said = mention.kind is Derivation.STATEMENT and mention.first != main
        part = _part(text, mention) if len(calendar) > 1 else text
        yield EventMention(
            item=item,
            position=at,
            sentence=text,
            part=part,
            when=when,
            role=EventRole.STATEMENT if said else EventRole.EVENT,
            dated=True,
        )


def _is_still_to_come(mention: DateMention, published: date) -> bool:
    """Whether it may yet change, as "tomorrow" may; what is announced with its date is worth a line."""
    return mention.first > published and mention.kind is Derivation.RELATIVE


def _inside(fine: DateMention, coarse: DateMention) -> bool:
    return (
        fine.last - fine.first < coarse.last - coarse.first and coarse.first <= fine.first and fine.last <= coarse.last
    )


def _when(mention: DateMention, published: date) -> When:
    if mention.open_start and mention.last <= published:
        return When(
            first=None,
            last=mention.last,
            value=f"../{mention.last.isoformat()}",
            precision=Precision.ON_OR_BEFORE,
            kind=mention.kind,
            year_inferred=mention.year_inferred,
        )
    return When(
        first=mention.first,
        last=mention.last,
        value=mention.value.partition("T")[0],
        precision=mention.precision,
        kind=mention.kind,
        year_inferred=mention.year_inferred,
    )


def _part(text: str, mention: DateMention) -> str:
    """The clause in which the date stands."""
    start, end = 0, len(text)
    for cut in _PARTS.finditer(text):
        if cut.end() <= mention.start:
            start = cut.end()
        elif cut.start() >= mention.end:
            end = cut.start()
            break
    return text[start:end]
