"""Event mentions: the sentences of an item that report an event, each with its time: its own date or the news' day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import chain

import regex

from newsroom.dates import DateMention, Derivation, Precision, Scan, dates_of, names_date, reads_dates, scan
from newsroom.item import Item, Paragraph
from newsroom.languages import any_of
from newsroom.text.sentences import sentences

# Sentences at the beginning of an item that report the news of its own day unless they are dated otherwise.
# SemEval-2015 corpus 1, date F1 in a first draft: 3 .657, 5 .717, 8 .716, 12 .691, 20 .679; now 5 .744, 8 .703, 12
# .711. Two points are one article of its 30, so 8 stays.
NEWS_SENTENCES = 8
# The day of the news, if it is written out at all, is in the first so many sentences, and at most so many days before
# publication. Agreeing ROUGE-1 on Timeline17 (.195) with 3 and 12 sentences .192 and .194, with 3 and 14 days .194 and
# .195; date F1 on SemEval (.703) with 3 and 14 days .706 and .708: within one article.
MAIN_SENTENCES = 6
MAIN_DAYS = 7
# Fewer words are a dateline or a credit, unless so many of them have three letters; more are a list. ROUGE-1 with 4 and
# 8 words .195, with 2 and 5 long ones .195, with 80 and 200 at most .193 and .195.
DATELINE_WORDS = 6
FEWEST_LONG_WORDS = 3
MOST_WORDS = 120
# Words before a longer time with which a sentence opens: "in diesem Sommer". A guess.
WORDS_BEFORE_TIME = 1
READ_BEFORE = 64  # items whose dates are remembered: a timeline is asked for again and again (about 20 kB each)


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
_LONG_WORD = regex.compile(r"\p{L}{3,}")
LOOKS_AHEAD = regex.compile(rf"\b(?:{any_of(lambda language: language.timelines.ahead)})\b")
# Among the first words of a sentence behind the first one: what is counted from another time is no news of the day.
_COUNTED_ON = regex.compile(
    rf"(?:[\p{{L}}\d’'-]+ ){{0,3}}?(?:{any_of(lambda language: language.timelines.counted_on)})\b", regex.IGNORECASE
)
_PARTS = regex.compile(rf",? (?:{any_of(lambda language: language.timelines.clause_joints)}) (?=\p{{L}})")


def item_sentences(item: Item) -> tuple[str, ...]:
    """The sentences of the text in order, without headings and datelines; the headline where the text has none."""
    found = [s.text for p in item.paragraphs if not p.heading for s in sentences(p.text)]
    return tuple(text for text in found if _is_sentence(text)) or ((item.title,) if item.title else ())


def _is_sentence(text: str) -> bool:
    words = text.split()
    long_enough = len(words) >= DATELINE_WORDS or len(_LONG_WORD.findall(text)) >= FEWEST_LONG_WORDS
    return long_enough and len(words) <= MOST_WORDS


class DatedSentences:
    """An item's sentences in order, and the expressions of time in each.

    These are looked for when they are asked for: of a long text most sentences are about something else, and their
    dates are nobody's. Of a text that several items have, what does not depend on their days is read once.
    """

    __slots__ = ("_dates", "_scans", "item", "published", "texts")

    def __init__(self, item: Item, texts: tuple[str, ...], scans: dict[int, Scan | None] | None = None) -> None:
        """`scans`: of the sentences that were read already, for this item and others of the same text."""
        self.item = item
        self.texts = texts
        self.published = item.time.date()
        self._scans = scans
        self._dates: list[tuple[DateMention, ...] | None] = [None] * len(texts)

    def of_copy(self, item: Item) -> "DatedSentences":
        """The same of another item with the same text."""
        if self._scans is None:
            self._scans = {}
        return DatedSentences(item, self.texts, self._scans)

    def dates(self, at: int) -> tuple[DateMention, ...]:
        """Those of a sentence by which an event is dated: neither an hour of the day by itself nor a deadline."""
        known = self._dates[at]
        if known is None:
            scanned = self._scanned(at)
            known = self._dates[at] = () if scanned is None else self._usable(scanned)
        return known

    def _usable(self, scanned: Scan) -> tuple[DateMention, ...]:
        found = dates_of(scanned, self.published)
        return tuple(one for one in found if not (one.hour_only or one.is_deadline(self.published)))

    def _scanned(self, at: int) -> Scan | None:
        if self._scans is None:
            return scan(self.texts[at], self.item.language)
        if at not in self._scans:
            self._scans[at] = scan(self.texts[at], self.item.language)
        return self._scans[at]

    def has_date(self, at: int) -> bool:
        """Whether the sentence names a time that is more than vague."""
        return any(found.kind is not Derivation.VAGUE for found in self.dates(at))


@lru_cache(maxsize=READ_BEFORE)
def date_sentences(item: Item) -> DatedSentences:
    """The sentences of an item, each with the dates in it."""
    return DatedSentences(item, item_sentences(item))


def all_sentences(items: Iterable[Item]) -> list[DatedSentences]:
    """As `date_sentences` of each item; what many outlets have word for word is cut once."""
    first: dict[tuple[str, Sequence[Paragraph], str | None], DatedSentences] = {}
    found: list[DatedSentences] = []
    for item in items:
        text = item.title, item.paragraphs, item.language
        known = first.get(text)
        if known is None:
            first[text] = date_sentences(item)
        found.append(first[text] if known is None else known.of_copy(item))
    return found


def event_mentions(dated: DatedSentences, wanted: Sequence[bool]) -> tuple[EventMention, ...]:
    """The events that the item reports: in its dated sentences, and its own news where no sentence dates that.

    Args:
        dated: The item's sentences with their dates.
        wanted: For each sentence, whether it is about the topic.
    """
    item = dated.item
    main = _main_day(dated)
    found: list[EventMention] = []
    for at, text in enumerate(dated.texts):
        if wanted[at] and (dates := dated.dates(at)):
            found += _mentions_dated(item, at, text, dates, main)
    news = _news_time(main, dated.published)
    values = {mention.when.value for mention in found}
    position = None if news.value in values else _first_news_sentence(dated, wanted)
    if position is not None:
        found.append(_mention_of_news(dated, position, news))
    return tuple(found)


@lru_cache(maxsize=READ_BEFORE)  # thousands of items are of some days
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
    day = dated.published
    language = dated.item.language
    read = reads_dates(language)
    opening = enumerate(dated.texts[:NEWS_SENTENCES])
    news = (at for at, text in opening if wanted[at] and _is_news(at, text, dated.dates(at), day))
    return next((at for at in news if read or not names_date(dated.texts[at], language)), None)


def _main_day(dated: DatedSentences) -> date | None:
    """The day of the item's news: the first recent day named in its opening; None where it names no such day."""
    published = dated.published
    for found in chain.from_iterable(map(dated.dates, range(min(MAIN_SENTENCES, len(dated.texts))))):
        if found.precision is Precision.DAY and timedelta(0) <= published - found.first <= timedelta(MAIN_DAYS):
            return found.first
    return None


def _is_news(at: int, text: str, dates: Sequence[DateMention], published: date) -> bool:
    """Whether a sentence without a day reports what happened; the first one does even if it looks ahead ("is to buy").

    One that names a month or a year gone by does not ("in December 2024 a plane crashed"), nor one that opens with a
    season or a month still running ("this summer"), nor one behind the first whose time is counted from another ("two
    days earlier"). A year that belongs to a thing that the first one names says nothing of it ("held over a murder of
    2001").
    """
    counting = [found for found in dates if at or not found.of_thing]
    if any(found.precision is Precision.DAY or _is_gone_by(found, published) for found in counting):
        return False
    if any(found.precision in _DATING and len(text[: found.start].split()) <= WORDS_BEFORE_TIME for found in dates):
        return False
    return at == 0 or (LOOKS_AHEAD.search(text) is None and not is_counted_on(text))


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
