"""The index of words after a program that reads words otherwise: every stored item is read anew, the newest first.

Until then an older item is found by the words that it was found by before, and the new ones of the others count.
"""

import asyncio
from collections.abc import Iterable

import structlog

from newsroom.item import Item, ItemId
from newsroom.matching.terms import READING, item_words
from storage import word_index
from storage.database import Connection, Database
from storage.items import items_by_id
from storage.key_values import note, noted
from storage.search import last_decided

log = structlog.get_logger()

_NOTE = "words_read"
# Items a turn: a third of a second of a processor, a turn a second, so that the desk has the rest. A guess.
_AT_A_TIME = 75


class WordIndexLoop:
    """Reads stored items again where their words were last read in another way (newsroom.matching.terms.READING)."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._up_to: int | None = None

    async def turn(self) -> bool:
        """Read some items; False where none is left."""
        if self._up_to is None:
            self._up_to = await self._begin()
        if not self._up_to:
            return False
        async with self._database.read() as connection:
            ids = await word_index.indexed_up_to(connection, self._up_to, _AT_A_TIME)
            found = await items_by_id(connection, ids)
        words = await asyncio.to_thread(_words_of, list(found.values()))
        left = min(ids, default=ItemId(1)) - 1
        async with self._database.write() as tx:
            await word_index.index_again(tx, {found[id_]: words[id_] for id_ in found})
            await note(tx, _NOTE, {"reading": READING, "up_to": left})
        self._up_to = left
        if not left:
            log.info("words_read_anew", reading=READING)
        return bool(left)

    async def _begin(self) -> int:
        """The newest item to read. It is noted: what comes from now on is read well, after a restart, too."""
        left = await self._database.ask(_left)
        if left is None:
            async with self._database.write() as tx:
                left = await last_decided(tx.connection)
                await note(tx, _NOTE, {"reading": READING, "up_to": left})
        return left


async def _left(connection: Connection) -> int | None:
    """The newest item whose words are still to be read anew; None where nothing is noted of this reading."""
    before = await noted(connection, _NOTE) or {}
    return int(before["up_to"]) if before.get("reading") == READING else None


def _words_of(items: Iterable[Item]) -> dict[ItemId, frozenset[str]]:
    return {item.id: item_words(item) for item in items}
