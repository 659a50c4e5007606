"""/split and /merge with their buttons, on a desk that has read a ferry's week."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.clocks import SetClock
from desk.loop import DeskLoop
from handlers.commands import merge_split
from handlers.requests import Answer, Request
from newsroom.access import Role
from newsroom.chat import ChatId, Place
from newsroom.desk.state import AlertRules
from storage import change_log
from storage.database import Database
from storage.stories import story_ids
from storage.tables import corrections, items, stories
from tests.builders import CHAT, GROUP, NOW, place
from tests.handlers.ferry import request, services, written
from tests.handlers.refusals import refused


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("ferry"))


@pytest.fixture
async def database(filled: Path, tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite:///{shutil.copy(filled, tmp_path)}")
    yield opened
    await opened.close()


async def grouping(database: Database, viewer: ChatId | None = CHAT) -> dict[int, int]:
    """Which story each item is in, as a chat sees it; None: for all."""
    async with database.read() as connection:
        ids = (await connection.execute(select(items.c.id))).scalars()
        return {item: (await story_ids(connection, [item], viewer))[0] for item in ids}


async def one_story(database: Database) -> int:
    """Put all items into the first story, whatever the desk thought of them."""
    async with database.write() as tx:
        first = (await tx.execute(select(func.min(stories.c.id)))).scalar_one()
        await tx.execute(update(items).values(story_id=first))
    return int(first)


async def took_effect(database: Database, answer: Answer) -> str:
    """Do what an answer does, have the desk follow, and give what was said."""
    assert answer.effect is not None
    async with database.write() as tx:
        answered_messages = await answer.effect(tx)
    desk = DeskLoop(database, AlertRules(), SetClock(NOW).clock())
    while await desk.turn():
        pass
    return "\n".join(message.html for message in answered_messages)


async def test_a_report_split_off_is_a_story_of_its_own_until_that_is_taken_back(database: Database) -> None:
    story = await one_story(database)
    shown = await merge_split.split(request(str(story)), services(database))
    assert "which report is no part of this story" in shown.messages[0].html
    assert len(shown.messages[0].buttons) == 5
    answered_messages = await took_effect(database, await merge_split.press_split(request(""), services(database), 5))
    assert "Split off" in answered_messages
    after = await grouping(database)
    assert after[5] != story
    assert {after[number] for number in (1, 2, 3, 4)} == {story}
    assert set((await grouping(database, None)).values()) == {story}, "no other chat's stories change"
    undone = await merge_split.press_undo(request(""), services(database), await last_correction(database))
    assert "Taken back" in await took_effect(database, undone)
    assert set((await grouping(database)).values()) == {story}


async def test_two_stories_merged_are_one(database: Database) -> None:
    before = sorted(set((await grouping(database)).values()))
    assert len(before) > 1
    asked = request(f"{before[0]} {before[1]}")
    assert "One story from now on" in await took_effect(database, await merge_split.merge(asked, services(database)))
    assert before[1] not in (await grouping(database)).values()
    assert before[1] in (await grouping(database, None)).values(), "no other chat's stories change"


async def test_an_admin_of_the_operators_makes_a_correction_hold_for_all_and_takes_it_back(database: Database) -> None:
    before = await grouping(database, None)
    one, other = sorted(set(before.values()))[:2]

    def by_owner(argument: str, where: Place | None = None) -> Request:
        asked = request(argument, where=where)
        return replace(asked, speaker=replace(asked.speaker, role=Role.OWNER))

    made = await merge_split.merge(by_owner(f"{one} {other}"), services(database))
    await took_effect(database, made)
    number = await last_correction(database)
    with refused("made to hold for every chat by the operator's admins"):
        await merge_split.press_for_all(request(""), services(database), number)
    assert "holds for every chat now" in await took_effect(
        database, await merge_split.press_for_all(by_owner(""), services(database), number)
    )
    assert other not in (await grouping(database, None)).values()
    with refused("Another chat made this correction, or it holds for all"):
        await merge_split.press_undo(request(""), services(database), number)
    await took_effect(database, await merge_split.press_undo(by_owner("", place(GROUP)), services(database), number))
    after = await grouping(database, None)
    assert len(set(after.values())) == len(set(before.values()))
    logged = await database.ask(lambda c: change_log.page(c, 0, 10))
    assert [one.sentence.name for one in logged] == ["log.undone", "log.for_all"]


async def test_another_chat_takes_back_no_correction_and_presses_no_button_of_it(database: Database) -> None:
    before = sorted(set((await grouping(database)).values()))
    await took_effect(database, await merge_split.merge(request(f"{before[0]} {before[1]}"), services(database)))
    number = await last_correction(database)
    with refused("Another chat made this correction"):
        await merge_split.press_undo(request("", where=place(GROUP)), services(database), number)


async def last_correction(database: Database) -> int:
    async with database.read() as connection:
        return int(
            (await connection.execute(select(corrections.c.id).order_by(corrections.c.made_at))).scalars().all()[-1]
        )


@pytest.mark.parametrize(
    ("argument", "answered"),
    [
        pytest.param("", "Which two stories?", id="no number"),
        pytest.param("1 1", "one story already", id="the same twice"),
        pytest.param("1 99", "I know no story", id="a number that is none"),
    ],
)
async def test_what_cannot_be_merged_is_answered_with_the_remedy(
    database: Database, argument: str, answered: str
) -> None:
    with refused(answered):
        await merge_split.merge(request(argument), services(database))


async def test_a_closed_story_is_not_regrouped(database: Database) -> None:
    story = await one_story(database)
    late = replace(request(str(story)), now=NOW + timedelta(days=8))
    with refused("closed"):
        await merge_split.split(late, services(database))


async def test_a_story_that_the_desk_holds_no_more_is_not_regrouped(database: Database) -> None:
    story = await one_story(database)
    async with database.write() as tx:
        await tx.execute(update(stories).values(updated_at=NOW - timedelta(hours=1)))
    few = replace(services(database), most_items=1)
    with refused("closed"):
        await merge_split.split(request(str(story)), few)
