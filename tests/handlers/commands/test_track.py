"""/track and its preview, on a desk that has read a ferry's week."""

import pytest
from sqlalchemy import select

from bot.clocks import SetClock
from desk.loop import DeskLoop
from handlers.commands import track
from handlers.requests import Answer
from newsroom.desk.state import AlertRules
from storage import chats, intake
from storage.database import Database
from storage.tables import cards, deliveries, stories
from tests.builders import NOW, OTHER_GROUP, entry, place
from tests.handlers.ferry import request, services

ELSEWHERE = place(OTHER_GROUP)


@pytest.fixture(autouse=True)
async def elsewhere(desk: Database) -> None:
    """A second chat, which tracks nothing."""
    async with desk.write() as tx:
        await chats.meet(tx, OTHER_GROUP, "supergroup", "Desk", None, None, "UTC", NOW)


async def asked(desk: Database, wish: str) -> Answer:
    return await track.track(request(wish, where=ELSEWHERE), services(desk))


async def texts_of(desk: Database, answer: Answer) -> str:
    assert answer.effect is not None
    async with desk.write() as tx:
        return "\n".join(message.html for message in await answer.effect(tx))


async def brings(desk: Database, key: str, title: str, text: str, source: int = 1) -> None:
    async with desk.write() as tx:
        url = f"https://outlet{source}.example/{key}"
        await intake.take(tx, source, [entry(key, title, text, url=url)], NOW, background=False)
    newsroom = DeskLoop(desk, AlertRules(), SetClock(NOW).clock())
    while await newsroom.turn():
        pass


async def known(desk: Database) -> set[int]:
    """The stories that the place has a card of."""
    async with desk.read() as connection:
        return set((await connection.execute(select(cards.c.story_id).where(cards.c.chat_id == OTHER_GROUP))).scalars())


async def every_story(desk: Database) -> set[int]:
    async with desk.read() as connection:
        return set((await connection.execute(select(stories.c.id))).scalars())


async def test_a_preview_tells_what_the_topic_would_have_sent_and_marks_it_as_known(desk: Database) -> None:
    preview = await texts_of(desk, await asked(desk, "ferry"))
    assert "it would have sent <b>" in preview
    assert "what is listed here is not sent again" in preview
    assert await known(desk) == await every_story(desk)


async def test_what_was_decided_while_the_preview_was_made_stands_in_it(desk: Database) -> None:
    """Neither shown nor alerted, it would be lost: the desk decided it before the topic was there."""
    answer = await asked(desk, "tram OR ferry")
    await brings(desk, "tram", "Tram derails on Upper Square", "A tram derailed on Upper Square at noon.")
    assert "Tram derails on Upper Square" in await texts_of(desk, answer)
    assert await known(desk) == await every_story(desk)


async def test_a_story_that_waits_for_its_second_publisher_is_alerted_then(desk: Database) -> None:
    """The preview counts it among nothing: marked as known it would never have been told."""
    title, text = "Tram derails on Upper Square", "A tram derailed on Upper Square at noon; nobody was hurt."
    await brings(desk, "tram", title, text)
    preview = await texts_of(desk, await asked(desk, "tram min:2"))
    assert "it would have sent no alert" in preview
    assert "listed here" not in preview
    await brings(desk, "tram", "Tram derailed on Upper Square at noon", f"{text} The square was closed.", source=2)
    async with desk.read() as connection:
        rows = await connection.execute(
            select(deliveries.c.kind).where(deliveries.c.chat_id == OTHER_GROUP, deliveries.c.kind == "card")
        )
        assert len(rows.all()) == 1
