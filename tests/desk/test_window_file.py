"""A start takes its window over from the file, where that is what is stored; else it enters each item anew."""

import os
import pickle
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import select, update

from desk.kept_files import KeptFiles
from desk.loop import DeskLoop
from desk.restore import restore
from desk.sentence_encoder import CachedEncoder
from desk.window_file import UnfitWindowError, WindowFile, unpacked
from newsroom.clock import Clock
from newsroom.desk.state import AlertRules, DeskState
from newsroom.item import ItemId
from storage.database import Database
from storage.item_removal import remove_items
from storage.sources import sync_operator_sources
from storage.tables import items, readings
from tests.builders import NOW, spec
from tests.desk.test_cached_encoder import OWNER, SINKING, Counting, decide
from tests.desk.test_kept_readings import LATER

FERRY, MAN = ItemId(1), ItemId(2)


@pytest.fixture
async def decided(tmp_path: Path) -> AsyncIterator[Database]:
    """Two items of one ferry. What the words of the first were read to is the second's: it tells who reads that."""
    database = Database(f"sqlite:///{tmp_path}/wirewatch.db")
    await database.open()
    async with database.write() as tx:
        await sync_operator_sources(tx, [spec(1), spec(2)], NOW, 300)
    for document in (SINKING, OWNER):
        await decide(database, document, Counting())
    await stopped(database, tmp_path)
    async with database.write() as tx:
        body = select(readings.c.body).where(readings.c.item_id == MAN).scalar_subquery()
        await tx.execute(update(readings).where(readings.c.item_id == FERRY).values(body=body))
    yield database
    await database.close()


def files(folder: Path, *, encoded: bool = True) -> KeptFiles:
    return KeptFiles(window=WindowFile(folder / "wirewatch.db.window", encoded=encoded))


async def stopped(database: Database, folder: Path) -> None:
    desk = DeskLoop(database, AlertRules(), Clock(lambda: LATER), CachedEncoder(Counting()), files=files(folder))
    await desk._desk()
    await desk.keep_window()


def modes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir() if ".window" in path.name}


async def started(database: Database, folder: Path, encoder: Counting | None = None) -> DeskState:
    state, _ = await restore(database, LATER, CachedEncoder(encoder or Counting()), files=files(folder))
    return state


def is_taken_over(state: DeskState) -> bool:
    return state.clusterer.features_of(FERRY).terms != state.clusterer.features_of(MAN).terms


async def test_a_start_takes_the_window_over_and_makes_no_vector_anew(decided: Database, tmp_path: Path) -> None:
    encoder = Counting()
    assert modes(tmp_path) == {"wirewatch.db.window": 0o600}
    state = await started(decided, tmp_path, encoder)
    assert is_taken_over(state)
    assert (len(state.clusterer), state.clusterer.story_of(MAN)) == (2, 1)
    vectors = [state.clusterer.features_of(item).embedding for item in (FERRY, MAN)]
    assert [vector and vector.vector.tolist() for vector in vectors] == [[1.0, 0.0]] * 2
    assert encoder.titles == []
    assert modes(tmp_path) == {}, "what is erased while the program runs is in no file"


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def changed(path: Path) -> None:
    body = path.read_bytes()
    path.write_bytes(body[:-100] + bytes([body[-100] ^ 1]) + body[-99:])


def of_another_version(path: Path) -> None:
    body = path.read_bytes()
    path.write_bytes(bytes([body[0] ^ 1]) + body[1:])


@pytest.mark.parametrize("harm", [cut, changed, of_another_version, lambda path: path.write_bytes(b""), Path.unlink])
async def test_a_file_that_is_not_what_this_program_wrote_is_not_read(
    harm: Callable[[Path], None], decided: Database, tmp_path: Path
) -> None:
    harm(tmp_path / "wirewatch.db.window")
    state = await started(decided, tmp_path)
    assert not is_taken_over(state)
    assert len(state.clusterer) == 2


async def test_a_window_with_an_item_that_is_another_by_now_is_not_taken_over(
    decided: Database, tmp_path: Path
) -> None:
    """As where a backup was put back, and its numbers were given again."""
    async with decided.write() as tx:
        await tx.execute(update(items).where(items.c.id == MAN).values(url="https://other.example/a"))
    assert not is_taken_over(await started(decided, tmp_path))


async def test_a_window_with_an_item_that_was_removed_is_not_taken_over(decided: Database, tmp_path: Path) -> None:
    async with decided.write() as tx:
        await remove_items(tx, [MAN])
    state = await started(decided, tmp_path)
    assert len(state.clusterer) == 1


async def test_a_window_without_vectors_is_not_taken_over_where_items_have_some(
    decided: Database, tmp_path: Path
) -> None:
    state, _ = await restore(decided, LATER, files=files(tmp_path, encoded=False))
    assert not is_taken_over(state)


async def test_where_the_disk_takes_no_file_the_program_stops_all_the_same(decided: Database, tmp_path: Path) -> None:
    await stopped(decided, tmp_path / "missing")


HOSTILE = {
    "another module's": pickle.dumps(os.getpid),
    "through a module of ours": b"\x80\x04\x8c\x19newsroom.stories.features\x8c\x0azlib.crc32\x93.",
    "what a module of ours has imported": b"\x80\x04\x8c\x19newsroom.stories.features\x8c\x09dataclass\x93.",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_nothing_is_made_of_a_file_that_is_no_part_of_a_window(body: bytes) -> None:
    with pytest.raises(UnfitWindowError, match="no part of a window"):
        unpacked(body, {}, lambda _: None)
