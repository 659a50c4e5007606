"""Every table has its rule, and each rule is kept: what is old goes, what is still of use stays."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Table, delete, func, insert, select, text, update

from newsroom.access import Role
from newsroom.chat import ChatId, Place
from newsroom.desk.corrections import CorrectionKind
from newsroom.item import ItemId
from newsroom.sentence import sentence
from storage import (
    change_log,
    chats,
    corrections,
    incidents,
    intake,
    outbox,
    poll_state,
    retention,
    sources,
    word_index,
)
from storage.database import Database
from storage.forgetting import OF_CHATS
from storage.incidents import IncidentKind
from storage.item_removal import remove_items
from storage.keeping_rules import RULES
from storage.outbox import DeliveryKind
from storage.tables import cards, deliveries, digests, invites, items, managers, metadata, stories, topics
from storage.tables import chats as chat_table
from storage.tables import corrections as correction_table
from storage.tables import sources as source_table
from tests.builders import CHAT, GROUP, NEVER, NOW, OTHER_GROUP, at, entry, place, spec
from tests.handlers.ferry import read

LATER = NOW + timedelta(days=31)


def test_every_table_has_a_rule_and_no_rule_lacks_its_table() -> None:
    assert set(RULES) == set(metadata.tables)


def test_every_column_that_names_a_person_is_said_to() -> None:
    """By the names that such columns have; docs/privacy.md says so to people."""
    naming = ("user_id", "made_by", "added_by", "owner_id", "dismissed_by", "admitted_by", "chat_id", "username")
    unspoken = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if column.name in naming and not RULES[table.name].of_people
    }
    assert unspoken == set()


def test_every_table_with_the_number_of_a_chat_goes_with_the_chat() -> None:
    """Topics, managers and corrections by rules of their own, which tests below hold."""
    with_chat = {table for table in metadata.tables.values() if "chat_id" in table.columns}
    assert with_chat == {*OF_CHATS, topics, managers, correction_table}


async def number(database: Database, table: Table, *where: Any) -> int:
    async with database.read() as connection:
        return int((await connection.execute(select(func.count()).select_from(table).where(*where))).scalar_one())


@pytest.fixture
async def desk(database: Database) -> Database:
    await read(database)
    async with database.write() as tx:
        await chats.meet(tx, GROUP, "supergroup", "Newsroom", None, CHAT, "UTC", NOW)
    return database


async def shut(desk: Database, chat: int, day: float) -> None:
    async with desk.write() as tx:
        await chats.suspend(tx, chat, "bot was blocked by the user", NOW + timedelta(days=day))


async def test_a_chat_that_shut_us_out_for_so_long_is_removed_with_all_that_is_its_own(desk: Database) -> None:
    async with desk.write() as tx:
        await sources.add_chat_source(tx, spec(7), CHAT, NOW, 300)
        await outbox.put(tx, place(), DeliveryKind.MESSAGE, {"html": "never taken"}, NOW)
        row = {"made_at": NOW, "covers_from": NOW}
        await tx.execute(insert(digests).values(chat_id=CHAT, local_date="2026-03-03", local_minute=480, **row))
    assert await number(desk, cards, cards.c.chat_id == CHAT) > 0
    await shut(desk, CHAT, 0)
    await retention.forget(desk, replace(NEVER, closed_chats=NOW + timedelta(days=1)))
    for table in (topics, cards, deliveries, digests):
        assert await number(desk, table, table.c.chat_id == CHAT) == 0, table.name
    assert await number(desk, chat_table, chat_table.c.id == CHAT) == 0
    assert await number(desk, chat_table, chat_table.c.id == GROUP) == 1
    assert [s.source.name for s in await desk.ask(sources.active_sources)] == ["Sample Outlet 1", "Sample Outlet 2"]
    assert await number(desk, items) == 5


@pytest.mark.parametrize("kind_of_database", ["sqlite"])
async def test_its_own_feeds_go_with_all_their_items_also_where_there_are_very_many(desk: Database) -> None:
    async with desk.write() as tx:
        own = await sources.add_chat_source(tx, spec(7), CHAT, NOW, 300)
        assert own is not None
        many = [entry(f"k{n}", f"Headline {n}", f"Text {n}.", hashes=(n,)) for n in range(1_100)]
        for piece in intake.chunks(many):
            await intake.take(tx, own, piece, NOW, background=True)
        await sources.remove_chat_source(tx, own, CHAT)
        await sources.add_chat_source(tx, spec(8), CHAT, NOW, 300)
        await word_index.index_words(tx, {ItemId(10): ["headline"]})
        await intake.take(tx, 1, [entry("newer")], NOW, background=True)
    await shut(desk, CHAT, 0)
    await retention.forget(desk, replace(NEVER, closed_chats=NOW + timedelta(days=1)))
    assert await number(desk, items) == 6
    assert await number(desk, metadata.tables["queue"], metadata.tables["queue"].c.item_id <= 1_105) == 0
    assert await number(desk, source_table) == 2
    async with desk.read() as connection:
        indexed = await connection.execute(text("SELECT rowid FROM item_words WHERE item_words MATCH 'headline'"))
        assert list(indexed.scalars()) == []


async def test_a_feed_that_was_removed_goes_with_its_last_item_and_no_sooner(desk: Database) -> None:
    async with desk.write() as tx:
        read, unread = [await sources.add_chat_source(tx, spec(n), CHAT, NOW, 300) for n in (7, 8)]
        assert read is not None
        assert unread is not None
        await intake.take(tx, read, [entry("own")], NOW, background=True)
        await intake.take(tx, 1, [entry("newer")], NOW, background=True)
        await sources.add_chat_source(tx, spec(9), CHAT, NOW, 300)
        for one in (read, unread):
            await sources.remove_chat_source(tx, one, CHAT)
    await retention.forget(desk, NEVER)
    assert await number(desk, source_table, source_table.c.id.in_([read, unread])) == 1
    async with desk.write() as tx:
        await remove_items(tx, [6])
    await retention.forget(desk, NEVER)
    assert await number(desk, source_table, source_table.c.id == read) == 0


async def test_a_source_that_has_ended_for_good_is_known_by_that_for_ever(desk: Database) -> None:
    async with desk.write() as tx:
        own = await sources.add_chat_source(tx, spec(7), CHAT, NOW, 300)
        assert own is not None
        await poll_state.retire(tx, own, sentence("problem.ended", source="x"), NOW)
    await retention.forget(desk, NEVER)
    assert await number(desk, source_table, source_table.c.id == own) == 1


async def test_it_is_removed_piece_by_piece_and_others_write_in_between(desk: Database) -> None:
    one = {"chat_id": CHAT, "thread_id": 0, "priority": 1, "kind": "message", "payload": {}, "state": "due"}
    one |= {"due_at": NOW, "attempts": 0, "made_at": NOW, "maybe_twice": False, "for_stranger": False}
    async with desk.write() as tx:
        await tx.connection.execute(insert(deliveries), [one] * 1_600)
    await shut(desk, CHAT, 0)
    pieces = []
    while True:
        async with desk.write() as tx:
            if not (piece := await retention.forget_closed_chats(tx, LATER)):
                break
        pieces.append(piece)
    assert len(pieces) >= 4
    assert max(pieces) <= 500


async def test_a_chat_that_let_us_in_again_or_is_closed_not_long_enough_stays(desk: Database) -> None:
    await shut(desk, CHAT, 0)
    await shut(desk, GROUP, 20)
    async with desk.write() as tx:
        await chats.let_in(tx, CHAT)
    await retention.forget(desk, replace(NEVER, closed_chats=NOW + timedelta(days=19)))
    assert await number(desk, chat_table) == 2


async def test_the_daily_try_that_is_refused_once_more_does_not_begin_the_days_anew(desk: Database) -> None:
    for day in range(31):
        async with desk.write() as tx:
            await chats.retry_suspended(tx, NOW + timedelta(days=day))
        await shut(desk, CHAT, day)
    await retention.forget(desk, replace(NEVER, closed_chats=NOW + timedelta(days=1)))
    assert await number(desk, chat_table, chat_table.c.id == CHAT) == 0


async def test_answers_to_who_is_not_stored_are_forgotten_once_they_are_sent(desk: Database) -> None:
    stranger = Place(chat=ChatId(666))
    async with desk.write() as tx:
        sent, _ = [await outbox.put(tx, stranger, DeliveryKind.MESSAGE, {}, NOW) for _ in range(2)]
        await outbox.settle_sent(tx, sent, 7, NOW)
    await retention.forget(desk, NEVER)
    assert await number(desk, deliveries, deliveries.c.chat_id == 666) == 1


async def test_a_correction_is_forgotten_once_it_is_taken_back_or_its_items_are_gone(desk: Database) -> None:
    async with desk.write() as tx:
        kept, undone, _lost = [
            await corrections.put(tx, CorrectionKind.SPLIT, ItemId(1), ItemId(b), place(), CHAT, NOW)
            for b in (2, 3, 999)
        ]
        await corrections.undo(tx, undone, NOW)
    await retention.forget(desk, replace(NEVER, deliveries=LATER))
    assert await number(desk, correction_table) == 3, "the desk has not come to them yet"
    async with desk.write() as tx:
        await tx.execute(delete(metadata.tables["queue"]))
    await retention.forget(desk, replace(NEVER, deliveries=LATER))
    async with desk.read() as connection:
        assert list((await connection.execute(select(correction_table.c.id))).scalars()) == [kept]


async def test_a_story_goes_with_its_last_item_and_its_cards_with_it(desk: Database) -> None:
    async with desk.write() as tx:
        await tx.execute(update(items).where(items.c.story_id == 1).values(story_id=2))
        first = {"lead_item_id": 1, "opened_at": NOW, "updated_at": NOW, "version": 1, "outlets": 1, "independent": 1}
        await tx.execute(insert(stories).values(id=77, **first))
    before, kept = await number(desk, stories), await number(desk, stories, stories.c.id.in_(select(items.c.story_id)))
    await retention.forget(desk, replace(NEVER, items=at(-1)))
    assert await number(desk, stories) == before
    async with desk.write() as tx:
        while await retention.forget_stories(tx, LATER):
            pass
    assert await number(desk, stories) == kept
    assert await number(desk, cards, cards.c.story_id.not_in(select(stories.c.id))) == 0


async def test_the_newest_digest_of_a_chat_is_kept(desk: Database) -> None:
    async with desk.write() as tx:
        for day in range(1, 10):
            row = {"made_at": NOW - timedelta(days=60 - day), "covers_from": NOW}
            await tx.execute(
                insert(digests).values(chat_id=CHAT, local_date=f"2026-01-{day:02}", local_minute=480, **row)
            )
    await retention.forget(desk, replace(NEVER, deliveries=NOW))
    async with desk.read() as connection:
        assert list((await connection.execute(select(digests.c.local_date))).scalars()) == ["2026-01-09"]


async def test_an_invite_that_nobody_can_use_is_forgotten_and_others_stay(desk: Database) -> None:
    async with desk.write() as tx:
        row = {"role": Role.READER.value, "made_by": CHAT, "made_at": NOW}
        for code, more in (
            ("open", {"uses_left": 1}),
            ("later", {"uses_left": 1, "expires_at": LATER + timedelta(days=1)}),
            ("used", {"uses_left": 0}),
            ("expired", {"uses_left": 1, "expires_at": NOW}),
            ("revoked", {"uses_left": 1, "revoked_at": NOW}),
        ):
            await tx.execute(insert(invites).values(code_hash=code, **row, **more))
    await retention.forget(desk, replace(NEVER, deliveries=LATER))
    async with desk.read() as connection:
        assert set((await connection.execute(select(invites.c.code_hash))).scalars()) == {"open", "later"}


async def test_changes_are_forgotten_with_the_items_of_their_time(desk: Database) -> None:
    async with desk.write() as tx:
        await change_log.add(tx, CHAT, sentence("log.let_in", chat="Old"), NOW)
        await change_log.add(tx, CHAT, sentence("log.let_in", chat="New"), LATER)
    await retention.forget(desk, replace(NEVER, items=at(1)))
    assert await desk.ask(change_log.count) == 1


async def test_an_incident_of_a_source_that_is_watched_no_more_is_forgotten(desk: Database) -> None:
    async with desk.write() as tx:
        for source in (1, 2):
            await incidents.begin(tx, IncidentKind.SOURCE_FAILING, NOW, source, source="x", problem="y")  # type: ignore[arg-type]
        for incident in await incidents.to_notify(tx):
            await incidents.notified(tx, incident, NOW)
        await sources.sync_operator_sources(tx, [spec(1)], NOW, 300)
    await retention.forget(desk, NEVER)
    async with desk.read() as connection:
        left = (await connection.execute(select(metadata.tables["incidents"].c.source_id))).scalars()
        assert list(left) == [1]


async def test_who_managed_a_chat_that_is_gone_manages_none(desk: Database) -> None:
    async with desk.write() as tx:
        await chats.manage(tx, CHAT, OTHER_GROUP)
    await retention.forget(desk, NEVER)
    assert await number(desk, managers) == 0
