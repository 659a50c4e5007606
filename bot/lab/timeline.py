"""`wirewatch lab timeline`: what happened when, from a file of items."""

import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import click

from bot.lab.rows import finish, items_argument, out_option, read_items, read_rows
from handlers.sentences.reader import Reader
from newsroom.errors import UserError
from newsroom.item import ItemId
from newsroom.matching.query import parse
from newsroom.timelines.timeline import Timeline, timeline
from newsroom.timelines.timeline_entries import TimelineEntry

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("timeline")
@items_argument
@click.option("--about", help="A query in the topic language; a quoted name is also met by its most telling word.")
@click.option("--entries", type=click.IntRange(min=1), help="So many days, the most important; every date without.")
@click.option("--since", type=_DAY, help="First day wanted.")
@click.option("--until", type=_DAY, help="Last day wanted.")
@out_option
def timeline_command(
    items: str, about: str | None, entries: int | None, since: datetime | None, until: datetime | None, out: str
) -> None:
    """Lay out the events of ITEMS by time: one object, {"entries": [{"date", "precision", "text", "items"}]}."""
    lines = read_rows(items)
    rows = list(read_items(lines))
    try:
        query = parse(about) if about is not None else None
    except UserError as error:
        raise click.UsageError(Reader().plain(error.sentence)) from error
    laid_out = timeline([row.item for row in rows], about=query, entries=entries, since=_day(since), until=_day(until))
    names = {row.item.id: row.id for row in rows}
    with click.open_file(out, "w", encoding="utf-8", errors="backslashreplace") as file:
        # Who wants so many dates wants no lines without one.
        asked = laid_out if entries is None else replace(laid_out, undated=())
        json.dump(_shown(asked, names), file, ensure_ascii=False)
        file.write("\n")
    finish(lines)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment is not None else None


def _shown(laid_out: Timeline, names: dict[ItemId, str | int]) -> dict[str, Any]:
    lines = (*laid_out.background, *laid_out.entries, *laid_out.undated)
    return {"entries": [_line(line, names) for line in lines]}


def _line(line: TimelineEntry, names: dict[ItemId, str | int]) -> dict[str, Any]:
    return {
        "date": line.value,
        "precision": line.precision.value,
        "text": line.text,
        "items": [names[mention.item.id] for mention in line.mentions],
        "role": line.role.value,
        "named": line.named,
        "year_inferred": line.year_inferred,
        "documents": line.documents,
        "undated_in": [names[mention.item.id] for mention in line.mentions if not mention.dated],
        "figures": [[figure.slot, figure.value, figure.outlet] for figure in line.figures],
    }
