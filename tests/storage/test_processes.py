"""Several processes on one PostgreSQL: who does what, and that nobody does it twice."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from storage import card_deliveries, chats, outbox, poll_state, sources
from storage.database import Bell, Database, StorageError
from storage.lock import Occupied
from storage.outbox import DeliveryKind
from storage.process_role import ProcessRole
from storage.write_locks import DESK, ITEMS, NONE
from tests.builders import CHAT, NOW, at, place, spec
from tests.english import refused
from tests.postgres import HERE, two_processes

LEASE = timedelta(seconds=30)


@pytest.fixture
async def processes(postgres: str) -> AsyncIterator[tuple[Database, Database]]:
    """Two on one database, as two processes have it."""
    async with two_processes(postgres) as both:
        yield both


async def cut_seat(of: Database, role: ProcessRole) -> None:
    """As a network does it: the server gives the seat up, and the process learns of it."""
    numbers = {ProcessRole.DESK: 11, ProcessRole.PUSH: 12}
    async with of.write(locks=NONE) as tx:
        here = f"locktype = 'advisory' AND objid = :number AND {HERE}"
        holders = text(f"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE {here}")  # noqa: S608 - words of ours
        await tx.execute(holders, {"number": numbers[role]})
    await asyncio.sleep(0.2)


async def test_a_program_that_wants_the_database_alone_waits_for_all_that_share_it(
    processes: tuple[Database, Database],
) -> None:
    one, other = processes
    await one.keep_together()
    await other.keep_together()
    await one.close()
    with refused("another Wirewatch works on this database", Occupied):
        await one.keep_alone()
    await other.close()
    await one.keep_alone()
    with refused("another Wirewatch works on this database", Occupied):
        await other.keep_together()


async def test_a_seat_is_one_processs_until_that_ends(processes: tuple[Database, Database]) -> None:
    one, other = processes
    first = await one.take_seat(ProcessRole.DESK)
    assert first is not None
    assert await other.take_seat(ProcessRole.DESK) is None
    assert await other.take_seat(ProcessRole.PUSH) is not None, "another seat is free"
    await one.close()
    second = await other.take_seat(ProcessRole.DESK)
    assert second is not None
    assert second.term == first.term + 1


async def test_a_seat_that_nobody_took_meanwhile_is_of_the_same_term(processes: tuple[Database, Database]) -> None:
    one, _ = processes
    before = await one.take_seat(ProcessRole.DESK)
    assert before is not None
    await cut_seat(one, ProcessRole.DESK)
    assert before.lost.is_set()
    again = await one.take_seat(ProcessRole.DESK)
    assert again is not None
    assert (again.term, again.lost.is_set()) == (before.term, False)


async def test_who_lost_the_seat_to_another_writes_nothing_more_from_it(
    processes: tuple[Database, Database],
) -> None:
    one, other = processes
    await one.take_seat(ProcessRole.DESK)
    await cut_seat(one, ProcessRole.DESK)
    async with one.write(by_desk=True):
        pass  # nobody has taken it
    await other.take_seat(ProcessRole.DESK)
    with refused("took over", StorageError):
        async with one.write(by_desk=True):
            pass
    async with one.write(), other.write(locks=NONE):
        pass  # what needs no seat goes on


async def test_nobody_takes_a_seat_while_a_write_from_it_is_under_way(processes: tuple[Database, Database]) -> None:
    one, other = processes
    await one.take_seat(ProcessRole.PUSH)
    async with one.write(locks=NONE, seat=ProcessRole.PUSH):
        await cut_seat(other, ProcessRole.PUSH)
        taking = asyncio.create_task(other.take_seat(ProcessRole.PUSH))
        await asyncio.sleep(0.3)
        assert not taking.done()
    assert await taking is not None


async def test_writes_under_different_locks_go_on_side_by_side_and_under_one_in_turn(
    processes: tuple[Database, Database],
) -> None:
    one, other = processes

    async def write_beside(locks: frozenset[object]) -> bool:
        try:
            async with asyncio.timeout(0.5), other.write(locks=locks):  # type: ignore[arg-type]
                return True
        except TimeoutError:
            return False

    async with one.write(locks=ITEMS):
        assert await write_beside(DESK)
        assert await write_beside(NONE)
        assert not await write_beside(ITEMS)
        assert not await write_beside(DESK | ITEMS)


async def test_the_first_write_of_a_desk_knows_what_was_changed_before_it(
    processes: tuple[Database, Database],
) -> None:
    """A topic that was tracked between the reading of all and the first decision was in neither."""
    desk, chat = processes
    async with chat.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", NOW)
    async with desk.write(by_desk=True):
        assert desk.rung(Bell.DESK_STATE)
        changes = desk.take_desk_changes()
    assert changes is not None
    assert changes.chats == {CHAT}


async def claim(database: Database, seconds: float, claimant: int, limit: int = 10) -> list[int]:
    async with database.write(locks=NONE) as tx:
        found = await poll_state.claim_due(tx, NOW + timedelta(seconds=seconds), limit, LEASE, claimant)
        return sorted(one.source.id for one in found)


async def watch_sources(database: Database, number: int) -> None:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(n) for n in range(1, number + 1)], NOW, 300)


async def test_two_watchers_claim_different_sources_also_at_the_same_instant(
    processes: tuple[Database, Database],
) -> None:
    one, other = processes
    await watch_sources(one, 6)
    async with one.write(locks=NONE) as tx:
        first = await poll_state.claim_due(tx, NOW, 3, LEASE, 1)
        second = await claim(other, 0, 2)  # the first is not committed: waited for by nobody
    assert len(first) == 3
    assert sorted([*(one.source.id for one in first), *second]) == [1, 2, 3, 4, 5, 6]


async def test_the_sources_of_a_killed_watcher_are_taken_up_after_their_lease(
    processes: tuple[Database, Database],
) -> None:
    one, other = processes
    await watch_sources(one, 2)
    assert await claim(one, 0, 1) == [1, 2]
    assert await claim(other, 29, 2) == []
    assert await claim(other, 31, 2) == [1, 2]
    async with one.write() as tx:
        assert await poll_state.still_claimed(tx, [1, 2], 1) == set(), (
            "and what the first brings now is not its to write"
        )
        assert await poll_state.still_claimed(tx, [1, 2], 2) == {1, 2}


async def test_a_visit_that_lasts_keeps_its_claim_and_no_other(processes: tuple[Database, Database]) -> None:
    one, other = processes
    await watch_sources(one, 2)
    assert await claim(one, 0, 1, limit=1) == [1]
    assert await claim(other, 0, 2) == [2]
    async with one.write(locks=NONE) as tx:
        await poll_state.claim_on(tx, [1, 2], at(5), 1)
    assert await claim(one, 60, 3) == [2]


async def test_the_first_watcher_frees_the_claims_of_killed_ones_and_the_next_frees_nobodys(
    processes: tuple[Database, Database],
) -> None:
    one, other = processes
    freed = []

    async def free(who: int) -> None:
        freed.append(who)

    await one.join(ProcessRole.WATCH, lambda: free(1))
    await other.join(ProcessRole.WATCH, lambda: free(2))
    assert freed == [1]
    await one.close()
    await other.close()
    await one.join(ProcessRole.WATCH, lambda: free(3))
    assert freed == [1, 3]


async def test_of_two_pushers_one_claims_a_delivery(processes: tuple[Database, Database]) -> None:
    one, other = processes
    async with one.write() as tx:
        due = [await outbox.put(tx, place(n), DeliveryKind.MESSAGE, {}, NOW) for n in (1, 2)]
    async with one.write(locks=NONE) as tx:
        assert await outbox.claim(tx, due[:1]) == {due[0]}
        async with other.write(locks=NONE) as beside:
            assert await outbox.claim(beside, due) == {due[1]}
    async with other.write(locks=NONE) as tx:
        assert await outbox.claim(tx, due) == set()


async def test_a_card_that_the_desk_is_about_to_change_is_not_claimed_before_it_has(
    processes: tuple[Database, Database],
) -> None:
    """Else it would be shown as it was, and the desk, which saw it waiting, would queue no other."""
    desk, push = processes
    async with desk.write() as tx:
        await tx.execute(
            text(
                "INSERT INTO cards (id, chat_id, thread_id, story_id, mode, shown_version, why, muted, made_at) "
                "VALUES (1, 1, 0, 7, 'alert', 0, '[]', 0, 0)"
            )
        )
        due = await outbox.put(tx, place(1), DeliveryKind.CARD, {}, NOW, card=1)
    async with desk.write(by_desk=True) as tx:
        waiting = await card_deliveries.waiting_to_show(tx, [7], [1])
        assert waiting.cards == {1}
        async with push.write(locks=NONE) as beside:
            assert await outbox.claim(beside, [due]) == set()
    async with push.write(locks=NONE) as tx:
        assert await outbox.claim(tx, [due]) == {due}


async def test_of_two_writes_that_wait_for_each_other_one_is_ended_and_can_be_done_again(
    processes: tuple[Database, Database],
) -> None:
    """Else the loop that it was of would have ended, and the process with it."""
    one, other = processes
    await watch_sources(one, 2)
    both_began = asyncio.Barrier(2)

    async def rename(database: Database, first: int, second: int) -> None:
        async with database.write(locks=NONE) as tx:
            await tx.execute(text("UPDATE sources SET name = 'A' WHERE id = :id"), {"id": first})
            await both_began.wait()
            await tx.execute(text("UPDATE sources SET name = 'A' WHERE id = :id"), {"id": second})

    results = await asyncio.gather(rename(one, 1, 2), rename(other, 2, 1), return_exceptions=True)
    assert {type(result) for result in results} == {type(None), StorageError}


async def test_a_server_that_ends_a_write_is_trouble_that_passes(processes: tuple[Database, Database]) -> None:
    one, other = processes

    async def write() -> None:
        async with one.write() as tx:
            pid = (await tx.execute(text("SELECT pg_backend_pid()"))).scalar_one()
            async with other.write(locks=NONE) as beside:
                await beside.execute(text(f"SELECT pg_terminate_backend({int(pid)})"))
            await tx.execute(text("SELECT 1"))

    with pytest.raises(StorageError):
        await write()
    async with one.write():
        pass
