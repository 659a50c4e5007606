"""What is old is forgotten whole; what still waits never is."""

from datetime import timedelta

from newsroom.chat import ChatId, Place
from storage import intake, outbox, retention, search
from storage.database import Database
from storage.items import items_by_id
from storage.sources import sync_operator_sources
from storage.tables import items
from tests.builders import NOW, entry, spec


async def test_an_old_delivery_is_forgotten_once_it_is_settled_and_never_while_it_waits(database: Database) -> None:
    async with database.write() as tx:
        settled, waiting = [await outbox.put(tx, Place(chat=ChatId(1)), outbox.Kind.MESSAGE, {}, NOW) for _ in range(2)]
        await outbox.settle_sent(tx, settled, 7, NOW)
        assert await retention.forget_deliveries(tx, NOW + timedelta(days=1)) == 1
        assert [d.id for d in await outbox.heads(tx.connection, NOW, (), 5)] == [waiting]


async def test_an_old_item_is_forgotten_with_all_that_hangs_on_it_once_it_is_decided(database: Database) -> None:
    async with database.write() as tx:
        await sync_operator_sources(tx, [spec()], NOW, 60)
        await intake.take(tx, 1, [entry("a"), entry("b", "Another headline", "Another text.")], NOW, background=False)
        await tx.execute(items.update().where(items.c.key == "a").values(decided_at=NOW))
        await search.index_words(tx, 1, ["ferry"])
        assert await retention.forget_items(tx, NOW + timedelta(days=1)) == 1
        assert [item.title for item in (await items_by_id(tx.connection, [1, 2])).values()] == ["Another headline"]
        assert await search.items_with(tx.connection, ["ferry"], 5) == []
