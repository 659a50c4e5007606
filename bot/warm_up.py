"""Tables, and the dictionaries of the newsroom's languages, read before the loops begin; the encoder beside them."""

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

from bot.memory_tuning import collect_and_freeze
from desk.dictionary_files import read_dictionary_files
from newsroom.desk.decide import Arrival, decide
from newsroom.desk.state import AlertRules, Desk, DeskState
from newsroom.item import Item, ItemId, Paragraph
from newsroom.languages import languages
from newsroom.source import Source, SourceId
from newsroom.stories.cross_lingual import SentenceEncoder
from newsroom.text.language_detection import primary
from newsroom.text.lemmas import often
from newsroom.text.scripts import MAIN
from storage.database import Connection, Database
from storage.retry import retry_until
from storage.search import late_languages
from storage.sources import active_sources
from watchers.entry_cleaning import clean_entries
from watchers.parsed_feed import FeedEntry

_TEXT = "On 31 March 2020 a ferry sank off Lower Quay in Ukraine; 12 people were killed, the mayor said on Friday."
_NOON = datetime(2020, 4, 1, 12, tzinfo=UTC)
_OUTLET = Source(id=SourceId(1), name="Outlet", url="https://outlet.example/feed", family="outlet")


async def languages_in_use(connection: Connection) -> frozenset[str]:
    """The usual languages of late items, and the sources', those that we know; where there is none, the guessed one.

    A feed may declare any tag of letters, and another in each item.
    """
    named = {primary(row.source.language) for row in await active_sources(connection)}
    return frozenset(languages()).intersection(named | often(await late_languages(connection))) or frozenset(
        {MAIN.rest}
    )


async def read_tables_in_use(database: Database, stop: asyncio.Event, folder: Path | None = None) -> None:
    """Read the tables that this newsroom needs, once its database answers: the loops wait for that too.

    `folder`: for what the next start need not make anew; None: there is none.
    """

    async def read() -> None:
        await asyncio.to_thread(read_tables, await database.ask(languages_in_use), folder)

    await retry_until("tables", read, stop)


def read_tables(languages: Collection[str], folder: Path | None = None) -> None:
    """Read what is read on first use: one invented item in each of these languages goes through the desk, unsent.

    Read in the midst of work, the table of word frequencies stalled every loop for 100 to 250 ms. The dictionary of a
    language that comes later is read with its first item, on the thread that decides.
    """
    clean_entries([FeedEntry(guid="1", title="Ferry sinks, 12 dead", summary=f"<p>{_TEXT}</p>")], _OUTLET, frozenset())
    read_dictionary_files(folder, languages)
    for language in sorted(languages):
        decide(Arrival(item=_item(language), background=False), Desk(DeskState(), AlertRules(), _NOON))
    collect_and_freeze()  # the tables stay for good: each look through them would stall the loops


async def read_encoder(encoder: SentenceEncoder | None) -> None:
    """Have the encoder at hand when the first item is decided: to read it takes a second.

    Nobody who asks something waits for it, and the desk restores its state beside it. It stalls the loops for a tenth
    of a second, at a moment at which they have just begun.
    """
    embedding = None if encoder is None else encoder(_item(MAIN.rest))
    if embedding is not None:
        await asyncio.to_thread(lambda: embedding.vector)  # made, and of no further use


def _item(language: str) -> Item:
    return Item(
        id=ItemId(1), source=_OUTLET, url="", title="Ferry sinks, 12 dead", paragraphs=(Paragraph(text=_TEXT),),
        published=_NOON, arrived_at=_NOON, language=language,
    )  # fmt: skip
