"""A headless Chromium driven by its DevTools protocol: enough to load a page, look and click."""

import asyncio
import base64
import json
import os
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
)
START_S = 30.0
WAIT_S = 15.0
LOOK_EVERY_S = 0.05


def chromium() -> str:
    """Where Chromium is; skips the test where it isn't, and fails it where CI says that nothing may be skipped."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("Chromium is missing, and CI=true lets no browser test be skipped: apt-get install chromium")
    if found is None:
        pytest.skip("Chromium is not here: apt-get install chromium")
    return found


@dataclass(slots=True)
class Page:
    """One tab. What its console complains of is kept in `complaints`."""

    socket: aiohttp.ClientWebSocketResponse
    complaints: list[str] = field(default_factory=list)
    _number: int = 0
    _waiting: dict[int, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)

    async def send(self, method: str, **params: object) -> dict[str, Any]:
        """One command of the protocol; gives its result."""
        self._number += 1
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[self._number] = answer
        await self.socket.send_json({"id": self._number, "method": method, "params": params})
        reply = await asyncio.wait_for(answer, WAIT_S)
        assert "error" not in reply, reply
        result: dict[str, Any] = reply["result"]
        return result

    async def listen(self) -> None:
        """Sort out what the browser tells, for as long as it does."""
        async for message in self.socket:
            event = json.loads(message.data)
            if "id" in event:
                self._waiting.pop(event["id"]).set_result(event)
            elif event["method"] == "Runtime.exceptionThrown":
                self.complaints.append(str(event["params"]["exceptionDetails"]))
            elif event["method"] == "Log.entryAdded" and event["params"]["entry"]["level"] == "error":
                self.complaints.append(str(event["params"]["entry"]))

    async def goto(self, url: str) -> None:
        """Load a page and wait until it is there."""
        await self.send("Page.navigate", url=url)
        await self.until("document.readyState === 'complete'")

    async def eval(self, script: str) -> Any:
        """The value of a JavaScript expression, promises awaited."""
        answer = await self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    async def until(self, script: str) -> None:
        """Wait until an expression is true."""
        end = asyncio.get_running_loop().time() + WAIT_S
        while not await self.eval(f"Boolean({script})"):
            assert asyncio.get_running_loop().time() < end, f"never true: {script}\n{await self.eval(VISIBLE_TEXT)}"
            await asyncio.sleep(LOOK_EVERY_S)

    async def click(self, selector: str) -> None:
        """Click in the middle of the first element of a selector, with a real mouse event."""
        spot = await self.eval(
            f"(() => {{ const node = document.querySelector({json.dumps(selector)}); if (!node) return null;"
            "node.scrollIntoView({block: 'center'}); const box = node.getBoundingClientRect();"
            "return [box.x + box.width / 2, box.y + box.height / 2]; })()"
        )
        assert spot, f"nothing to click at {selector}"
        for kind in ("mousePressed", "mouseReleased"):
            await self.send("Input.dispatchMouseEvent", type=kind, x=spot[0], y=spot[1], button="left", clickCount=1)

    async def type(self, text: str) -> None:
        """Type into what has the focus."""
        await self.send("Input.insertText", text=text)

    async def key(self, name: str) -> None:
        """Press a key: "Enter", "Escape", "ArrowDown"."""
        code = {"Enter": 13, "Escape": 27, "ArrowDown": 40, "Tab": 9}[name]
        text = {"text": "\r"} if name == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            pressed = {"type": kind, "key": name, "code": name, "windowsVirtualKeyCode": code}
            await self.send("Input.dispatchKeyEvent", **pressed, **(text if kind == "keyDown" else {}))

    async def resize(self, width: int, height: int, *, dark: bool = False) -> None:
        """Be a screen of that size, light or dark."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        await self.send("Emulation.setDeviceMetricsOverride", **size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self.send("Emulation.setEmulatedMedia", features=[scheme])

    async def screenshot(self, path: Path) -> None:
        """Keep what is to be seen as a PNG."""
        answer = await self.send("Page.captureScreenshot", format="png")
        await asyncio.to_thread(path.write_bytes, base64.b64decode(answer["data"]))


VISIBLE_TEXT = "document.body.innerText.slice(0, 2000)"


@asynccontextmanager
async def browser(profile: Path) -> AsyncIterator[Page]:
    """A browser with one empty tab; `profile` is a folder of its own."""
    process = await asyncio.create_subprocess_exec(
        chromium(),
        *FLAGS,
        f"--user-data-dir={profile}",
        "about:blank",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        port = await _port(profile / "DevToolsActivePort")
        async with aiohttp.ClientSession() as session, session.ws_connect(await _tab(session, port)) as socket:
            page = Page(socket)
            listening = asyncio.create_task(page.listen())
            for domain in ("Page", "Runtime", "Log"):
                await page.send(f"{domain}.enable")
            yield page
            listening.cancel()
    finally:
        os.killpg(process.pid, signal.SIGKILL)  # the group that start_new_session made: Chromium and its children
        await process.wait()


async def _port(file: Path) -> int:
    end = asyncio.get_running_loop().time() + START_S
    while asyncio.get_running_loop().time() < end:
        if lines := await asyncio.to_thread(_lines, file):
            return int(lines[0])
        await asyncio.sleep(LOOK_EVERY_S)
    pytest.fail(f"Chromium did not start within {START_S} s")


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


async def _tab(session: aiohttp.ClientSession, port: int) -> str:
    async with session.get(f"http://127.0.0.1:{port}/json/list") as response:
        tabs = await response.json()
    return str(next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page"))
