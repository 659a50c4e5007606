"""Who may visit now: few at once in all, fewer at one host."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass(slots=True)
class _Host:
    slots: asyncio.Semaphore
    users: int = 0


class HostLimits:
    """Bounds on visits, in all and for each host; a host is forgotten when its last visitor leaves."""

    def __init__(self, at_once: int, per_host: int) -> None:
        self._all = asyncio.Semaphore(at_once)
        self._per_host = per_host
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def visit(self, host: str) -> AsyncIterator[None]:
        """Wait for a slot. The host's comes first: a queue at one slow host must not hold everyone's slots."""
        entry = self._hosts.setdefault(host, _Host(asyncio.Semaphore(self._per_host)))
        entry.users += 1
        try:
            async with entry.slots, self._all:
                yield
        finally:
            entry.users -= 1
            if not entry.users:
                del self._hosts[host]
