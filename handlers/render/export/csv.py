"""A timeline as a table for spreadsheets."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from handlers.render.timeline_dates import when
from handlers.render.timeline_document import TimelineDocument, address, disagreements, plainly, sentence
from handlers.sentences.reader import Reader
from newsroom.timelines.timeline_entries import TimelineEntry

COLUMNS = (
    "date",
    "first_day",
    "last_day",
    "when",
    "precision",
    "year_inferred",
    "role",
    "sentence",
    "said_by",
    "documents",
    "figures_differ",
    "outlets",
    "addresses",
)
# What a spreadsheet takes for the beginning of a formula, full-width forms too.
# Source: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = re.compile(r"(?:^|(?<=[;\t\r\n]))(?=[\s\ufeff]*[=+\-@＝＋－＠]|[\t\r\n])")


def render_csv(document: TimelineDocument) -> bytes:
    """One row for each entry; UTF-8 with the mark by which spreadsheets know it, CRLF, several addresses by spaces."""
    heads = [document.reader.say(f"csv.{column}") for column in COLUMNS]
    return table(heads, (_cells(entry, document.reader) for entry in document.rows))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table with a row of heads; no cell of it is a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cells(entry: TimelineEntry, reader: Reader) -> Sequence[str]:
    return (
        entry.value or "",
        entry.first.isoformat() if entry.first else "",
        entry.last.isoformat() if entry.last else "",
        when(entry, reader),
        reader.say(f"csv_precision.{entry.precision.name.lower()}"),
        reader.say("csv.yes" if entry.year_inferred else "csv.no"),
        ", ".join((reader.say(f"csv_role.{entry.role.value}"), *([reader.say("mark.named")] if entry.named else ()))),
        sentence(entry),
        entry.item.source.shown,
        str(entry.documents),
        "; ".join(disagreements(entry, reader)),
        "; ".join(dict.fromkeys(mention.item.source.shown for mention in entry.mentions)),
        " ".join(dict.fromkeys(url for mention in entry.mentions if (url := address(mention)))),
    )


def _safe(cell: str) -> str:
    """A cell that no spreadsheet runs: what looks like the beginning of a formula gets an apostrophe.

    Behind a semicolon, too: where that separates lists (in French, Ukrainian, Russian), a spreadsheet may begin a cell.
    """
    return _FORMULA.sub("'", plainly(cell))
