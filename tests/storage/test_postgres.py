"""What is PostgreSQL's own: several processes on one database, and a server that may be away."""

import asyncio
import sys
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.matching.query import parse
from storage import chats, topics
from storage.database import Bell, Database, StorageError
from storage.desk_bell import DeskChanges
from storage.lock import Occupied
from storage.tables import notes
from storage.write_locks import NONE
from tests.builders import CHAT, NOW, place
from tests.english import english, refused
from tests.postgres import HERE, fresh_database, two_processes


@pytest.fixture
async def processes(postgres: str) -> AsyncIterator[tuple[Database, Database]]:
    """Two on one database, as two processes have it."""
    async with two_processes(postgres) as both:
        yield both


async def track(database: Database, query: str = "ferry") -> None:
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", NOW)
        await topics.track(tx, place(), parse(query), CHAT, NOW)


async def test_a_bell_rings_in_every_process_and_once_in_its_own(processes: tuple[Database, Database]) -> None:
    one, other = processes
    async with one.write() as tx:
        tx.ring(Bell.INBOX)
    assert one.quiet(Bell.INBOX)
    assert await other.wait(Bell.INBOX, 10)
    await asyncio.sleep(0.1)
    assert not one.rung(Bell.INBOX)


async def test_a_bell_of_a_failed_write_rings_nowhere(processes: tuple[Database, Database]) -> None:
    one, other = processes

    async def fail() -> None:
        async with one.write() as tx:
            tx.ring(Bell.INBOX)
            raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        await fail()
    assert not await other.wait(Bell.INBOX, 0.3)
    assert not one.rung(Bell.INBOX)


async def hear_all_of(here: Database, there: Database) -> None:
    """What a process announces is heard in order: all that was rung there before has come here then."""
    async with there.write() as tx:
        tx.ring(Bell.INBOX)
    assert await here.wait(Bell.INBOX, 10)


async def test_what_another_process_changed_for_the_desk_is_known_within_its_next_write(
    processes: tuple[Database, Database],
) -> None:
    """Else an item is decided without the topic that was tracked just before."""
    desk, chat = processes
    async with desk.write(by_desk=True):
        pass
    await track(chat)
    async with desk.write(by_desk=True):
        assert desk.rung(Bell.DESK_STATE)
    await hear_all_of(desk, chat)
    assert await desk.collect_desk_changes() == DeskChanges(topics=frozenset({1}), chats=frozenset({CHAT}), cards=False)
    async with desk.write(by_desk=True) as tx:
        await tx.execute(text("UPDATE topics SET mode = 'paused'"))
    assert not desk.rung(Bell.DESK_STATE)


async def test_the_desk_learns_which_topic_and_chat_another_process_changed(
    processes: tuple[Database, Database],
) -> None:
    desk, chat = processes
    await track(chat, "tram")
    await hear_all_of(desk, chat)
    await desk.collect_desk_changes()
    await track(chat)
    async with chat.write() as tx:
        await tx.execute(text("UPDATE chats SET id = -99"))  # its topics go with it
        await tx.execute(text("UPDATE chats SET retry_at = 5"))  # the desk does not read it
    await hear_all_of(desk, chat)
    assert await desk.collect_desk_changes() == DeskChanges(
        topics=frozenset({1, 2}), chats=frozenset({CHAT, -99}), cards=False
    )
    assert await desk.collect_desk_changes() == DeskChanges(topics=frozenset(), chats=frozenset(), cards=False)


async def test_a_change_whose_transaction_ends_after_a_later_one_is_collected_too(
    processes: tuple[Database, Database],
) -> None:
    """A write without the desk's lock may change a chat, and its count is visible before its rows are."""
    desk, chat = processes
    await track(chat, "tram")
    await hear_all_of(desk, chat)
    await desk.collect_desk_changes()
    async with chat.write(locks=NONE) as slow:
        await slow.execute(text("UPDATE chats SET zone = 'Europe/Kyiv'"))
        async with desk.write(by_desk=True) as tx:
            await tx.execute(text("SELECT 1"))
        assert desk.take_desk_changes() == DeskChanges(topics=frozenset(), chats=frozenset(), cards=False)
    assert await desk.wait(Bell.DESK_STATE, 10)
    changes = await desk.collect_desk_changes()
    assert changes is not None
    assert changes.chats == {CHAT}


async def test_a_change_that_comes_while_the_desk_collects_rings_on(
    processes: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its bell was silenced with the older ones: what people changed was not known until the next change."""
    desk, chat = processes
    await desk.collect_desk_changes()
    await track(chat, "tram")
    assert await desk.wait(Bell.DESK_STATE, 10)
    collect = desk._engines.collect

    async def slowly(connection: AsyncConnection) -> set[tuple[str, int]]:
        found = await collect(connection)
        await track(chat)
        await hear_all_of(desk, chat)
        return found

    monkeypatch.setattr(desk._engines, "collect", slowly)
    first = await desk.collect_desk_changes()
    monkeypatch.undo()
    assert first is not None
    assert first.topics == {1}
    assert desk.rung(Bell.DESK_STATE)
    second = await desk.collect_desk_changes()
    assert second is not None
    assert second.topics == {2}
    assert not desk.rung(Bell.DESK_STATE)


async def test_processes_write_one_after_another(processes: tuple[Database, Database]) -> None:
    one, other = processes

    async def count_up(database: Database) -> None:
        for _ in range(20):
            async with database.write() as tx:
                found = (await tx.execute(select(notes.c.value).where(notes.c.name == "count"))).scalar() or 0
                await asyncio.sleep(0)
                await tx.execute(text("DELETE FROM notes"))
                await tx.execute(notes.insert().values(name="count", value=found + 1))

    await asyncio.gather(count_up(one), count_up(other))
    async with one.read() as connection:
        assert (await connection.execute(select(notes.c.value))).scalar() == 40


async def test_a_lost_connection_that_heard_the_bells_is_made_anew_and_rings_them_all(
    processes: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.postgres_engines._AGAIN_S", 0.05)
    one, other = processes
    for bell in Bell:
        other.quiet(bell)
    await lose(one, "SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()")
    assert await other.wait(Bell.DESK, 10)
    async with one.write() as tx:
        tx.ring(Bell.INBOX)
    assert await other.wait(Bell.INBOX, 10)


async def test_a_read_sees_one_state_of_the_database(processes: tuple[Database, Database]) -> None:
    one, other = processes
    async with one.read() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM topics"))).scalar() == 0
        await track(other)
        assert (await connection.execute(text("SELECT count(*) FROM topics"))).scalar() == 0


async def test_tables_of_a_newer_program_are_left_alone(postgres: str) -> None:
    async with fresh_database(postgres) as url:
        older = Database(url)
        await older.open()
        async with older.write() as tx:
            await tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        await older.close()
        newer = Database(url)
        with refused("newer", StorageError):
            await newer.open()
        await newer.close()


async def test_one_program_works_on_a_database_and_the_next_once_it_has_ended(
    processes: tuple[Database, Database],
) -> None:
    one, other = processes
    await one.keep_alone()
    with refused("another Wirewatch works on this database", Occupied):
        await other.keep_alone()
    await one.close()
    await other.keep_alone()


async def test_a_program_that_lost_its_place_to_another_writes_no_more(processes: tuple[Database, Database]) -> None:
    one, other = processes
    await one.keep_alone()
    await lose(other, f"SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = 1 AND {HERE}")  # noqa: S608 - words of ours
    await other.keep_alone()
    with refused("took over", StorageError):
        await track(one)
    await other.close()
    await track(one)  # the other has ended: it has its place again


async def lose(by: Database, whose: str) -> None:
    """Cut the connections that a query names by their processes on the server."""
    async with by.write() as tx:
        for pid in (await tx.execute(text(whose))).scalars().all():
            await tx.execute(text(f"SELECT pg_terminate_backend({int(pid)})"))
    await asyncio.sleep(0.2)


async def test_a_server_that_does_not_answer_is_said_with_the_mend_and_without_the_password() -> None:
    away = Database("postgresql://ann:s3cret@127.0.0.1:9/news")
    with pytest.raises(StorageError) as caught:
        await away.open()
    assert "see that PostgreSQL runs there" in english(caught.value)
    assert "s3cret" not in english(caught.value)
    await away.close()


def test_a_missing_driver_is_said_with_the_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    monkeypatch.delitem(sys.modules, "storage.postgres_engines")
    with refused("pip install", StorageError):
        Database("postgresql://127.0.0.1/news")


async def test_the_pool_has_the_limits_that_it_was_given(processes: tuple[Database, Database]) -> None:
    engine = processes[0]._engines.writer.sync_engine
    pool: Any = engine.pool
    assert (pool.size(), pool._max_overflow, pool.timeout()) == (10, 10, 30.0)
    engines: Any = processes[0]._engines
    assert engines._ours  # our own way to connect was asked
