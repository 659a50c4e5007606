"""How much memory the program has once it is at work: restored, some thousand items on, freed pages given back."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context

import structlog

from benchmarks.bench_results import BenchRow
from benchmarks.filled_program import FilledProgram, next_items, open_chats, queue_items
from benchmarks.process_usage import resident_mib
from bot.clocks import machine_clock
from bot.jobs import JobIntervals
from bot.program import run
from config.schema import Settings
from standin.control_client import StandinClient
from storage import desk_queue
from storage.database import Database
from tests.journeys.kills.processes import standin_process

_MORE = 500  # items, decided by the program under measurement
_GIVE_BACK_S = 15.0  # every ten minutes otherwise


async def memory_row(program: FilledProgram) -> BenchRow:
    """Resident memory, with the parse workers and the process of the repair, and of the program alone."""
    async with standin_process("--limits", "off") as url, StandinClient(url) as person:
        await open_chats(person, program.size)
        with _running(program.settings(url)) as pid:
            await _until_decided(program)
            await asyncio.sleep(2 * _GIVE_BACK_S)
            whole, alone = resident_mib(pid), resident_mib(pid, alone=True)
    return BenchRow(
        what="steady memory",
        workload=f"{program.size.words}; {_MORE:,} items decided since the start, the sentence encoder at work",
        size=program.size.window,
        values={"memory_mib": whole, "program_alone_mib": alone, "database_kb_an_item": program.database_kb_an_item},
    )


@contextmanager
def _running(settings: Settings) -> Iterator[int]:
    """The program as a process of its own; gives its number."""
    process = get_context("spawn").Process(target=_run, args=(settings,))
    process.start()
    try:
        yield process.pid or 0
    finally:
        process.terminate()
        process.join()


def _run(settings: Settings) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    asyncio.run(run(settings, machine_clock(), asyncio.Event(), JobIntervals(give_back_s=_GIVE_BACK_S)))


async def _until_decided(program: FilledProgram) -> None:
    database = Database(program.database_url)
    await database.open()
    try:
        async with database.write() as tx:
            await queue_items(tx, next_items(program, _MORE))
        while await database.ask(desk_queue.waiting):
            await asyncio.sleep(1.0)
    finally:
        await database.close()
