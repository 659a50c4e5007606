"""`wirewatch lab summary`: one or two of each item's own sentences."""

from typing import Any

import click

from bot.lab.rows import LabRow, answer_items, items_argument, out_option
from newsroom.timelines.summary import summarise


@click.command("summary")
@items_argument
@out_option
def summary_command(items: str, out: str) -> None:
    """Summarise each of ITEMS (JSON lines) in its own words: {"id", "sentences"}."""
    answer_items(items, out, _answer)


def _answer(row: LabRow) -> dict[str, Any]:
    return {"id": row.id, "sentences": list(summarise(row.item))}
