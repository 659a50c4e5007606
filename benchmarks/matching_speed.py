"""What matching costs: items of 300 words in four languages in turn, against topics of three terms.

    .venv/bin/python -m benchmarks.matching_speed [TOPICS ...]

The words are drawn from the dictionaries, each language's 50,000 forms by Zipf's law, and one in seven is a made-up
name that no dictionary has. Every tenth topic has a phrase and a NOT. Topics are made of words drawn as often as items
have them, so an item fulfils far more topics than a newsroom's would.

CPU time of this process. A row for each number of topics:

- items/s, the median and the 99th percentile of an item, and of it reading the item alone;
- topics an item fulfils;
- the first build: reading the queries, and building the matcher for the four languages; a later one, which takes the
  forms of words from the file that the first one kept;
- one topic more and one less, in a matcher at work;
- memory that topics and matcher take, beside what reading items takes.
"""

import itertools
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

from desk.forms_file import FormsFile
from newsroom.item import Item, ItemId, Paragraph
from newsroom.languages import languages
from newsroom.matching.indexed_text import index_item
from newsroom.matching.matcher import Matcher
from newsroom.matching.query import Query, QueryError, parse
from newsroom.source import Source, SourceId
from newsroom.topic import TopicId

_LANGUAGES = ("en", "uk", "de", "ru")
_FORMS = 50_000
_COMMONEST = 30  # little words ("the"), of which no topic is made
_ITEM_WORDS = 300
_WARM, _MEASURED = 800, 400
_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_SOURCE = Source(id=SourceId(1), name="Sample Wire", url="", family="sample")


class _Vocabulary:
    """The words of a language, the most frequent first, and a way to draw them."""

    def __init__(self, language: str, chance: random.Random) -> None:
        self.language = language
        self._chance = chance
        entries = sorted(word for word in LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary(language) if word.isalpha())
        forms = chance.sample(entries, _FORMS)
        forms = [form if place % 7 else _name(form, forms[place - 1]) for place, form in enumerate(forms)]
        self._words = [*languages()[language].little_words.function[:_COMMONEST], *forms]
        weights = [1 / rank for rank in range(1, len(self._words) + 1)]
        self._weights = list(itertools.accumulate(weights))
        self._rare, self._rare_weights = forms, list(itertools.accumulate(weights[_COMMONEST:]))

    def text(self, words: int) -> str:
        drawn = self._chance.choices(self._words, cum_weights=self._weights, k=words)
        return " ".join(" ".join(drawn[at : at + 20]).capitalize() + "." for at in range(0, words, 20))

    def topic_words(self) -> list[str]:
        return self._chance.choices(self._rare, cum_weights=self._rare_weights, k=3)


def _name(one: str, other: str) -> str:
    return (one[: len(one) // 2] + other[len(other) // 2 :]).capitalize()


def _items(vocabularies: Sequence[_Vocabulary]) -> Iterator[Item]:
    for number in itertools.count():
        vocabulary = vocabularies[number % len(vocabularies)]
        yield Item(
            id=ItemId(number),
            source=_SOURCE,
            url="",
            title=vocabulary.text(10),
            paragraphs=tuple(Paragraph(text=vocabulary.text(_ITEM_WORDS // 3)) for _ in range(3)),
            published=_NOW,
            arrived_at=_NOW,
            language=vocabulary.language,
        )


def _query_texts(vocabularies: Sequence[_Vocabulary], topics: int) -> list[str]:
    found: dict[str, None] = {}
    for number in itertools.count():
        if len(found) == topics:
            return list(found)
        one, two, three = vocabularies[number % len(vocabularies)].topic_words()
        text = f'"{one} {two}" -{three}' if number % 10 == 0 else f"{one} {two} {three}"
        try:
            parse(text)
        except QueryError:
            continue
        found[text] = None
    raise AssertionError


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingCost:
    """What so many topics cost; milliseconds and seconds of CPU time.

    Attributes:
        reading_ms: Of an item's cost, to read it, the median; reading_mean_ms: the mean.
        found: Topics that an item fulfils.
        parsed_s: To read the queries; built_s: to build the matcher for the four languages, and to keep the words'
            forms in a file; again_s: to build it from there, as a later start does.
        memory_mb: Of topics and matcher, beside what reading items takes.
    """

    topics: int
    items_a_s: float
    item_ms: float
    item_p99_ms: float
    reading_ms: float
    reading_mean_ms: float
    found: float
    parsed_s: float
    built_s: float
    again_s: float
    more_ms: float
    less_ms: float
    memory_mb: float


def measure(topics: int) -> MatchingCost:
    """The row of so many topics."""
    chance = random.Random(1)  # noqa: S311 - a benchmark wants the same words each time
    vocabularies = [_Vocabulary(language, chance) for language in _LANGUAGES]
    texts = _query_texts(vocabularies, topics + 1)
    items = list(itertools.islice(_items(vocabularies), _WARM + _MEASURED))
    for item in items[:_WARM]:
        index_item(item)
    before_mb = _resident_mb()
    started = time.process_time()
    queries = {TopicId(number): parse(text) for number, text in enumerate(texts[:-1])}
    parsed = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        kept = FormsFile(Path(folder) / "forms")
        matcher = _built(queries, kept)
        built = time.process_time()
        for item in items[:100]:
            matcher.match(item)
        read, whole, found = _match(matcher, items[_WARM:])
        memory_mb = _resident_mb() - before_mb
        more_ms, less_ms = _change(matcher, texts[-1])
        again = time.process_time()
        _built(queries, kept)
        again_s = time.process_time() - again
    return MatchingCost(
        topics=topics,
        items_a_s=len(whole) / sum(whole),
        item_ms=statistics.median(whole) * 1000,
        item_p99_ms=statistics.quantiles(whole, n=100)[98] * 1000,
        reading_ms=statistics.median(read) * 1000,
        reading_mean_ms=statistics.mean(read) * 1000,
        found=found,
        parsed_s=parsed - started,
        built_s=built - parsed,
        again_s=again_s,
        more_ms=more_ms,
        less_ms=less_ms,
        memory_mb=memory_mb,
    )


def main(topics: int) -> None:
    """Print the row of so many topics."""
    row = measure(topics)
    print(
        f"{topics:>7} topics: {row.items_a_s:.0f} items/s, median {row.item_ms:.2f} ms, p99 {row.item_p99_ms:.2f} ms,"
        f" reading {row.reading_ms:.2f} ms (mean {row.reading_mean_ms:.2f});"
        f" {row.found:.1f} topics an item; first build {row.parsed_s:.2f} + {row.built_s:.2f} s,"
        f" a later one {row.parsed_s:.2f} + {row.again_s:.2f} s,"
        f" one more {row.more_ms:.1f} ms, one less {row.less_ms:.1f} ms; {row.memory_mb:.0f} MB"
    )


def _built(queries: Mapping[TopicId, Query], kept: FormsFile) -> Matcher:
    """As the desk builds it at a start."""
    matcher = Matcher({}, _LANGUAGES)
    forms = kept.read(_LANGUAGES)
    matcher.recall(forms)
    for topic, query in queries.items():
        matcher.track(topic, query)
    kept.keep(forms)
    matcher.keep_no_more()
    return matcher


def _match(matcher: Matcher, items: Sequence[Item]) -> tuple[list[float], list[float], float]:
    """Seconds of reading each item, and with it of matching it; topics that an item fulfils."""
    read, whole, found = [], [], 0
    for item in items:
        started = time.process_time()
        index_item(item)
        read.append(time.process_time() - started)
        found += len(matcher.match(item))
        whole.append(time.process_time() - started)
    return read, whole, found / len(items)


def _change(matcher: Matcher, text: str) -> tuple[float, float]:
    """Milliseconds until one topic more is matched, and until it is no more."""
    topic = TopicId(-1)
    started = time.process_time()
    matcher.track(topic, parse(text))
    more = time.process_time()
    matcher.untrack(topic)
    return (more - started) * 1000, (time.process_time() - more) * 1000


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text("utf-8").split()[1])
    return pages * resource.getpagesize() / 2**20


if __name__ == "__main__":
    for size in [int(each) for each in sys.argv[1:]] or [1_000]:
        main(size)
