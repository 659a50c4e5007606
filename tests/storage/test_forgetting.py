"""A chat is removed with all that is its own, at once or some rows at a time; every row of another chat stays as it is."""

from dataclasses import replace

import pytest
from sqlalchemy import insert, select

from desk.loop import DeskLoop
from newsroom.chat import ChatId, Place
from newsroom.clock import Clock
from newsroom.desk.corrections import CorrectionKind
from newsroom.desk.state import AlertRules
from newsroom.item import ItemId
from newsroom.matching.query import parse
from storage import (
    chats,
    corrections,
    disputes,
    forgetting,
    intake,
    item_removal,
    key_values,
    offers,
    outbox,
    sources,
    topics,
)
from storage.database import Database
from storage.outbox import DeliveryKind
from storage.tables import boilerplate, digests, items, managers, metadata
from tests.builders import CHAT, GROUP, NOW, OTHER_GROUP, entry, place, spec

EVENTS = ("ferry Aurora", "mine Karolina", "dam Velkan", "bridge Orla")
PLACES = ("Sundby", "Ostrava", "Brezno", "Tarnholm")


async def report(database: Database, source: int, key: str, event: int, toll: int) -> ItemId:
    title = f"{EVENTS[event]} destroyed near {PLACES[event]}, {toll} killed"
    text = f"The {EVENTS[event]} was destroyed near {PLACES[event]} on Monday. Police said {toll} people were killed."
    async with database.write() as tx:
        taken = entry(key, title, text, url=f"https://outlet{source}.example/{key}")
        await intake.take(tx, source, [taken], NOW, background=False)
        return ItemId((await tx.execute(select(items.c.id).where(items.c.key == key))).scalar_one())


@pytest.fixture
async def newsroom(database: Database) -> Database:
    """Two groups, each with a row of its own in every table that can have one; an accepted source of each."""
    desk = DeskLoop(database, AlertRules(), Clock(lambda: NOW))
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, CHAT, "UTC", NOW)
        await sources.sync_operator_sources(tx, [spec(1)], NOW, 300)
    shared = await report(database, 1, "shared", 0, 7)
    while await desk.turn():
        pass
    for number, group in enumerate((GROUP, OTHER_GROUP)):
        async with database.write() as tx:
            await chats.meet(tx, group, "supergroup", "Desk", None, None, "UTC", NOW)
            await topics.track(tx, place(group), parse("killed"), 1, NOW)
            own = await sources.add_chat_source(tx, spec(10 + number), group, NOW, 300) or 0
            opened = await sources.add_chat_source(tx, spec(20 + number), group, NOW, 300) or 0
            await offers.make(tx, opened, group, NOW)
            offer = await offers.one(tx.connection, opened)
            assert offer is not None
            await offers.accept(tx, offer, "family")
            await tx.execute(insert(boilerplate).values(source_id=own, hash=number, item_count=3, last_found_at=NOW))
            await tx.execute(
                insert(digests).values(
                    chat_id=group, local_date="2026-03-03", local_minute=480, made_at=NOW, covers_from=NOW
                )
            )
            await tx.execute(insert(managers).values(user_id=CHAT + number, chat_id=group))
            await key_values.note(tx, f"turned_away.{group}", "1")
        mine = [await report(database, own, f"{group}.{event}", event, 9) for event in range(4)]
        while await desk.turn():
            pass
        async with database.write() as tx:
            at = place(group)
            await corrections.put(tx, CorrectionKind.MERGE, mine[1], mine[2], at, 1, NOW)
            for_all = await corrections.put(tx, CorrectionKind.SPLIT, shared, mine[3], at, 1, NOW)
            await corrections.hold_for_all(tx, for_all, NOW)
            await disputes.dismiss(tx, -1, group, 1, NOW)
    while await desk.turn():
        pass
    for group in (GROUP, OTHER_GROUP):
        async with database.write() as tx:
            await corrections.put(
                tx, CorrectionKind.SPLIT, mine[1], mine[2], place(group), 1, NOW
            )  # waits for the desk
            await outbox.put(tx, Place(chat=ChatId(group)), DeliveryKind.MESSAGE, {"html": "waits"}, NOW)
    return database


async def rows(database: Database) -> dict[str, list[str]]:
    async with database.read() as connection:
        return {
            table.name: [str(tuple(row)) for row in await connection.execute(select(table))]
            for table in metadata.tables.values()
        }


def naming(found: dict[str, list[str]], chat: int) -> dict[str, list[str]]:
    """The rows that have the number of a chat, by table."""
    return {name: kept for name, some in found.items() if (kept := [row for row in some if str(chat) in row])}


@pytest.mark.parametrize("at_once", [None, 1, 2, 7, 500])
async def test_a_chat_goes_with_all_that_is_its_own_and_nothing_of_another(
    newsroom: Database, at_once: int | None
) -> None:
    before = await rows(newsroom)
    theirs = naming(before, OTHER_GROUP)
    assert len(naming(before, GROUP)) == len(theirs) > 12
    removed = at_once or 1
    while removed:
        async with newsroom.write() as tx:
            if at_once is None:
                found = await forgetting.remove_chat(tx, GROUP)
            else:
                found = await forgetting.remove_chat(tx, GROUP, at_once)
            removed = found.total()
        assert at_once is None or removed <= at_once
    after = await rows(newsroom)
    assert naming(after, GROUP) == {}
    assert naming(after, OTHER_GROUP) == theirs
    kept = {name: len(some) for name, some in after.items()}
    gone = {name: len(some) - kept[name] for name, some in before.items() if name not in {"notes", "corrections"}}
    for table in ("items", "sources", "boilerplate", "topics", "managers", "digests", "queue", "chats"):
        assert gone[table] == {"items": 4, "topics": 1}.get(table, 1), table


async def test_what_a_chat_made_hold_for_all_holds_on_as_nobodys(newsroom: Database) -> None:
    async with newsroom.write() as tx:
        await forgetting.remove_chat(tx, GROUP)
    async with newsroom.read() as connection:
        table = metadata.tables["corrections"]
        kept = [(row.chat_id, row.for_all) for row in await connection.execute(select(table))]
    assert sorted(kept) == sorted([(item_removal.NOBODY, True), (OTHER_GROUP, True), *[(OTHER_GROUP, False)] * 2])


async def test_items_without_a_chat_go_five_hundred_at_a_time(database: Database) -> None:
    async with database.write() as tx:
        await chats.meet(tx, GROUP, "supergroup", "Desk", None, None, "UTC", NOW)
        own = await sources.add_chat_source(tx, spec(10), GROUP, NOW, 300) or 0
        some = [replace(entry(f"k{n}"), raw=f"raw{n}", fingerprint=f"print{n}") for n in range(501)]
        for at in range(0, 501, 100):
            await intake.take(tx, own, some[at : at + 100], NOW, background=False)
        removed = [await forgetting.remove_own(tx, GROUP, 500) for _ in range(3)]
    assert [(one["items"], one["sources"]) for one in removed] == [(500, 0), (1, 1), (0, 0)]


PERSON = 4_711_004_711  # a number that no key of an item has in it


async def with_many_items(database: Database, *, accepted: bool) -> None:
    """A private chat whose own source brought 1,101 items before it was, perhaps, accepted for all."""
    async with database.write() as tx:
        await chats.meet(tx, PERSON, "private", "Ann", None, PERSON, "UTC", NOW)
        own = await sources.add_chat_source(tx, spec(10), PERSON, NOW, 300) or 0
        some = [replace(entry(f"k{n}"), raw=f"raw{n}", fingerprint=f"print{n}") for n in range(1_101)]
        for at in range(0, 1_101, 100):
            await intake.take(tx, own, some[at : at + 100], NOW, background=False)
        if accepted:
            await offers.make(tx, own, PERSON, NOW)
            offer = await offers.one(tx.connection, own)
            assert offer is not None
            await offers.accept(tx, offer, "family")


@pytest.mark.parametrize("accepted", [False, True])
async def test_a_chat_is_removed_at_once_however_many_items_it_has(database: Database, *, accepted: bool) -> None:
    """At the 501st its source could not be removed."""
    await with_many_items(database, accepted=accepted)
    async with database.write() as tx:
        removed = await forgetting.remove_chat(tx, PERSON)
    assert (removed["items"], removed["sources"], removed["chats"]) == (1_101, 0 if accepted else 1, 1)
    assert naming(await rows(database), PERSON) == {}


@pytest.mark.parametrize("accepted", [False, True])
async def test_a_person_who_is_forgotten_leaves_no_item_whatever_became_of_their_feed(
    database: Database, *, accepted: bool
) -> None:
    """What a feed had brought before it was for all kept their number from the 501st item on."""
    await with_many_items(database, accepted=accepted)
    async with database.write() as tx:
        await forgetting.forget_person(tx, PERSON, NOW)
    assert naming(await rows(database), PERSON) == {}
    async with database.write() as tx:
        removed = [(await forgetting.remove_own(tx, item_removal.NOBODY, 500))["items"] for _ in range(4)]
    assert removed == [500, 500, 101, 0]


@pytest.mark.parametrize("kind_of_database", ["sqlite"])
async def test_the_items_of_a_chat_are_found_without_reading_everybodys(database: Database) -> None:
    """Reading all of them would hold up every other writer."""
    its_own = select(items.c.id).where(items.c.owner_chat_id == PERSON)
    words = str(its_own.compile(compile_kwargs={"literal_binds": True}))
    async with database.read() as connection:
        plan = " ".join(str(row) for row in await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}"))
    assert "ix_items_owner_chat_id" in plan, plan
