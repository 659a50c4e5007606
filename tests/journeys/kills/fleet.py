"""Several real processes on one PostgreSQL database: `wirewatch run --role ...`, each started again when it is killed."""

import asyncio
import random
import signal
import threading
from asyncio.subprocess import Process
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

import asyncpg

from tests.journeys.kills.processes import Wirewatch

_FROZEN_S = 0.1  # what the server was asked just before is done by then
_IN_FLIGHT = "select id, chat_id from deliveries where state = 'in_flight'"
_PUSHERS = """
select a.application_name from pg_locks l join pg_stat_activity a using (pid)
where l.locktype = 'advisory' and l.objid = 12 and a.datname = current_database()
"""
Value = TypeVar("Value")


@dataclass(slots=True)
class Fleet(Wirewatch):
    """The processes of one bot. `log` is where all of them write.

    Attributes:
        server: The database that they share.
        roles: Of each process.
    """

    server: str = ""
    roles: tuple[str, ...] = ()
    processes: dict[int, Process] = field(default_factory=dict)
    _connection: "asyncpg.Connection[asyncpg.Record] | None" = None
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _asking: threading.Thread | None = None

    @property
    def there(self) -> bool:
        """Tables are made by the first process."""
        return True

    @property
    def ended(self) -> bool:
        """Whether a process ended by itself."""
        return any(process.returncode is not None for process in self.processes.values())

    async def start(self) -> None:
        """Begin all of them."""
        for number in range(len(self.roles)):
            await self._begin(number)

    async def _begin(self, number: int) -> None:
        self.processes[number] = await self._process("run", "--role", self.roles[number], database=self.server)

    async def strike(self, chance: random.Random) -> list[tuple[int, int]]:
        """Kill one by chance, and start it again; gives the deliveries, with their chats, that it had in flight.

        It is frozen first: else the next pusher would have taken them up before they are read.
        """
        number = chance.randrange(len(self.roles))
        process = self.processes[number]
        process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(_FROZEN_S)
        pushes = f"wirewatch {process.pid}" in [name for (name,) in self.ask(_PUSHERS)]
        flights = self.ask(_IN_FLIGHT) if pushes else []
        process.kill()
        await process.wait()
        self.killed[self.roles[number]] = self.killed.get(self.roles[number], 0) + 1
        await self._begin(number)
        return [(delivery, chat) for delivery, chat in flights]

    async def kill(self) -> None:
        """SIGKILL to all of them."""
        for process in self.processes.values():
            if process.returncode is None:
                process.kill()
                await process.wait()
        if self._asking is not None:
            self._elsewhere(self._hang_up())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._asking.join()
        self._loop.close()

    async def stop(self, timeout_s: float = 30.0) -> int:
        """SIGTERM to all of them; gives the worst exit status."""
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        ends = [process.wait() for process in self.processes.values()]
        return max(map(abs, await asyncio.wait_for(asyncio.gather(*ends), timeout_s)))

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Read the database."""
        return self._elsewhere(self._ask(query))

    async def _ask(self, query: str) -> list[tuple[Any, ...]]:
        if self._connection is None:
            self._connection = await asyncpg.connect(self.server.replace("+asyncpg", ""))
        return [tuple(row) for row in await self._connection.fetch(query)]

    async def _hang_up(self) -> None:
        if self._connection is not None:
            await self._connection.close()

    def _elsewhere(self, work: Coroutine[Any, Any, Value]) -> Value:
        """In a loop of its own: whoever asks may be in one."""
        if self._asking is None:
            self._asking = threading.Thread(target=self._loop.run_forever, daemon=True)
            self._asking.start()
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)
