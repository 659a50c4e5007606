"""What a chat's own sources and corrections change: in that chat alone, and there as if the sources were everybody's."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from desk.loop import DeskLoop
from newsroom.chat import ChatId
from newsroom.clock import Clock
from newsroom.desk.corrections import CorrectionKind
from newsroom.desk.state import AlertRules
from newsroom.desk.story_view import StoryView
from newsroom.item import ItemId
from newsroom.matching.query import parse
from newsroom.stories.reclustering import Merge, Split, StoryChanges
from newsroom.story import StoryId
from storage import chats, corrections, disputes, intake, offers, own_stories, sources, stories, topics
from storage.database import Database
from storage.tables import cards, deliveries, items, queue
from tests.builders import CHAT, GROUP, NOW, entry, place, spec

FIRST = (
    "Ferry Aurora runs aground off Sundby, 7 killed",
    "The ferry Aurora ran aground off Sundby. Police said 7 passengers were killed.",
)
SECOND = (
    "Seven dead as ferry Aurora runs aground off Sundby",
    "Seven people died when the ferry Aurora ran aground off Sundby, officials said.",
)
THIRD = (
    "Sundby mourns: ferry Aurora ran aground, 9 killed",
    "The ferry Aurora ran aground off Sundby, where 9 passengers were killed, a doctor said.",
)
RYE = ("Rye bread is dearer in Varn", "Bakers of Varn ask more for rye bread.")
OTHER = ("Parliament of Tarnholm elects a speaker", "The parliament of Tarnholm elected a speaker on Monday.")


class Newsroom:
    """A desk with two outlets for all, and one of its own for CHAT; both chats track ferries."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = NOW
        self.fresh()

    def fresh(self) -> None:
        self.desk = DeskLoop(self.database, AlertRules(), Clock(lambda: self.now))

    async def begin(self) -> None:
        async with self.database.write() as tx:
            for chat in (CHAT, GROUP):
                await chats.meet(tx, chat, "private" if chat > 0 else "supergroup", "Desk", None, None, "UTC", NOW)
                await topics.track(tx, place(chat), parse("ferry OR parliament"), 1, NOW)
            await sources.sync_operator_sources(tx, [spec(1), spec(2)], NOW, 300)
            self.own = await sources.add_chat_source(tx, spec(3), CHAT, NOW, 300) or 0

    async def read(self, source: int, key: str, report: tuple[str, str]) -> ItemId:
        self.now += timedelta(minutes=5)
        async with self.database.write() as tx:
            taken = entry(key, *report, url=f"https://outlet{source}.example/{key}", published=self.now)
            await intake.take(tx, source, [taken], self.now, background=False)
        await self.decide()
        async with self.database.read() as connection:
            return ItemId((await connection.execute(select(items.c.id).where(items.c.key == key))).scalar_one())

    async def edit(self, key: str, title: str, text: str, source: int | None = None) -> None:
        """A newer version of a report; None: of one of CHAT's own."""
        number = source or self.own
        newer = entry(key, title, text, url=f"https://outlet{number}.example/{key}", published=self.now)
        async with self.database.write() as tx:
            await intake.take(tx, number, [newer], self.now, background=False)
        await self.decide()

    async def decide(self) -> None:
        while await self.desk.turn():
            pass

    async def meets(self, item: int, viewer: ChatId | None) -> bool:
        """Whether a chat meets the item."""
        return bool(await self.database.ask(lambda c: stories.story_ids(c, [item], viewer)))

    async def view(self, item: int, viewer: ChatId | None) -> StoryView:
        """The story of an item as a chat sees it."""
        async with self.database.read() as connection:
            found = await stories.story_ids(connection, [item], viewer)
            view = await stories.story(connection, found[0], viewer)
        assert view is not None
        return view

    async def keys(self, item: int, viewer: ChatId | None) -> list[int]:
        return [placed.item.id for placed in (await self.view(item, viewer)).items]

    async def alerts(self, chat: ChatId) -> list[tuple[int, str]]:
        """The cards of a chat: the story of each and its mode."""
        async with self.database.read() as connection:
            rows = await connection.execute(select(cards).where(cards.c.chat_id == chat).order_by(cards.c.id))
            return [(row.story_id, row.mode) for row in rows]

    async def correct(self, kind: CorrectionKind, a: int, b: int, chat: ChatId = CHAT) -> int:
        async with self.database.write() as tx:
            made = await corrections.put(tx, kind, ItemId(a), ItemId(b), place(chat), 1, self.now)
        await self.decide()
        return made

    async def undo(self, made: int) -> None:
        async with self.database.write() as tx:
            assert await corrections.undo(tx, made, self.now)
        await self.decide()


@pytest.fixture
async def room(database: Database) -> Newsroom:
    made = Newsroom(database)
    await made.begin()
    return made


async def test_an_item_of_a_chats_own_source_joins_the_story_that_is_for_all_in_that_chat_alone(room: Newsroom) -> None:
    shared = await room.read(1, "a", FIRST)
    own = await room.read(room.own, "b", SECOND)
    assert await room.keys(shared, CHAT) == [shared, own]
    assert await room.keys(shared, GROUP) == await room.keys(shared, None) == [shared]
    async with room.database.read() as connection:
        decided = await connection.execute(select(items.c.decided_at).order_by(items.c.id))
        assert list(decided.scalars()) == [room.now - timedelta(minutes=5), room.now]
    assert not await room.meets(own, GROUP)
    mine, theirs = await room.view(shared, CHAT), await room.view(shared, GROUP)
    assert (mine.independent, theirs.independent, mine.id == theirs.id) == (2, 1, True)
    assert await room.alerts(CHAT) == await room.alerts(GROUP) == [(mine.id, "alert")]


async def test_a_story_of_a_chats_own_alerts_that_chat_alone_under_a_number_of_its_own(room: Newsroom) -> None:
    own = await room.read(room.own, "a", FIRST)
    assert await room.alerts(CHAT) == [(-1, "alert")]
    assert await room.alerts(GROUP) == []
    found = await room.view(own, CHAT)
    assert found.id == -1
    async with room.database.read() as connection:
        assert await stories.story(connection, -1, GROUP) is None
        assert await stories.story(connection, -1) is None
    shared = await room.read(1, "b", OTHER)
    assert await room.alerts(GROUP) == [(1, "alert")], "the numbers of others have no gap"
    assert await room.keys(shared, CHAT) == [shared]


async def test_a_report_for_all_makes_one_story_of_a_chats_own_and_keeps_its_card(room: Newsroom) -> None:
    own = await room.read(room.own, "a", FIRST)
    shared = await room.read(1, "b", SECOND)
    assert await room.keys(shared, CHAT) == [own, shared]
    assert await room.alerts(CHAT) == [(1, "alert")], "one card for one event"
    assert await room.alerts(GROUP) == [(1, "alert")]
    assert await room.keys(shared, GROUP) == [shared]
    async with room.database.read() as connection:
        merged = await stories.story(connection, -1, CHAT)
    assert merged is not None
    assert merged.id == 1, "its old number leads on"


async def test_later_reports_come_to_the_chats_story_too(room: Newsroom) -> None:
    first = await room.read(1, "a", FIRST)
    own = await room.read(room.own, "b", SECOND)
    room.fresh()
    third = await room.read(2, "c", THIRD)
    assert await room.keys(first, CHAT) == [first, own, third]
    assert await room.keys(first, GROUP) == [first, third]


async def test_a_contradiction_with_a_chats_own_source_is_that_chats(room: Newsroom) -> None:
    shared = await room.read(1, "a", FIRST)
    own = await room.read(room.own, "b", THIRD)
    mine, theirs = await room.view(shared, CHAT), await room.view(shared, GROUP)
    assert [{d.disagreement.a.item, d.disagreement.b.item} for d in mine.disputes] == [{shared, own}]
    assert theirs.disputes == ()
    number = mine.disputes[0].id
    async with room.database.read() as connection:
        assert await disputes.dispute(connection, number, CHAT) is not None
        assert await disputes.dispute(connection, number, GROUP) is None


async def test_a_contradiction_outlives_an_edit_that_leaves_its_figure_as_it_was(room: Newsroom) -> None:
    """Also after so long that the other figure is compared with nothing any more."""
    shared = await room.read(1, "a", FIRST)
    own = await room.read(room.own, "b", THIRD)
    room.now += timedelta(days=100)
    await room.read(1, "much later", OTHER)
    await room.edit("b", THIRD[0] + ", more hurt", THIRD[1])
    assert [{d.disagreement.a.item, d.disagreement.b.item} for d in (await room.view(shared, CHAT)).disputes] == [
        {shared, own}
    ]
    await room.edit("b", "Sundby mourns: ferry Aurora ran aground", "The ferry Aurora ran aground off Sundby.")
    assert (await room.view(shared, CHAT)).disputes == ()


async def test_an_edit_of_what_is_for_all_ends_the_contradiction_that_a_chat_had_with_it(room: Newsroom) -> None:
    shared = await room.read(1, "a", FIRST)
    await room.read(room.own, "b", THIRD)
    await room.edit("a", FIRST[0] + ", many hurt", FIRST[1], source=1)
    assert len((await room.view(shared, CHAT)).disputes) == 1
    nine = ("Ferry Aurora runs aground off Sundby, 9 killed", FIRST[1].replace("7", "9"))
    await room.edit("a", *nine, source=1)
    assert (await room.view(shared, CHAT)).disputes == ()


async def test_not_a_conflict_is_a_chats_own_word(room: Newsroom) -> None:
    shared = await room.read(1, "a", FIRST)
    await room.read(2, "b", THIRD)
    mine = await room.view(shared, CHAT)
    number = mine.disputes[0].id
    async with room.database.write() as tx:
        await disputes.dismiss(tx, number, CHAT, 1, NOW)
    assert [(await room.view(shared, chat)).disputes[0].dismissed for chat in (CHAT, GROUP)] == [True, False]
    async with room.database.write() as tx:
        await disputes.take_back(tx, number, CHAT)
        await disputes.dismiss_for_all(tx, number, 1)
    assert [(await room.view(shared, chat)).disputes[0].dismissed for chat in (CHAT, GROUP)] == [True, True]


async def test_a_chats_split_is_a_story_of_its_own_there_and_is_followed_by_what_joins_it(room: Newsroom) -> None:
    first, second = await room.read(1, "a", FIRST), await room.read(2, "b", SECOND)
    made = await room.correct(CorrectionKind.SPLIT, second, first)
    assert (await room.keys(first, CHAT), await room.keys(second, CHAT)) == ([first], [second])
    assert await room.keys(first, GROUP) == [first, second]
    copied = await room.read(1, "c", (SECOND[0], SECOND[1] + " "))
    assert await room.keys(copied, GROUP) == [first, second, copied]
    assert copied in await room.keys(second, CHAT)
    room.fresh()
    await room.undo(made)
    assert sorted(await room.keys(first, CHAT)) == [first, second, copied]


async def test_a_chats_merge_is_its_own_and_taken_back_leaves_the_stories_as_they_are_for_all(room: Newsroom) -> None:
    first, other = await room.read(1, "a", FIRST), await room.read(2, "b", OTHER)
    made = await room.correct(CorrectionKind.MERGE, other, first)
    assert await room.keys(first, CHAT) == [first, other]
    assert (await room.keys(first, GROUP), await room.keys(other, GROUP)) == ([first], [other])
    await room.undo(made)
    mine, theirs = await room.view(other, CHAT), await room.view(other, GROUP)
    assert mine.id == theirs.id
    assert await room.keys(first, CHAT) == [first]


async def test_a_repair_for_all_takes_along_what_hangs_on_what_it_moves(room: Newsroom) -> None:
    first, other = await room.read(1, "a", FIRST), await room.read(2, "b", OTHER)
    own = await room.read(room.own, "c", SECOND)
    assert await room.keys(first, CHAT) == [first, own]
    merge = Merge(old=StoryId(2), into=StoryId(1))
    await room.desk.apply_changes(StoryChanges(merges=(merge,), moves=(), splits=()))
    assert await room.keys(first, CHAT) == [first, other, own]
    assert await room.keys(first, GROUP) == [first, other]
    split = Split(story=StoryId(1), items=(first,))
    await room.desk.apply_changes(StoryChanges(merges=(), moves=(), splits=(split,)))
    assert sorted(await room.keys(first, CHAT)) == [first, own]
    assert await room.keys(other, CHAT) == [other]
    mine, theirs = await room.view(first, CHAT), await room.view(first, GROUP)
    assert mine.id == theirs.id


async def test_the_repair_looks_at_a_chats_own_items_when_it_got_something_and_never_when_another_did(
    room: Newsroom,
) -> None:
    """Else what is found at that moment would depend on the other chat."""
    async with room.database.write() as tx:
        theirs = await sources.add_chat_source(tx, spec(4), GROUP, NOW, 300) or 0
    await room.read(1, "a", FIRST)
    await room.read(room.own, "b", OTHER)
    await room.read(theirs, "c", SECOND)
    assert set(await room.desk.snapshots()) == {None, CHAT, GROUP}
    assert await room.desk.snapshots() == {}
    await room.read(theirs, "d", THIRD)
    assert set(await room.desk.snapshots()) == {GROUP}
    await room.read(1, "e", (SECOND[0], SECOND[1] + " More follows."))
    assert set(await room.desk.snapshots()) == {None, CHAT, GROUP}


async def test_the_repair_puts_together_what_is_a_chats_own_and_leaves_what_is_for_all(room: Newsroom) -> None:
    shared = await room.read(1, "a", FIRST)
    joined = await room.read(room.own, "b", SECOND)
    one, other = await room.read(room.own, "c", OTHER), await room.read(room.own, "d", RYE)
    wanted = StoryChanges(
        merges=(Merge(old=StoryId(-2), into=StoryId(-1)),),
        splits=(Split(story=StoryId(1), items=(joined,)),),
    )
    assert await room.desk.apply_changes(wanted, CHAT) == 1
    assert await room.keys(other, CHAT) == [one, other]
    assert await room.keys(shared, CHAT) == [shared, joined]
    room.fresh()
    await room.read(1, "e", THIRD)
    assert (await room.view(other, CHAT)).id == -1
    assert await room.desk.apply_changes(wanted, GROUP) == 0


async def test_an_edit_of_a_chats_own_item_is_a_notice_to_that_chat_alone(room: Newsroom) -> None:
    await room.read(1, "a", FIRST)
    own = await room.read(room.own, "b", SECOND)
    await room.edit("b", "Nine dead as ferry Aurora runs aground off Sundby", SECOND[1])
    async with room.database.read() as connection:
        rows = await connection.execute(select(deliveries).where(deliveries.c.kind == "notice"))
        noticed = [(row.chat_id, row.payload["item"]) for row in rows]
        assert (await connection.execute(select(queue))).all() == []
    assert (CHAT, own) in noticed
    assert {chat for chat, _ in noticed} == {CHAT}


async def test_a_group_that_moves_keeps_what_it_sees_differently(room: Newsroom) -> None:
    shared = await room.read(1, "a", FIRST)
    own = await room.read(room.own, "b", SECOND)
    alone = await room.read(room.own, "c", OTHER)
    moved = ChatId(-1009)
    async with room.database.write() as tx:
        await own_stories.move_chat(tx, CHAT, moved)
    assert await room.keys(shared, moved) == [shared, own]
    found = await room.view(alone, moved)
    assert found.id == -1
    assert not await room.meets(own, CHAT)


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize("spoken_before", [False, True])
async def test_a_desk_that_runs_goes_on_for_a_group_that_became_a_supergroup(
    room: Newsroom, *, restarted: bool, spoken_before: bool
) -> None:
    """Its own stories, their numbers, its corrections and what waits for the desk are the supergroup's."""
    moved = ChatId(-1009)
    async with room.database.write() as tx:
        own = await sources.add_chat_source(tx, spec(4), GROUP, NOW, 300) or 0
    first = await room.read(1, "a", FIRST)
    joined = await room.read(own, "b", SECOND)
    alone = await room.read(own, "c", OTHER)
    other = await room.read(2, "d", RYE)
    made = await room.correct(CorrectionKind.MERGE, other, first, GROUP)
    async with room.database.write() as tx:
        waits = entry("e", *THIRD, url="https://outlet4.example/e", published=room.now)
        await intake.take(tx, own, [waits], room.now, background=False)
        if spoken_before:
            await chats.meet(tx, moved, "supergroup", "Desk", None, None, "UTC", NOW)
        await chats.migrate(tx, GROUP, moved)
    if restarted:
        room.fresh()
    await room.decide()
    assert await room.keys(first, moved) == [first, joined, other, 5]
    assert (await room.view(alone, moved)).id == -1
    later = await room.read(own, "f", ("Mine of Orla floods", "A mine of Orla was flooded at noon; nobody was hurt."))
    assert (await room.view(later, moved)).id == -2
    again = await room.read(own, "g", (OTHER[0], OTHER[1] + " She is the first."))
    assert await room.keys(alone, moved) == [alone, again]
    await room.undo(made)
    assert await room.keys(first, moved) == [first, joined, 5]
    assert await room.keys(other, moved) == [other]
    assert await room.keys(first, CHAT) == [first]
    assert not await room.meets(joined, GROUP)
    assert await room.alerts(GROUP) == []
    assert await room.alerts(moved) == [(1, "alert"), (-1, "alert")]


async def test_what_an_owner_accepts_is_for_all_from_then_on_and_what_it_brought_before_stays_the_chats(
    room: Newsroom,
) -> None:
    before = await room.read(room.own, "before", FIRST)
    async with room.database.write() as tx:
        await offers.make(tx, room.own, CHAT, room.now)
        offer = await offers.one(tx.connection, room.own)
        assert offer is not None
        await offers.accept(tx, offer, "family-3")
    after = await room.read(room.own, "after", OTHER)
    assert [await room.meets(item, GROUP) for item in (before, after)] == [False, True]
    assert [await room.meets(item, CHAT) for item in (before, after)] == [True, True]
    assert [mode for _, mode in await room.alerts(GROUP)] == ["alert"]
    room.fresh()
    third = await room.read(1, "third", SECOND)
    assert await room.keys(third, CHAT) == [before, third]
    assert await room.keys(third, GROUP) == [third]


async def test_an_edit_of_a_report_that_is_in_another_story_here_is_notified_once(room: Newsroom) -> None:
    first = await room.read(1, "a", FIRST)
    debate = ("Parliament of Tarnholm debates ferries: 3 killed", "The parliament of Tarnholm debated ferries.")
    other = await room.read(2, "b", debate)
    await room.correct(CorrectionKind.MERGE, other, first)
    assert await room.keys(other, CHAT) == [first, other]
    room.fresh()
    await room.edit("b", "Parliament of Tarnholm debates ferries: 5 killed", debate[1], 2)
    async with room.database.read() as connection:
        notices = await connection.execute(select(deliveries.c.chat_id).where(deliveries.c.kind == "notice"))
    assert sorted(notices.scalars()) == sorted([CHAT, GROUP])


async def test_a_report_that_joins_another_story_here_than_for_all_is_notified_once(room: Newsroom) -> None:
    """The proof of isolation found it (seed 20261264): both desks notified, once the cards had been read anew."""
    first = await room.read(1, "a", FIRST)
    debate = ("Parliament of Tarnholm debates ferries: 3 killed", "The parliament of Tarnholm debated ferries at noon.")
    other = await room.read(2, "b", debate)
    await room.correct(CorrectionKind.MERGE, other, first)
    room.fresh()
    third = await room.read(1, "c", ("Parliament of Tarnholm debates ferries at noon: 2 killed", debate[1]))
    assert await room.keys(third, GROUP) == [other, third]
    assert await room.keys(third, CHAT) == [first, other, third]
    async with room.database.read() as connection:
        notices = await connection.execute(select(deliveries.c.chat_id).where(deliveries.c.kind == "notice"))
    assert sorted(notices.scalars()) == sorted([CHAT, GROUP])


async def test_a_late_topic_shows_no_story_here_that_is_another_ones_part(room: Newsroom) -> None:
    first = await room.read(1, "a", FIRST)
    rye = await room.read(2, "b", RYE)
    await room.correct(CorrectionKind.MERGE, rye, first)
    async with room.database.write() as tx:
        third = entry("c", "Rye bread is dearer in Varn, bakers say", RYE[1], url="https://outlet1.example/c")
        await intake.take(tx, 1, [third], room.now, background=False)
    async with room.database.write() as tx:
        turn = asyncio.create_task(room.desk.turn())
        while room.desk._state is None or len(room.desk._state.story_of) < 3:
            await asyncio.sleep(0.005)
        for chat in (CHAT, GROUP):
            await topics.track(tx, place(chat), parse("bakers"), 1, room.now)
    await turn
    assert await room.alerts(GROUP) == [(1, "alert"), (2, "alert")]
    assert await room.alerts(CHAT) == [(1, "alert")]


async def test_a_repair_for_all_shows_no_card_here_of_what_is_in_another_story(room: Newsroom) -> None:
    first, other = await room.read(1, "a", FIRST), await room.read(2, "b", OTHER)
    third = await room.read(1, "c", (f"{OTHER[0]} at last", OTHER[1]))
    await room.correct(CorrectionKind.MERGE, other, first)
    before = await room.alerts(CHAT)
    split = Split(story=StoryId(2), items=(third,))
    assert await room.desk.apply_changes(StoryChanges(merges=(), moves=(), splits=(split,))) == 1
    assert await room.keys(first, CHAT) == [first, other, third]
    assert await room.keys(third, GROUP) == [third]
    assert await room.alerts(CHAT) == before
    assert await room.alerts(GROUP) == [(1, "alert"), (2, "alert"), (3, "alert")]
