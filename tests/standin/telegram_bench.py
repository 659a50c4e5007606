"""A stand-in with a caller on the bot's side and a person on the other, for the tests of this folder."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp

from standin import FloodLimits, Running, StandinClient, StandinSettings, standin

SAMPLE_NOW = datetime(2025, 8, 12, 14, 20, tzinfo=UTC)

Json = dict[str, Any]


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = SAMPLE_NOW
        self.monotonic_s = 1000.0

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.monotonic_s

    def pass_by(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.monotonic_s += seconds


@dataclass(slots=True)
class Bench:
    running: Running
    person: StandinClient
    http: aiohttp.ClientSession
    clock: Clock

    async def call(self, method: str, **params: object) -> Json:
        """The whole answer, with `status` and `headers` beside it."""
        url = f"{self.running.api_url}{self.running.token}/{method}"
        async with self.http.post(url, json=params) as response:
            return {"status": response.status, "headers": response.headers, **await response.json()}

    async def result(self, method: str, **params: object) -> Any:
        answer = await self.call(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def updates(self, *, wait_s: int = 0) -> list[Json]:
        """What is queued, confirmed as it is read; waits that long for the first."""
        found: list[Json] = await self.result("getUpdates", timeout=wait_s)
        if found:
            await self.result("getUpdates", timeout=0, offset=found[-1]["update_id"] + 1)
        return found

    async def start(self, chat_id: int = 1001) -> None:
        await self.person.say(chat_id, "/start")
        await self.updates()


@asynccontextmanager
async def bench(settings: StandinSettings | None = None) -> AsyncIterator[Bench]:
    clock = Clock()
    settings = settings or StandinSettings(limits=FloodLimits.OFF)
    settings = replace(settings, clock=clock, seconds=clock.seconds)
    async with standin(settings) as running, StandinClient(running.url) as person, aiohttp.ClientSession() as http:
        yield Bench(running, person, http, clock)
