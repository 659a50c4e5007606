"""What placing and adding an item costs with a full window.

    .venv/bin/python -m benchmarks.stories_speed \\
        ../shared/eval/data/stream/headlines_2020_2023.jsonl.xz [WINDOW [MEASURED [encoder]]]

Fills the index with WINDOW headlines and summaries (50,000 by default) as if all had come within seven days, then
times MEASURED more (2,000) as the oldest leave: median and 99th percentile, what is forgotten before every fifty,
snapshot, repair. With "encoder" the sentence encoder reads the items that are measured; those before have vectors
of chance, since it would read them for minutes. Milliseconds are of this process's own CPU time.
"""

import json
import lzma
import statistics
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import numpy as np

from benchmarks import headlines
from benchmarks.process_usage import peak_mib
from bot.lab.rows import item_of
from desk.sentence_encoder import ModelEncoder
from newsroom.item import Item, ItemId
from newsroom.stories.clusterer import StoryClusterer
from newsroom.stories.embeddings import Embedding, LazyEmbedding
from newsroom.stories.placement import NewStory
from newsroom.stories.reclustering import recluster
from newsroom.story import StoryId

START = datetime(2024, 1, 1, tzinfo=UTC)
WEEK_S = 7 * 24 * 3600
MEASURED = 2_000  # items, with a full window
TURN = 50  # items, as the desk's loop takes them
VECTOR = 512  # numbers of the encoder's vectors


def stream(path: Path | None, window: int) -> Iterator[Item]:
    """The items of a file; without one those of `benchmarks.headlines`, which come from there or are made."""
    step = timedelta(seconds=WEEK_S / window)
    if path is None:
        for number, item in enumerate(headlines.stream(10 * window)):
            at = START + number * step
            yield replace(item, id=ItemId(number), published=at, arrived_at=at)
        return
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            row["published"] = (START + number * step).isoformat()
            yield item_of(row, number).item


class ReadingFrom:
    """An encoder that reads the items from that id on; those before it get a vector of chance."""

    def __init__(self, first: int) -> None:
        self._first = first
        self._encoder, self._chance = ModelEncoder(), np.random.default_rng(1)

    def __call__(self, item: Item) -> LazyEmbedding | None:
        real = item.id >= self._first or item.id == 0  # the first loads the model
        return self._encoder(item) if real else LazyEmbedding(self._drawn)

    def read_ahead(self, items: Iterable[Item]) -> None:
        self._encoder.read_ahead(items)

    def _drawn(self) -> Embedding:
        vector = self._chance.standard_normal(VECTOR)
        return (vector / np.linalg.norm(vector)).astype(np.float16)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacingCost:
    """What a window of that size costs; milliseconds of CPU time.

    Attributes:
        item_ms: To place an item and take it in, the median; item_p99_ms: the 99th percentile.
        expire_ms: To forget what is too old before fifty items, the median; expire_max_ms: the dearest.
        snapshot_ms: To copy the window for the second look; repair_ms: the look itself.
        memory_mb: The most that the process has had so far.
    """

    window: int
    stories: int
    edges: int
    item_ms: float
    item_p99_ms: float
    expire_ms: float
    expire_max_ms: float
    snapshot_ms: float
    repair_ms: float
    memory_mb: int


def rows(path: Path | None, windows: Iterable[int] = (50_000,), *, encoder: bool = False) -> list[PlacingCost]:
    """One row for each window."""
    return [measure(path, window, encoder=encoder) for window in windows]


def measure(path: Path | None, window: int, measured: int = MEASURED, *, encoder: bool = False) -> PlacingCost:
    index = StoryClusterer(ReadingFrom(window) if encoder else None)
    spent, forgetting, stories = list[float](), list[float](), 0
    for number, item in enumerate(islice(stream(path, window), window + measured)):
        if number % TURN == 0:
            began = time.process_time()
            index.expire(item.arrived_at)
            forgetting.append(_ms_since(began))
        began = time.process_time()
        placement = index.place(item)
        stories += isinstance(placement, NewStory)
        index.add(item, StoryId(stories) if isinstance(placement, NewStory) else placement.story)
        spent.append(_ms_since(began))
    last, upkeep = sorted(spent[-measured:]), forgetting[-measured // TURN :]
    began = time.process_time()
    snapshot = index.snapshot()
    snapshot_ms = _ms_since(began)
    began = time.process_time()
    recluster(snapshot, item.arrived_at)
    return PlacingCost(
        window=len(index),
        stories=stories,
        edges=len(snapshot.edges.one),
        item_ms=statistics.median(last),
        item_p99_ms=last[int(len(last) * 0.99)],
        expire_ms=statistics.median(upkeep),
        expire_max_ms=max(upkeep),
        snapshot_ms=snapshot_ms,
        repair_ms=_ms_since(began),
        memory_mb=int(peak_mib()),
    )


def encoding_ms(count: int) -> float:
    """What the sentence encoder takes for an item, the median."""
    encode, spent = ModelEncoder(), list[float]()
    for item in headlines.stream(count):
        embedding, began = encode(item), time.process_time()
        if embedding is not None:
            embedding.vector  # noqa: B018 - made when it is read
        spent.append(_ms_since(began))
    return statistics.median(spent)


def _ms_since(began: float) -> float:
    return 1000 * (time.process_time() - began)


def main(path: str, window: str = "50000", measured: str = f"{MEASURED}", encoder: str = "") -> None:
    row = measure(Path(path), int(window), int(measured), encoder=bool(encoder))
    print(f"items in the window {row.window}, stories {row.stories}, edges {row.edges}")
    print(f"place and add: median {row.item_ms:.2f} ms, p99 {row.item_p99_ms:.2f} ms")
    print(f"forgetting before fifty items: median {row.expire_ms:.2f} ms, at most {row.expire_max_ms:.1f} ms")
    print(f"snapshot {row.snapshot_ms:.0f} ms, repair {row.repair_ms:.0f} ms, memory at most {row.memory_mb} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
