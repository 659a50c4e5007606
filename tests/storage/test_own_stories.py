"""What a group that became a supergroup sees differently follows it, under numbers that are free there."""

from typing import Any

import pytest
from sqlalchemy import Table, insert, select

from newsroom.chat import ChatId
from newsroom.desk.merge_split import StoryAfter
from newsroom.item import ItemId
from newsroom.sentence import sentence
from newsroom.story import StoryId
from storage import chats, intake, outbox, own_stories, sources
from storage.database import Database
from storage.json_values import sentence_json
from storage.outbox import DeliveryKind
from storage.states import SourceState
from storage.tables import (
    cards,
    chat_claims,
    chat_disagreements,
    chat_items,
    chat_stories,
    deliveries,
    dismissals,
    items,
    stories,
)
from storage.tables import sources as source_table
from tests.builders import CHAT, GROUP, NOW, entry, place, spec

OLD, NEW = GROUP, ChatId(-1009)
ONE, TWO, THREE = (ItemId(number) for number in (1, 2, 3))


def story(chat: int, number: int, merged_into: int | None = None, related_to: int | None = None) -> dict[str, Any]:
    return {
        "chat_id": chat,
        "story_id": number,
        "lead_item_id": 1,
        "opened_at": NOW,
        "updated_at": NOW,
        "version": 1,
        "outlets": 1,
        "independent": 1,
        "merged_into": merged_into,
        "related_to": related_to,
    }


def card(chat: int, number: int) -> dict[str, Any]:
    shown = {"mode": "alert", "shown_version": 0, "why": [], "muted": 0, "made_at": NOW}
    return {"chat_id": chat, "thread_id": 0, "story_id": number, **shown}


def disagreement(chat: int, number: int, slot: str) -> dict[str, Any]:
    pair = {"slot": slot, "kind": "contradiction", "item_a": 1, "item_b": 2}
    return {"chat_id": chat, "id": number, **pair, "body": {}, "found_at": NOW}


def dismissal(chat: int, number: int) -> dict[str, Any]:
    return {"chat_id": chat, "disagreement_id": number, "user_id": 1, "made_at": NOW}


async def put(database: Database, table: Table, *rows: dict[str, Any]) -> None:
    async with database.write() as tx:
        for row in rows:
            await tx.execute(insert(table).values(**row))


async def found(database: Database, table: Table, chat: int, *columns: str) -> list[tuple[Any, ...]]:
    wanted = select(*(table.c[name] for name in columns)).where(table.c.chat_id == chat)
    async with database.read() as connection:
        return sorted((tuple(row) for row in await connection.execute(wanted)), key=str)


@pytest.fixture
async def group(database: Database) -> Database:
    """A group with stories -1 to -3 of its own, and one that is for all; CHAT has some of the same numbers."""
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(1)], NOW, 300)
        for number in (1, 2, 3):
            await intake.take(tx, 1, [entry(f"k{number}", f"Title {number}")], NOW, background=False)
        for chat in (OLD, CHAT):
            await chats.meet(tx, chat, "group" if chat < 0 else "private", "Desk", None, None, "UTC", NOW)
    for chat in (OLD, CHAT):
        own = [story(chat, -1, merged_into=-2), story(chat, -2), story(chat, -3, related_to=-2), story(chat, 5)]
        await put(database, chat_stories, *own)
        await put(database, chat_items, *({"chat_id": chat, "item_id": n, "story_id": s} for n, s in ((1, -2), (2, 5))))
        await put(database, cards, card(chat, -2), card(chat, 5))
        await put(database, chat_claims, {"chat_id": chat, "item_id": 1, "stated_at": NOW, "body": {}})
        await put(database, chat_disagreements, disagreement(chat, -1, "killed"), disagreement(chat, -2, "injured"))
        await put(database, dismissals, dismissal(chat, -1), dismissal(chat, 7))
    return database


async def move(database: Database) -> None:
    async with database.write() as tx:
        await own_stories.move_chat(tx, OLD, NEW)
        for table in (cards,):  # as storage.chats does with what every chat has
            await tx.execute(table.update().where(table.c.chat_id == OLD).values(chat_id=NEW))


@pytest.mark.parametrize(("taken", "on"), [((), 0), ((-1,), -3), ((-1, -2, -3, -4), -4), ((9,), 0)])
async def test_numbers_go_on_below_those_that_are_taken_there(group: Database, taken: tuple[int, ...], on: int) -> None:
    before = [await found(group, table, CHAT, "story_id") for table in (chat_stories, chat_items, cards)]
    await put(group, chat_stories, *(story(NEW, number) for number in taken))
    await move(group)
    stories = await found(group, chat_stories, NEW, "story_id", "merged_into", "related_to")
    moved = [(-1 + on, -2 + on, None), (-2 + on, None, None), (-3 + on, None, -2 + on), (5, None, None)]
    assert stories == sorted([*moved, *((number, None, None) for number in taken)], key=str)
    assert await found(group, chat_items, NEW, "item_id", "story_id") == [(1, -2 + on), (2, 5)]
    assert await found(group, cards, NEW, "story_id") == sorted([(-2 + on,), (5,)], key=str)
    assert await found(group, chat_stories, OLD, "story_id") == []
    assert [await found(group, table, CHAT, "story_id") for table in (chat_stories, chat_items, cards)] == before


async def test_a_notice_that_waits_is_of_the_same_story_afterwards(group: Database) -> None:
    async with group.write() as tx:
        for chat in (OLD, CHAT):
            for number in (-2, 5):
                await outbox.put(tx, place(chat), DeliveryKind.NOTICE, {"notice": "edit", "story": number}, NOW)
    await put(group, chat_stories, story(NEW, -1))
    async with group.write() as tx:
        await chats.migrate(tx, OLD, NEW)
    async with group.read() as connection:
        rows = await connection.execute(select(deliveries.c.chat_id, deliveries.c.payload).order_by(deliveries.c.id))
        named = [(row.chat_id, row.payload["story"]) for row in rows]
    assert named == [(NEW, -5), (NEW, 5), (CHAT, -2), (CHAT, 5)]


@pytest.mark.parametrize(("taken", "on"), [((), 0), ((-1,), -2), ((-1, -2, -3), -3)])
async def test_conflicts_and_what_people_said_of_them_go_on_too(
    group: Database, taken: tuple[int, ...], on: int
) -> None:
    await put(group, chat_disagreements, *(disagreement(NEW, number, f"slot{number}") for number in taken))
    await move(group)
    numbers = await found(group, chat_disagreements, NEW, "id", "slot")
    moved = [(-1 + on, "killed"), (-2 + on, "injured")]
    assert numbers == sorted([*moved, *((number, f"slot{number}") for number in taken)], key=str)
    assert await found(group, dismissals, NEW, "disagreement_id") == sorted([(-1 + on,), (7,)], key=str)
    assert await found(group, dismissals, CHAT, "disagreement_id") == sorted([(-1,), (7,)], key=str)
    assert len(await found(group, chat_claims, NEW, "item_id")) == len(await found(group, chat_claims, CHAT, "item_id"))
    assert await found(group, chat_claims, OLD, "item_id") == []


async def test_sources_and_items_follow_and_a_feed_that_both_had_is_read_once(group: Database) -> None:
    async with group.write() as tx:
        await chats.meet(tx, NEW, "supergroup", "Desk", None, None, "UTC", NOW)
        own = [await sources.add_chat_source(tx, spec(number), OLD, NOW, 300) or 0 for number in (7, 8)]
        known = await sources.add_chat_source(tx, spec(8), NEW, NOW, 300) or 0
        await sources.add_chat_source(tx, spec(8), CHAT, NOW, 300)
        opened = {own[0]: OLD, known: CHAT}
        for number, chat in opened.items():
            await tx.execute(source_table.update().where(source_table.c.id == number).values(offered_by=chat))
        await intake.take(tx, own[0], [entry("own")], NOW, background=False)
    await move(group)
    async with group.read() as connection:
        assert {one.source.id for one in await sources.chat_sources(connection, NEW)} == {known, own[0]}
        assert len(await sources.chat_sources(connection, CHAT)) == 1
        rows = await connection.execute(
            select(source_table.c.id, source_table.c.state).where(source_table.c.id == own[1])
        )
        assert [tuple(row) for row in rows] == [(own[1], SourceState.RETIRED)]
        offered = select(source_table.c.id, source_table.c.offered_by).where(source_table.c.id.in_(opened))
        assert {row.id: row.offered_by for row in await connection.execute(offered)} == {own[0]: NEW, known: CHAT}
        owners = await connection.execute(select(items.c.owner_chat_id).order_by(items.c.id))
        assert list(owners.scalars()) == [None, None, None, NEW]


async def test_what_led_to_a_story_that_is_merged_away_leads_on_in_that_chat_alone(group: Database) -> None:
    gone = StoryAfter(
        story=StoryId(-2), lead=None, items=(), version=4, outlets=0, independent=0, merged_into=StoryId(5)
    )
    async with group.write() as tx:
        await own_stories.save_after(tx, OLD, gone, sentence("joined.corrected"), NOW)
    merged = await found(group, chat_stories, OLD, "story_id", "merged_into")
    assert merged == sorted([(-1, 5), (-2, 5), (-3, None), (5, None)], key=str)
    assert (-1, -2) in await found(group, chat_stories, CHAT, "story_id", "merged_into")


async def test_an_item_that_is_for_all_has_a_row_only_where_the_chat_has_it_elsewhere(group: Database) -> None:
    """Here nobody's desk has put them into a story, so that every story is elsewhere."""
    async with group.write() as tx:
        await own_stories.keep_places(tx, OLD, StoryId(5), [ONE, TWO, THREE])
        await tx.execute(items.update().where(items.c.id == 2).values(story_id=None))
    assert await found(group, chat_items, OLD, "item_id", "story_id") == [(1, 5), (2, 5), (3, 5)]
    assert await found(group, chat_items, CHAT, "item_id", "story_id") == [(1, -2), (2, 5)]


async def test_what_is_noted_of_places_is_noted_in_that_chat_alone_and_with_its_reason(group: Database) -> None:
    async with group.write() as tx:
        own = await sources.add_chat_source(tx, spec(7), OLD, NOW, 300) or 0
        await intake.take(tx, own, [entry("own")], NOW, background=False)
        row = {
            "chat_id": OLD,
            "item_id": 4,
            "story_id": -2,
            "placement": "new",
            "placed_of": 4,
            "placed_why": "as it was",
        }
        await tx.execute(insert(chat_items).values(**row))
        await own_stories.keep_places(tx, OLD, StoryId(-3), [ItemId(4)])
        await own_stories.keep_roots(tx, OLD, [ItemId(4)], THREE)
    columns = ("item_id", "story_id", "placement", "placed_of", "placed_why")
    others = [(1, -2, None, None, None), (2, 5, None, None, None)]
    assert await found(group, chat_items, OLD, *columns) == [*others, (4, -3, "new", 3, "as it was")]
    assert await found(group, chat_items, CHAT, *columns) == others
    why = sentence("joined.corrected")
    async with group.write() as tx:
        await own_stories.keep_places(tx, OLD, StoryId(-1), [ItemId(4)], why)
    assert await found(group, chat_items, OLD, *columns) == [*others, (4, -1, "new", 3, sentence_json(why))]


async def test_a_story_that_is_adopted_is_that_one_as_it_is_for_all(group: Database) -> None:
    for number in (8, 9):
        row = {key: value for key, value in story(OLD, number).items() if key not in {"chat_id", "story_id"}}
        await put(group, stories, row | {"id": number, "version": number})
    async with group.write() as tx:
        await own_stories.adopt(tx, OLD, StoryId(9))
    known = await found(group, chat_stories, CHAT, "story_id", "version")
    assert await found(group, chat_stories, OLD, "story_id", "version") == sorted([*known, (9, 9)], key=str)
