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


async def begun_in_a_new_life(database: Database, *update_ids: int) -> inbox.ProgramLife:
    """The program starts, begins these, and ends."""
    async with database.write() as tx:
        life = await inbox.begin_life(tx)
        for update_id in update_ids:
            await inbox.begin(tx, update_id, life.number)
    return life


async def test_what_is_at_work_at_the_end_of_each_life_is_counted_life_by_life(database: Database) -> None:
    await inbox.receive(database, [update(7), update(8)], NOW)
    lives = [await begun_in_a_new_life(database, 7) for _ in range(3)]
    assert [life.number for life in lives] == [1, 2, 3]
    assert [dict(life.left) for life in lives] == [{7: 0, 8: 0}, {7: 1, 8: 0}, {7: 2, 8: 0}]


async def test_what_a_life_ended_without_is_counted_anew(database: Database) -> None:
    await inbox.receive(database, [update(7), update(8)], NOW)
    await begun_in_a_new_life(database, 7, 8)
    assert (await begun_in_a_new_life(database, 8)).left == {7: 1, 8: 1}
    assert (await begun_in_a_new_life(database, 7)).left == {7: 0, 8: 2}
    assert (await begun_in_a_new_life(database)).left == {7: 1, 8: 0}


async def test_a_new_life_finds_nothing_of_what_is_done(database: Database) -> None:
    await inbox.receive(database, [update(7), update(8)], NOW)
    await begun_in_a_new_life(database, 7, 8)
    async with database.write() as tx:
        await inbox.done(tx, 7, NOW)
    assert (await begun_in_a_new_life(database)).left == {8: 1}
    await begun_in_a_new_life(database)
    rows = await database.ask(lambda connection: connection.execute(select(updates)))
    assert {row.update_id: row.begun for row in rows} == {7: 1, 8: 0}  # what is done is left as it was


async def test_an_update_is_done_once_and_one_set_aside_is_kept_whole(database: Database) -> None:
    await inbox.receive(database, [update(7), update(8)], NOW, lane_of=lambda _: "1001:1001")
    async with database.write() as tx:
        assert await inbox.done(tx, 7, at(1))
        assert await inbox.done(tx, 8, at(1), failed="no message at all")
        assert not await inbox.done(tx, 8, at(2))
        rows = (await tx.execute(select(updates).order_by(updates.c.update_id))).all()
    assert [row.done_at for row in rows] == [at(1), at(1)]
    assert [row.failed for row in rows] == [None, "no message at all"]
    assert (rows[1].payload, rows[1].lane) == (update(8), "1001:1001")


async def test_of_each_lane_so_many_are_read_and_of_all_so_many(database: Database) -> None:
    batch = [update(number) for number in range(1, 9)]
    lanes = {number: "slow" if number < 7 else "quick" for number in range(1, 9)}
    await inbox.receive(database, batch, NOW, lane_of=lambda one: lanes[one["update_id"]])
    assert await waiting(database) == [1, 2, 3, 4, 7, 8]
    few = await database.ask(lambda connection: inbox.undone(connection, limit=3, of_each_lane=2))
    assert [(one.update_id, one.lane) for one in few] == [(1, "slow"), (2, "slow"), (7, "quick")]


async def test_each_update_has_the_time_it_was_sent_or_else_the_time_it_came(database: Database) -> None:
    await inbox.receive(database, [update(7), update(8)], at(5), sending_times=lambda _: [at(1), None])
    assert [one.spoken_at for one in await database.ask(inbox.undone)] == [at(1), at(5)]
    with pytest.raises(ValueError, match="zip"):
        await inbox.receive(database, [update(9), update(10)], at(5), sending_times=lambda _: [at(1)])
    assert await waiting(database) == [7, 8]


async def test_what_is_not_wanted_is_not_kept_and_not_asked_for_again(database: Database) -> None:
    await inbox.receive(database, [update(7), update(8)], NOW, wanted=lambda one: one["update_id"] == 7)
    assert await waiting(database) == [7]
    assert await database.ask(inbox.next_offset) == 9
