"""Two Bot API emulators that others wrote, and the small shims in front of them that their quirks need.

Our own stand-in shares our reading of Telegram; these don't. Each emulator is served as it is; the shim passes
requests on and mends only what python-telegram-bot or our bot would stumble over, named at each hook.
"""

import asyncio
import os
import shutil
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.journeys.shim import (
    LOOK_EVERY_S,
    TOKEN,
    Emulator,
    Heard,
    Json,
    Params,
    Shim,
    app_of,
    buttons_of,
    chat,
    command_entities,
    served,
    user,
)

NPM = Path(__file__).parent / "npm"
INSTALL_S = 120.0
START_S = 20.0


class LoShim(Shim):
    """lo-bot-api-emulator 0.3.6.

    Sends no `username` in getMe; refuses parameters that its own server does not have, `link_preview_options` and
    `message_thread_id` among them; leaves a dozen methods at 501; forgets what messages said, so the shim keeps it.
    """

    UNKNOWN = frozenset({"link_preview_options", "message_thread_id", "protect_content", "allow_paid_broadcast"})
    UNMODELED = frozenset({"setMyDescription", "setMyShortDescription", "setMyName", "setMessageReaction"})

    async def before(self, method: str, params: Params) -> object | None:
        for name in self.UNKNOWN & set(params):
            self.dropped.add(name)
            del params[name]
        match method:
            case "getChat":
                return chat() | {"accent_color_id": 0, "max_reaction_count": 0, "accepted_gift_types": NO_GIFTS}
            case "getChatMember":
                return {"status": "member", "user": user()}
            case _ if method in self.UNMODELED:
                return True
            case _:
                return None

    def after(self, method: str, params: Params, result: Any) -> Any:
        if method == "getMe":
            return result | {"username": "emulated_bot"}
        if method in ("sendMessage", "editMessageText") and isinstance(result, dict):
            number = int(result["message_id"])
            self.heard[number] = Heard(
                message_id=number, text=params["text"], buttons=buttons_of(params.get("reply_markup"))
            )
        return result


NO_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


@asynccontextmanager
async def lo_emulator() -> AsyncIterator[Emulator]:
    """lo-bot-api-emulator (PyPI) on loopback, its shim in front."""
    from lo_bot_api_emulator import LoBotApiEmulator  # type: ignore[import-untyped]  # ships no types

    emulator = LoBotApiEmulator()
    numbers = iter(range(100_001, 200_000))

    async def say(text: str) -> None:
        message = {"message_id": next(numbers), "date": int(time.time()), "chat": chat(), "from": user(), "text": text}
        if entities := command_entities(text):
            message["entities"] = entities
        await emulator.enqueue_update({"message": message}, token=TOKEN)

    async def press(message_id: int, data: str) -> None:
        under = {
            "message_id": message_id,
            "date": int(time.time()),
            "chat": chat(),
            "text": shim.heard[message_id].text,
        }
        query = {"id": str(next(numbers)), "from": user(), "message": under, "chat_instance": "1", "data": data}
        await emulator.enqueue_update({"callback_query": query}, token=TOKEN)

    async def messages() -> list[Heard]:
        return [shim.heard[number] for number in sorted(shim.heard)]

    async with aiohttp.ClientSession() as http, served(emulator.app()) as behind:
        shim = LoShim(http, behind)
        async with served(app_of(shim)) as url:
            yield Emulator(url, say, press, messages, shim.dropped)


class NpmShim(Shim):
    """telegram-test-api 4.2.1.

    getMe lacks `is_bot`; `date` of what the bot sent is in milliseconds; edits and answers give null for true;
    getUpdates returns at once and forgets what it gave, so the shim polls for it and keeps updates until the
    offset confirms them; a callback query lacks `chat_instance`; every other method is an error 500, which the shim
    takes for done, except where files are sent.
    """

    SERVED = frozenset({"getMe", "sendMessage", "editMessageText", "editMessageReplyMarkup", "deleteMessage"})
    DONE = frozenset({"editMessageText", "editMessageReplyMarkup", "answerCallbackQuery", "deleteMessage"})

    FILES = frozenset({"sendPhoto", "sendDocument"})

    def __init__(self, http: aiohttp.ClientSession, behind: str) -> None:
        super().__init__(http, behind)
        self.updates: list[Json] = []

    async def before(self, method: str, params: Params) -> object | None:
        if method == "getUpdates":
            return await self.poll(int(params.get("offset", "0")), float(params.get("timeout", "0")))
        if method == "getMyCommands":
            return []
        return None if method in self.SERVED | self.DONE | self.FILES else True

    async def poll(self, offset: int, timeout_s: float) -> list[Json]:
        end = time.monotonic() + timeout_s
        if offset > 0:
            self.updates = [update for update in self.updates if update["update_id"] >= offset]
        while not self.updates:
            async with self.http.post(f"{self.behind}/bot{TOKEN}/getUpdates") as response:
                self.updates += (await response.json())["result"]
            for query in (update["callback_query"] for update in self.updates if "callback_query" in update):
                query.setdefault("chat_instance", "1")
            if time.monotonic() >= end:
                break
            await asyncio.sleep(LOOK_EVERY_S)
        return self.updates

    def after(self, method: str, params: Params, result: Any) -> Any:
        del params
        if method == "getMe":
            return result | {"is_bot": True}
        if method in self.DONE:
            return True
        if method == "sendMessage":
            kept = {name: result[name] for name in ("message_id", "text")}
            return kept | {"date": result["date"] // 1000, "chat": chat()}
        return result


@asynccontextmanager
async def telegram_test_api() -> AsyncIterator[Emulator]:
    """telegram-test-api (npm) as a process on loopback, its shim in front."""
    await installed()
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        "node", str(NPM / "serve.js"), str(port), stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        assert await asyncio.wait_for(process.stdout.readline(), START_S) == b"listening\n"
        # Node shuts a connection that was idle for five seconds; on a busy machine a request may be sent into one.
        each_its_own = aiohttp.TCPConnector(force_close=True)
        async with (
            aiohttp.ClientSession(connector=each_its_own) as http,
            npm_emulator(http, f"http://127.0.0.1:{port}") as emulator,
        ):
            yield emulator
    finally:
        process.kill()
        await process.wait()


@asynccontextmanager
async def npm_emulator(http: aiohttp.ClientSession, behind: str) -> AsyncIterator[Emulator]:
    shim = NpmShim(http, behind)

    async def post(path: str, body: Json) -> Any:
        async with http.post(f"{behind}/{path}", json=body) as response:
            return (await response.json())["result"]

    async def say(text: str) -> None:
        entities = command_entities(text)
        body = {"botToken": TOKEN, "date": int(time.time()), "chat": chat(), "from": user(), "text": text}
        await post("sendCommand" if entities else "sendMessage", body | ({"entities": entities} if entities else {}))

    async def press(message_id: int, data: str) -> None:
        under = {"message_id": message_id, "date": int(time.time()), "chat": chat()}
        await post("sendCallback", {"botToken": TOKEN, "from": user(), "message": under, "data": data})

    async def messages() -> list[Heard]:
        found = [
            update
            for update in await post("getUpdatesHistory", {"token": TOKEN})
            if "chat_id" in update.get("message", {})
        ]
        found.sort(key=lambda update: int(update["messageId"]))
        return [
            Heard(
                message_id=update["messageId"],
                text=update["message"]["text"],
                buttons=buttons_of(update["message"].get("reply_markup")),
            )
            for update in found
        ]

    async with served(app_of(shim)) as url:
        yield Emulator(url, say, press, messages, shim.dropped)


async def installed() -> None:
    """See to it that the npm package is there; skips where it can't be, fails where CI lets nothing be skipped."""
    if await asyncio.to_thread((NPM / "node_modules" / "telegram-test-api").exists):
        return
    problem = "Node.js is not here: apt-get install nodejs npm"
    if shutil.which("node") and shutil.which("npm"):
        arguments = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(NPM))
        quiet = asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec("npm", *arguments, stdout=quiet, stderr=quiet)
        if await asyncio.wait_for(process.wait(), INSTALL_S) == 0:
            return
        problem = f"npm ci in {NPM} failed: is there a registry?"
    if os.environ.get("CI") == "true":
        pytest.fail(problem)
    pytest.skip(problem)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
