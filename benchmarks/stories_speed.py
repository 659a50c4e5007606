"""What placing and adding an item costs with a full window.

    python benchmarks/stories_speed.py ../shared/eval/data/stream/headlines_2020_2023.jsonl.xz [WINDOW [MEASURED]]

Fills the index with WINDOW headlines and summaries (50,000 by default) as if all had come within seven days, then
times MEASURED more (2,000): median and 99th percentile, snapshot, repair. Seconds are of this process's own CPU time.
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

from bot.lab.rows import item_of
from newsroom.item import Item
from newsroom.stories.clusterer import StoryClusterer
from newsroom.stories.placement import NewStory
from newsroom.stories.reclustering import recluster
from newsroom.story import StoryId

START = datetime(2024, 1, 1, tzinfo=UTC)
WEEK_S = 7 * 24 * 3600


def stream(path: Path, window: int) -> Iterator[Item]:
    step = timedelta(seconds=WEEK_S / window)
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            row["published"] = (START + number * step).isoformat()
            yield item_of(row, number).item


def main(path: str, window: int = 50_000, measured: int = 2_000) -> None:
    index, spent = StoryClusterer(), []
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
