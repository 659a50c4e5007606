"""Lists told one after another, until every story that waits is named."""

from datetime import timedelta

from sqlalchemy import insert, select, update

from handlers.sending.compose import Composer, Prepared
from handlers.sending.outcomes import Sent
from handlers.sending.settle import Settle
from newsroom.clock import Clock
from newsroom.desk.state import DeliveryMode
from storage import chats, intake, outbox, sources
from storage.database import Database
from storage.tables import cards, deliveries, items, stories
from tests.builders import CHAT, NOW, entry, place, spec

STORIES = 260


async def many_waiting(database: Database) -> None:
    """So many stories wait to be told together."""
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", NOW)
        await sources.sync_operator_sources(tx, [spec()], NOW, 300)
        entries = [
            entry(f"k{n}", f"Ferry number {n} stops at Lower Quay", f"It was ferry {n}.") for n in range(STORIES)
        ]
        for piece in intake.chunks(entries):
            await intake.take(tx, 1, piece, NOW, background=False)
        for number in range(1, STORIES + 1):
            columns = {"version": 1, "outlets": 1, "independent": 1, "opened_at": NOW, "updated_at": NOW}
            await tx.execute(insert(stories).values(id=number, lead_item_id=number, **columns))
            await tx.execute(update(items).where(items.c.id == number).values(story_id=number, placement="new"))
            card = {"mode": "waiting", "shown_version": 0, "why": [], "muted": 0, "made_at": NOW}
            await tx.execute(insert(cards).values(chat_id=CHAT, thread_id=0, story_id=number, **card))
        await outbox.put_list(tx, place(), DeliveryMode.WAITING, NOW, NOW)


async def test_every_story_of_a_long_night_is_named_once(database: Database) -> None:
    """The first list named 120 at most, and marked all of them as told."""
    await many_waiting(database)
    clock = Clock(lambda: NOW + timedelta(seconds=1))
    named: list[int] = []
    for message_id in range(1, 20):
        due = await database.ask(lambda c: outbox.heads(c, NOW + timedelta(seconds=2), (), 5))
        if not due:
            break
        async with database.write() as tx:
            await outbox.claim(tx, [due[0].id])
        prepared = await Composer(database, "UTC").prepare(due[0], NOW)
        assert isinstance(prepared, Prepared)
        named += prepared.listed
        await Settle(database, clock).settle(due[0], prepared, Sent(message_id))
    assert sorted(named) == list(range(1, STORIES + 1))
    async with database.read() as connection:
        states = (await connection.execute(select(deliveries.c.state))).scalars().all()
    assert set(states) == {"sent"}
    assert len(states) == 3
