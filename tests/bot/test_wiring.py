"""The program as a whole, where Telegram does not answer."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web

from bot.clocks import machine_clock
from bot.program import Callbacks, run
from bot.wiring import Newsdesk
from config.schema import Settings, SourceSettings, TelegramSettings, WatchSettings
from storage import desk_state
from storage.database import Database
from tests.patience import AT_LAST_S
from tests.postgres import fresh_database

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>
<item><guid>1</guid><title>Ferry stops at Lower Quay</title><description>The ferry stopped at noon.</description></item>
</channel></rss>"""


@dataclass
class Web:
    """A feed, and a Telegram that is down."""

    visits: int = 0

    async def feed(self, _request: web.Request) -> web.Response:
        self.visits += 1
        return web.Response(text=FEED, content_type="application/rss+xml")

    async def down(self, _request: web.Request) -> web.Response:
        return web.Response(status=502, text="null", content_type="application/json")


@pytest.fixture(params=["sqlite", "postgresql"])
async def address(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A database that is not there yet, on either."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/w.db"
    else:
        async with fresh_database(request.getfixturevalue("postgres")) as url:
            yield url


async def test_feeds_are_read_and_decided_while_telegram_is_down(address: str) -> None:
    """They waited for it, and what left a feed meanwhile was never seen."""
    outside = Web()
    app = web.Application()
    app.router.add_get("/feed", outside.feed)
    app.router.add_route("*", "/{rest:.*}", outside.down)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    settings = Settings(
        database_url=address,
        telegram=TelegramSettings(token="1:x", api_url=url),  # noqa: S106 - opens nothing
        watch=WatchSettings(allow_private_networks=True),
        sources=(SourceSettings(url=f"{url}/feed", name="Outlet"),),
    )
    stop, desks = asyncio.Event(), []

    async def ready(desk: Newsdesk) -> None:
        desks.append(desk)

    program = asyncio.create_task(run(settings, machine_clock(), stop, callbacks=Callbacks(ready=ready)))
    database = Database(settings.database_url)
    try:
        async with asyncio.timeout(AT_LAST_S):
            while not program.done() and not (outside.visits and await _decided(database)):
                await asyncio.sleep(0.1)
        assert not program.done()
        assert desks == []
        stop.set()
        await asyncio.wait_for(program, AT_LAST_S)
    finally:
        await database.close()
        await runner.cleanup()


async def _decided(database: Database) -> bool:
    try:
        async with database.read() as connection:
            return await desk_state.last_story_id(connection) > 0
    except Exception:  # noqa: BLE001 - its tables may not stand yet
        return False
