"""The first word of a language reads its dictionary, beside the loops."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from desk.restore import restore
from handlers.commands.find import find_stories
from newsroom.matching import terms
from newsroom.matching.query import parse
from newsroom.text.dictionary import _READ
from newsroom.text.lemmas import lemmas_in
from storage.database import Database
from tests.builders import CHAT, NOW

_HEARING: list[list[str]] = []


def _hear(event: str, args: tuple[Any, ...]) -> None:
    """Which thread opens a dictionary."""
    if event == "open" and str(args[0]).endswith(".plzma"):
        for heard in _HEARING:
            heard.append(threading.current_thread().name)


sys.addaudithook(_hear)  # for good: Python takes none away


@contextmanager
def as_after_a_start() -> Iterator[list[str]]:
    """No dictionary has been read; gives the threads that read one from now on."""
    for remembered in (_READ.clear, lemmas_in.cache_clear, terms.term.cache_clear):
        remembered()
    heard: list[str] = []
    _HEARING.append(heard)
    try:
        yield heard
    finally:
        _HEARING.remove(heard)


async def test_a_question_reads_a_dictionary_beside_the_loops(desk: Database) -> None:
    with as_after_a_start() as readers:
        found = await find_stories(desk, parse("aground divers"), CHAT, 5)
    assert found.views
    assert readers
    assert threading.current_thread().name not in readers


async def test_a_restored_desk_has_read_the_dictionaries_of_its_items_beside_the_loops(desk: Database) -> None:
    with as_after_a_start() as readers:
        await restore(desk, NOW)
    assert readers
    assert threading.current_thread().name not in readers
