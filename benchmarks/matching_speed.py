"""What matching costs: topics made of the stream's own words, matched against its headlines.

    WIREWATCH_SHARED=../shared .venv/bin/python -m benchmarks.matching_speed [TOPICS]

The words are drawn as often as they occur in headlines, so an item fulfils far more topics than a newsroom's would be.
"""

import json
import lzma
import os
import random
import sys
import time
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from newsroom.item import Item, ItemId
from newsroom.matching.matcher import Matcher
from newsroom.matching.query import Query, QueryError, parse
from newsroom.source import Source, SourceId
from newsroom.text.words import tokens
from newsroom.topic import TopicId

_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_SOURCE = Source(id=SourceId(1), name="Sample Wire", url="", family="sample")


def main(topics: int) -> None:
    shared = Path(os.environ.get("WIREWATCH_SHARED", "../shared"))
    with lzma.open(shared / "eval/data/stream/headlines_2020_2023.jsonl.xz", "rt") as file:
        titles = [json.loads(line)["title"] for line in islice(file, 8_000)]
    items = [_item(number, title) for number, title in enumerate(titles)]
    asked = _queries(titles, topics)
    started = time.process_time()
    matcher = Matcher(asked)
    matcher.match(items[0])
    built = time.process_time()
    for item in items[:1_000]:
        matcher.match(item)
    warm = time.process_time()
    found = sum(len(matcher.match(item)) for item in items[1_000:3_000])
    done = time.process_time()
    again = Matcher(asked)
    again.match(items[0])
    rebuilt = time.process_time()
    print(f"{topics} topics: built in {built - started:.1f} s, again in {rebuilt - done:.1f} s")
    print(
        f"{2_000 / (done - warm):.0f} items/s, {found / 2_000:.1f} topics an item, "
        f"{found / (done - warm):.0f} matches/s"
    )


def _item(number: int, title: str) -> Item:
    return Item(
        id=ItemId(number),
        source=_SOURCE,
        url="",
        title=title,
        paragraphs=(),
        published=_NOW,
        arrived_at=_NOW,
        language="en",
    )


def _queries(titles: list[str], topics: int) -> dict[TopicId, Query]:
    chance = random.Random(1)  # noqa: S311 - a benchmark wants the same topics each time
    words = [token.text for title in titles for token in tokens(title) if len(token.text) > 3]
    found: dict[TopicId, Query] = {}
    while len(found) < topics:
        text = " ".join(chance.choices(words, k=chance.choice([1, 2, 2, 3])))
        if chance.random() < 0.3:
            text += " ({} OR {})".format(*chance.choices(words, k=2))
        try:
            found[TopicId(len(found))] = parse(text)
        except QueryError:
            continue
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
