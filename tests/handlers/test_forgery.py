"""Nothing that somebody writes or presses in a chat of theirs shows, counts or changes what is another chat's own.

Every command and every button, with every number that may name a row: a changed client sends what it likes.
"""

import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from sqlalchemy import Column, Table, select, update

from bot.clocks import SetClock
from desk.loop import DeskLoop
from handlers.buttons import OF_LISTS, Act, AnyAct, HandOverAct, HintAct, ListAct, SnoozeAct, WorkAct
from handlers.commands.listed_sources import button_number
from handlers.commands.table import COMMANDS
from handlers.requests import FeedFound, Managed
from newsroom.access import Role
from newsroom.desk.corrections import CorrectionKind
from newsroom.desk.state import AlertRules
from newsroom.desk.story_work import Assignment, StoryNote
from newsroom.item import ItemId
from newsroom.matching.query import parse
from newsroom.sentence import sentence
from storage import corrections, disputes, intake, sources, stories, story_notes, story_work, topics
from storage.database import Database
from storage.tables import (
    assignments,
    cards,
    chat_disagreements,
    chat_items,
    chat_stories,
    chats,
    dismissals,
    items,
    metadata,
)
from storage.tables import corrections as corrections_table
from storage.tables import sources as source_table
from tests.builders import NOW, entry, place, spec
from tests.handlers.invited import (
    EDITOR,
    GROUP,
    OWNER,
    READER,
    REPORTER,
    STRANGER,
    Newsroom,
    message_json,
    newsroom_of,
    newsroom_on,
    press_json,
)
from tests.postgres import in_a_loop_of_its_own

SLOWLY = timedelta(seconds=30)  # slower than a flood
SECRET = "Quillon"  # in every text, name and query of the group's own  # noqa: S105 - opens nothing
SHARED = (
    "Ferry Borealis runs aground off Sundby, 7 killed",
    "The ferry Borealis ran aground off Sundby. Police said 7 passengers were killed.",
)
OWN = (
    (
        f"Sundby mourns: ferry Borealis ran aground, 9 killed, {SECRET} hears",
        f"The ferry Borealis ran aground off Sundby, where 9 passengers were killed, a doctor told {SECRET}.",
    ),
    (f"Parliament of {SECRET} elects a speaker", f"The parliament of {SECRET} elected a speaker on Monday."),
    (f"Rye bread is dearer in {SECRET}", f"Bakers of {SECRET} ask more for rye bread since May."),
)
# What the group's people and the program itself write: rows that hold nothing of the attacker's.
_OF_ATTACKERS = {"updates", "deliveries", "changes", "queue", "notes", "incidents"}
_MEASURES = ("_pct", "_s", "_days", "text_read")  # columns of numbers that name no row: parts, times, weekdays, a hash


async def with_a_groups_own(database: Database) -> None:
    """A group with a source, stories, a correction and a conflict of its own, in a newsroom of five."""
    made = await newsroom_of(database, (READER, Role.READER), (REPORTER, Role.REPORTER))
    own = replace(spec(9), name=f"{SECRET} Gazette", url="https://outlet9.example/feed?apikey=KEY123456")
    async with database.write() as tx:
        source = await sources.add_chat_source(tx, own, GROUP, NOW, 300) or 0
        await topics.track(tx, place(GROUP), parse(f"ferry OR {SECRET}"), EDITOR, NOW)
    loop = DeskLoop(database, AlertRules(), SetClock(NOW).clock())
    for number, (title, text) in enumerate((SHARED, *OWN)):
        async with database.write() as tx:
            taken = entry(f"report{number}", title, text, url=f"https://outlet9.example/{number}")
            await intake.take(tx, source if number else 1, [taken], NOW, background=False)
        while await loop.turn():
            pass
    async with database.write() as tx:
        mine = (await tx.execute(select(items.c.id).where(items.c.owner_chat_id == GROUP))).scalars().all()
        kind, at = CorrectionKind.MERGE, place(GROUP)
        await corrections.put(tx, kind, ItemId(mine[1]), ItemId(mine[2]), at, EDITOR, NOW)
        await disputes.dismiss(tx, -1, GROUP, EDITOR, NOW)
        for number in (1, -2):
            view = await stories.story(tx.connection, number, GROUP)
            assert view is not None
            await story_work.take(tx, view, GROUP, Assignment(user=EDITOR, name=SECRET, since=NOW))
            await story_work.save(tx, view, GROUP, NOW)
            words = StoryNote(id=0, user=EDITOR, name=SECRET, text=f"{SECRET} calls back", written=NOW)
            await story_notes.add(tx, view, GROUP, words)
    while await loop.turn():
        pass
    await made.invited("a-code", Role.READER)


@pytest.fixture(scope="session")
def groups_own(ferrys_week: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database's file: for copies, since reading and deciding take a second."""
    path = Path(shutil.copy(ferrys_week, tmp_path_factory.mktemp("forgery")))

    async def write() -> None:
        database = Database(f"sqlite:///{path}")
        await with_a_groups_own(database)
        await database.close()

    in_a_loop_of_its_own(write())
    return path


@pytest.fixture
async def newsroom(groups_own: Path, tmp_path: Path) -> AsyncIterator[Newsroom]:
    database = Database(f"sqlite:///{shutil.copy(groups_own, tmp_path)}")

    async def find_feed(_address: str) -> FeedFound:
        return FeedFound(url="https://outlet9.example/feed", title=f"{SECRET} Gazette", items=1)

    async def find_channel(_name: str, _user: int) -> Managed:
        return Managed(chat=None, problem=sentence("manage.not_in", name="it"))

    yield newsroom_on(database, find_feed=find_feed, find_channel=find_channel)
    await database.close()


async def numbers(database: Database) -> list[int]:
    """Every number that any row has, but for measures, and those of buttons."""
    found = {-1, -2, -3, 0, GROUP, EDITOR, OWNER}
    async with database.read() as connection:
        for table in metadata.tables.values():
            for row in await connection.execute(select(*(c for c in table.c if not c.name.endswith(_MEASURES)))):
                found |= {int(value) for value in row if isinstance(value, int) and abs(value) < 10**17}
        own = await sources.chat_sources(connection, GROUP)
    return sorted(found | {button_number(one) for one in own})


async def of_others(database: Database, attacker: int) -> dict[str, list[str]]:
    """All rows, without those of the attacker's own chat."""
    kept = {}
    async with database.read() as connection:
        for table in metadata.tables.values():
            if table.name not in _OF_ATTACKERS:
                rows = [tuple(row) for row in await connection.execute(select(*_compared(table)))]
                kept[table.name] = [str(row) for row in rows if attacker not in row]
    return kept


def _compared(table: Table) -> list[Column[Any]]:
    """Without when a source is visited next: who may ask for what is for all may have it read now."""
    return [column for column in table.c if column is not source_table.c.next_due_at]


def written(known: list[int]) -> Iterator[str]:
    """Every command, alone and with what might name another chat's: in other letters, since answers repeat them."""
    loud = SECRET.upper()
    arguments = ["", "own1", "1 own1", "own1 own2", "offer1 Mine", loud, f"source:{loud}", "*", "@ed none", "@ed owner"]
    for command in COMMANDS:
        for argument in (*arguments, *(str(number) for number in known if abs(number) < 30)):
            yield f"/{command.name} {argument}".strip()


def presses(known: list[int], who: int) -> Iterator[str]:
    for act in (act for kind in get_args(AnyAct) for act in kind):
        for number in known:
            if (act, number) != (Act.FORGET_ME, who):  # after that it would be a stranger's test
                yield f"{act}:{number}"
    for act in (HintAct.CHANGE, *SnoozeAct, HandOverAct.PAGE, WorkAct.NOTES, WorkAct.LIST_DELETE_NOTE):
        for number in known:
            yield f"{act}:{number}:1"  # a kept line, hours, or a page


@pytest.mark.parametrize("who", [STRANGER, READER, REPORTER])
async def test_no_button_in_a_chat_of_ones_own_shows_or_changes_what_is_anothers(newsroom: Newsroom, who: int) -> None:
    known, before = await numbers(newsroom.database), await of_others(newsroom.database, who)
    shown = []
    for data in presses(known, who):
        newsroom.now += SLOWLY
        shown += [data] if SECRET in await newsroom.tried(press_json(who, who, data)) else []
    assert shown == []
    assert await of_others(newsroom.database, who) == before


@pytest.mark.parametrize("who", [STRANGER, READER, REPORTER])
async def test_no_command_in_a_chat_of_ones_own_shows_or_changes_what_is_anothers(newsroom: Newsroom, who: int) -> None:
    known, before = await numbers(newsroom.database), await of_others(newsroom.database, who)
    shown = []
    for text in written(known):
        newsroom.now += SLOWLY
        shown += [text] if SECRET in await newsroom.tried({"message": message_json(who, who, text)}) else []
    assert shown == []
    assert await of_others(newsroom.database, who) == before


@pytest.mark.parametrize("who", [STRANGER, READER, REPORTER])
async def test_who_is_no_admin_of_a_group_changes_nothing_there_by_whatever_button(
    newsroom: Newsroom, who: int
) -> None:
    known, before = await numbers(newsroom.database), await of_others(newsroom.database, who)
    for data in presses(known, who):
        newsroom.now += SLOWLY
        await newsroom.tried(press_json(GROUP, who, data))
    after = await of_others(newsroom.database, who)
    if who == REPORTER:  # whose work it is to save stories, and to take them off the list
        before["saved_stories"] = after["saved_stories"]
    assert after == before


async def test_the_group_has_what_others_are_kept_from(newsroom: Newsroom) -> None:
    """Else the tests above would hold of nothing."""
    assert SECRET in await newsroom.says(EDITOR, "/story own2", GROUP)
    assert SECRET in await newsroom.says(EDITOR, f"/search {SECRET.upper()}", GROUP)
    assert SECRET in await newsroom.says(EDITOR, "/feeds", GROUP)
    assert SECRET in await newsroom.says(EDITOR, "/topics", GROUP)
    async with newsroom.database.read() as connection:
        for table in (chat_stories, chat_items, chat_disagreements, dismissals, corrections_table, assignments):
            assert (await connection.execute(select(table))).all(), table.name


async def test_no_button_of_a_list_puts_a_list_in_place_of_an_alert(newsroom: Newsroom) -> None:
    """Whoever changes Telegram's program presses what a message does not have: the alert was overwritten."""
    assert SECRET in await newsroom.presses(READER, f"{ListAct.TOPICS}:0", GROUP)
    async with newsroom.database.write() as tx:
        await tx.execute(update(cards).where(cards.c.chat_id == GROUP).values(message_id=7))
    for act in OF_LISTS:
        assert "This button is of an older version" in await newsroom.presses(READER, f"{act}:0", GROUP)


async def test_who_reads_a_channel_turns_no_list_in_it(newsroom: Newsroom) -> None:
    async with newsroom.database.write() as tx:
        await tx.execute(update(chats).where(chats.c.id == GROUP).values(kind="channel"))
    for act in (*ListAct, WorkAct.SAVED, WorkAct.NOTES_PAGE):
        assert SECRET not in await newsroom.presses(STRANGER, f"{act}:0", GROUP)
