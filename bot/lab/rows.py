"""JSON lines in and out: the front end of every lab command.

A broken line is reported on standard error by its number, and left out; the command then ends with status 1.
"""

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any

import click

from newsroom.item import Item, ItemId
from newsroom.source import Source, SourceId
from newsroom.text.clean import clean
from newsroom.text.language_detection import detect
from newsroom.text.url import canonical, registered_domain
from newsroom.text.words import fold

# When an undated row is taken to have been seen: one instant for all, so that they differ in nothing but their text.
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)

_PATH = click.Path(exists=True, dir_okay=False, allow_dash=True)
items_argument = click.argument("items", type=_PATH)
out_option = click.option(
    "-o", "--out", default="-", show_default=True, help="Where the answers go; - is standard output."
)


class BrokenRowError(ValueError):
    """A row that can't be used; the message says which key and what was expected there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabRow:
    """An item beside the row it was made of; `id` is the row's own (the line's number where it gave none)."""

    id: str | int
    item: Item
    raw: Mapping[str, Any]


class Lines:
    """The objects of a file of JSON lines, each with its number counted from 1; `broken` counts the lines left out."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.broken = 0

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any]]]:
        with click.open_file(self.path, "rb") as file:
            yield from self._objects(file)

    def _objects(self, file: IO[bytes]) -> Iterator[tuple[int, dict[str, Any]]]:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line.decode("utf-8-sig"))
            except (ValueError, RecursionError) as error:
                self.report(number, f"is not JSON: {error}")
                continue
            if isinstance(row, dict):
                yield number, row
            else:
                self.report(number, "is not a JSON object")

    def report(self, number: int, problem: str) -> None:
        """Report that a line is left out, and count it."""
        self.broken += 1
        click.echo(f"{self.path}: line {number} {problem}", err=True)


def read_rows(path: str) -> Lines:
    """The rows of a file of JSON lines; "-" is standard input. Iterate once, then look at `broken`."""
    return Lines(path)


def read_items(lines: Lines) -> Iterator[LabRow]:
    """The items of the rows; a row that makes no item is reported like a broken line."""
    for number, row in lines:
        try:
            made = item_of(row, number)
        except BrokenRowError as error:
            lines.report(number, str(error))
            continue
        yield made


def write_rows(path: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write JSON lines; "-" is standard output. Lone surrogates leave as JSON escapes."""
    with click.open_file(path, "wb") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")


def answer_items(items: str, out: str, answer: Callable[[LabRow], Mapping[str, Any]]) -> None:
    """Read items, write one answer for each, and end the command with status 1 if a line was left out."""
    lines = read_rows(items)
    write_rows(out, map(answer, read_items(lines)))
    finish(lines)


def finish(lines: Lines) -> None:
    """End the running command with status 1 if a line was left out."""
    if lines.broken:
        click.get_current_context().exit(1)


def item_of(row: Mapping[str, Any], number: int) -> LabRow:
    """A row as an item, cleaned as the watchers do it.

    Args:
        row: The keys of an item as the evaluation data spells them; only `id` or `title` need be there.
        number: The line's number; becomes the item's id.

    Raises:
        BrokenRowError: Under a key is something other than text.
    """
    texts = {key: _text(row, key) for key in ("source", "url", "title", "summary", "content", "published", "language")}
    name, address = texts["source"], canonical(texts["url"])
    cleaned = clean(texts["title"], texts["content"] or texts["summary"], outlet=name)
    published = moment(texts["published"])
    text = " ".join([cleaned.title, *(p.text for p in cleaned.paragraphs)])
    identity = row.get("id")
    return LabRow(
        id=identity if isinstance(identity, str | int) else number,
        raw=row,
        item=Item(
            id=ItemId(number),
            source=Source(
                id=SourceId(zlib.crc32(fold(name).encode("utf-8", "replace"))),
                name=name,
                url="",
                family=fold(name) or registered_domain(address),
            ),
            url=address,
            title=cleaned.title,
            paragraphs=cleaned.paragraphs,
            published=published,
            arrived_at=published or UNDATED,
            language=detect(text, texts["language"] or None),
        ),
    )


def moment(value: str) -> datetime | None:
    """An ISO 8601 date or time as an instant; midnight and UTC where it names neither; None where it is neither."""
    try:
        parsed = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    if parsed.tzinfo is None:
        return parsed.replace(tzinfo=UTC)
    try:
        return parsed.astimezone(UTC)
    except OverflowError:
        return None


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BrokenRowError(f"has something else than text under {key!r}")
    return value
