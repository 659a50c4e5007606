"""What stands between the bot and an emulator that others wrote: requests passed on, answers mended."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

TOKEN = "77:emulated"  # noqa: S105 - opens nothing
CHAT_ID = 501
LOOK_EVERY_S = 0.03

Json = dict[str, Any]
Params = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message of the bot's as it stands now; `buttons` are pairs of label and callback data or address."""

    message_id: int
    text: str
    buttons: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Emulator:
    """What a journey needs of an emulator.

    Attributes:
        url: The server's address, without a slash at its end.
        api_url: The same with "/bot": the token and "/<method>" go behind it.
        say: Sends a text as the person of the private chat `chat_id`; commands are marked as such.
        press: Presses a button by its callback data under a message.
        messages: What the bot has sent, in order, edits applied.
        dropped: Parameters that the shim kept from the emulator because it refuses what Telegram takes.
    """

    url: str
    say: Callable[[str], Awaitable[None]]
    press: Callable[[int, str], Awaitable[None]]
    messages: Callable[[], Awaitable[list[Heard]]]
    dropped: set[str]
    token: str = TOKEN
    chat_id: int = CHAT_ID

    @property
    def api_url(self) -> str:
        return f"{self.url}/bot"

    async def wait_for(self, wanted: Callable[[Heard], bool], *, timeout_s: float = 15.0) -> Heard:
        """The newest message that is as wanted; fails, telling what stands there, when none comes."""
        end = time.monotonic() + timeout_s
        while True:
            found = await self.messages()
            for heard in reversed(found):
                if wanted(heard):
                    return heard
            assert time.monotonic() < end, f"not heard: {[heard.text for heard in found]}"
            await asyncio.sleep(LOOK_EVERY_S)


def user() -> Json:
    return {"id": CHAT_ID, "is_bot": False, "first_name": "Reporter", "language_code": "en"}


def chat() -> Json:
    return {"id": CHAT_ID, "type": "private", "first_name": "Reporter"}


def command_entities(text: str) -> list[Json]:
    if not text.startswith("/"):
        return []
    return [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]


def buttons_of(markup: object) -> tuple[tuple[str, str], ...]:
    decoded = json.loads(markup) if isinstance(markup, str) else markup
    rows = decoded.get("inline_keyboard", []) if isinstance(decoded, dict) else []
    return tuple((b["text"], b.get("callback_data") or b.get("url", "")) for row in rows for b in row)


@dataclass(slots=True)
class Shim:
    """A server that passes Bot API requests on. `behind` is the emulator's address."""

    http: aiohttp.ClientSession
    behind: str = ""
    heard: dict[int, Heard] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)

    async def before(self, method: str, params: Params) -> object | None:
        """A result instead of asking the emulator; None to ask it. May take parameters away."""
        del method, params
        return None

    def after(self, method: str, params: Params, result: Any) -> Any:
        """The emulator's result, mended."""
        del method, params
        return result

    async def handle(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        sent = [*request.query.items(), *(await request.post()).items()]
        params: Params = {name: value for name, value in sent if isinstance(value, str)}
        result = await self.before(method, params)
        if result is not None:
            return web.json_response({"ok": True, "result": result})
        form = aiohttp.FormData(params)
        for name, value in sent:
            if isinstance(value, web.FileField):
                form.add_field(name, value.file.read(), filename=value.filename, content_type=value.content_type)
        url = f"{self.behind}/bot{request.match_info['token']}/{method}"
        async with self.http.post(url, data=form) as response:
            answer = await response.json()
            if not answer.get("ok"):
                return web.json_response(answer, status=response.status)
        answer["result"] = self.after(method, params, answer["result"])
        return web.json_response(answer)


@asynccontextmanager
async def served(app: web.Application) -> AsyncIterator[str]:
    """The app on a free port of loopback; gives its address."""
    runner = web.AppRunner(app, shutdown_timeout=0.2, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def app_of(shim: Shim) -> web.Application:
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", shim.handle)
    return app
