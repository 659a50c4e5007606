"""The roles that one process at a time may do: this one does them whenever nobody else does."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine

import structlog

from storage.database import Database, StorageError
from storage.process_role import ProcessRole, Seat

TRY_EVERY_S = 1.0  # a killed process's seat is free at once, and is to be taken within ten seconds

log = structlog.get_logger()
Work = Callable[[], Coroutine[None, None, None]]


async def whenever_seated(database: Database, role: ProcessRole, work: Work, stop: asyncio.Event) -> None:
    """Work in a role's seat; where another process has it, wait until it is free. Returns once the work is done.

    Where the connection breaks, the work goes on as long as nobody else can have taken the seat, for its writes prove
    it; else it is cut off, as by a kill, and begins anew when the seat is free again.
    """
    working: asyncio.Task[None] | None = None
    term, waits = None, False
    try:
        while not stop.is_set():
            try:
                seat = await database.take_seat(role)
            except StorageError as error:  # nobody else can ask for it either
                log.error("seat_waits", role=role.value, error=str(error))  # noqa: TRY400 - the sentence says it all
                await _pause(stop)
                continue
            if working is not None and (seat is None or seat.term != term):
                log.warning("seat_lost", role=role.value)
                await _cut_off(working)
                working = None
            if seat is None:
                if not waits:
                    log.info("seat_taken_by_another", role=role.value)
                waits = True
                await _pause(stop)
                continue
            if working is None:
                log.info("seat_taken", role=role.value, term=seat.term)
                working, term, waits = asyncio.create_task(work()), seat.term, False
            if await _done_before_lost(working, seat):
                return
        if working is not None:
            await working
    finally:
        if working is not None:
            await _cut_off(working)


async def _done_before_lost(working: "asyncio.Task[None]", seat: Seat) -> bool:
    """Wait for the end of the work, whose error is raised, or of the seat."""
    losing = asyncio.create_task(seat.lost.wait())
    try:
        await asyncio.wait({working, losing}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        losing.cancel()
    if working.done():
        working.result()
    return working.done()


async def _cut_off(working: "asyncio.Task[None]") -> None:
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)


async def _pause(stop: asyncio.Event) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(TRY_EVERY_S):
            await stop.wait()
