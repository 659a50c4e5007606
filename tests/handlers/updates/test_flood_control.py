"""Who sends a hundred commands in a minute gets one kind sentence and then nothing; nobody else notices."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from telegram import Update

from bot.clocks import SetClock
from config.schema import LimitSettings
from handlers.requests import Services
from handlers.updates.flood_control import FloodControl, FloodVerdict
from handlers.updates.inbox_loop import InboxLoop
from handlers.updates.relevance import lane_of
from handlers.updates.sending_times import sending_times
from handlers.updates.understand import UpdateReader
from handlers.updates.understood_update import UnderstoodUpdate
from newsroom.access import AccessMode, AccessRule
from storage import inbox
from storage.database import Database
from storage.tables import deliveries
from tests.builders import CHAT, NOW
from tests.handlers.ferry import services

PER_MINUTE, OTHER = 10, 77
ANSWER, WARN, IGNORE = FloodVerdict.ANSWER, FloodVerdict.WARN, FloodVerdict.IGNORE
HASTE = timedelta(seconds=0.5)
LATER = NOW + timedelta(seconds=70)


def judged(
    control: FloodControl, number: int, start: datetime, every: timedelta, person: int = 1
) -> list[FloodVerdict]:
    return [control.judge(person, start + n * every) for n in range(number)]


def test_a_hundred_in_a_minute_are_so_many_answers_and_one_warning() -> None:
    verdicts = judged(FloodControl(40), 100, NOW, HASTE)
    assert verdicts == [ANSWER] * 40 + [WARN] + [IGNORE] * 59


def test_exactly_the_pace_that_is_allowed_goes_on_for_ever() -> None:
    assert set(judged(FloodControl(10), 500, NOW, timedelta(seconds=6))) == {ANSWER}


def test_who_goes_on_at_the_same_pace_stays_unanswered_and_who_slows_down_is_answered_and_warned_anew() -> None:
    control = FloodControl(PER_MINUTE)
    judged(control, 300, NOW, HASTE)
    last = NOW + 300 * HASTE
    assert control.judge(1, last) is IGNORE
    assert control.judge(1, last + timedelta(seconds=60)) is ANSWER
    again = judged(control, PER_MINUTE + 1, last + timedelta(seconds=61), HASTE)
    assert again == [ANSWER] * (PER_MINUTE - 1) + [WARN, IGNORE]


def test_one_persons_flood_is_no_other_persons() -> None:
    control = FloodControl(PER_MINUTE)
    judged(control, 100, NOW, HASTE)
    assert control.judge(2, NOW + 100 * HASTE) is ANSWER


def test_what_was_sent_an_hour_before_and_comes_later_is_no_flood() -> None:
    control = FloodControl(PER_MINUTE)
    judged(control, PER_MINUTE, NOW, HASTE)
    assert judged(control, 1, NOW - timedelta(hours=1), HASTE) == [ANSWER]


def crowd(people: int) -> FloodControl:
    """So many have said something a good minute ago, and the first of them twice, the second time just now."""
    control = FloodControl(2)
    for person in range(people):
        control.judge(person, NOW)
    control.judge(0, LATER - timedelta(seconds=1))
    return control


def remembered(control: FloodControl) -> int:
    return len(control._sent)


def test_people_who_are_quiet_are_forgotten_once_they_are_many_and_somebody_new_comes() -> None:
    few, many = crowd(9_999), crowd(10_000)
    few.judge(1, LATER)
    many.judge(1, LATER)
    assert [remembered(few), remembered(many)] == [9_999, 10_000]
    few.judge(10_001, LATER)
    many.judge(10_001, LATER)
    assert [remembered(few), remembered(many)] == [10_000, 3]


def test_quiet_is_who_has_said_nothing_for_a_minute() -> None:
    control = crowd(10_000)
    control.judge(10_001, NOW + timedelta(seconds=60))
    assert remembered(control) == 2


def test_who_is_warned_and_goes_on_is_not_forgotten_with_the_quiet() -> None:
    control = crowd(10_000)
    judged(control, 3, LATER, timedelta(), person=7)
    control.judge(10_001, LATER)
    assert control.judge(7, LATER) is IGNORE


def spoken(person: int, second: float, chat: int | None = None, **more: object) -> dict[str, Any]:
    user = {"id": person, "first_name": "Ann", "is_bot": False}
    private = {"id": person, "type": "private", "first_name": "Ann"}
    where = {"id": chat, "type": "supergroup", "title": "Desk"} if chat else private
    date = int(NOW.timestamp() + second)
    return {"message": {"message_id": 7, "date": date, "chat": where, "from": user, "text": "/topics"} | more}


def pressed(person: int) -> dict[str, Any]:
    button = spoken(person, 0)["message"]
    return {
        "callback_query": {"id": "9", "from": button["from"], "chat_instance": "1", "message": button, "data": "x:1"}
    }


@pytest.fixture
def newsroom(desk: Database) -> Services:
    return replace(services(desk), limits=LimitSettings(commands_per_minute=PER_MINUTE))


async def understood(reader: UpdateReader, *updates: dict[str, Any]) -> list[UnderstoodUpdate | None]:
    read = [Update.de_json({"update_id": n} | update) for n, update in enumerate(updates)]
    return [await reader.understand(one, NOW) for one in read]


async def nobody(_chat: int, _person: int) -> bool:
    """Is an admin."""
    return False


def answers(found: list[UnderstoodUpdate | None]) -> list[str]:
    texts = [(one.answer.toast or "".join(m.html for m in one.answer.messages)) if one else "" for one in found]
    return ["flood" if "Until you slow down" in text else "answer" if text else "" for text in texts]


async def test_commands_count_in_whatever_chats(newsroom: Services) -> None:
    reader = UpdateReader(nobody, newsroom)
    here = [spoken(CHAT, n) for n in range(6)]
    there = [spoken(CHAT, 6 + n, chat=-100 - n) for n in range(4)]
    found = await understood(reader, *here, *there, spoken(CHAT, 20), spoken(CHAT, 21))
    assert answers(found) == ["answer"] * PER_MINUTE + ["flood", ""]
    assert answers(await understood(reader, spoken(OTHER, 20), pressed(OTHER))) == ["answer", "answer"]
    assert answers(await understood(reader, spoken(CHAT, 90))) == ["answer"]


async def test_presses_count_by_themselves(newsroom: Services) -> None:
    reader = UpdateReader(nobody, newsroom)
    presses = [pressed(CHAT) for _ in range(PER_MINUTE)]
    found = await understood(reader, *presses, pressed(CHAT), pressed(CHAT), spoken(CHAT, 20))
    assert answers(found) == ["answer"] * PER_MINUTE + ["flood", "", "answer"]
    warned = found[PER_MINUTE]
    assert warned is not None
    assert warned.query_id == "9"


async def test_presses_that_are_heard_later_than_they_were_made_make_no_flood_of_the_commands_among_them(
    newsroom: Services,
) -> None:
    reader = UpdateReader(nobody, newsroom)
    ten_minutes = [pressed(CHAT) if n % 5 == 0 else spoken(CHAT, 15 * n - 600) for n in range(40)]
    assert answers(await understood(reader, *ten_minutes)) == ["answer"] * 40


async def test_commands_of_an_outage_that_come_all_at_once_count_by_when_they_were_said(newsroom: Services) -> None:
    reader = UpdateReader(nobody, newsroom)
    found = await understood(reader, *(spoken(CHAT, -20 * n) for n in range(100, 0, -1)))
    assert answers(found) == ["answer"] * 100


async def test_anonymous_admins_of_two_groups_are_two_speakers(newsroom: Services) -> None:
    reader = UpdateReader(nobody, newsroom)
    anonymous = 1087968824  # the one account in whose name Telegram sends what any anonymous admin says
    for chat in (-1, -2):
        itself = {"id": chat, "type": "supergroup", "title": "Desk"}
        found = await understood(reader, *(spoken(anonymous, n, chat, sender_chat=itself) for n in range(PER_MINUTE)))
        assert "flood" not in answers(found)


async def test_a_stranger_who_floods_is_not_answered_at_all(newsroom: Services) -> None:
    reader = UpdateReader(nobody, replace(newsroom, access=AccessRule(mode=AccessMode.INVITE)))
    found = await understood(reader, *(spoken(OTHER, n) for n in range(PER_MINUTE + 5)))
    assert answers(found) == ["answer"] * PER_MINUTE + [""] * 5


async def answered(desk: Database, newsroom: Services, now: datetime) -> list[str]:
    """What is queued once the whole inbox is worked off at that time."""
    loop = InboxLoop(desk, UpdateReader(nobody, newsroom), SetClock(now).clock())
    stop = asyncio.Event()
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        group.create_task(loop.run(stop))
        while await desk.ask(inbox.undone):
            await asyncio.sleep(0.05)
        stop.set()
    return [str(payload) for (payload,) in await desk.ask(lambda c: c.execute(select(deliveries.c.payload)))]


async def test_presses_of_an_outage_count_by_the_words_that_came_after_them(newsroom: Services, desk: Database) -> None:
    later = NOW + timedelta(minutes=30)
    talk = [one for n in range(3 * PER_MINUTE) for one in (pressed(CHAT), spoken(OTHER, 12 * n))]
    await inbox.receive(
        desk,
        [{"update_id": n} | one for n, one in enumerate(talk)],
        later,
        lane_of=lane_of,
        sending_times=sending_times,
    )
    assert not any("Until you slow down" in payload for payload in await answered(desk, newsroom, later))


async def test_presses_that_came_in_time_and_have_waited_in_the_inbox_count_by_when_they_came(
    newsroom: Services, desk: Database
) -> None:
    for n in range(3 * PER_MINUTE):
        press = {"update_id": n} | pressed(CHAT)
        await inbox.receive(
            desk, [press], NOW + timedelta(seconds=12 * n), lane_of=lane_of, sending_times=sending_times
        )
    payloads = await answered(desk, newsroom, NOW + timedelta(minutes=30))
    assert sum("query_id" in payload for payload in payloads) == 3 * PER_MINUTE
    assert not any("Until you slow down" in payload for payload in payloads)
