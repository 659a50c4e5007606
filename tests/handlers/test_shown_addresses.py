"""The key and password in a feed's address are in nothing that anybody is shown: answer, alert, notice, document."""

import base64
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.clocks import SetClock
from handlers.buttons import TimelineAct
from handlers.requests import FeedFound
from handlers.sending.compose import Composer
from handlers.sending.operator_notices import queue_notices
from handlers.updates.inbox_loop import InboxLoop
from handlers.updates.understand import UpdateReader
from newsroom.sentence import Filling
from newsroom.source import SourceId
from storage import inbox, incidents, outbox
from storage.database import Database
from storage.inbox import Received
from storage.incidents import IncidentKind
from storage.tables import deliveries, items, sources
from tests.builders import CHAT, NOW
from tests.builders import update as words
from tests.handlers.ferry import services
from watchers.source_problem import ProblemCode, problem

PASSWORD, KEY = "hunter2hunter2", "KEY123456789"
FEED = f"https://ann:{PASSWORD}@outlet1.example/feed?apikey={KEY}"
PAGE = f"https://outlet1.example/story/%s?apikey={KEY}&id=7"
ASKED = (
    "/feeds",
    "/sources",
    "/sources ferry",
    "/status",
    "/story 1",
    "/why 1",
    "/edits 1",
    "/disagreements",
    "/search ferry",
    "/timeline ferry",
    "/timeline 1",
    "/topics",
    "/digest",
    "/removefeed outlet",
    f"/removefeed {FEED}",
    f"/addfeed {FEED}",
)


async def everybody(_chat: int, _person: int) -> bool:
    return True


async def found(address: str) -> FeedFound:
    return FeedFound(url=address, title="Embargo desk", items=3)


@pytest.fixture
async def secret_desk(desk: Database) -> Database:
    """Its first source is read by an address with a key and a password, which its links carry on."""
    async with desk.write() as tx:
        await tx.execute(update(sources).where(sources.c.id == 1).values(url=FEED))
        for row in (await tx.execute(select(items.c.id).where(items.c.source_id == 1))).all():
            await tx.execute(update(items).where(items.c.id == row.id).values(url=PAGE % row.id))
    return desk


def press(number: int, data: str) -> dict[str, Any]:
    message = words(number)["message"]
    query = {"id": "9", "from": message["from"], "chat_instance": "1", "data": data, "message": message}
    return {"update_id": number, "callback_query": query}


async def queued(desk: Database) -> list[str]:
    """Every message that is sent or waits, as it would be sent, and every document."""
    shown = []
    async with desk.read() as connection:
        rows = list(await connection.execute(select(deliveries)))
    for row in rows:
        content = base64.b64decode(row.payload.get("content", ""))
        shown += [str(row.payload), content.decode("utf-8", "replace")]
        prepared = await Composer(desk, "UTC").prepare(outbox.delivery_of(row), NOW)
        shown.append(repr(prepared))
    return shown


async def test_no_answer_alert_notice_or_document_shows_a_key(secret_desk: Database) -> None:
    desk = secret_desk
    reader = UpdateReader(everybody, replace(services(desk), find_feed=found))
    listen = InboxLoop(desk, reader, SetClock(NOW).clock())
    given = [words(number, text) for number, text in enumerate(ASKED, start=1)]
    given += [press(50 + n, f"{act.value}:1") for n, act in enumerate(TimelineAct)]
    await inbox.receive(desk, given, NOW)
    for one in given:
        await listen.take(Received(one["update_id"], one, NOW))
    failing: dict[str, Filling] = {
        "source": "Outlet",
        "problem": problem(ProblemCode.FORBIDDEN, "outlet1.example").sentence,
    }
    async with desk.write() as tx:
        await incidents.begin(tx, IncidentKind.SOURCE_FAILING, NOW, SourceId(1), **failing)
    await queue_notices(desk, CHAT, NOW)
    shown = await queued(desk)
    assert len(shown) > 100
    assert any("outlet1.example/story/1?id=7" in text for text in shown), "the links were lost with the key"
    leaks = [text[:300] for text in shown if PASSWORD in text or KEY in text]
    assert leaks == []
