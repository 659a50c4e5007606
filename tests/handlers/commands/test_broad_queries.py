"""A query that is too broad is answered from the newest items, says so, and holds up neither a loop nor other people."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.clocks import SetClock
from handlers.commands import query_work
from handlers.commands.query_work import Sifting, at_length, briefly
from handlers.commands.table import COMMANDS
from handlers.commands.timeline_subject import TimelineSubject, build_timeline
from handlers.updates.inbox_loop import InboxLoop
from handlers.updates.relevance import lane_of
from handlers.updates.understand import UpdateReader
from handlers.updates.understood_update import UnderstoodUpdate
from newsroom.matching.query import parse
from storage import inbox, stories
from storage.database import Database
from tests.builders import NOW, item, update
from tests.handlers.ferry import request, services
from tests.patience import AT_LAST_S

Beside = Callable[[Callable[[], None]], Awaitable[None]]
CUT = "very broad"
ASKED = [
    ("search", "ferry"),
    ("timeline", "ferry"),
    ("timeline", "ferry as csv"),
    ("sources", "ferry"),
    ("track", "aurora"),
]


async def texts(database: Database, command: str, argument: str) -> str:
    found = COMMANDS.find(command)
    assert found is not None
    answer = await found.run(request(argument), services(database))
    more = []
    if answer.effect is not None:
        async with database.write() as tx:
            more = list(await answer.effect(tx))
    return "\n".join(message.html for message in (*answer.messages, *more))


@pytest.mark.parametrize(("command", "argument"), ASKED)
async def test_what_was_not_looked_at_to_its_end_says_so(
    desk: Database, monkeypatch: pytest.MonkeyPatch, command: str, argument: str
) -> None:
    assert CUT not in await texts(desk, command, argument)
    monkeypatch.setattr(query_work, "BUDGET_S", 0.0)
    if command == "track":
        await texts(desk, "untrack", argument)  # what is tracked already is not looked for
    assert CUT in await texts(desk, command, argument)


def test_the_newest_items_are_looked_at_until_the_budget_is_used_up(monkeypatch: pytest.MonkeyPatch) -> None:
    sifting = Sifting(parse("ferry"))
    sifting.sift([item(9), item(8)])
    before = sifting.over
    monkeypatch.setattr(query_work, "BUDGET_S", 0.0)
    sifting.sift([item(7), item(6)])
    assert (before, sifting.over) == (False, True)
    assert [found.id for found in sifting.alerting] == [9, 8, 7]


@pytest.mark.parametrize(("more", "over"), [(0, False), (1, True)])
def test_the_text_of_what_is_found_is_bounded_too(monkeypatch: pytest.MonkeyPatch, more: int, *, over: bool) -> None:
    first, second = item(9, "Ferry", "The ferry."), item(8, "Ferry", "The ferry.")
    monkeypatch.setattr(query_work, "MOST_CHARACTERS", 30 - more)
    sifting = Sifting(parse("ferry"))
    sifting.sift([first, second])
    assert sifting.over is over
    sifting.sift([item(7, "Ferry", "No.")])
    assert [found.id for found in sifting.alerting] == [9, 8, 7]


def test_what_is_not_found_costs_no_characters_and_little_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_work, "MOST_CHARACTERS", 20)
    monkeypatch.setattr(query_work, "BUDGET_S", 0.9)
    sifting = Sifting(parse("aurora"))
    sifting.sift([item(9), item(8), item(7)])
    assert (sifting.over, sifting.alerting) == (False, [])


def test_the_page_on_reliability_has_the_budget_that_is_in_force() -> None:
    page = (Path(__file__).parents[3] / "docs" / "reliability.md").read_text("utf-8")
    found = re.search(r"(\d+) s of a processor and (\d+) million characters", page)
    assert found is not None
    assert (float(found[1]), int(found[2]) * 1_000_000) == (query_work.BUDGET_S, query_work.MOST_CHARACTERS)


async def test_a_search_waits_for_no_timeline() -> None:
    let_go = asyncio.Event()
    loop = asyncio.get_running_loop()
    timeline = asyncio.create_task(at_length(lambda: asyncio.run_coroutine_threadsafe(let_go.wait(), loop).result(10)))
    began_s = time.monotonic()
    assert await briefly(lambda: 7) == 7
    assert time.monotonic() - began_s < 1
    let_go.set()
    await timeline


async def test_other_work_goes_on_while_stories_are_read(desk: Database) -> None:
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    async with desk.read() as connection:
        beside = asyncio.create_task(others())
        views = await stories.stories_by_id(connection, [1] * 5)
        beside.cancel()
    assert len(views) == 5
    assert turns >= 3  # between any two of its statements


@pytest.mark.parametrize(("texts", "waits"), [(1, False), (2_000, True)])
async def test_a_little_timeline_waits_for_no_broad_one(texts: int, *, waits: bool) -> None:
    let_go = asyncio.Event()
    loop = asyncio.get_running_loop()
    broad = asyncio.create_task(at_length(lambda: asyncio.run_coroutine_threadsafe(let_go.wait(), loop).result(30)))
    found = item(1, "Ferry", "The ferry waits off the quay. " * texts)
    subject = TimelineSubject(key="f", title="ferry", items=(found,), covered=(found,))
    asked = asyncio.create_task(build_timeline(subject, 10, NOW))
    done, _ = await asyncio.wait([asked], timeout=0.1 if waits else AT_LAST_S)
    assert (asked in done) is not waits
    let_go.set()
    assert (await asked).entries
    await broad


@pytest.mark.parametrize("beside", [briefly, at_length])
async def test_questions_have_one_thread_for_searches_and_one_for_timelines(beside: Beside) -> None:
    under_way: list[int] = []
    most = 0

    def work() -> None:
        nonlocal most
        under_way.append(1)
        most = max(most, len(under_way))
        time.sleep(0.02)
        under_way.pop()

    await asyncio.gather(*(beside(work) for _ in range(5)))
    assert most == 1


class SlowReader(UpdateReader):
    """Understands an update once it is let go; `most`: so many were under way at once."""

    def __init__(self) -> None:  # it needs nothing of a reader's
        self.let_go = asyncio.Event()
        self.under_way = self.most = self.done = 0

    async def understand(self, *_given: object) -> UnderstoodUpdate | None:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        await self.let_go.wait()
        self.under_way -= 1
        self.done += 1
        return None


def in_chat(number: int, person: int, chat: int) -> dict[str, Any]:
    made = update(number)
    made["message"]["chat"] = {"id": chat, "type": "supergroup", "title": "Desk"}
    made["message"]["from"] |= {"id": person}
    return made


@pytest.mark.parametrize(("person", "at_once"), [(66, 2), (1087968824, 12)], ids=["a person", "anonymous admins"])
async def test_one_person_has_two_slow_commands_under_way_in_whatever_chats(
    database: Database, person: int, at_once: int
) -> None:
    reader, stop = SlowReader(), asyncio.Event()
    await inbox.receive(database, [in_chat(n, person, -n) for n in range(1, 13)], NOW, lane_of=lane_of)
    loop = asyncio.create_task(InboxLoop(database, reader, SetClock(NOW).clock()).run(stop))
    async with asyncio.timeout(AT_LAST_S):
        while reader.under_way < at_once:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        reader.let_go.set()
        while reader.done < 12:
            await asyncio.sleep(0.01)
    stop.set()
    await loop
    assert reader.most == at_once
