"""What one did in local mode is there at the next start, until one begins anew."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from standin import StandinClient
from standin.initial_chats import PRIVATE_ID
from tests.journeys.test_local_mode import ROOT, START_S, STOP_S

RESUMED = "Going on where you left off"
TYPING_S = 15 * 60  # of the samples: while somebody types an answer, hours of theirs go by


@asynccontextmanager
async def started(folder: Path, *options: str, sign: signal.Signals = signal.SIGTERM) -> AsyncIterator[tuple[str, str]]:
    """Gives what was printed before the address, and the address; ends it by the signal."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WIREWATCH_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot.cli", "run", "--port", "0", *options),
        cwd=folder,
        env=clean | {"PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        printed = ""
        async with asyncio.timeout(START_S):
            while not (found := re.search(r"open (http://127\.0\.0\.1:\d+)/", printed)):
                assert process.returncode is None
                printed += (await process.stdout.readline()).decode()
        yield printed, found.group(1)
        process.send_signal(sign)
        await asyncio.wait_for(process.wait(), STOP_S)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def asked(client: StandinClient, question: str, answer: str) -> str:
    """What the bot answers to a question, by a word that is in it; the newest such message."""
    before = len(await client.messages(PRIVATE_ID))
    await client.say(PRIVATE_ID, question)
    while True:
        found = (await client.messages(PRIVATE_ID))[before:]
        for message in found:
            if message["by_bot"] and answer in str(message["text"]):
                return str(message["text"])
        await asyncio.sleep(0.1)


async def running(client: StandinClient) -> int:
    """The sample clock, once it runs."""
    while True:
        status = await client.get("status")
        assert isinstance(status, dict)
        if "sample clock" in str(status["text"]):
            return int(status["now"])
        await asyncio.sleep(0.1)


async def test_what_one_did_is_there_after_a_stop_and_after_a_kill_and_gone_where_one_begins_anew(
    tmp_path: Path,
) -> None:
    async with asyncio.timeout(6 * START_S):
        async with started(tmp_path) as (printed, address), StandinClient(address) as client:
            assert RESUMED not in printed
            await running(client)
            await asked(client, "/track", "What shall I track?")
            left_at = await running(client)
            while await running(client) < left_at + TYPING_S:
                await asyncio.sleep(0.1)
            await asked(client, "zebra crossing", "Tracking zebra crossing")
            ids = [m["message_id"] for m in await client.messages(PRIVATE_ID)]
            left_at = await running(client)

        async with started(tmp_path, sign=signal.SIGKILL) as (printed, address), StandinClient(address) as client:
            assert RESUMED in printed
            assert [m["message_id"] for m in await client.messages(PRIVATE_ID)][: len(ids)] == ids
            assert await running(client) >= left_at
            topics = await asked(client, "/topics", "zebra crossing")
            assert topics.count("azerbaijan") == 1, "the sample topics were tracked anew"
            await asked(client, "/track otters", "Tracking otters")
            left_at = await running(client)

        async with started(tmp_path) as (printed, address), StandinClient(address) as client:
            assert RESUMED in printed
            assert await running(client) >= left_at, "the sample clock went back"
            assert "otters" in await asked(client, "/topics", "zebra crossing")
            assert await client.violations() == []
        async with (
            started(tmp_path, "--fresh", sign=signal.SIGKILL) as (printed, address),
            StandinClient(address) as client,
        ):
            assert RESUMED not in printed
            assert await client.messages(PRIVATE_ID, by_bot=True) == []


async def test_the_page_begins_anew_on_the_same_address_without_another_start(tmp_path: Path) -> None:
    async with asyncio.timeout(3 * START_S), started(tmp_path) as (_, address), StandinClient(address) as client:
        await running(client)
        await asked(client, "/track zebra crossing", "Tracking zebra crossing")
        before = await client.get("status")
        await client.do("begin_anew")
        while True:
            try:
                after = await client.get("status")
            except OSError:
                after = before
            assert isinstance(after, dict)
            assert isinstance(before, dict)
            if after["run"] != before["run"]:
                break
            await asyncio.sleep(0.1)
        await running(client)
        assert "zebra" not in await asked(client, "/topics", "azerbaijan")
        # Nobody else could let them: the code of a first owner is printed where access is by invitation.
        assert await asked(client, "/webhook", "another program"), "who is at the page runs the bot"
