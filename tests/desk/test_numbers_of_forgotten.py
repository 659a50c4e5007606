"""What was forgotten leaves its number to nothing else: digests and a shift's lists go by the numbers of items."""

import pytest
from sqlalchemy import select

from newsroom.item import ItemId
from storage import forgetting, offers, retention, search, sources
from storage.database import Database
from storage.tables import items
from storage.tables import sources as source_table
from tests.builders import CHAT, GROUP, NOW, spec
from tests.desk.test_own_desks import FIRST, OTHER, SECOND, Newsroom


@pytest.fixture
async def room(database: Database) -> Newsroom:
    room = Newsroom(database)
    await room.begin()
    await room.read(1, "a", OTHER)
    return room


async def forget_ann(room: Newsroom) -> None:
    async with room.database.write() as tx:
        await forgetting.forget_person(tx, CHAT, NOW)
    dropped = 1
    while dropped:
        async with room.database.write() as tx:
            dropped = await retention.forget_nobodys(tx, NOW)


async def test_what_comes_after_a_forgotten_item_is_news_to_everybody(room: Newsroom) -> None:
    gone = await room.read(room.own, "own", FIRST)
    last = ItemId(await room.database.ask(search.last_decided))
    await forget_ann(room)
    new = await room.read(2, "new", SECOND)
    assert new > last >= gone
    assert await room.keys(new, GROUP) == [new]
    assert len(await room.alerts(GROUP)) == 2


async def test_of_the_newest_item_that_is_forgotten_nothing_but_its_number_stays_and_not_for_long(
    room: Newsroom,
) -> None:
    gone = await room.read(room.own, "own", FIRST)
    await forget_ann(room)
    async with room.database.read() as connection:
        (row,) = await connection.execute(select(items).where(items.c.id == gone))
        assert (row.title, row.paragraphs, row.url, row.owner_chat_id) == ("", [], "", 0)
        (source,) = await connection.execute(select(source_table).where(source_table.c.id == room.own))
        assert (source.name, source.url) == ("", f"forgotten:{room.own}")
    await room.read(2, "new", SECOND)
    await forget_ann(room)
    async with room.database.read() as connection:
        assert (await connection.execute(select(items).where(items.c.id == gone))).first() is None
        left = select(source_table).where(source_table.c.id == room.own)
        assert (await connection.execute(left)).first() is None


async def test_a_button_of_an_offer_that_is_over_accepts_no_other_source(room: Newsroom) -> None:
    """An empty feed is offered, removed and forgotten; the next one that somebody adds must not have its number."""
    async with room.database.write() as tx:
        offered = await sources.add_chat_source(tx, spec(4), GROUP, NOW, 300)
        assert offered is not None
        await offers.make(tx, offered, GROUP, NOW)
        await sources.remove_chat_source(tx, offered, GROUP)
    async with room.database.write() as tx:
        await retention.forget_sources(tx, NOW)
        other = await sources.add_chat_source(tx, spec(5), GROUP, NOW, 300)
    assert other is not None
    assert other > offered
