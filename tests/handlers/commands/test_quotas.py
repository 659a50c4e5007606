"""No chat has more than it may, also where two people ask at the same moment; who is refused reads why."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.clocks import SetClock
from config.schema import LimitSettings
from handlers.look_ups import LookUps
from handlers.requests import FeedFound, Services
from handlers.updates.inbox_loop import InboxLoop
from handlers.updates.relevance import lane_of
from handlers.updates.understand import UpdateReader
from newsroom.chat import ChatId, Place
from newsroom.errors import UserError
from storage import inbox, outbox, sources
from storage.database import Database
from storage.tables import deliveries, topics
from tests.builders import GROUP, NOW
from tests.handlers.ferry import services
from tests.patience import AT_LAST_S

PEOPLE = range(501, 507)


async def everybody(_chat: int, _person: int) -> bool:
    """Is an admin."""
    return True


class Meeting:
    """Feeds that are found once all who look for one have begun."""

    def __init__(self, people: int) -> None:
        self._barrier = asyncio.Barrier(people)

    async def find_feed(self, address: str) -> FeedFound:
        await self._barrier.wait()
        return FeedFound(url=f"https://{address}/feed", title=address, items=1)


def in_group(person: int, words: str) -> dict[str, Any]:
    user = {"id": person, "first_name": f"Person {person}", "is_bot": False}
    where = {"id": GROUP, "type": "supergroup", "title": "Desk"}
    date = int(NOW.timestamp())
    message = {"message_id": person, "date": date, "chat": where, "from": user, "text": words}
    return {"update_id": person, "message": message}


async def answered(given: Services, batch: Sequence[dict[str, Any]]) -> list[str]:
    """All of it side by side; what was answered."""
    database = given.database
    listen, stop = InboxLoop(database, UpdateReader(everybody, given), SetClock(NOW).clock()), asyncio.Event()
    await inbox.receive(database, batch, NOW, lane_of=lane_of)
    loop = asyncio.create_task(listen.run(stop))
    async with asyncio.timeout(AT_LAST_S):
        while await database.ask(inbox.undone):
            await asyncio.sleep(0.01)
    stop.set()
    await loop
    async with database.read() as connection:
        here = select(deliveries.c.payload).where(deliveries.c.chat_id == GROUP)
        return [str(row.payload.get("html", row.payload.get("name"))) for row in await connection.execute(here)]


async def test_two_admins_at_once_do_not_track_one_topic_too_many(desk: Database) -> None:
    given = replace(services(desk), limits=LimitSettings(topics_per_chat=2))
    found = await answered(given, [in_group(person, f"/track word{person}") for person in PEOPLE])
    assert sum("as many as one chat may" in answer for answer in found) == len(PEOPLE) - 2
    async with desk.read() as connection:
        count = select(func.count()).select_from(topics).where(topics.c.chat_id == GROUP)
        assert (await connection.execute(count)).scalar() == 2


async def test_two_admins_at_once_do_not_add_one_feed_too_many(desk: Database) -> None:
    meeting = Meeting(len(PEOPLE))
    given = replace(services(desk), limits=LimitSettings(feeds_per_chat=2), find_feed=meeting.find_feed)
    found = await answered(given, [in_group(person, f"/addfeed paper{person}.example") for person in PEOPLE])
    assert sum("as many as one chat may" in answer for answer in found) == len(PEOPLE) - 2
    assert len(await desk.ask(lambda c: sources.chat_sources(c, GROUP))) == 2


@pytest.mark.parametrize(
    ("form", "limits", "kind"),
    [
        ("csv", LimitSettings(documents_per_hour=2), outbox.DeliveryKind.DOCUMENT),
        ("picture", LimitSettings(pictures_per_hour=2), outbox.DeliveryKind.PHOTO),
    ],
)
async def test_two_people_at_once_do_not_have_one_file_too_many(
    desk: Database, form: str, limits: LimitSettings, kind: outbox.DeliveryKind
) -> None:
    given = replace(services(desk), limits=limits)
    found = await answered(given, [in_group(person, f"/timeline ferry as {form}") for person in PEOPLE])
    assert sum("within an hour, as many as one chat may" in answer for answer in found) == len(PEOPLE) - 2
    assert await desk.ask(lambda c: outbox.asked_since(c, GROUP, kind, NOW - timedelta(hours=1))) == 2


async def test_files_of_an_hour_ago_and_pictures_that_nobody_asked_for_do_not_count(desk: Database) -> None:
    photo, place = outbox.DeliveryKind.PHOTO, Place(chat=ChatId(GROUP))
    async with desk.write() as tx:
        await outbox.put(tx, place, photo, {}, NOW - timedelta(hours=1), priority=outbox.Priority.EXPORT)
        await outbox.put(tx, place, photo, {}, NOW, priority=outbox.Priority.DIGEST)
        await outbox.put(tx, place, outbox.DeliveryKind.DOCUMENT, {}, NOW, priority=outbox.Priority.EXPORT)
    assert await desk.ask(lambda c: outbox.asked_since(c, GROUP, photo, NOW - timedelta(hours=1))) == 0


def look(look_ups: LookUps, chat: int, person: int, minutes: float = 0) -> None:
    with look_ups.one(chat, person, NOW + timedelta(minutes=minutes)):
        pass


def test_a_chat_has_its_share_of_look_ups_each_hour_whoever_asks() -> None:
    look_ups = LookUps(3)
    for person in range(3):
        look(look_ups, 1, person, person)
    with pytest.raises(UserError, match="too_many_looks"):
        look(look_ups, 1, 4, 59)
    look(look_ups, 2, 4)
    look(look_ups, 1, 4, 60)
    with pytest.raises(UserError, match="too_many_looks"):
        look(look_ups, 1, 4, 60.5)


def test_a_person_has_one_look_up_at_a_time_in_all_chats() -> None:
    look_ups = LookUps(9)
    with look_ups.one(1, 7, NOW):
        with pytest.raises(UserError, match="still_looking"):
            look(look_ups, 2, 7)
        look(look_ups, 1, 8)
    look(look_ups, 2, 7)
