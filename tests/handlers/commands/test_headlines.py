"""A story is named by one headline wherever a chat meets it: that of the first report in its language, if there is one."""

from dataclasses import dataclass

import pytest
from sqlalchemy import func, select, update

from handlers.render.export.atom import TopicPage, render_atom
from handlers.render.notices import listed_together
from handlers.sentences.reader import Reader
from newsroom.desk.state import DeliveryMode
from newsroom.story import StoryId, numbered
from storage import chats, stories
from storage.database import Database
from storage.tables import items
from storage.tables import stories as story_rows
from tests.builders import CHAT, topic
from tests.handlers.talk import Talk, talk

ABROAD, HERE = "Ferry Aurora runs aground off Lower Quay", "Пором «Аврора» сів на мілину"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Ann's chat, in Ukrainian; a story of four reports, the third of them Ukrainian; and one that follows from it."""

    ann: Talk
    story: StoryId
    other: StoryId


@pytest.fixture
async def made(desk: Database) -> Desk:
    async with desk.write() as tx:
        first, last = (await tx.execute(select(func.min(items.c.id), func.max(items.c.id)))).one()
        story, other = (await tx.execute(select(func.min(items.c.story_id), func.max(items.c.story_id)))).one()
        await tx.execute(update(items).where(items.c.id < last).values(story_id=story))
        await tx.execute(update(items).where(items.c.id == last).values(story_id=other))
        await tx.execute(update(story_rows).where(story_rows.c.id == other).values(related_to=story))
        await tx.execute(update(items).where(items.c.id == first + 2).values(title=HERE, language="uk"))
        await chats.set_language(tx, CHAT, "uk")
    return Desk(ann=talk(desk), story=StoryId(story), other=StoryId(other))


@pytest.mark.parametrize(
    "line",
    [
        "/try ferry",
        "/search ferry",
        "/sources ferry",
        "/since 7d",
        "/mute {0}",
        "/story {0}",
        "/story {1}",
        "/merge {0} {1}",
    ],
)
async def test_answers_and_lists_bear_the_headline_in_the_chats_language(made: Desk, line: str) -> None:
    html = (await made.ann.says(line.format(numbered(made.story), numbered(made.other))))[0].html
    assert HERE in html
    if line in ("/search ferry", "/sources ferry", "/since 7d"):
        assert ABROAD not in html
        listed = next(row for row in html.split("\n") if HERE in row)
        assert 'href="https://outlet1.example/' in listed, "word for word with its source"


async def test_what_a_topic_would_have_sent_is_named_as_its_alert_would_have_been(made: Desk) -> None:
    """It was named by the newest headline that matches, and by its number another one was opened."""
    async with made.ann.database.write() as tx:
        await chats.set_language(tx, CHAT, "en")
    (tried,) = await made.ann.says("/try ferry")
    row = next(row for row in tried.html.split("\n") if f"/story_{numbered(made.story)}" in row)
    assert ABROAD in row
    assert "Inquiry" not in row


async def test_what_is_muted_is_listed_by_it(made: Desk) -> None:
    await made.ann.says(f"/mute {numbered(made.story)}")
    (listed,) = await made.ann.says("/unmute")
    assert f"{HERE} /unmute_{numbered(made.story)}" in listed.html


async def test_other_programs_and_lists_have_it(made: Desk) -> None:
    async with made.ann.database.read() as connection:
        (view,) = await stories.stories_by_id(connection, [made.story], CHAT)
    page = TopicPage(topic=topic(), views=[view], site="https://bot.example", reader=Reader(language="uk"))
    assert f"<title>{HERE}</title>" in render_atom(page).decode()
    lead = next(placed.item for placed in view.items if placed.item.title == HERE)
    message, _ = listed_together([view], {view.id: lead}, DeliveryMode.LIST, Reader(language="uk"))
    assert HERE in message.html
    assert HERE in message.buttons[0][0].text
