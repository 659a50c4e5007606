from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import inbox, key_values, retention
from storage.database import Bell, Database
from storage.tables import updates
from tests.builders import NOW, at, update


async def waiting(database: Database) -> list[int]:
    return [received.update_id for received in await database.ask(inbox.undone)]


async def test_a_batch_is_kept_once_and_gives_the_next_offset(database: Database) -> None:
    assert await inbox.receive(database, [update(7), update(8)], NOW) == 9
    assert await inbox.receive(database, [update(8), update(9)], at(1)) == 10
    received = await database.ask(inbox.undone)
    assert [(r.update_id, r.received_at) for r in received] == [(7, NOW), (8, NOW), (9, at(1))]
    assert received[0].payload == update(7)
    assert database.quiet(Bell.INBOX)


async def test_an_update_done_is_not_done_again_when_it_comes_once_more(database: Database) -> None:
    await inbox.receive(database, [update(7)], NOW)
    async with database.write() as tx:
        await inbox.done(tx, 7, at(1))
    await inbox.receive(database, [update(7)], at(2))
    assert await waiting(database) == []


async def test_of_an_answered_update_only_its_number_is_kept(database: Database) -> None:
    """What people had said, with their names, was kept for a week."""
    await inbox.receive(database, [update(7, "/track something confidential")], NOW, lane_of=lambda _: "1001:1001")
    async with database.write() as tx:
        await inbox.done(tx, 7, at(1))
        (row,) = (await tx.execute(select(updates))).all()
    assert (row.update_id, row.payload, row.lane) == (7, {}, "")


async def test_updates_are_taken_in_telegrams_order(database: Database) -> None:
    await inbox.receive(database, [update(9), update(7), update(8)], NOW)
    assert await waiting(database) == [7, 8, 9]


async def test_a_poison_update_is_set_aside_with_its_reason_and_the_next_goes_on(database: Database) -> None:
    await inbox.receive(database, [{"update_id": 7, "message": "\ud800 no message"}, update(8)], NOW)
    async with database.write() as tx:
        await inbox.done(tx, 7, at(1), failed="no message at all")
    assert await waiting(database) == [8]


async def test_a_rolled_back_effect_leaves_the_update_to_be_done(database: Database) -> None:
    await inbox.receive(database, [update(7)], NOW)

    async def cut_off() -> None:
        async with database.write() as tx:
            await inbox.done(tx, 7, at(1))
            raise ConnectionError

    with pytest.raises(ConnectionError):
        await cut_off()
    assert await waiting(database) == [7]


@pytest.mark.parametrize("kind_of_database", ["sqlite"])
async def test_the_offset_survives_forgetting_and_a_restart(database: Database, database_url: str) -> None:
    await inbox.receive(database, [update(7), update(8)], NOW)
    async with database.write() as tx:
        await inbox.done(tx, 7, NOW)
        await inbox.done(tx, 8, NOW)
        await retention.forget_updates(tx, NOW + timedelta(days=9))
    await database.close()
    again = Database(database_url)
    await again.open()
    assert await again.ask(inbox.next_offset) == 9
    await again.close()


async def test_what_is_undone_is_never_forgotten(database: Database) -> None:
    await inbox.receive(database, [update(7), update(8)], NOW)
    async with database.write() as tx:
        await inbox.done(tx, 8, NOW)
        await retention.forget_updates(tx, NOW + timedelta(days=9))
    assert await waiting(database) == [7]


async def test_before_the_first_update_there_is_no_offset(database: Database) -> None:
    assert await database.ask(inbox.next_offset) is None


async def test_after_ids_that_begin_anew_the_offset_follows_the_last_batch(database: Database) -> None:
    """Telegram's next id is random after a week without updates: asked behind the highest, half of them never came."""
    await inbox.receive(database, [update(900_000_000)], NOW)
    assert await inbox.receive(database, [update(1_000), update(1_001)], NOW) == 1_002
    assert await database.ask(inbox.next_offset) == 1_002


async def test_an_older_programs_database_goes_on_behind_its_newest_update(database: Database) -> None:
    await inbox.receive(database, [update(7)], NOW)
    async with database.write() as tx:
        await key_values.note(tx, "telegram.offset", None)
    assert await database.ask(inbox.next_offset) == 8
