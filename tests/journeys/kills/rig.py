"""Kills at random instants under load, and what must hold after them, counted from outside.

What was published and asked stands in the rig, what arrived stands in the stand-in: the bot's own tables are asked only
for what was in flight at a kill.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

from standin.control_client import ControlError, StandinClient
from tests.journeys.kills.counting import CARD_SIGNS, count
from tests.journeys.kills.fleet import Fleet
from tests.journeys.kills.newswire import Newswire, publishing
from tests.journeys.kills.processes import Wirewatch, standin_process
from tests.journeys.kills.world import Plan, Report, World

LATENCY_MS = 200
_WHY = "❔ Why"
_GROUPS = (-3001, -3002)
_ALIVE_S = 30.0
_DIGEST_AFTER_S = 120


async def run_kills(
    plan: Plan, folder: Path, say: Callable[[str], None] = lambda _: None, server: str | None = None
) -> Report:
    """Set up, kill as planned, let everything come to rest, count.

    `server`: an empty PostgreSQL database, for processes that share it; else one bot with a file.
    """
    started = time.monotonic()
    report = Report(seed=plan.seed)
    async with _world(plan, folder, server) as world:
        await world.bot.start()
        await _set_up(world)
        world.wire.producing = True
        async with _load(world):
            for number in range(plan.kills):
                await _life(world)
                report.kills += 1
                if number % 10 == 9:
                    say(f"{number + 1} kills, {len(world.wire.items)} items, {len(world.flights)} were in flight")
        world.wire.producing = False
        await _rest(world)
        before = time.monotonic()
        await world.bot.stop()
        report.stop_s = round(time.monotonic() - before, 2)
        await count(world, report)
        report.left_behind, report.killed = await world.bot.left_behind(), world.bot.killed
    report.seconds = round(time.monotonic() - started, 1)
    return report


@asynccontextmanager
async def _world(plan: Plan, folder: Path, server: str | None) -> AsyncIterator[World]:
    chance = random.Random(plan.seed)  # noqa: S311 - instants that can be had again, no secret
    people = [5000 + n for n in range(plan.chats - len(_GROUPS))]
    # They differ at their beginning: Turkish takes its suffixes off, and one item reached the chats of all.
    chats = {f"{_letters(n)}kanal": chat for n, chat in enumerate((*people, *_GROUPS))}
    wire = Newswire(plan.seed, list(chats), plan.outlets, plan.per_visit)
    async with (
        publishing(wire),
        standin_process("--latency-ms", str(LATENCY_MS), "--limits", "off") as url,
        StandinClient(url) as person,
    ):
        bot = Fleet(folder, url, server=server, roles=plan.roles) if server else Wirewatch(folder, url)
        bot.configure([f"{wire.url}/feed/{n}" for n in range(plan.outlets)])
        try:
            yield World(plan, wire, person, bot, chats, chance)
        finally:
            await bot.kill()


def _letters(number: int) -> str:
    return "".join("bdfghjklmp"[int(digit)] + "a" for digit in f"{number:02}")


async def _set_up(world: World) -> None:
    """People make their chats and track their topics, the outlets are read once, and the bot has said so."""
    for topic, chat in world.chats.items():
        kind = "private" if chat > 0 else "supergroup"
        await world.person.do("create_chat", chat_id=chat, type=kind, title=f"Chat {chat}")
        minute = time.gmtime(time.time() + _DIGEST_AFTER_S)
        when = f"{minute.tm_hour:02}:{minute.tm_min:02}" if world.plan.digests else "off"
        for text in (f"/track {topic}", f"/digest {when}"):
            await world.person.say(chat, text)
    await _until(world, f"select count(*) >= {len(world.chats)} from topics")  # noqa: S608 - a number of ours
    await _until(world, "select count(*) = 0 from updates where done_at is null")
    await _until(world, "select count(*) = 0 from sources where first_polled_at is null")
    await _until(world, "select count(*) = 0 from deliveries where state in ('due', 'in_flight')")


async def _until(world: World, query: str, timeout_s: float = 600.0) -> None:
    deadline = time.monotonic() + timeout_s
    while True:
        _alive(world)
        if world.bot.there:
            try:
                if all(row[0] for row in world.bot.ask(query)):
                    return
            except Exception:  # noqa: BLE001, S110 - the tables may not stand yet
                pass
        if time.monotonic() > deadline:
            raise ControlError(f"not so after {timeout_s} s: {query}\n{world.bot.log.read_text()[-3000:]}")
        await asyncio.sleep(0.05)


def _alive(world: World) -> None:
    if world.bot.ended:
        raise ControlError(f"it ended by itself:\n{world.bot.log.read_text()[-3000:]}")


@asynccontextmanager
async def _load(world: World) -> AsyncIterator[None]:
    """People ask and press all the while, whether the bot is alive or not.

    They come to the end of what they are at: a press that was cut off after the stand-in had it was in no count, and its
    answer was taken for one that came twice.
    """
    enough = asyncio.Event()
    task = asyncio.create_task(_people(world, enough))
    try:
        yield
    finally:
        enough.set()
        await task


async def _people(world: World, enough: asyncio.Event) -> None:
    number = 0
    while not enough.is_set():
        await asyncio.sleep(world.chance.uniform(0.2, 1.0) * world.plan.asked_every_s)
        chat = world.chance.choice([c for c in world.chats.values() if c > 0])
        if number % 3 == 2:
            await _press(world, chat)
        else:
            marker = f"frage{number:05}"
            await world.person.say(chat, f"/search {marker}")
            world.commands[marker] = chat
        number += 1


async def _press(world: World, chat: int) -> None:
    messages = await world.person.messages(chat, by_bot=True)
    cards = [m for m in messages if str(m["text"]).startswith(CARD_SIGNS) and _WHY in str(m["keyboard"])]
    fresh = [m for m in cards if (chat, m["message_id"]) not in world.pressed]
    if fresh:
        number = cast("int", fresh[-1]["message_id"])
        pressed = await world.person.press(chat, number, _WHY)
        world.pressed[chat, number] = str(pressed["query_id"])


async def _life(world: World) -> None:
    """One life and its end: while it starts, or at an instant of its work."""
    if world.chance.random() < world.plan.early_share:
        await asyncio.sleep(world.chance.uniform(0.0, 2.0))
    else:
        sent = len(world.bot.events("delivered"))
        deadline = time.monotonic() + _ALIVE_S
        while len(world.bot.events("delivered")) == sent and time.monotonic() < deadline:
            await asyncio.sleep(0.05)
        await asyncio.sleep(world.chance.uniform(0.0, world.plan.work_s))
    _alive(world)
    world.flights += await world.bot.strike(world.chance)


async def _rest(world: World) -> None:
    """Wait until everything published is decided and sent, everything asked is answered."""
    published = sum(len(outlet) for outlet in world.wire.outlets)
    await _until(world, f"select count(*) = {published} from items")  # noqa: S608 - a number of ours
    polls = len(world.bot.events("polled"))
    while len(world.bot.events("polled")) < polls + 2 * world.plan.outlets:  # the newest documents were read
        await asyncio.sleep(0.1)
    if world.plan.digests:
        await _until(world, f"select count(*) = {len(world.chats)} from digests", _DIGEST_AFTER_S + 600)  # noqa: S608 - a number of ours
    for left in (
        "select count(*) from queue",
        "select count(*) from updates where done_at is null",
        "select count(*) from deliveries where state in ('due', 'in_flight')",
    ):
        await _worked_off(world, left)


async def _worked_off(world: World, left: str) -> None:
    """Wait until nothing is left of a backlog; what people ask in 200 lives of a second and a half takes minutes."""
    while count := world.bot.ask(left)[0][0]:
        await _until(world, f"select ({left}) < {count}")
