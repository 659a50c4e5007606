"""A chat offers a source of its own to all; an owner accepts it, refuses it, renames it, or takes it back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from handlers.commands.listed_sources import button_number
from handlers.updates.understand import UpdateReader
from newsroom.access import Role
from newsroom.chat import ChatId
from newsroom.sentence import sentence
from storage import chats, intake, poll_state, sources
from storage.columns import AnyRow
from storage.database import Database
from storage.offers import OFFERED_ONCE_IN
from storage.sources import SourceSpec
from storage.states import SourceState
from storage.tables import items
from storage.tables import sources as source_table
from tests.builders import NOW, OTHER_GROUP, entry, spec
from tests.handlers.invited import EDITOR, GROUP, OWNER, READER, REPORTER, STRANGER, Newsroom, newsroom_of, nobody

EVERY_S = 300
COURIER = replace(spec(7), name="Courier", url="https://feeds.courier.example/rss", family="courier.example")


@pytest.fixture
async def newsroom(desk: Database) -> Newsroom:
    made = await newsroom_of(desk, (READER, Role.READER), (REPORTER, Role.REPORTER))
    async with desk.write() as tx:
        await sources.add_chat_source(tx, COURIER, GROUP, NOW, EVERY_S)
    return made


async def number(newsroom: Newsroom, chat: int | None = GROUP) -> int:
    return int((await row(newsroom, chat)).id)


async def row(newsroom: Newsroom, chat: int | None = GROUP) -> AnyRow:
    """The source at the Courier's address that is this chat's own; None: the one for all."""
    here = source_table.c.owner_chat_id.is_(chat)
    async with newsroom.database.read() as connection:
        found: AnyRow = (
            await connection.execute(select(source_table).where(here, source_table.c.url == COURIER.url))
        ).one()
        return found


async def offer_button(newsroom: Newsroom, chat: int = GROUP) -> str:
    """The data of the button under the chat's only feed."""
    (own,) = await newsroom.database.ask(lambda c: sources.chat_sources(c, chat))
    return f"of:{button_number(own)}"


async def add_again(newsroom: Newsroom, feed: SourceSpec) -> None:
    async with newsroom.database.write() as tx:
        await sources.add_chat_source(tx, feed, GROUP, NOW, EVERY_S)


async def watched_for_all(newsroom: Newsroom) -> list[str]:
    return [one.source.name for one in await newsroom.database.ask(sources.active_sources)]


async def offered(newsroom: Newsroom) -> int:
    assert "Offered: Courier" in await newsroom.says(EDITOR, "/offerfeed 1", GROUP)
    return await number(newsroom)


async def test_a_feed_is_offered_by_command_or_button_and_owners_read_what_it_is(newsroom: Newsroom) -> None:
    at = await number(newsroom)
    assert "Offered: Courier" in await newsroom.presses(EDITOR, await offer_button(newsroom), GROUP)
    (asked,) = await newsroom.notified(OWNER)
    for part in ("Desk", "Courier", "courier.example", "0 items", f"/renamefeed offer{at}"):
        assert part in asked
    assert "waits for an owner" in await newsroom.says(EDITOR, "/feeds", GROUP)


async def test_adding_an_offered_feed_once_more_leaves_the_offer_waiting_and_asks_nobody_again(
    newsroom: Newsroom,
) -> None:
    await offered(newsroom)
    await add_again(newsroom, COURIER)
    assert "waits for an owner already" in await newsroom.says(EDITOR, "/offerfeed 1", GROUP)
    assert len(await newsroom.notified(OWNER)) == 1


@pytest.mark.parametrize("removed_first", [True, False])
async def test_owners_are_asked_about_an_address_once_a_week_whatever_its_chat_does(
    newsroom: Newsroom, *, removed_first: bool
) -> None:
    """Added under another name, or removed and added anew, the feed is offered no more: owners accept what they read."""
    at = await offered(newsroom)
    if removed_first:
        await newsroom.says(EDITOR, "/removefeed 1", GROUP)
    await add_again(newsroom, COURIER if removed_first else replace(COURIER, name="Harbour Courier"))
    assert "decided already" in await newsroom.presses(OWNER, f"oa:{at}")
    assert "offered not long ago" in await newsroom.says(EDITOR, "/offerfeed 1", GROUP)
    assert len(await newsroom.notified(OWNER)) == 1
    newsroom.now = NOW + OFFERED_ONCE_IN
    assert "Offered" in await newsroom.says(EDITOR, "/offerfeed 1", GROUP)
    assert len(await newsroom.notified(OWNER)) == 2


async def test_an_offer_that_waits_is_not_made_twice(newsroom: Newsroom) -> None:
    await offered(newsroom)
    assert "waits for an owner already" in await newsroom.presses(EDITOR, await offer_button(newsroom), GROUP)
    assert len(await newsroom.notified(OWNER)) == 1


@pytest.mark.parametrize("who", [STRANGER, READER, REPORTER])
async def test_only_admins_and_editors_offer_what_a_group_added(newsroom: Newsroom, who: int) -> None:
    assert "Only admins of this chat" in await newsroom.presses(who, await offer_button(newsroom), GROUP)
    assert "Only admins of this chat" in await newsroom.says(who, "/offerfeed 1", GROUP)
    assert not await newsroom.notified(OWNER)


async def test_nobody_offers_another_chats_source(newsroom: Newsroom) -> None:
    assert "no feed of this chat" in await newsroom.presses(REPORTER, await offer_button(newsroom))
    assert not await newsroom.notified(OWNER)


async def test_a_bot_without_an_owner_says_so(newsroom: Newsroom) -> None:
    await newsroom.says(OWNER, "/forgetme")
    await newsroom.presses(OWNER, f"fg:{OWNER}")
    assert "nobody who could accept" in await newsroom.says(EDITOR, "/offerfeed 1", GROUP)


async def test_the_admins_chat_is_asked_too(newsroom: Newsroom) -> None:
    async with newsroom.database.write() as tx:
        await chats.meet(tx, OTHER_GROUP, "supergroup", "Admins", None, OWNER, "UTC", NOW)
    with_chat = replace(newsroom.services, admin_chat=OTHER_GROUP)
    await offered(replace(newsroom, services=with_chat, reader=UpdateReader(nobody, with_chat)))
    assert len(await newsroom.notified(OTHER_GROUP)) == 1


async def test_what_an_owner_accepts_is_for_all_and_the_chat_and_the_log_say_so(newsroom: Newsroom) -> None:
    at = await offered(newsroom)
    assert "is watched for everybody" in await newsroom.presses(OWNER, f"oa:{at}")
    source = await row(newsroom, None)
    assert (source.id, source.family, source.trusted, source.offered_at) == (at, "courier.example", False, None)
    assert "Courier" in await watched_for_all(newsroom)
    assert "is watched for everybody" in (await newsroom.notified(GROUP))[-1]
    assert "accepted Courier (courier.example) of A group for everybody" in await newsroom.says(OWNER, "/log")


async def test_what_is_accepted_outlives_the_operators_file_and_the_chat(newsroom: Newsroom) -> None:
    await newsroom.presses(OWNER, f"oa:{await offered(newsroom)}")
    async with newsroom.database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(1), spec(2)], NOW, EVERY_S)
    assert "Courier" in await watched_for_all(newsroom)


async def test_items_from_now_on_are_for_all_and_those_of_before_stay_the_chats(newsroom: Newsroom) -> None:
    at = await offered(newsroom)
    before = entry("before", url="https://courier.example/1")
    after = entry("after", "Tram stops", "The tram stopped.", url="https://courier.example/2")
    async with newsroom.database.write() as tx:
        await intake.take(tx, at, [before], NOW, background=False)
    await newsroom.presses(OWNER, f"oa:{at}")
    async with newsroom.database.write() as tx:
        await intake.take(tx, at, [before, after], NOW, background=False)
    async with newsroom.database.read() as connection:
        found = await connection.execute(select(items.c.key, items.c.owner_chat_id).where(items.c.source_id == at))
        assert {row.key: row.owner_chat_id for row in found} == {"before": GROUP, "after": None}


async def test_whoever_else_had_the_address_has_it_with_all(newsroom: Newsroom) -> None:
    async with newsroom.database.write() as tx:
        await chats.meet(tx, OTHER_GROUP, "supergroup", "Other", None, EDITOR, "UTC", NOW)
        await sources.add_chat_source(tx, replace(COURIER, name="Their name"), OTHER_GROUP, NOW, EVERY_S)
    await newsroom.presses(OWNER, f"oa:{await offered(newsroom)}")
    assert (await row(newsroom, OTHER_GROUP)).state == SourceState.RETIRED
    (notice,) = await newsroom.notified(OTHER_GROUP)
    assert "is watched for everybody" in notice
    assert "Desk" not in notice
    for chat in (GROUP, OTHER_GROUP):
        assert "Courier" not in await newsroom.says(EDITOR, "/feeds", chat)


async def test_an_address_that_once_was_for_all_is_so_again_and_begins_anew(newsroom: Newsroom) -> None:
    async with newsroom.database.write() as tx:
        await sources.sync_operator_sources(tx, [replace(COURIER, name="Old name")], NOW, EVERY_S)
        await sources.sync_operator_sources(tx, [spec(1), spec(2)], NOW, EVERY_S)
        await sources.add_chat_source(tx, COURIER, GROUP, NOW, EVERY_S)
    await newsroom.presses(OWNER, f"oa:{await offered(newsroom)}")
    public = await row(newsroom, None)
    assert (public.name, public.state, public.first_polled_at) == ("Courier", SourceState.ACTIVE, None)
    assert (await row(newsroom)).state == SourceState.RETIRED


async def test_what_is_refused_stays_the_chats_and_the_chat_reads_so(newsroom: Newsroom) -> None:
    at = await offered(newsroom)
    assert "stays that chat's own" in await newsroom.presses(OWNER, f"or:{at}")
    assert (await row(newsroom)).state == SourceState.ACTIVE
    assert "stays this chat's own" in (await newsroom.notified(GROUP))[-1]
    assert "refused Courier (courier.example) of A group" in await newsroom.says(OWNER, "/log")


async def test_what_was_refused_can_be_offered_again_after_a_week(newsroom: Newsroom) -> None:
    at = await offered(newsroom)
    await newsroom.presses(OWNER, f"or:{at}")
    assert "7 days" in await newsroom.says(EDITOR, "/offerfeed 1", GROUP)
    newsroom.now = NOW + OFFERED_ONCE_IN + timedelta(minutes=1)
    await offered(newsroom)


@pytest.mark.parametrize("act", ["oa", "or", "ob"])
@pytest.mark.parametrize("who", [READER, REPORTER, EDITOR])
async def test_only_owners_decide(newsroom: Newsroom, who: int, act: str) -> None:
    at = await offered(newsroom)
    assert "needs the role of owner" in await newsroom.presses(who, f"{act}:{at}")
    assert (await row(newsroom)).offered_at is not None


@pytest.mark.parametrize("first", ["oa", "or"])
@pytest.mark.parametrize("second", ["oa", "or"])
async def test_a_second_press_changes_nothing(newsroom: Newsroom, first: str, second: str) -> None:
    at = await offered(newsroom)
    await newsroom.presses(OWNER, f"{first}:{at}")
    before = await row(newsroom, None if first == "oa" else GROUP)
    log, notices = await newsroom.says(OWNER, "/log"), await newsroom.notified(GROUP)
    answer = await newsroom.presses(OWNER, f"{second}:{at}")
    assert ("is watched for everybody" if first == "oa" else "decided already") in answer
    assert await row(newsroom, None if first == "oa" else GROUP) == before
    assert (await newsroom.says(OWNER, "/log"), await newsroom.notified(GROUP)) == (log, notices)


async def test_a_feed_that_was_removed_or_moved_elsewhere_is_offered_no_more(newsroom: Newsroom) -> None:
    at = await offered(newsroom)
    async with newsroom.database.write() as tx:
        await poll_state.move(tx, at, "https://elsewhere.example/rss")
    assert "decided already" in await newsroom.presses(OWNER, f"oa:{at}")
    await newsroom.says(EDITOR, "/offerfeed 1", GROUP)
    await newsroom.says(EDITOR, "/removefeed 1", GROUP)
    assert "decided already" in await newsroom.presses(OWNER, f"oa:{at}")
    assert "Courier" not in await watched_for_all(newsroom)


async def test_owners_see_what_waits_and_what_was_accepted_and_take_it_back(newsroom: Newsroom) -> None:
    assert "Nothing" in await newsroom.says(OWNER, "/offers")
    at = await offered(newsroom)
    assert "A group offers" in (await newsroom.says(OWNER, "/offers")).replace("<b>", "").replace("</b>", "")
    await newsroom.presses(OWNER, f"oa:{at}")
    buttons = await newsroom.buttons(OWNER, "/offers")
    assert buttons == {"Stop: Courier": f"ob:{at}"}
    assert "Stop Courier for everybody?" in await newsroom.presses(OWNER, f"ob:{at}")
    assert "no longer watched for everybody" in await newsroom.presses(OWNER, f"os:{at}")
    assert "Courier" not in await watched_for_all(newsroom)
    assert "decided already" in await newsroom.presses(OWNER, f"os:{at}")
    assert "stopped Courier (courier.example)" in await newsroom.says(OWNER, "/log")


@pytest.mark.parametrize("known_before", [True, False])
async def test_the_chat_that_offered_reads_once_that_its_feed_was_stopped(
    newsroom: Newsroom, *, known_before: bool
) -> None:
    """Also where the address was for all once before, so that the chat's own row is not the one that was stopped."""
    if known_before:
        async with newsroom.database.write() as tx:
            await sources.sync_operator_sources(tx, [COURIER], NOW, EVERY_S)
            await sources.sync_operator_sources(tx, [spec(1), spec(2)], NOW, EVERY_S)
            await sources.add_chat_source(tx, COURIER, GROUP, NOW, EVERY_S)
    await newsroom.presses(OWNER, f"oa:{await offered(newsroom)}")
    at = await number(newsroom, None)
    for _ in range(2):
        await newsroom.presses(OWNER, f"os:{at}")
    notices = await newsroom.notified(GROUP)
    assert ["has stopped" in one for one in notices] == [False, True]
    assert "/addfeed" in notices[-1]


async def test_the_chat_that_offered_reads_what_an_owner_calls_its_feed(newsroom: Newsroom) -> None:
    at = await offered(newsroom)
    for name in ("Courier of Sundby", "Courier of Sundby"):
        await newsroom.says(OWNER, f"/renamefeed offer{at} {name}")
    await newsroom.presses(OWNER, f"oa:{at}")
    await newsroom.says(OWNER, f"/renamefeed offer{at} Sundby Courier")
    renamed = [one for one in await newsroom.notified(GROUP) if "is called" in one]
    assert [one.partition("is called ")[2] for one in renamed] == ["Courier of Sundby now.", "Sundby Courier now."]


async def test_nobody_is_written_to_about_what_a_forgotten_person_offered(newsroom: Newsroom) -> None:
    async with newsroom.database.write() as tx:
        await sources.add_chat_source(tx, replace(COURIER, url="https://b.example/rss"), ChatId(REPORTER), NOW, EVERY_S)
    await newsroom.says(REPORTER, "/offerfeed 1")
    async with newsroom.database.read() as connection:
        mine = source_table.c.owner_chat_id == REPORTER
        at = (await connection.execute(select(source_table.c.id).where(mine))).scalar_one()
    await newsroom.presses(OWNER, f"oa:{at}")
    await newsroom.says(REPORTER, "/forgetme")
    await newsroom.presses(REPORTER, f"fg:{REPORTER}")
    async with newsroom.database.read() as connection:
        assert (await connection.execute(select(source_table.c.offered_by).where(source_table.c.id == at))).all() == [
            (None,)
        ]
    notices = len(await newsroom.notified(REPORTER))
    assert "no longer watched" in await newsroom.presses(OWNER, f"os:{at}")
    assert len(await newsroom.notified(REPORTER)) == notices


async def test_what_was_taken_back_can_be_a_chats_own_again(newsroom: Newsroom) -> None:
    at = await offered(newsroom)
    await newsroom.presses(OWNER, f"oa:{at}")
    await newsroom.presses(OWNER, f"os:{at}")
    async with newsroom.database.write() as tx:
        assert await sources.add_chat_source(tx, COURIER, GROUP, NOW, EVERY_S) not in (None, at)
    await newsroom.presses(OWNER, f"oa:{await offered(newsroom)}")
    assert (await row(newsroom, None)).id == at


async def test_a_chat_renames_its_own_feed_but_not_to_somebody_elses_name(newsroom: Newsroom) -> None:
    assert "Courier is called Harbour Courier" in await newsroom.says(EDITOR, "/renamefeed_1 Harbour Courier", GROUP)
    for name in ("Reuters", "R\u0435uters World", "Sample Outlet 1"):
        assert "is the name of another publisher" in await newsroom.says(EDITOR, f"/renamefeed 1 {name}", GROUP)
    for text in ("/renamefeed", "/renamefeed 1", "/renamefeed 1 \u200b"):
        assert "Which feed" in await newsroom.says(EDITOR, text, GROUP)
    assert (await row(newsroom)).name == "Harbour Courier"


async def test_what_is_offered_is_not_renamed_by_its_chat(newsroom: Newsroom) -> None:
    """An owner accepts the name that he read."""
    await offered(newsroom)
    assert "waits for an owner" in await newsroom.says(EDITOR, "/renamefeed 1 Other", GROUP)
    assert (await row(newsroom)).name == "Courier"


async def test_an_owner_renames_an_offer_and_what_came_by_one_and_nothing_else(newsroom: Newsroom) -> None:
    at = await offered(newsroom)
    assert "Only an owner" in await newsroom.says(EDITOR, f"/renamefeed offer{at} Mine")
    assert "Courier is called Courier of Sundby" in await newsroom.says(
        OWNER, f"/renamefeed offer{at} Courier of Sundby"
    )
    await newsroom.presses(OWNER, f"oa:{at}")
    await newsroom.says(OWNER, f"/renamefeed offer{at} Sundby Courier")
    assert "Sundby Courier" in await watched_for_all(newsroom)
    assert "renamed Courier of Sundby (courier.example) to Sundby Courier" in await newsroom.says(OWNER, "/log")
    assert "decided already" in await newsroom.says(OWNER, "/renamefeed offer1 Sample")


async def test_a_public_source_is_not_in_its_chats_list_once_the_chat_is_forgotten(newsroom: Newsroom) -> None:
    async with newsroom.database.write() as tx:
        await sources.add_chat_source(tx, replace(COURIER, url="https://b.example/rss"), ChatId(REPORTER), NOW, EVERY_S)
    await newsroom.says(REPORTER, "/offerfeed 1")
    async with newsroom.database.read() as connection:
        mine = source_table.c.owner_chat_id == REPORTER
        at = (await connection.execute(select(source_table.c.id).where(mine))).scalar_one()
    await newsroom.presses(OWNER, f"oa:{at}")
    await newsroom.says(REPORTER, "/forgetme")
    await newsroom.presses(REPORTER, f"fg:{REPORTER}")
    assert "Courier" in await watched_for_all(newsroom)
    assert "Rob" not in await newsroom.says(OWNER, "/log")


async def test_a_feed_with_a_key_in_its_address_is_nobody_elses(newsroom: Newsroom) -> None:
    secret = replace(COURIER, name="Paid", url="https://paid.example/rss?apikey=KEY123456")
    async with newsroom.database.write() as tx:
        await sources.add_chat_source(tx, secret, REPORTER, NOW, EVERY_S)
    assert "can't be offered" in await newsroom.says(REPORTER, "/offerfeed 1")
    assert "can't be offered" in await newsroom.presses(REPORTER, await offer_button(newsroom, REPORTER))
    assert "Offer to everybody" not in await newsroom.buttons(REPORTER, "/feeds paid")
    assert not await newsroom.notified(OWNER)


async def test_a_feed_that_cannot_be_read_is_offered_once_it_can(newsroom: Newsroom) -> None:
    at = await number(newsroom)
    dead = update(source_table).where(source_table.c.id == at)
    async with newsroom.database.write() as tx:
        await tx.execute(dead.values(problem=sentence("problem.dns", host="courier.example")))
    assert "can't be read just now" in await newsroom.presses(EDITOR, await offer_button(newsroom), GROUP)
    async with newsroom.database.write() as tx:
        await tx.execute(dead.values(problem=None))
    await offered(newsroom)
