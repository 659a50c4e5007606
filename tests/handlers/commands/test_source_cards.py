"""The card of a source, and its buttons: what a chat may see and change, and no more."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from handlers.look_ups import LookUps
from newsroom.access import Role
from newsroom.sentence import sentence
from storage import sources
from storage.columns import AnyRow
from storage.database import Database
from storage.outbox import DeliveryKind
from storage.tables import sources as source_table
from tests.builders import CHAT, GROUP, NOW, at, spec
from tests.handlers.invited import EDITOR, OWNER, READER, REPORTER, newsroom_of
from tests.handlers.talk import Spoken, Talk, talk

KEYED = replace(spec(9), name="Harbour Courier", url="https://ann:hunter2@outlet9.example/feed?apikey=KEY123")
PROBLEM = sentence("problem.not_found", host="outlet9.example")


async def row(database: Database, name: str) -> AnyRow:
    async with database.read() as connection:
        found: AnyRow = (await connection.execute(select(source_table).where(source_table.c.name == name))).one()
        return found


@pytest.fixture
async def ann(desk: Database) -> Talk:
    """Ann, whose chat added a feed beside the operator's two."""
    async with desk.write() as tx:
        await sources.add_chat_source(tx, KEYED, CHAT, NOW - timedelta(days=3), 300, CHAT)
        await tx.execute(
            update(source_table).values(first_polled_at=NOW - timedelta(days=3), last_ok_at=at(-5), next_due_at=at(7))
        )
    return talk(desk)


async def card(ann: Talk, name: str = "harbour courier") -> Spoken:
    (shown,) = await ann.says(f"/feeds {name}")
    return shown


async def pressed(ann: Talk, data: str) -> Spoken:
    """The message that comes of a button, or takes its place; what is said over the chat where there is none."""
    spoken = await ann.presses(data)
    return next((one for one in spoken if "html" in one.payload), spoken[0])


async def test_a_press_in_the_list_opens_the_card_and_the_card_leads_back(ann: Talk) -> None:
    (listed,) = await ann.says("/feeds")
    assert "1. ✓ Harbour Courier" in listed.html
    opened = await pressed(ann, listed.buttons["✓ Harbour Courier"])
    assert "Read 5 minutes ago · next visit in 7 minutes" in opened.html
    assert "This chat's own since 28 Feb 2026, added by Ann." in opened.html
    assert "hunter2" not in opened.html
    assert "KEY123" not in opened.html
    back = await pressed(ann, opened.buttons["‹ List"])
    assert "Feeds of this chat" in back.html


@pytest.mark.parametrize("name", ["1", "HARBOUR", "Hárboùr Couriér", "Sample Outlet 2", "https://outlet1.example/feed"])
async def test_a_source_is_found_by_its_number_a_part_of_its_name_or_its_address(ann: Talk, name: str) -> None:
    assert "✓ <b>" in (await card(ann, name)).html


async def test_a_feed_is_meant_without_the_accents_that_a_keyboard_lacks(ann: Talk) -> None:
    """“Depeche” was no source where Dépêche is watched."""
    await ann.says("/renamefeed 1 Dépêche Exemple")
    assert "Dépêche Exemple" in (await card(ann, "depeche")).html
    (removed,) = await ann.says("/removefeed depeche exemple")
    assert removed.html.startswith("Removed: Dépêche Exemple")


async def test_a_name_that_is_none_offers_those_that_are_near(ann: Talk) -> None:
    shown = await card(ann, "harbor currier")
    assert "No source that you may see is called" in shown.html
    assert "Harbour Courier" in shown.buttons


async def test_what_is_wrong_is_said_in_words(ann: Talk) -> None:
    failing = {"problem": PROBLEM, "failures": 3, "failing_since": at(-60)}
    async with ann.database.write() as tx:
        await tx.execute(update(source_table).where(source_table.c.name == KEYED.name).values(**failing))
    (listed,) = await ann.says("/feeds")
    assert "✗ Harbour Courier" in listed.html
    assert "can't be read for 1 hour" in listed.html
    assert "Can't be read since 11:00: outlet9.example has nothing at this address any more" in (await card(ann)).html


async def test_read_now_is_due_at_once_and_counts_as_a_look_at_an_address(ann: Talk) -> None:
    ann = talk(ann.database, look_ups=LookUps(1))
    shown = await card(ann)
    spoken = await ann.presses(shown.buttons["↻ Read now"])
    assert any("next visit: now" in one.html for one in spoken)
    assert any("I read it now" in one.html for one in spoken)
    assert (await row(ann.database, KEYED.name)).next_due_at == NOW
    refused = await pressed(ann, shown.buttons["↻ Read now"])
    assert "as many as I may" in refused.html


async def test_who_asked_to_be_left_alone_is(ann: Talk) -> None:
    rest = {"problem": sentence("problem.rate_limited", host="outlet9.example"), "failing_since": at(-1)}
    async with ann.database.write() as tx:
        await tx.execute(update(source_table).where(source_table.c.name == KEYED.name).values(**rest))
    refused = await pressed(ann, (await card(ann)).buttons["↻ Read now"])
    assert "outlet9.example has asked to be left alone" in refused.html
    assert (await row(ann.database, KEYED.name)).next_due_at == at(7)


async def test_a_pause_is_on_the_card_and_ends_by_its_button(ann: Talk) -> None:
    paused = await pressed(ann, (await card(ann)).buttons["⏸ Pause"])
    assert "Paused since 12:00" in paused.html
    assert "↻ Read now" not in paused.buttons
    assert "⏸ Harbour Courier" in (await ann.says("/feeds"))[0].html
    resumed = await pressed(ann, paused.buttons["▶ Resume"])
    assert "next visit: now" in resumed.html
    assert (await row(ann.database, KEYED.name)).paused_at is None


async def test_a_new_name_is_asked_for_and_is_that_feeds_whatever_the_list_is_by_then(ann: Talk) -> None:
    asked = await pressed(ann, (await card(ann)).buttons["✎ Rename"])
    assert "What shall Harbour Courier be called?" in asked.html
    (done,) = await ann.says("Quay Gazette")
    assert done.html == "Harbour Courier is called Quay Gazette from now on."
    back = await pressed(ann, done.buttons["↩ Undo"])
    assert back.html == "Quay Gazette is called Harbour Courier from now on."


async def test_what_was_removed_comes_back_by_undo_with_its_name(ann: Talk) -> None:
    removed = await pressed(ann, (await card(ann)).buttons["✕ Remove"])
    assert "Removed: Harbour Courier" in removed.html
    assert "no feed of its own" in (await ann.says("/feeds"))[0].html
    again = await pressed(ann, removed.buttons["↩ Undo"])
    assert "<b>Harbour Courier (" in again.html
    assert "Harbour Courier" in (await ann.says("/feeds"))[0].html


async def test_what_is_for_all_is_paused_by_an_owner_alone_and_the_log_has_it(desk: Database) -> None:
    newsroom = await newsroom_of(desk, (READER, Role.READER), (REPORTER, Role.REPORTER))
    shown = await newsroom.buttons(OWNER, "/feeds sample outlet 1")
    assert "⏸ Pause" not in await newsroom.buttons(REPORTER, "/feeds sample outlet 1")
    assert "only an owner" in await newsroom.presses(REPORTER, shown["⏸ Pause"])
    assert "needs the role" in await newsroom.presses(READER, shown["⏸ Pause"])
    assert "Paused since" in await newsroom.presses(OWNER, shown["⏸ Pause"])
    assert "paused Sample Outlet 1 (outlet1.example) for everybody" in await newsroom.says(OWNER, "/log")
    assert "⏸ Sample Outlet 1 — paused" in await newsroom.says(READER, "/sources")


async def test_a_groups_own_is_no_other_chats_to_see(desk: Database) -> None:
    newsroom = await newsroom_of(desk, (READER, Role.READER), (REPORTER, Role.REPORTER))
    async with desk.write() as tx:
        await sources.add_chat_source(tx, KEYED, GROUP, NOW, 300, EDITOR)
    there = await newsroom.says(EDITOR, "/feeds", GROUP)
    assert "Harbour Courier" in there
    assert "No source that you may see" in await newsroom.says(REPORTER, "/feeds Harbour Courier")


async def test_forgetting_a_person_leaves_the_feed_they_added_to_a_group_without_their_number(desk: Database) -> None:
    newsroom = await newsroom_of(desk, (REPORTER, Role.REPORTER))
    async with desk.write() as tx:
        await sources.add_chat_source(tx, KEYED, GROUP, NOW, 300, REPORTER)
    asked = await newsroom.buttons(REPORTER, "/forgetme")
    await newsroom.presses(REPORTER, next(iter(asked.values())))
    assert (await row(desk, KEYED.name)).added_by is None


async def test_a_feed_that_a_chat_joins_with_a_publisher_says_so_and_undo_takes_it_back(ann: Talk) -> None:
    asked = await pressed(ann, (await card(ann)).buttons["Publisher"])
    assert "Which publisher is behind Harbour Courier?" in asked.html
    (done,) = await ann.says("sample outlet 1")
    assert "counts as one voice with family-1 in this chat" in done.html
    assert "In this chat it counts as one voice with family-1." in (await card(ann)).html
    assert (await row(ann.database, KEYED.name)).family == KEYED.family, "the domain's own stays"
    await ann.presses(done.buttons["↩ Undo"])
    assert (await row(ann.database, KEYED.name)).joined_family is None


async def test_a_publisher_whom_nobody_knows_is_none(ann: Talk) -> None:
    (refused,) = await ann.says("/publisher 1 Sample Outlt 2")
    assert "I know no publisher" in refused.html
    assert "Sample Outlet 2 · family-2" in refused.buttons, "an editor knows outlets, and no families"


async def test_an_owner_corrects_what_is_for_all_the_log_has_it(desk: Database) -> None:
    newsroom = await newsroom_of(desk, (REPORTER, Role.REPORTER))
    shown = await newsroom.buttons(OWNER, "/feeds sample outlet 1")
    assert "Which publisher" in await newsroom.presses(OWNER, shown["Publisher"])
    assert "only an owner" in await newsroom.presses(REPORTER, shown["Publisher"])
    number = shown["Publisher"].split(":")[1]
    assert "no feed" in await newsroom.says(REPORTER, f"/publisher {number} Sample Outlet 2")
    assert "no feed" in await newsroom.says(REPORTER, f"/renamefeed {number} Reuters")
    assert "voice of family-2" in await newsroom.says(OWNER, f"/publisher {number} Sample Outlet 2")
    assert (await row(desk, "Sample Outlet 1")).family == "family-2"
    assert "with the publisher family-2" in await newsroom.says(OWNER, "/log")
    assert "counts as a voice of family-1" in await newsroom.says(OWNER, f"/publisher {number} off")
    assert "is called Harbour Wire" in await newsroom.says(OWNER, f"/renamefeed {number} Harbour Wire")
    assert (await row(desk, "Harbour Wire")).listed_name == "Sample Outlet 1"


async def test_what_was_paused_and_removed_comes_back_paused_and_where_it_was(ann: Talk) -> None:
    """It was read again at once, as if somebody else had added it today."""
    async with ann.database.write() as tx:
        await sources.add_chat_source(tx, spec(10), CHAT, NOW, 300, CHAT)
    before = await row(ann.database, KEYED.name)
    paused = await pressed(ann, (await card(ann)).buttons["⏸ Pause"])
    removed = await pressed(ann, paused.buttons["✕ Remove"])
    again = await pressed(ann, removed.buttons["↩ Undo"])
    assert "Paused since 12:00" in again.html
    assert (await ann.says("/feeds"))[0].html.splitlines()[1].startswith("1. ⏸ Harbour Courier")
    after = await row(ann.database, KEYED.name)
    assert (after.added_at, after.added_by, after.next_due_at) == (before.added_at, before.added_by, before.next_due_at)


async def test_undo_of_a_name_or_a_publisher_takes_the_place_of_what_it_undoes(ann: Talk) -> None:
    """It stood below, and the first Undo was still there to be pressed."""
    for line, after in (("/renamefeed 1 Quay Gazette", "is called Harbour"), ("/publisher 1 family-2", "own domain")):
        (done,) = await ann.says(line)
        undo = await pressed(ann, done.buttons["↩ Undo"])
        assert after in undo.html
        assert undo.kind == DeliveryKind.EDIT
        redo = await pressed(ann, undo.buttons["↩ Undo"])
        assert redo.html == done.html
