"""/forgetme: nothing that a table holds speaks of the person any more, and nobody else loses a thing."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot.clocks import SetClock
from desk.loop import DeskLoop
from handlers.sentences.reader import Reader
from handlers.updates.inbox_loop import InboxLoop
from handlers.updates.understand import UpdateReader
from newsroom.access import AccessMode, AccessRule, Role
from newsroom.chat import DEFAULT_DIGEST
from newsroom.desk.corrections import CorrectionKind
from newsroom.desk.state import AlertRules
from newsroom.item import ItemId
from newsroom.sentence import sentence
from storage import (
    change_log,
    chats,
    corrections,
    inbox,
    intake,
    key_values,
    outbox,
    people,
    retention,
    sources,
    topics,
)
from storage.database import Database
from storage.inbox import Received
from storage.outbox import DeliveryKind
from storage.people import Person
from storage.tables import chats as chat_table
from storage.tables import corrections as correction_table
from storage.tables import invites, items, metadata, queue, updates
from storage.tables import sources as source_table
from storage.tables import topics as topic_table
from tests.builders import GROUP, NEVER, NOW, OTHER_GROUP, entry, place, spec
from tests.handlers.ferry import read, services

ANN = 7_700_070_007  # a number that stands nowhere by chance
BOB = 8_800_080_008
ANNS = {"id": ANN, "first_name": "Ann-Unmistakable", "is_bot": False, "username": "ann_unmistakable"}
HERS = {"id": ANN, "type": "private", "first_name": "Ann-Unmistakable", "username": "ann_unmistakable"}
NEWSROOM = {"id": GROUP, "type": "supergroup", "title": "Newsroom"}


def words(
    number: int, text: str, chat: dict[str, Any] | None = None, sender: dict[str, Any] | None = None
) -> dict[str, Any]:
    date = int(NOW.timestamp())
    message = {"message_id": number, "date": date, "chat": chat or HERS, "from": sender or ANNS, "text": text}
    return {"update_id": number, "message": message}


def press(number: int, data: str, chat: dict[str, Any] | None = None) -> dict[str, Any]:
    bot = {"id": 42, "is_bot": True, "first_name": "Wirewatch"}
    shown = words(5, "Shall I?", chat, bot)["message"]
    return {
        "update_id": number,
        "callback_query": {"id": "9", "from": ANNS, "chat_instance": "1", "data": data, "message": shown},
    }


async def everybody(_chat: int, _person: int) -> bool:
    return True


async def handled(database: Database, given: dict[str, Any], access: AccessRule | None = None) -> None:
    """An update's whole way: kept, understood, done."""
    allowed = services(database) if access is None else replace(services(database), access=access)
    await inbox.receive(database, [given], NOW)
    await InboxLoop(database, UpdateReader(everybody, allowed), SetClock(NOW).clock()).take(
        Received(given["update_id"], given, NOW)
    )


async def answers(database: Database, chat: int = ANN) -> list[str]:
    due = await database.ask(lambda c: outbox.heads(c, NOW, (), 50))
    return [str(d.payload.get("html", d.payload.get("text"))) for d in due if d.place.chat == chat]


@pytest.fixture
async def newsroom(database: Database) -> Database:
    """Ann tracks and watches in private, made things in a group, manages a channel; Bob and the group are there too."""
    await read(database)
    for number, text in enumerate(("/start", "/track ferry", "/digest 07:00", "/track tram"), start=1):
        await handled(database, words(number, text))
    await handled(database, words(5, "/track harbour", NEWSROOM))
    await handled(
        database,
        words(
            6,
            "/track bridge",
            sender={"id": BOB, "first_name": "Bob", "is_bot": False},
            chat={"id": BOB, "type": "private", "first_name": "Bob"},
        ),
    )
    async with database.write() as tx:
        hers = replace(spec(5), name="Feed of ann_unmistakable", url="https://ann_unmistakable:pw@o.example/feed")
        own = await sources.add_chat_source(tx, hers, ANN, NOW, 300)
        assert own is not None
        await intake.take(tx, own, [entry("own", "Ferry Aurora aground", "It ran aground.")], NOW, background=False)
        await chats.meet(tx, OTHER_GROUP, "channel", "News", "news", ANN, "UTC", NOW)
        await chats.manage(tx, ANN, OTHER_GROUP)
        await corrections.put(tx, CorrectionKind.MERGE, ItemId(1), ItemId(2), place(ANN), ANN, NOW)
        await corrections.put(tx, CorrectionKind.SPLIT, ItemId(1), ItemId(2), place(GROUP), ANN, NOW)
        await key_values.note(tx, f"thread_shut.{ANN}.0", value=True)
        sent = await outbox.put(tx, place(ANN), DeliveryKind.MESSAGE, {"html": "an old alert"}, NOW)
        await outbox.settle_sent(tx, sent, 77, NOW)
        for who, name in ((ANN, "Ann-Unmistakable"), (BOB, "Bob")):
            new = Person(id=who, role=Role.OWNER, name=name, username=None, added_by=ANN, invite=None, added_at=NOW)
            await people.put(tx, new)
        await change_log.add(tx, ANN, sentence("log.let_in", chat="Newsroom"), NOW)
        await change_log.add(tx, BOB, sentence("log.let_in", chat="Ann-Unmistakable"), NOW)
        await tx.execute(insert(invites).values(code_hash="x", role="reader", uses_left=1, made_by=ANN, made_at=NOW))
        await tx.execute(update(chat_table).where(chat_table.c.id == GROUP).values(admitted_by=ANN))
        await inbox.done(tx, 4, NOW, failed="a bug")
        await tx.execute(update(updates).where(updates.c.update_id == 4).values(payload=words(4, "/track tram")))
    return database


async def decide(database: Database) -> DeskLoop:
    desk = DeskLoop(database, AlertRules(), SetClock(NOW).clock())
    while await desk.turn():
        pass
    return desk


async def traces(database: Database) -> list[str]:
    """Each table and column that still names Ann."""
    found = []
    async with database.read() as connection:
        for table in metadata.tables.values():
            for row in await connection.execute(select(table)):
                for name, value in row._mapping.items():
                    if str(ANN) in str(value) or "unmistakable" in str(value).lower():
                        found.append(f"{table.name}.{name}")
    return sorted(found)


async def forget(database: Database) -> None:
    await handled(database, words(50, "/forgetme"))
    await handled(database, press(51, f"fg:{ANN}"))


async def test_after_the_button_no_table_names_the_person_but_the_answer_itself(newsroom: Database) -> None:
    before = await traces(newsroom)
    await forget(newsroom)
    assert {"chats.id", "chats.owner_id", "corrections.user_id", "managers.user_id", "topics.chat_id"} <= set(before)
    assert await traces(newsroom) == ["deliveries.chat_id", "deliveries.chat_id"]  # the answer, and the spinner's end


async def test_a_desk_that_runs_on_writes_nothing_more_of_the_person(newsroom: Database) -> None:
    desk = await decide(newsroom)
    assert "chat_items.chat_id" in await traces(newsroom)
    await forget(newsroom)
    async with newsroom.write() as tx:
        later = entry("later", "Ferry Aurora runs aground off Lower Quay", "The ferry Aurora ran aground once more.")
        await intake.take(tx, 1, [later], NOW, background=False)
    while await desk.turn():
        pass
    assert await traces(newsroom) == ["deliveries.chat_id", "deliveries.chat_id"]


async def test_what_the_desk_had_not_come_to_yet_is_forgotten_too(newsroom: Database) -> None:
    await forget(newsroom)
    await decide(newsroom)
    assert await traces(newsroom) == ["deliveries.chat_id", "deliveries.chat_id"]
    async with newsroom.read() as connection:
        assert (await connection.execute(select(queue))).all() == []


async def test_what_feeds_of_the_person_brought_is_removed_soon_after(newsroom: Database) -> None:
    await decide(newsroom)
    await forget(newsroom)
    assert await newsroom.ask(lambda c: sources.chat_sources(c, ANN)) == []
    async with newsroom.write() as tx:
        await intake.take(tx, 1, [entry("newer")], NOW, background=False)  # of the newest item the number stays
    await retention.forget(newsroom, NEVER)
    async with newsroom.read() as connection:
        keys = set((await connection.execute(select(items.c.key))).scalars())
        addresses = set((await connection.execute(select(source_table.c.url))).scalars())
    assert "own" not in keys
    assert addresses == {spec(1).url, spec(2).url}


async def test_the_answer_says_what_was_removed_and_what_stays(newsroom: Database) -> None:
    await forget(newsroom)
    async with newsroom.read() as connection:
        text = " ".join(str(d.payload) for d in await outbox.heads(connection, NOW, (), 50) if d.place.chat == ANN)
    due = await newsroom.ask(everything_due)
    text = " ".join(due)
    assert "2 topics, 1 feed" in text
    assert "your number in 8 places elsewhere" in text
    assert "What stays: what groups and channels track" in text


async def everything_due(connection: Any) -> list[str]:
    from storage.tables import deliveries

    rows = await connection.execute(
        select(deliveries.c.payload).where(deliveries.c.chat_id == ANN).order_by(deliveries.c.id)
    )
    return [str(row.payload.get("html")) for row in rows]


async def test_what_others_work_with_stays_without_the_persons_number(newsroom: Database) -> None:
    await forget(newsroom)
    async with newsroom.read() as connection:
        queries = (
            await connection.execute(select(topic_table.c.chat_id, topic_table.c.query, topic_table.c.made_by))
        ).all()
        made = (await connection.execute(select(correction_table.c.kind, correction_table.c.user_id))).all()
        known = set((await connection.execute(select(chat_table.c.id))).scalars())
        owned = await sources.chat_sources(connection, ANN)
    assert (GROUP, "harbour", 0) in queries
    assert (BOB, "bridge", BOB) in queries
    assert {(one.kind, one.user_id) for one in made} == {("split", 0)}, (
        "what was corrected in the private chat alone goes with it"
    )
    assert known >= {GROUP, OTHER_GROUP, BOB}
    assert ANN not in known
    assert owned == []


async def test_a_group_that_the_person_let_in_is_answered_for_by_another_owner(newsroom: Database) -> None:
    invited = AccessRule(mode=AccessMode.INVITE)
    await handled(newsroom, words(50, "/forgetme"), invited)
    await handled(newsroom, press(51, f"fg:{ANN}"), invited)
    async with newsroom.read() as connection:
        vouched = select(chat_table.c.admitted_by, chat_table.c.admitted).where(chat_table.c.id == GROUP)
        assert (await connection.execute(vouched)).one() == (BOB, True)


async def test_what_others_did_to_the_person_was_done_to_somebody(newsroom: Database) -> None:
    await forget(newsroom)
    log = await newsroom.ask(lambda c: change_log.page(c, 0, 5))
    assert [Reader().plain(change.sentence) for change in log] == ["let in somebody", "let in Newsroom"]


async def test_who_only_said_start_is_forgotten_too(database: Database) -> None:
    await handled(database, words(1, "/start"))
    await forget(database)
    assert "You are forgotten" in (await database.ask(everything_due))[-1]
    assert set(await traces(database)) == {"deliveries.chat_id"}


async def test_what_another_chat_sees_otherwise_stays(newsroom: Database) -> None:
    bobs = {"chat_id": BOB, "item_id": 1, "stated_at": NOW, "body": {}}
    async with newsroom.write() as tx:
        await tx.execute(insert(metadata.tables["chat_claims"]).values(**bobs))
    await forget(newsroom)
    async with newsroom.read() as connection:
        kept = await connection.execute(select(metadata.tables["chat_claims"].c.chat_id))
        assert list(kept.scalars()) == [BOB]


async def test_nothing_happens_before_the_button(newsroom: Database) -> None:
    before = await traces(newsroom)
    await handled(newsroom, words(50, "/forgetme"))
    assert set(before) <= set(await traces(newsroom))
    assert any("Shall I forget you?" in text for text in await newsroom.ask(everything_due))


async def test_forgetting_twice_is_forgetting_once(newsroom: Database) -> None:
    await forget(newsroom)
    once = await traces(newsroom)
    await handled(newsroom, press(52, f"fg:{ANN}"))
    assert (await newsroom.ask(everything_due))[-1] == "I have nothing stored of you."
    assert set(await traces(newsroom)) == set(once)


async def test_who_writes_afterwards_is_met_as_new(newsroom: Database) -> None:
    await forget(newsroom)
    await handled(newsroom, words(60, "/topics"))
    async with newsroom.read() as connection:
        met = await chats.chat(connection, ANN)
        assert met is not None
        assert met.digest == DEFAULT_DIGEST
        assert await topics.topics_of(connection, ANN) == []


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(words(50, "/forgetme", NEWSROOM), id="command"),
        pytest.param(press(50, f"fg:{ANN}", NEWSROOM), id="button"),
        pytest.param(press(50, f"fg:{BOB}"), id="somebody else's button"),
        pytest.param(press(50, f"fg:{GROUP}"), id="a group's"),
    ],
)
async def test_nobody_is_forgotten_from_a_group_or_by_another(newsroom: Database, given: dict[str, Any]) -> None:
    before = await traces(newsroom)
    await handled(newsroom, given)
    assert set(before) <= set(await traces(newsroom))


async def test_whom_the_operator_no_longer_lets_in_is_forgotten_all_the_same(newsroom: Database) -> None:
    closed = AccessRule(mode=AccessMode.LISTED, chats=frozenset({GROUP}))
    await handled(newsroom, words(50, "/forgetme"), closed)
    await handled(newsroom, press(51, f"fg:{ANN}"), closed)
    assert set(await traces(newsroom)) == {"deliveries.chat_id"}


async def test_a_stranger_who_asks_is_not_stored_for_it(database: Database) -> None:
    await handled(database, words(50, "/forgetme"))
    assert set(await traces(database)) == {"deliveries.chat_id", "deliveries.payload"}  # the question, with its button
