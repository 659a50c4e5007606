"""`wirewatch lab dates`: the calendar expressions of a text, with their places."""

from collections.abc import Mapping
from typing import Any

import click

from bot.lab.rows import Lines, finish, moment, out_option, read_rows, write_rows
from newsroom.dates import DateMention, Derivation, find_dates


@click.command("dates")
@click.argument("texts", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@out_option
def dates_command(texts: str, out: str) -> None:
    """Find the dates in TEXTS: a line for each, {"id", "dates"}; durations and vague words are left out."""
    lines = read_rows(texts)
    write_rows(out, (answer for number, row in lines if (answer := _answer(lines, number, row)) is not None))
    finish(lines)


def _answer(lines: Lines, number: int, row: Mapping[str, Any]) -> dict[str, Any] | None:
    text, published = row.get("text"), row.get("published")
    if not isinstance(text, str):
        lines.report(number, 'has no text under "text"')
        return None
    when = moment(published) if isinstance(published, str) else None
    if when is None:
        lines.report(number, 'has no ISO 8601 date under "published"')
        return None
    language = row.get("language")
    found = find_dates(text, when.date(), language if isinstance(language, str) else None)
    return {"id": row.get("id", number), "dates": [_shown(m) for m in found if m.kind is not Derivation.VAGUE]}


def _shown(mention: DateMention) -> dict[str, Any]:
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "value": mention.value,
        "precision": mention.precision.value,
        "kind": mention.kind.value,
    }
