"""One id through the lines of the log: from a feed to a chat, and from a command to its answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import structlog
from aiohttp import web

from bot.clocks import machine_clock
from bot.jobs import JobIntervals
from bot.program import run
from config.schema import AccessSettings, Settings, SourceSettings, TelegramSettings, WatchSettings
from newsroom.access import AccessMode
from standin import StandinSettings, standin, user_actions
from standin.initial_chats import PRIVATE_ID
from tests.patience import AT_LAST_S

ITEM = "<item><guid>{0}</guid><title>{1}</title><description>{1}, the harbour said.</description></item>"


class Feed:
    """One that has so many items."""

    def __init__(self) -> None:
        self.titles = ["Bakers meet in Oldtown"]

    async def answer(self, _request: web.Request) -> web.Response:
        items = "".join(ITEM.format(number, title) for number, title in enumerate(self.titles))
        text = f'<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>{items}</channel></rss>'
        return web.Response(text=text, content_type="application/rss+xml")


@asynccontextmanager
async def served(feed: Feed) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_get("/feed", feed.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/feed"
    await runner.cleanup()


async def test_one_id_follows_an_item_to_its_chat_and_a_command_to_its_answer(tmp_path: Path) -> None:
    feed, stop = Feed(), asyncio.Event()
    async with standin(StandinSettings()) as telegram, served(feed) as url:
        settings = Settings(
            database_url=f"sqlite:///{tmp_path}/w.db",
            access=AccessSettings(mode=AccessMode.OPEN),
            telegram=TelegramSettings(token=telegram.token, api_url=telegram.url),
            watch=WatchSettings(allow_private_networks=True, poll_floor_s=1),
            sources=(SourceSettings(url=url, name="Outlet", poll_s=1),),
        )
        with structlog.testing.capture_logs() as logs:

            async def logged(event: str, **wanted: Any) -> dict[str, Any]:
                async with asyncio.timeout(AT_LAST_S):
                    while True:
                        for line in logs:
                            if line["event"] == event and wanted.items() <= line.items():
                                return dict(line)
                        await asyncio.sleep(0.05)

            program = asyncio.create_task(run(settings, machine_clock(), stop, JobIntervals(poll_s=0.2)))
            user_actions.say(telegram.server, PRIVATE_ID, "/track ferry")
            heard = await logged("heard", command="track")
            await logged("delivered", kind="message", trace=heard["trace"])
            background = await logged("taken_in", new=1)
            feed.titles.append("Ferry runs aground at Lower Quay")
            card = await logged("delivered", kind="card", outcome="Sent")
            decision = await logged("decision", trace=card["trace"], cards=1)
            taken = await logged("taken_in", traces=[card["trace"]])
            stop.set()
            await program
    assert heard["trace"].startswith("update-")
    assert decision["source"] == taken["source"] == background["source"]
    assert background["traces"] != taken["traces"]
