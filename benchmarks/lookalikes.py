"""Does the encoder join our stories in other languages with look-alikes of a real stream?

    python -m benchmarks.lookalikes ../shared/eval/data/stream/headlines_2020_2023.jsonl.xz [--words] [--headlines N]

Lays N headlines (10,000) of other years over the ten days of benchmarks/multilingual.jsonl. None of them reports one of
its stories: a group that has both is a false merge. Decided on arrival, without repairs.
"""

import dataclasses
import json
import lzma
from collections import defaultdict
from datetime import datetime
from itertools import islice
from pathlib import Path

import click

from benchmarks.multilingual import SET
from benchmarks.scoring import bcubed
from bot.lab.rows import item_of, read_items, read_rows
from desk.sentence_encoder import ModelEncoder
from newsroom.item import Item, ItemId
from newsroom.stories.clusterer import StoryClusterer
from newsroom.stories.placement import NewStory
from newsroom.story import StoryId

STREAM = "stream"


def headlines(path: Path, count: int, since: datetime, until: datetime) -> list[Item]:
    step = (until - since) / count
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, count)]
    return [item_of({**row, "published": (since + n * step).isoformat()}, n).item for n, row in enumerate(rows)]


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--headlines", "count", default=10_000, show_default=True)
@click.option("--words", is_flag=True, help="Without the sentence encoder.")
def main(path: Path, count: int, *, words: bool) -> None:
    """Print how many of our items are in a group with a headline of the stream."""
    own = [(row.raw["gold_story"], row.item) for row in read_items(read_rows(str(SET)))]
    times = [item.time for _, item in own]
    noise = [(STREAM, item) for item in headlines(path, count, min(times), max(times))]
    index = StoryClusterer(None if words else ModelEncoder())
    groups: dict[StoryId, set[str]] = defaultdict(set)
    gold: dict[str, str] = {}
    answers: dict[str, StoryId] = {}
    for number, (story, item) in enumerate(sorted([*own, *noise], key=lambda pair: pair[1].time), start=1):
        placed = index.place(numbered := dataclasses.replace(item, id=ItemId(number)))
        answers[str(number)] = StoryId(number) if isinstance(placed, NewStory) else placed.story
        index.add(numbered, answers[str(number)])
        gold[str(number)] = story
        groups[answers[str(number)]].add(story)
    ours = {number: story for number, story in gold.items() if story != STREAM}
    mixed = sum(STREAM in groups[answers[number]] for number in ours)
    found = bcubed(ours, {number: answers[number] for number in ours})
    shown = {"precision": round(found.precision, 3), "recall": round(found.recall, 3)}
    click.echo(json.dumps({"headlines": count, "items": len(ours), "in a group with a headline": mixed, **shown}))


if __name__ == "__main__":
    main()
