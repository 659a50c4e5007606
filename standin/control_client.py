"""The control API from the caller's side: people's actions, faults and readings, against either kind of stand-in."""

import asyncio
import base64
from collections.abc import Callable
from dataclasses import asdict
from types import TracebackType
from typing import Self, cast

import aiohttp

from standin.faults import Fault
from standin.json_object import JsonObject
from standin.standin_settings import FloodLimits

POLL_S = 0.02
ANSWER_S = 60.0


class ControlError(Exception):
    """The stand-in could not do what was asked; says why."""


class StandinClient:
    """A person at the stand-in's chats. `wait_for` finds a message, a JSON object as `standin.chat_views` makes it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(self.url, timeout=aiohttp.ClientTimeout(total=ANSWER_S))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def do(self, action: str, **arguments: object) -> JsonObject:
        """One of `control_api.ACTIONS`."""
        async with self._open().post(f"/control/do/{action}", json=arguments) as response:
            return cast("JsonObject", await self._read(response))

    async def get(self, path: str) -> object:
        """The answer of /control/<path>."""
        async with self._open().get(f"/control/{path}") as response:
            return await self._read(response)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise ControlError("use `async with StandinClient(url) as client`")
        return self._session

    async def _read(self, response: aiohttp.ClientResponse) -> object:
        body = await response.json()
        if response.status != 200:  # noqa: PLR2004 - HTTP's word for well done
            raise ControlError(str(body.get("problem", body)))
        return cast("object", body)

    async def say(self, chat_id: int, text: str, **more: object) -> JsonObject:
        """Send a text; `user_id`, `thread_id`, `reply_to`, `anonymous` as in `user_actions.say`."""
        return await self.do("say", chat_id=chat_id, text=text, **more)

    async def press(self, chat_id: int, message_id: int, button: str, **more: object) -> JsonObject:
        """Press the button of that label or callback data; gives the press with its `query_id`."""
        return await self.do("press", chat_id=chat_id, message_id=message_id, button=button, **more)

    async def upload(self, chat_id: int, name: str, content: bytes, **more: object) -> JsonObject:
        """Send a document."""
        encoded = base64.b64encode(content).decode()
        return await self.do("upload_base64", chat_id=chat_id, name=name, content_base64=encoded, **more)

    async def fault(self, fault: Fault) -> None:
        """Let a fault wait for its call."""
        await self.do("add_fault", fault=asdict(fault))

    async def configure(self, *, latency_ms: int | None = None, limits: FloodLimits | None = None) -> None:
        """Change latency or limits."""
        await self.do("configure", latency_ms=latency_ms, limits=limits)

    async def messages(self, chat_id: int, *, by_bot: bool = False) -> list[JsonObject]:
        """The messages of the chat now, oldest first, deleted ones left out."""
        found = cast("list[JsonObject]", await self.get(f"chats/{chat_id}"))
        return [m for m in found if not m["deleted"] and (m["by_bot"] or not by_bot)]

    async def log(self, since: int = 0) -> list[JsonObject]:
        """Sends, edits and deletions carried out, in order."""
        return cast("list[JsonObject]", await self.get(f"log?since={since}"))

    async def violations(self) -> list[JsonObject]:
        """What the bot sent that the published description does not allow."""
        return cast("list[JsonObject]", await self.get("violations"))

    async def wait_for(
        self, chat_id: int, wanted: Callable[[JsonObject], bool], *, timeout_s: float = 10.0
    ) -> JsonObject:
        """The newest message of the bot's that is as wanted.

        Raises:
            ControlError: None came in time; says what is there.
        """
        deadline = asyncio.get_running_loop().time() + timeout_s
        while True:
            found = await self.messages(chat_id, by_bot=True)
            for message in reversed(found):
                if wanted(message):
                    return message
            if asyncio.get_running_loop().time() > deadline:
                raise ControlError(f"not in chat {chat_id} after {timeout_s} s: {[m['text'] for m in found]}")
            await asyncio.sleep(POLL_S)

    async def answer_to(self, query_id: str, *, timeout_s: float = 10.0) -> JsonObject:
        """How the bot answered a press: `answer` and `alert`.

        Raises:
            ControlError: It has not answered in time.
        """
        deadline = asyncio.get_running_loop().time() + timeout_s
        while asyncio.get_running_loop().time() <= deadline:
            pressed = cast("JsonObject", await self.get(f"presses/{query_id}"))
            if pressed["answer"] is not None:
                return pressed
            await asyncio.sleep(POLL_S)
        raise ControlError(f"press {query_id} not answered after {timeout_s} s")
