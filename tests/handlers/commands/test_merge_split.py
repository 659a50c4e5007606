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
from handlers.requests import Answer
from newsroom.desk.state import AlertRules
from storage.database import Database
from storage.tables import items, stories
from tests.builders import NOW
from tests.handlers.ferry import request, services, written
from tests.handlers.refusals import refused


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("ferry"))


@pytest.fixture
async def database(filled: Path, tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite+aiosqlite:///{shutil.copy(filled, tmp_path)}")
    yield opened
    await opened.close()


async def grouping(database: Database) -> dict[int, int]:
    """Which story each item stands in."""
    async with database.read() as connection:
        rows = await connection.execute(select(items.c.id, items.c.story_id))
        return {row.id: row.story_id for row in rows}


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
    assert "Taken back" in await took_effect(database, await merge_split.press_undo(request(""), services(database), 1))
    assert set((await grouping(database)).values()) == {story}


async def test_two_stories_merged_are_one(database: Database) -> None:
    before = sorted(set((await grouping(database)).values()))
    assert len(before) > 1
    asked = request(f"{before[0]} {before[1]}")
    assert "One story from now on" in await took_effect(database, await merge_split.merge(asked, services(database)))
    assert before[1] not in (await grouping(database)).values()


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
