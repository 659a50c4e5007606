"""The sentences of items, and the times that each of them names."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache

import regex

from newsroom.dates import DateMention, Derivation, Scan, dates_of, scan
from newsroom.item import Item, Paragraph
from newsroom.text.sentences import sentences

# Fewer words are a dateline or a credit, unless so many of them have three letters; more are a list. ROUGE-1 with 4 and
# 8 words .195, with 2 and 5 long ones .195, with 80 and 200 at most .193 and .195.
DATELINE_WORDS = 6
FEWEST_LONG_WORDS = 3
MOST_WORDS = 120
READ_BEFORE = 64  # items whose dates are remembered: a timeline is asked for again and again (about 20 kB each)

_LONG_WORD = regex.compile(r"\p{L}{3,}")


def item_sentences(item: Item) -> tuple[str, ...]:
    """The sentences of the text in order, without headings and datelines; the headline where the text has none."""
    found = [s.text for p in item.paragraphs if not p.heading for s in sentences(p.text)]
    return tuple(text for text in found if _is_sentence(text)) or ((item.title,) if item.title else ())


def _is_sentence(text: str) -> bool:
    words = text.split()
    long_enough = len(words) >= DATELINE_WORDS or len(_LONG_WORD.findall(text)) >= FEWEST_LONG_WORDS
    return long_enough and len(words) <= MOST_WORDS


class TextSentences:
    """What the sentences of a text say whatever its day: read once for all items that have it word for word."""

    __slots__ = ("_asked", "_by_day", "_is_undated", "_language", "_places", "_scans", "_undated", "texts")

    def __init__(self, texts: tuple[str, ...], language: str | None) -> None:
        self.texts = texts
        self._language = language
        self._scans: dict[int, Scan | None] = {}
        self._undated: list[tuple[DateMention, ...] | None] = [None] * len(texts)
        self._by_day: dict[date, list[tuple[DateMention, ...] | None]] = {}
        self._asked: dict[tuple[Callable[[str], bool], int], bool] = {}
        self._is_undated: dict[int | None, bool] = {}
        self._places: dict[tuple[tuple[Callable[[str], bool], ...], tuple[bool, ...]], Sequence[int]] = {}

    def scanned(self, at: int) -> Scan | None:
        """What its expressions of time are made out from; None for a sentence without one."""
        if at not in self._scans:
            found = self._scans[at] = scan(self.texts[at], self._language)
            if found is None:
                self._undated[at] = ()
        return self._scans[at]

    def on_day(self, published: date) -> list[tuple[DateMention, ...] | None]:
        """The times that each sentence names if it was published then, as far as they are known: to be filled."""
        known = self._by_day.get(published)
        if known is None:
            known = self._by_day[published] = self._undated.copy()
        return known

    def is_undated(self, sentences: int | None = None) -> bool:
        """Whether no sentence, or none of the first ones, has an expression of time."""
        if sentences not in self._is_undated:
            places = range(len(self.texts))[:sentences]
            self._is_undated[sentences] = all(self.scanned(at) is None for at in places)
        return self._is_undated[sentences]

    def places(self, wanted: Sequence[bool], *tests: Callable[[str], bool]) -> Sequence[int]:
        """Of the wanted sentences, those with an expression of time and those of which a test is so, in order."""
        asked = tests, tuple(wanted)
        known = self._places.get(asked)
        if known is None:
            places = [at for at, is_wanted in enumerate(wanted) if is_wanted]
            known = self._places[asked] = [
                at for at in places if self.scanned(at) is not None or any(self.asked(test, at) for test in tests)
            ]
        return known

    def asked(self, test: Callable[[str], bool], at: int) -> bool:
        """What a test says of a sentence, which is asked once."""
        known = self._asked.get((test, at))
        if known is None:
            known = self._asked[test, at] = test(self.texts[at])
        return known


class DatedSentences:
    """An item's sentences in order, and the expressions of time in each.

    These are looked for when they are asked for: of a long text most sentences are about something else, and their
    dates are nobody's.

    Attributes:
        text: What other items with the same text share.
    """

    __slots__ = ("_dates", "item", "published", "text", "texts")

    def __init__(self, item: Item, text: TextSentences) -> None:
        self.item = item
        self.text = text
        self.texts = text.texts
        self.published = item.time.date()
        self._dates = text.on_day(self.published)

    def dates(self, at: int) -> tuple[DateMention, ...]:
        """Those of a sentence by which an event is dated: neither an hour of the day by itself nor a deadline."""
        known = self._dates[at]
        if known is None:
            scanned = self.text.scanned(at)
            known = self._dates[at] = () if scanned is None else self._usable(scanned)
        return known

    def _usable(self, scanned: Scan) -> tuple[DateMention, ...]:
        found = dates_of(scanned, self.published)
        return tuple(one for one in found if not (one.hour_only or one.is_deadline(self.published)))

    def has_date(self, at: int) -> bool:
        """Whether the sentence names a time that is more than vague."""
        found = self.dates(at)
        return bool(found) and any(one.kind is not Derivation.VAGUE for one in found)


@lru_cache(maxsize=READ_BEFORE)
def date_sentences(item: Item) -> DatedSentences:
    """The sentences of an item, each with the dates in it."""
    return DatedSentences(item, TextSentences(item_sentences(item), item.language))


def all_sentences(items: Iterable[Item]) -> list[DatedSentences]:
    """As `date_sentences` of each item; what many outlets have word for word is cut and read once."""
    first: dict[tuple[str, Sequence[Paragraph], str | None], TextSentences] = {}
    found: list[DatedSentences] = []
    for item in items:
        text = item.title, item.paragraphs, item.language
        known = first.get(text)
        if known is None:
            dated = date_sentences(item)
            first[text] = dated.text
        else:
            dated = DatedSentences(item, known)
        found.append(dated)
    return found
