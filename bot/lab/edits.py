"""`wirewatch lab edits`: two headlines of one item."""

from collections.abc import Iterator, Mapping
from typing import Any

import click

from bot.lab.rows import Lines, finish, out_option, read_rows, write_rows
from newsroom.claims.headline_edits import judge


@click.command("edits")
@click.argument("edits", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@out_option
def edits_command(edits: str, out: str) -> None:
    """Judge edits of headlines.

    EDITS has lines of {"id", "before", "after", "before_at", "after_at"}.
    """
    lines = read_rows(edits)
    write_rows(out, _answers(lines))
    finish(lines)


def _answers(lines: Lines) -> Iterator[Mapping[str, Any]]:
    for number, row in lines:
        before, after = row.get("before"), row.get("after")
        if not isinstance(before, str) or not isinstance(after, str):
            lines.report(number, 'has no texts under "before" and "after"')
            continue
        edit = judge(before, after)
        yield {
            "id": row.get("id", number),
            "verdict": edit.verdict.value,
            "changed": [[change.before, change.after] for change in edit.changed],
            "name_changed": edit.name_changed,
        }
