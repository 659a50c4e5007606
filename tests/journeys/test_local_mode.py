"""What a stranger meets who runs the two commands and opens the chat page."""

import asyncio
import os
import re
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from standin import StandinClient
from standin.initial_chats import PRIVATE_ID
from tests.browser import Page, browser

ROOT = Path(__file__).parents[2]
START_S = 60.0  # ten by itself; tests run beside each other on machines that do much else
FIRST_ALERT_S = 20.0
STOP_S = 12.0
ALERT = "[...document.querySelectorAll('#messages .body')].find((body) => body.innerText.includes('matched: '))"


@asynccontextmanager
async def local_mode(folder: Path) -> AsyncIterator[str]:
    """`wirewatch run` without a token, in a folder of its own; gives the address that it prints.

    The environment names a proxy that nobody runs: local mode needs none.
    """
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WIREWATCH_")}
    clean = {name: value for name, value in clean.items() if not name.upper().endswith("_PROXY")}
    clean |= dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot.cli", "run", "--port", "0"),
        cwd=folder,
        env=clean | {"PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(START_S):
            while not (found := re.search(rb"open (http://127\.0\.0\.1:\d+)/", await process.stdout.readline())):
                assert process.returncode is None
        yield found.group(1).decode()
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), STOP_S) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def patient(page: Page, script: str) -> None:
    """As `Page.until`, with the patience of a machine that does much else."""
    end = time.monotonic() + START_S
    while not await page.eval(f"Boolean({script})"):
        assert time.monotonic() < end, f"never true: {script}\n{await page.eval('document.body.innerText')}"
        await asyncio.sleep(0.1)


async def type_command(page: Page, text: str) -> None:
    await page.click("#text")
    await page.type(text)
    await page.key("Enter")


def shown(text: str) -> str:
    return f"document.querySelector('#messages').innerText.includes({text!r})"


async def test_a_stranger_gets_alerts_tracks_reads_a_timeline_and_the_sources_and_mutes(tmp_path: Path) -> None:
    profile = tmp_path / "chromium"
    async with local_mode(tmp_path) as address, browser(profile) as page, StandinClient(address) as client:
        await page.resize(1200, 900)
        await page.goto(address)
        opened = time.monotonic()
        await patient(page, ALERT)
        assert time.monotonic() - opened < FIRST_ALERT_S * (1 + os.getloadavg()[0]), "the first alert came late"
        await patient(page, f"{ALERT}.innerText.includes('+ Sample ')")
        assert await page.eval(f"Boolean({ALERT}.closest('li').querySelector('.edited'))"), "grew, but not by an edit"

        await type_command(page, "/track ferry OR dockers")
        await patient(page, shown("Tracking ferry OR dockers"))
        await patient(page, shown("In the last 7 days it would have sent"))

        await page.click("#messages [data-press^='tl:']")
        await patient(page, shown("Timeline —"))
        await page.click("#messages [data-press^='so:']")
        await patient(page, shown("first in our feeds"))
        await page.click("#messages [data-press^='mu:']")
        await patient(page, shown("Muted here:"))

        assert await client.violations() == []
        assert page.complaints == []
        sent = [m for m in await client.messages(PRIVATE_ID, by_bot=True) if "matched: " in str(m["text"])]
        titles = [str(m["text"]).split("\n", 1)[0].removeprefix("🆕 ").removeprefix("📰 ") for m in sent]
        assert len(titles) == len(set(titles)), "a story was told twice"
    log = (tmp_path / "var" / "local.log").read_text(encoding="utf-8")
    assert [line for line in log.splitlines() if "[error" in line or "[warning" in line] == []
