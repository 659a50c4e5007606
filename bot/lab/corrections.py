"""`wirewatch lab corrections`: what people corrected, as labelled files that judge the next version of the engine."""

import asyncio
import html
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from bot.export import read_only
from bot.lab.rows import out_option, write_rows
from handlers.sentences.reader import Reader
from newsroom.chat import ChatId
from newsroom.desk.correction_labels import LabelledCorrections, labelled
from newsroom.errors import ReadableError
from newsroom.item import Item, ItemId
from storage.correction_records import corrections_that_hold, items_around
from storage.database import Database


@click.command("corrections")
@click.argument("database", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@out_option
@click.option("--pairs", type=click.Path(dir_okay=False), help="Where the pairs go that people decided about.")
@click.option("--chat", type=int, help="This chat's corrections alone, of the items of its own feeds too.")
def corrections_command(database: Path, out: str, pairs: str | None, chat: int | None) -> None:
    """Write what people corrected in DATABASE as labelled files.

    The items of the days on which something was corrected, with "gold_story" where a person decided; with --pairs also
    the pairs, with "gold": "same" or "other". Nothing in the database changes.
    """
    try:
        labels, items = asyncio.run(_read(f"sqlite:///{database}", None if chat is None else ChatId(chat)))
    except ReadableError as error:
        raise click.ClickException(Reader().plain(error.sentence)) from None
    if not labels.story_of:
        click.echo(_none_hold(chat), err=True)
    write_rows(out, (_labelled_row(item, labels.story_of.get(item.id)) for item in items))
    if pairs is not None:
        write_rows(pairs, _pairs(labels, items))


def _none_hold(chat: int | None) -> str:
    reader = Reader()
    return reader.say("cli.no_corrections") if chat is None else reader.say("cli.no_corrections_of_chat", chat=chat)


async def _read(url: str, chat: ChatId | None) -> tuple[LabelledCorrections, Sequence[Item]]:
    database = Database(read_only(url))
    try:
        async with database.read() as connection:
            labels = labelled(await corrections_that_hold(connection, chat))
            return labels, await items_around(connection, list(labels.story_of), chat)
    finally:
        await database.close()


def _labelled_row(item: Item, story: ItemId | None) -> Mapping[str, Any]:
    return {**item_row(item), "gold_story": None if story is None else str(story)}


def _pairs(labels: LabelledCorrections, items: Sequence[Item]) -> Iterator[Mapping[str, Any]]:
    known = {item.id: item for item in items}
    for gold, pairs in (("same", labels.one_story), ("other", labels.two_stories)):
        for a, b in pairs:
            yield {"pair": f"{a}-{b}", "a": item_row(known[a]), "b": item_row(known[b]), "gold": gold}


def item_row(item: Item) -> dict[str, Any]:
    """An item as the lab reads it; the text is markup, as a feed would have it."""
    return {
        "id": str(item.id),
        "source": item.source.shown,
        "url": item.page,
        "title": html.escape(item.title, quote=False),
        "content": "".join(_block(p.text, heading=p.heading) for p in item.paragraphs),
        "published": item.time.isoformat(),
        "language": item.language,
    }


def _block(text: str, *, heading: bool) -> str:
    tag = "h2" if heading else "p"
    return f"<{tag}>{html.escape(text, quote=False)}</{tag}>"
