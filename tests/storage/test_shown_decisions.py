"""In which order the messages of decisions are sent."""

import pytest
from sqlalchemy import insert, select

from newsroom.desk.decision import Notice, NoticeKind, UpdateCard
from newsroom.story import StoryId
from storage import card_deliveries, chats, shown_decisions
from storage.database import Database
from storage.outbox import Priority
from storage.shown_decisions import DecidedCard, DecidedNotice, ToShow
from storage.tables import cards, deliveries, stories
from tests.builders import GROUP, NOW, place
from tests.newsroom.stories.writing import item

HERE = place(GROUP)


@pytest.fixture
async def shown(database: Database) -> Database:
    """Two stories with a card in a chat, which has their messages."""
    async with database.write() as tx:
        await chats.meet(tx, GROUP, "supergroup", "Desk", None, None, "UTC", NOW)
        columns = {"version": 1, "outlets": 1, "independent": 1, "opened_at": NOW, "updated_at": NOW}
        card = {"mode": "alert", "shown_version": 0, "why": [], "muted": 0, "made_at": NOW, "thread_id": 0}
        for number in (1, 2):
            await tx.execute(insert(stories).values(id=number, lead_item_id=1, **columns))
            await tx.execute(insert(cards).values(id=number, story_id=number, chat_id=GROUP, message_id=77, **card))
    return database


async def queued(database: Database) -> list[tuple[int | None, int]]:
    async with database.read() as connection:
        in_turn = select(deliveries.c.card_id, deliveries.c.priority).order_by(deliveries.c.priority, deliveries.c.id)
        return [(row.card_id, row.priority) for row in await connection.execute(in_turn)]


@pytest.mark.parametrize("waits", [False, True], ids=["new", "waits already"])
async def test_a_card_is_edited_before_the_notice_under_it_and_other_cards_after(
    shown: Database, *, waits: bool
) -> None:
    correction = Notice(place=HERE, kind=NoticeKind.EDIT)
    async with shown.write() as tx:
        if waits:
            await card_deliveries.put_card(tx, HERE, 1, NOW)
        asked: list[ToShow] = [
            DecidedCard(story=StoryId(2), change=UpdateCard(place=HERE)),
            DecidedCard(story=StoryId(1), change=UpdateCard(place=HERE)),
            DecidedNotice(story=StoryId(1), item=item(1, "Ferry sinks", ""), notice=correction),
        ]
        await shown_decisions.show(tx, asked, NOW)
    assert await queued(shown) == [(1, Priority.ALERT), (None, Priority.ALERT), (2, Priority.EDIT)]
