"""Tables, and the dictionaries of the newsroom's languages, read before the loops begin."""

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime

from bot.memory_tuning import collect_and_freeze
from newsroom.desk.decide import Arrival, decide
from newsroom.desk.state import AlertRules, Desk, DeskState
from newsroom.item import Item, ItemId, Paragraph
from newsroom.languages import languages
from newsroom.source import Source, SourceId
from newsroom.stories.cross_lingual import SentenceEncoder
from newsroom.text.language_detection import primary
from newsroom.text.lemmas import read_dictionaries
from newsroom.text.scripts import MAIN
from storage.database import Connection, Database
from storage.retry import retry_until
from storage.search import known_languages
from storage.sources import active_sources
from watchers.entry_cleaning import clean_entries
from watchers.parsed_feed import FeedEntry

_TEXT = "On 31 March 2020 a ferry sank off Lower Quay in Ukraine; 12 people were killed, the mayor said on Friday."


async def languages_in_use(connection: Connection) -> frozenset[str]:
    """The languages of what is stored and of the sources, those that we know; where there is none, the guessed one.

    A feed may declare any tag of letters, and another in each item.
    """
    named = {primary(row.source.language) for row in await active_sources(connection)}
    return frozenset(languages()).intersection(named | await known_languages(connection)) or frozenset({MAIN.rest})


async def read_tables_in_use(database: Database, encoder: SentenceEncoder | None, stop: asyncio.Event) -> None:
    """Read the tables that this newsroom needs, once its database answers: the loops wait for that too."""

    async def read() -> None:
        await asyncio.to_thread(read_tables, encoder, await database.ask(languages_in_use))

    await retry_until("tables", read, stop)


def read_tables(encoder: SentenceEncoder | None, languages: Collection[str]) -> None:
    """Read what is read on first use: one invented item in each of these languages goes through the desk, unsent.

    Read in the midst of work, the table of word frequencies stalled every loop for 100 to 250 ms, and the encoder's for
    133. The dictionary of a language that comes later is read with its first item, on the thread that decides.
    """
    noon = datetime(2020, 4, 1, 12, tzinfo=UTC)
    outlet = Source(id=SourceId(1), name="Outlet", url="https://outlet.example/feed", family="outlet")
    clean_entries([FeedEntry(guid="1", title="Ferry sinks, 12 dead", summary=f"<p>{_TEXT}</p>")], outlet, frozenset())
    read_dictionaries(languages)
    for number, language in enumerate(sorted(languages), start=1):
        item = Item(
            id=ItemId(number), source=outlet, url="", title="Ferry sinks, 12 dead", paragraphs=(Paragraph(text=_TEXT),),
            published=noon, arrived_at=noon, language=language,
        )  # fmt: skip
        decide(Arrival(item=item, background=False), Desk(DeskState(), AlertRules(), noon))
        if encoder is not None and (embedding := encoder(item)) is not None:
            embedding.vector.any()  # made, and of no further use
    collect_and_freeze()  # the tables stay for good: each look through them would stall the loops
