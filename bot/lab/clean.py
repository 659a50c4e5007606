"""`wirewatch lab clean`: the text of each item without boilerplate."""

from typing import Any

import click

from bot.lab.rows import LabRow, answer_items, items_argument, out_option
from newsroom.text.clean import clean


@click.command("clean")
@items_argument
@out_option
def clean_command(items: str, out: str) -> None:
    """Write the reader's text of each of ITEMS (JSON lines): {"id", "text", "related"}."""
    answer_items(items, out, _answer)


def _answer(row: LabRow) -> dict[str, Any]:
    markup = row.raw.get("content") or row.raw.get("summary") or ""
    text = "\n\n".join(paragraph.text for paragraph in row.item.paragraphs)
    related = clean(row.item.title, markup, outlet=row.item.source.name).related
    return {"id": row.id, "text": text, "related": list(related)}
