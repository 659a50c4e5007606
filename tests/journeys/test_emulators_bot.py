"""The real bot, as it runs in production, served by two Bot API emulators that others wrote."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from bot.clocks import SampleClock
from bot.local.mode import INTERVALS, SPEED, first_polls
from bot.local.wires.feed_server import serve_wires
from bot.local.wires.scenario import load_scenario
from bot.local.world import sample_sources
from bot.program import Callbacks, run
from bot.wiring import Newsdesk
from config.schema import AccessSettings, Settings, TelegramSettings, WatchSettings
from newsroom.access import AccessMode
from tests.journeys.emulators import lo_emulator, telegram_test_api
from tests.journeys.shim import Emulator, Heard

Start = Callable[[], AbstractAsyncContextManager[Emulator]]
PATIENCE_S = 60.0  # of a machine that does much else; by itself each step takes a second or two


@asynccontextmanager
async def bot_on(emulator: Emulator, database_url: str) -> AsyncIterator[SampleClock]:
    """The bot with the sample wires, its first polls done; its clock stands until it is let go."""
    scenario = load_scenario()
    samples = SampleClock(scenario.starts, scenario.ends, SPEED)
    stop, polled = asyncio.Event(), asyncio.Event()

    async def ready(desk: Newsdesk) -> None:
        await first_polls(desk)
        polled.set()

    async with serve_wires(scenario, samples.now) as wires:
        settings = Settings(
            database_url=database_url,
            access=AccessSettings(mode=AccessMode.OPEN),
            telegram=TelegramSettings(token=emulator.token, api_url=emulator.url),
            watch=WatchSettings(allow_private_networks=True),
            sources=sample_sources(scenario, wires.base_url),
        )
        async with asyncio.TaskGroup() as group:
            running = group.create_task(run(settings, samples.clock(), stop, INTERVALS, Callbacks(ready=ready)))
            try:
                await asyncio.wait_for(polled.wait(), PATIENCE_S)
                yield samples
            finally:
                stop.set()
                await running


def pressed(heard: Heard, label: str) -> str:
    return next(data for text, data in heard.buttons if label in text)


@pytest.mark.parametrize("start", [lo_emulator, telegram_test_api])
async def test_start_track_alert_timeline_and_sources_run_through_an_emulator_of_others(
    start: Start, either_database: str
) -> None:
    async with start() as emulator, bot_on(emulator, either_database) as samples:

        async def heard(*words: str) -> Heard:
            return await emulator.wait_for(lambda m: all(word in m.text for word in words), timeout_s=PATIENCE_S)

        await emulator.say("/start")
        await heard("Wirewatch", "reads 10 sources")
        await emulator.say("/track azerbaijan -football")
        preview = await heard("Tracking", "In the last 7 days it would have sent")
        assert [text for text, _ in preview.buttons] == ["✓ Alerts now", "Digest only", "✎ Edit", "✕ Stop"]
        samples.let_go()
        alert = await heard("grants Ukraine $2 million", "matched: ", "Sample Wire (wire)")
        await emulator.press(alert.message_id, pressed(alert, "Timeline"))
        await heard("Timeline</b>", "11 Aug 2025")
        await emulator.press(alert.message_id, pressed(alert, "Sources"))
        await heard("Sources</b>", "first in our feeds")
        await emulator.say("/timeline azerbaijan since 2025-06")
        await heard("Timeline</b> — azerbaijan", "28 Jun 2025")
        await emulator.say("/sources")
        await heard("Watched sources", "Sample Wire")
        grown = await heard("grants Ukraine $2 million", "Sample Courier", "reprints Sample Wire", "matched: ")
        assert grown.message_id == alert.message_id
