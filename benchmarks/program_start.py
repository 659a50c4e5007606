"""How long `wirewatch run` takes until it has answered a command and decided an item, where much is stored."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from benchmarks.bench_results import BenchRow
from benchmarks.filled_program import FilledProgram, next_items, open_chats, queue_items
from benchmarks.process_usage import cpu_s
from standin.control_client import StandinClient
from storage.database import Database
from tests.journeys.kills.processes import Wirewatch, standin_process

STARTS = 5
_CHAT = 1
_PATIENCE_S = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramStart:
    """Seconds by the clock from the start of the process; `used_s`: of processor time by then, with children."""

    answered_s: float
    decided_s: float
    used_s: float

    @property
    def ready_s(self) -> float:
        return max(self.answered_s, self.decided_s)


async def start_row(program: FilledProgram, count: int = STARTS) -> BenchRow:
    """The medians of some starts."""
    async with standin_process("--limits", "off") as url, StandinClient(url) as person:
        await open_chats(person, program.size)
        found = [await _start(program, program.wirewatch(url), person) for _ in range(count)]
    return BenchRow(
        what="wirewatch run, until ready",
        workload=f"{program.size.words}; a command answered and an item decided; the median of {count} starts",
        size=program.size.stored,
        values={
            "ready_s_by_the_clock": statistics.median(one.ready_s for one in found),
            "answered_s_by_the_clock": statistics.median(one.answered_s for one in found),
            "decided_s_by_the_clock": statistics.median(one.decided_s for one in found),
            "cpu_s": statistics.median(one.used_s for one in found),
        },
    )


async def _start(program: FilledProgram, bot: Wirewatch, person: StandinClient) -> ProgramStart:
    item = await _queue_one(program)
    before = len(await person.messages(_CHAT, by_bot=True))
    await person.say(_CHAT, "/help")  # it waits at Telegram for the program
    began_s = time.monotonic()
    await bot.start()
    try:
        answered, decided = await asyncio.gather(
            _when(lambda: _answered(person, before), began_s), _when(lambda: _decided(bot, item), began_s)
        )
        used_s = cpu_s(bot.process.pid if bot.process else 0)
    finally:
        await bot.stop()
    return ProgramStart(answered_s=answered, decided_s=decided, used_s=used_s)


async def _queue_one(program: FilledProgram) -> int:
    database = Database(program.database_url)
    await database.open()
    try:
        async with database.write() as tx:
            (item,) = next_items(program, 1)
            await queue_items(tx, [item])
    finally:
        await database.close()
    return item.id


async def _when(holds: Callable[[], Awaitable[bool]], began_s: float) -> float:
    """Seconds until it holds."""
    while not await holds():
        if time.monotonic() > began_s + _PATIENCE_S:
            raise TimeoutError(f"not ready after {_PATIENCE_S} s: look into the program's log")
        await asyncio.sleep(0.05)
    return time.monotonic() - began_s


async def _answered(person: StandinClient, before: int) -> bool:
    return len(await person.messages(_CHAT, by_bot=True)) > before


async def _decided(bot: Wirewatch, item: int) -> bool:
    found = bot.ask(f"SELECT decided_at FROM items WHERE id = {item}")  # noqa: S608 - a number
    return found[0][0] is not None
