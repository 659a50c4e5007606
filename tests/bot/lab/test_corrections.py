"""What people corrected comes back from the database as files that judge the engine."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from benchmarks.corrections import judged, main, pairs_of
from benchmarks.labelled_set import rows
from bot.lab.corrections import corrections_command, item_row
from bot.lab.rows import item_of
from bot.lab.stories import stories_command
from newsroom.desk.corrections import CorrectionKind
from newsroom.item import Item, Paragraph
from storage.correction_records import CorrectionCounts, counts_since
from storage.database import Database
from tests.builders import CHAT, GROUP, NOW, item
from tests.desk.test_own_desks import FIRST, OTHER, RYE, SECOND, THIRD, Newsroom


@pytest.fixture
async def room(database: Database) -> Newsroom:
    made = Newsroom(database)
    await made.begin()
    return made


async def exported(url: str, folder: Path, *options: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of both files."""
    items, pairs = folder / "items.jsonl", folder / "pairs.jsonl"
    asked = [url.removeprefix("sqlite:///"), "-o", f"{items}", "--pairs", f"{pairs}", *options]
    ran = await asyncio.to_thread(CliRunner().invoke, corrections_command, asked)
    assert ran.exit_code == 0, ran.output
    assert bool(ran.stderr) == (not rows(items)), "what has nothing to write says so"
    return rows(items), rows(pairs)


async def corrected(room: Newsroom) -> tuple[int, int, int, int]:
    """Two reports that a person parted, and two that a person joined; gives the items in that order."""
    first, second = await room.read(1, "a", FIRST), await room.read(2, "b", SECOND)
    rye, other = await room.read(1, "c", RYE), await room.read(2, "d", OTHER)
    await room.correct(CorrectionKind.SPLIT, second, first)
    await room.correct(CorrectionKind.MERGE, other, rye)
    return first, second, rye, other


async def test_what_people_decided_is_labelled_and_read_again_by_the_lab(
    room: Newsroom, database_url: str, tmp_path: Path
) -> None:
    first, second, rye, other = await corrected(room)
    plain = await room.read(2, "e", ("Tram line of Tarnholm reopens", "Trams run again in Tarnholm."))
    items, pairs = await exported(database_url, tmp_path)
    gold = {row["id"]: row["gold_story"] for row in items}
    assert gold == {
        f"{first}": f"{first}",
        f"{second}": f"{second}",
        f"{rye}": f"{rye}",
        f"{other}": f"{rye}",
        f"{plain}": None,
    }
    assert [(row["pair"], row["gold"]) for row in pairs] == [(f"{rye}-{other}", "same"), (f"{first}-{second}", "other")]
    answers = tmp_path / "answers.jsonl"
    ran = await asyncio.to_thread(
        CliRunner().invoke, stories_command, [f"{tmp_path / 'items.jsonl'}", "-o", f"{answers}"]
    )
    assert ran.exit_code == 0, ran.output
    story = {row["id"]: row["story"] for row in rows(answers)}
    assert story[f"{first}"] == story[f"{second}"], "the engine does again what it did on the desk"
    assert story[f"{rye}"] != story[f"{other}"]


async def test_the_engine_that_was_corrected_has_all_of_it_wrong(
    room: Newsroom, database_url: str, tmp_path: Path
) -> None:
    await corrected(room)
    items, pairs = await exported(database_url, tmp_path)
    found = judged(items, pairs_of(pairs))
    assert found["engine"] == found["engine, on arrival"] == (0, 0)
    files = [f"{tmp_path / name}.jsonl" for name in ("items", "pairs")]
    printed = await asyncio.to_thread(CliRunner().invoke, main, files)
    assert "engine                     0 of 1       0 of 1" in printed.output


async def test_what_was_taken_back_is_no_label(room: Newsroom, database_url: str, tmp_path: Path) -> None:
    first, second = await room.read(1, "a", FIRST), await room.read(2, "b", SECOND)
    await room.undo(await room.correct(CorrectionKind.SPLIT, second, first))
    assert await exported(database_url, tmp_path) == ([], [])


@pytest.mark.parametrize(
    ("options", "answer"),
    [
        ([], "No correction holds in this database: there is nothing to write."),
        (["--chat", "999"], "No correction of chat 999 holds in this database: there is nothing to write."),
    ],
)
async def test_where_nobody_corrected_anything_the_command_says_so(
    room: Newsroom, database_url: str, options: list[str], answer: str
) -> None:
    assert await room.read(1, "a", FIRST)
    asked = [database_url.removeprefix("sqlite:///"), *options]
    ran = await asyncio.to_thread(CliRunner().invoke, corrections_command, asked)
    assert ran.exit_code == 0
    assert ran.stdout == ""
    assert ran.stderr.startswith(answer)


async def test_a_chats_own_items_are_exported_for_that_chat_alone(
    room: Newsroom, database_url: str, tmp_path: Path
) -> None:
    shared, own = await room.read(1, "a", FIRST), await room.read(room.own, "b", SECOND)
    later = await room.read(2, "c", THIRD)
    await room.correct(CorrectionKind.SPLIT, own, shared)
    await room.correct(CorrectionKind.SPLIT, later, shared, GROUP)
    items, pairs = await exported(database_url, tmp_path)
    assert f"{own}" not in {row["id"] for row in items}
    assert [row["pair"] for row in pairs] == [f"{shared}-{later}"]
    items, pairs = await exported(database_url, tmp_path, "--chat", f"{CHAT}")
    assert f"{own}" in {row["id"] for row in items}
    assert [row["pair"] for row in pairs] == [f"{shared}-{own}"]


async def test_corrections_are_counted_with_what_they_overruled(room: Newsroom) -> None:
    first, second, *_ = await corrected(room)
    await room.undo(await room.correct(CorrectionKind.MERGE, second, first))
    async with room.database.read() as connection:
        found = await counts_since(connection, NOW)
        later = await counts_since(connection, room.now.replace(year=room.now.year + 1))
    assert found == CorrectionCounts(merges=1, splits=1, undone=1, overruled=2, placed=4)
    assert later == CorrectionCounts(merges=0, splits=0, undone=0, overruled=0, placed=0)


def test_an_item_comes_back_as_it_was() -> None:
    written = item(3, "Ferry <Aurora> & tug: 7 “safe”", "The ferry ran aground, said AT&T. It is 3 < 4 hours away.")
    paragraphs = (*written.paragraphs, Paragraph(text="What is known", heading=True), Paragraph(text="Seven are safe."))
    sent = Item(**{name: getattr(written, name) for name in written.__slots__} | {"paragraphs": paragraphs})
    back = item_of(json.loads(json.dumps(item_row(sent))), 3).item
    assert (back.title, back.paragraphs, back.published) == (sent.title, sent.paragraphs, sent.published)
    assert (back.url, back.language, back.source.name) == (sent.page, sent.language, sent.source.shown)
