"""Several processes that would do one role: one does it, the next takes over, and nobody goes on who lost it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine

import pytest

from bot import seating
from bot.seating import whenever_seated
from storage.database import Database
from storage.process_role import ProcessRole
from tests.patience import AT_LAST_S
from tests.postgres import two_processes
from tests.storage.test_processes import cut_seat

DESK = ProcessRole.DESK


class Work:
    """What a role does: it counts how often it began, and how often it was cut off."""

    def __init__(self, stop: asyncio.Event) -> None:
        self._stop = stop
        self.begun = 0
        self.cut_off = 0
        self.at_it = asyncio.Event()

    async def __call__(self) -> None:
        self.begun += 1
        self.at_it.set()
        try:
            await self._stop.wait()
        except asyncio.CancelledError:
            self.cut_off += 1
            raise
        finally:
            self.at_it.clear()


@pytest.fixture
async def databases(postgres: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Database, Database]]:
    monkeypatch.setattr(seating, "TRY_EVERY_S", 0.05)
    async with two_processes(postgres) as both:
        yield both


async def within(seconds: float, wanted: Awaitable[object]) -> None:
    await asyncio.wait_for(wanted, seconds)


async def test_the_next_takes_over_within_ten_seconds_of_a_processs_end(databases: tuple[Database, Database]) -> None:
    one, other = databases
    stop = asyncio.Event()
    first, second = Work(stop), Work(stop)
    doing = asyncio.create_task(whenever_seated(one, DESK, first, stop))
    await within(20, first.at_it.wait())
    waiting = asyncio.create_task(whenever_seated(other, DESK, second, stop))
    await asyncio.sleep(0.3)
    assert second.begun == 0
    doing.cancel()  # as a kill ends it: its connections close
    await one.close()
    await within(10, second.at_it.wait())
    stop.set()
    await within(10, waiting)
    assert (first.cut_off, second.begun, second.cut_off) == (1, 1, 0)


async def test_work_goes_on_where_the_connection_broke_and_nobody_took_the_seat(
    databases: tuple[Database, Database],
) -> None:
    one, other = databases
    stop = asyncio.Event()
    work = Work(stop)
    doing = asyncio.create_task(whenever_seated(one, DESK, work, stop))
    await within(20, work.at_it.wait())
    await cut_seat(other, DESK)
    await asyncio.sleep(0.5)
    assert await other.take_seat(DESK) is None, "it has its seat again"
    stop.set()
    await within(10, doing)
    assert (work.begun, work.cut_off) == (1, 0)


async def test_work_whose_seat_another_took_is_cut_off_and_begins_anew_when_that_leaves(
    databases: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = databases
    stop = asyncio.Event()
    work = Work(stop)
    doing = asyncio.create_task(whenever_seated(one, DESK, work, stop))
    await within(20, work.at_it.wait())
    monkeypatch.setattr(one, "take_seat", _late(one.take_seat))
    await cut_seat(other, DESK)
    assert await other.take_seat(DESK) is not None
    async with asyncio.timeout(AT_LAST_S):
        while not work.cut_off:
            await asyncio.sleep(0.05)
    await other.close()
    await within(20, work.at_it.wait())
    stop.set()
    await within(10, doing)
    assert (work.begun, work.cut_off) == (2, 1)


def _late(take: Callable[[ProcessRole], Coroutine[None, None, object]]) -> Callable[..., object]:
    """A process that learns late that its seat is lost."""

    async def taken(role: ProcessRole) -> object:
        await asyncio.sleep(0.5)
        return await take(role)

    return taken


async def test_an_error_of_the_work_ends_the_process(databases: tuple[Database, Database]) -> None:
    async def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await within(20, whenever_seated(databases[0], DESK, fail, asyncio.Event()))
