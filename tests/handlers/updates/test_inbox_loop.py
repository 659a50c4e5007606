"""Every update comes to its end: what fails is set aside, answered and never met again."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from bot.clocks import SetClock
from handlers.commands import topics
from handlers.updates.inbox_loop import InboxLoop
from handlers.updates.understand import UpdateReader
from storage import inbox
from storage.database import Database
from storage.tables import deliveries, updates
from tests.builders import NOW, update
from tests.handlers.ferry import services


class Everybody:
    """An admin each."""

    async def is_admin(self, *_asked: object) -> bool:
        return True


async def answers_to(database: Database, *batch: dict[str, Any]) -> list[str]:
    """What was answered, after the loop has come to the end of a batch."""
    listen = InboxLoop(database, services(database), UpdateReader(Everybody()), SetClock(NOW).clock())  # type: ignore[arg-type] # only asked who is an admin
    await inbox.receive(database, list(batch), NOW)
    stop = asyncio.Event()
    loop = asyncio.create_task(listen.run(stop))
    async with asyncio.timeout(10):
        waiting = await database.ask(inbox.undone)
        while waiting and not loop.done():
            await asyncio.sleep(0.01)
            waiting = await database.ask(inbox.undone)
    stop.set()
    await loop
    async with database.read() as connection:
        queued = await connection.execute(select(deliveries.c.payload).order_by(deliveries.c.id))
        return [str(row.payload["html"]) for row in queued]


async def test_a_bug_in_a_commands_effect_is_said_sorry_for_and_the_next_command_is_answered(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The loop died of it, and died of it again at every start."""

    def bug(*_given: object) -> None:
        raise KeyError("a bug")

    monkeypatch.setattr(topics, "_preview", bug)
    answers = await answers_to(database, update(1, "/track ferry"), update(2, "/topics"))
    assert "Something went wrong on my side" in answers[0]
    assert "tracks nothing yet" in answers[1]
    async with database.read() as connection:
        failed = (await connection.execute(select(updates.c.failed).order_by(updates.c.update_id))).scalars().all()
    assert failed == ["KeyError: 'a bug'", None]


async def test_half_a_letter_in_a_chats_name_stops_nothing(database: Database) -> None:
    odd = update(1, "/topics")
    odd["message"]["chat"]["first_name"] = odd["message"]["from"]["first_name"] = "Ann \ud83d"
    answers = await answers_to(database, odd, update(2, "/topics"))
    assert "tracks nothing yet" in answers[-1]
    assert len(answers) == 2


async def test_an_update_that_can_not_be_read_is_set_aside_and_the_next_command_is_answered(database: Database) -> None:
    broken = {"update_id": 1, "message": {"message_id": "one", "chat": 7}}
    answers = await answers_to(database, broken, update(2, "/topics"))
    assert ["tracks nothing yet" in answer for answer in answers] == [True]
    async with database.read() as connection:
        failed = (await connection.execute(select(updates.c.failed).order_by(updates.c.update_id))).scalars().all()
    assert [reason is not None for reason in failed] == [True, False]
