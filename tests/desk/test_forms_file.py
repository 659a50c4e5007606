"""A start takes the forms of its topics' words from the file, where they are what it would work out."""

import asyncio
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from desk.forms_file import FormsFile
from desk.kept_files import KeptFiles
from desk.loop import DeskLoop
from newsroom.clock import Clock
from newsroom.desk.state import AlertRules, DeskState
from newsroom.matching.kept_forms import KeptForms
from newsroom.matching.query import parse
from newsroom.topic import Topic
from storage import chats, topics
from storage.database import Database
from storage.desk_queue import waiting
from storage.intake import take
from storage.sources import sync_operator_sources
from tests.builders import CHAT, NOW, entry, item, place, spec
from tests.patience import AT_LAST_S

FERRY, TRAM = "ferry", "tram"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "wirewatch.db.forms"


async def track(database: Database, *queries: str) -> list[Topic]:
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", NOW)
        return [await topics.track(tx, place(), parse(query), CHAT, NOW) for query in queries]


async def started(database: Database, kept: Path) -> tuple[DeskLoop, DeskState]:
    desk = DeskLoop(database, AlertRules(), Clock(lambda: NOW), files=KeptFiles(forms=FormsFile(kept)))
    return desk, (await desk._desk()).state


def known(kept: Path, word: str) -> bool:
    return FormsFile(kept).read(()).of(word) is not None


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def finds(state: DeskState, word: str) -> bool:
    return bool(state.matcher.candidates(item(1, word, "Nothing.")))


def pretend(kept: Path, languages: tuple[str, ...] = ()) -> None:
    """Keep forms that nobody works out: they tell who takes them over."""
    forms = KeptForms(languages)
    forms.take(FERRY, ["invented"])
    FormsFile(kept).keep(forms)


async def test_a_start_keeps_what_it_worked_out_and_the_next_takes_it_over(database: Database, kept: Path) -> None:
    await track(database, FERRY)
    await started(database, kept)
    assert known(kept, FERRY)
    assert mode(kept) == 0o600
    pretend(kept)
    _, state = await started(database, kept)
    assert finds(state, "invented")


async def test_words_tracked_since_are_worked_out_and_kept_with_the_others(database: Database, kept: Path) -> None:
    await track(database, FERRY)
    pretend(kept)
    await track(database, TRAM)
    _, state = await started(database, kept)
    assert (finds(state, "invented"), finds(state, TRAM)) == (True, True)
    assert (known(kept, FERRY), known(kept, TRAM)) == (True, True)


async def test_a_word_of_no_topic_any_more_is_in_the_file_no_longer(database: Database, kept: Path) -> None:
    _, tram = await track(database, FERRY, TRAM)
    desk, _ = await started(database, kept)
    assert known(kept, TRAM)
    async with database.write() as tx:
        await topics.untrack(tx, tram.id, CHAT)
    await desk._desk()
    assert (known(kept, FERRY), known(kept, TRAM)) == (True, False)


async def test_no_item_waits_until_a_word_has_left_the_file(
    database: Database, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, tram = await track(database, FERRY, TRAM)
    desk, _ = await started(database, kept)
    begun, go_on, stop = threading.Event(), threading.Event(), asyncio.Event()
    leave_out = FormsFile.leave_out

    def in_the_end(forms: FormsFile, words: frozenset[str]) -> None:
        begun.set()
        go_on.wait(AT_LAST_S)
        leave_out(forms, words)

    monkeypatch.setattr(FormsFile, "leave_out", in_the_end)
    running = asyncio.create_task(desk.run(stop, idle_s=0.01))
    async with database.write() as tx:
        await topics.untrack(tx, tram.id, CHAT)
    async with database.write() as tx:  # the desk looks for what was changed as an item comes
        await sync_operator_sources(tx, [spec(1)], NOW, 300)
        await take(tx, 1, [entry("a")], NOW, background=False)
    async with asyncio.timeout(AT_LAST_S):
        assert await asyncio.to_thread(begun.wait, AT_LAST_S)
        while await database.ask(waiting):
            await asyncio.sleep(0.01)
        assert known(kept, TRAM)
        stop.set()
        go_on.set()
        await running  # what was begun is ended
    assert (known(kept, FERRY), known(kept, TRAM)) == (True, False)


async def test_a_word_that_went_while_nothing_ran_is_in_the_file_no_longer(database: Database, kept: Path) -> None:
    await track(database, FERRY)
    pretend(kept)
    FormsFile(kept).keep(both := FormsFile(kept).read(()))
    both.take(TRAM, [TRAM])
    FormsFile(kept).keep(both)
    await started(database, kept)
    assert not known(kept, TRAM)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def changed(path: Path) -> None:
    body = path.read_bytes()
    path.write_bytes(body[:-3] + bytes([body[-3] ^ 1]) + body[-2:])


def of_another_version(path: Path) -> None:
    body = path.read_bytes()
    path.write_bytes(bytes([body[0] ^ 1]) + body[1:])


def of_other_languages(path: Path) -> None:
    pretend(path, ("ru",))


@pytest.mark.parametrize(
    "harm", [cut, changed, of_another_version, of_other_languages, lambda path: path.write_bytes(b"\xff"), Path.unlink]
)
async def test_a_file_that_is_not_of_this_start_is_made_anew(
    harm: Callable[[Path], None], database: Database, kept: Path
) -> None:
    await track(database, FERRY)
    pretend(kept)
    harm(kept)
    _, state = await started(database, kept)
    assert (finds(state, "invented"), finds(state, FERRY)) == (False, True)
    assert known(kept, FERRY)


async def test_where_the_disk_takes_no_file_a_start_works_all_out(database: Database, tmp_path: Path) -> None:
    await track(database, FERRY)
    _, state = await started(database, tmp_path / "missing" / "wirewatch.db.forms")
    assert finds(state, FERRY)
