"""What placing and adding an item costs with a full window.

    .venv/bin/python -m benchmarks.stories_speed \\
        ../shared/eval/data/stream/headlines_2020_2023.jsonl.xz [WINDOW [MEASURED [encoder]]]

Fills the index with WINDOW headlines and summaries (50,000 by default) as if all had come within seven days, then
times MEASURED more (2,000): median and 99th percentile, snapshot, repair. With "encoder" the sentence encoder reads the
items that are measured; those of the window have vectors of chance, since it would read them for minutes. Seconds are
of this process's own CPU time.
"""

import json
import lzma
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import numpy as np

from bot.lab.rows import item_of
from desk.sentence_encoder import sentence_encoder
from newsroom.item import Item
from newsroom.stories.clusterer import StoryClusterer
from newsroom.stories.cross_lingual import SentenceEncoder
from newsroom.stories.embeddings import Embedding
from newsroom.stories.placement import NewStory
from newsroom.stories.reclustering import recluster
from newsroom.story import StoryId

START = datetime(2024, 1, 1, tzinfo=UTC)
WEEK_S = 7 * 24 * 3600
VECTOR = 512  # numbers of the encoder's vectors


def stream(path: Path, window: int) -> Iterator[Item]:
    step = timedelta(seconds=WEEK_S / window)
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            row["published"] = (START + number * step).isoformat()
            yield item_of(row, number).item


def reading_from(first: int) -> SentenceEncoder:
    """An encoder that reads the items from that id on; those before it get a vector of chance."""
    encode, chance = sentence_encoder(), np.random.default_rng(1)

    def vector(item: Item) -> Embedding | None:
        if item.id >= first or item.id == 0:  # the first loads the model
            return encode(item)
        drawn = chance.standard_normal(VECTOR)
        return (drawn / np.linalg.norm(drawn)).astype(np.float16)

    return vector


def main(path: str, window: int = 50_000, measured: int = 2_000, encoder: str = "") -> None:
    index, spent = StoryClusterer(reading_from(int(window)) if encoder else None), []
    stories = 0
    for item in islice(stream(Path(path), int(window)), int(window) + int(measured)):
        began = time.process_time()
        placement = index.place(item)
        if isinstance(placement, NewStory):
            stories += 1
            index.add(item, StoryId(stories))
        else:
            index.add(item, placement.story)
        spent.append(1000 * (time.process_time() - began))
        if len(spent) % 500 == 0:
            index.expire(item.arrived_at)
    last = sorted(spent[-int(measured) :])
    print(f"items in the window {len(index)}, stories {stories}")
    median, p99 = last[len(last) // 2], last[int(len(last) * 0.99)]
    print(f"place and add: median {median:.2f} ms, p99 {p99:.2f} ms, max {last[-1]:.1f} ms")
    began = time.process_time()
    snapshot = index.snapshot()
    print(f"snapshot {time.process_time() - began:.2f} s, edges {len(snapshot.edges.one)}")
    began = time.process_time()
    recluster(snapshot, item.arrived_at)
    print(f"repair {time.process_time() - began:.2f} s")
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])  # type: ignore[arg-type]
