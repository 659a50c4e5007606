"""A live bot from its first start: nobody is served, the code makes an owner, invites let others in, closing shuts all."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.clocks import machine_clock
from bot.jobs import JobIntervals
from bot.program import Callbacks, run
from config.schema import AccessSettings, Settings, TelegramSettings
from newsroom.access import AccessMode
from standin import Running, StandinSettings, initial_chats, standin, user_actions
from standin.initial_chats import GROUP_ID
from standin.standin_settings import FloodLimits

OLGA, EMIL, LEA = 1003, 1004, 1006
FAST = JobIntervals(poll_s=1.0, digest_s=5.0, trouble_s=5.0)
PATIENCE_S = 30.0


@asynccontextmanager
async def program(database: str, telegram: Running, access: AccessSettings) -> AsyncIterator[list[str]]:
    """The whole program; gives what it prints at the terminal."""
    settings = Settings(
        database_url=database,
        telegram=TelegramSettings(token=telegram.token, api_url=telegram.url),
        access=access,
    )
    stop, printed = asyncio.Event(), list[str]()
    async with asyncio.TaskGroup() as group:
        group.create_task(run(settings, machine_clock(), stop, FAST, Callbacks(announce=printed.append)))
        try:
            yield printed
        finally:
            stop.set()


async def answered(telegram: Running, chat: int, text: str, wanted: str, user: int | None = None) -> re.Match[str]:
    """Somebody says it, and the bot sends what is wanted."""
    known = telegram.server.state.chats[chat].messages
    before = user_actions.say(telegram.server, chat, text, user_id=user).message_id
    async with asyncio.timeout(PATIENCE_S):
        while True:
            sent = [m.text for m in known.values() if m.by_bot and m.message_id > before]
            if found := re.search(wanted, "\n".join(sent)):
                return found
            await asyncio.sleep(0.02)


async def code_of(printed: list[str]) -> str:
    async with asyncio.timeout(PATIENCE_S):
        while not printed:
            await asyncio.sleep(0.02)
    found = re.search(r"/start ([\w-]+)$", printed[0])
    assert found
    return found[1]


async def test_from_the_first_start_to_the_closing(either_database: str, capfd: pytest.CaptureFixture[str]) -> None:
    async with standin(StandinSettings(limits=FloodLimits.OFF)) as telegram:
        initial_chats.bring_newcomers(telegram.server.state)
        async with program(either_database, telegram, AccessSettings()) as printed:
            code = await code_of(printed)
            await answered(telegram, OLGA, "/track ferry", "by invitation")
            await answered(telegram, OLGA, f"/start {code}", "Your role here is owner")
            await answered(telegram, EMIL, f"/start {code}", "used already")
            link = await answered(telegram, OLGA, "/invite editor", r"start=([\w-]+)")
            await answered(telegram, EMIL, f"/start {link[1]}", "Your role here is editor")
            await answered(telegram, GROUP_ID, "/topics", "by invitation", LEA)
            await answered(telegram, GROUP_ID, "/track ferry", "ferry", EMIL)
        async with program(either_database, telegram, AccessSettings()) as printed:
            await answered(telegram, GROUP_ID, "/topics", "ferry", LEA)
            assert printed == []  # it has an owner
        listed = AccessSettings(mode=AccessMode.LISTED, chats=(EMIL,))
        async with program(either_database, telegram, listed):
            await answered(telegram, OLGA, "/topics", "closed newsroom")
            await answered(telegram, GROUP_ID, "/topics", str(GROUP_ID), EMIL)
            await answered(telegram, EMIL, "/topics", "[Nn]othing")
    assert code not in "".join(capfd.readouterr())
