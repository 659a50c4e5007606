"""In local mode alerts are posted to a program on this machine, so that /webhook can be tried by hand."""

import asyncio
import json
from pathlib import Path
from typing import Any

from aiohttp import web

from handlers.render.post_body import SIGNATURE
from standin import StandinClient
from standin.initial_chats import PRIVATE_ID
from tests.journeys.test_local_mode import START_S
from tests.journeys.test_local_mode_again import asked, running, started


async def test_a_program_on_this_machine_gets_the_first_word_and_the_alerts_of_the_samples(tmp_path: Path) -> None:
    posts: list[Any] = []

    async def take(request: web.Request) -> web.Response:
        assert request.headers[SIGNATURE]
        posts.append(json.loads(await request.read()))
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    try:
        async with (
            asyncio.timeout(6 * START_S),
            started(tmp_path) as (_, address),
            StandinClient(address) as client,
        ):
            await running(client)
            await asked(client, f"/webhook {url}", "127.0.0.1")
            assert len(posts) == 1, "the first word"
            while len(posts) < 2:
                await asyncio.sleep(0.1)
            alerts = [str(m["text"]) for m in await client.messages(PRIVATE_ID, by_bot=True)]
            assert any(posts[1]["story"]["headline"] in text for text in alerts)
            await asked(client, "/webhook off", "any more")
    finally:
        await runner.cleanup()
