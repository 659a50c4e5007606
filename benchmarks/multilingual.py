"""Stories in several languages, in our own words: are they found to be one, with and without the encoder?

    python -m benchmarks.multilingual [--words]

benchmarks/multilingual.jsonl holds 48 stories in English, Ukrainian, Russian, French and German, each in three to five
of them, with hard negatives: the same city the next night, another city's quake, the same team's other match, another
bank's rate. `gold_part`: bars were chosen on part a, part b was looked at afterwards.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from benchmarks.scoring import Score, bcubed, of_counts
from bot.lab.rows import LabRow, read_items, read_rows
from bot.lab.stories import decide
from desk.sentence_encoder import ModelEncoder
from newsroom.stories.cross_lingual import SentenceEncoder

SET = Path(__file__).parent / "multilingual.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """`related`: the links "possibly related" of items that opened a story although theirs was open already."""

    groups: Score
    on_arrival: Score
    related: Score
    ms_per_item: float


def measure(part: str | None = None, encoder: SentenceEncoder | None = None) -> Measured:
    """Group the set as it arrives; None: both parts in one stream, without an encoder."""
    rows = [row for row in read_items(read_rows(str(SET))) if part in (None, row.raw["gold_part"])]
    gold = {str(row.id): row.raw["gold_story"] for row in rows}
    began = time.process_time()
    answers = list(decide(rows, encoder))
    spent = 1000 * (time.process_time() - began) / len(rows)
    return Measured(
        groups=bcubed(gold, {row["id"]: row["story"] for row in answers}),
        on_arrival=bcubed(gold, {row["id"]: row["story_online"] for row in answers}),
        related=links(rows, answers),
        ms_per_item=spent,
    )


def links(rows: Sequence[LabRow], answers: Sequence[Any]) -> Score:
    gold = {row.id: row.raw["gold_story"] for row in rows}
    open_: set[str] = set()
    hits = made = wanted = 0
    for one in answers:
        story = gold[one["id"]]
        if one["kind"] == "new":
            wanted += story in open_
            made += one["of"] is not None
            hits += one["of"] is not None and gold[one["of"]] == story
        open_.add(story)
    return of_counts(hits, made, wanted)


@click.command()
@click.option("--words", is_flag=True, help="Without the sentence encoder.")
def main(*, words: bool) -> None:
    """Print the figures of both parts and of the whole."""
    encoder = None if words else ModelEncoder()
    for part in ("a", "b", None):
        found = measure(part, encoder)
        scores = {"story": found.groups, "on arrival": found.on_arrival, "related": found.related}
        shown = {name: [round(s.precision, 3), round(s.recall, 3), round(s.f1, 3)] for name, s in scores.items()}
        click.echo(json.dumps({"part": part or "all", **shown, "ms_per_item": round(found.ms_per_item, 2)}))


if __name__ == "__main__":
    main()
