"""/log: newest first, ten a page, each by the name of who changed it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from newsroom.access import Role
from newsroom.sentence import sentence
from storage import change_log, people
from storage.database import Database
from tests.builders import NOW
from tests.handlers.invited import EDITOR, OWNER, READER, Newsroom, newsroom_of


@pytest.fixture
async def newsroom(desk: Database) -> Newsroom:
    return await newsroom_of(desk, (READER, Role.READER))


async def changed(newsroom: Newsroom, numbers: range, by: int | None = EDITOR) -> None:
    async with newsroom.database.write() as tx:
        for number in numbers:
            when = NOW - timedelta(days=1) + timedelta(minutes=number)
            await change_log.add(tx, by, sentence("log.revoked", number=number), when)


async def test_nothing_changed_is_a_sentence(newsroom: Newsroom) -> None:
    assert await newsroom.says(OWNER, "/log") == "Nothing was changed yet."


async def test_ten_a_page_with_buttons_to_the_others(newsroom: Newsroom) -> None:
    await changed(newsroom, range(25))
    first = (await newsroom.says(OWNER, "/log")).splitlines()
    assert len(first) == 11
    assert first[1] == "2 Mar, 12:24  @ed revoked invite 24"
    assert await newsroom.buttons(OWNER, "/log") == {"Older ▶": "lg:1"}
    assert "revoked invite 14\n" in await newsroom.presses(OWNER, "lg:1")
    last = await newsroom.presses(OWNER, "lg:2")
    assert last.splitlines()[-1].endswith("revoked invite 0")
    assert await newsroom.presses(OWNER, "lg:99") == last


async def test_a_full_page_has_no_button_to_an_empty_one(newsroom: Newsroom) -> None:
    await changed(newsroom, range(10))
    assert await newsroom.buttons(OWNER, "/log") == {}


async def test_who_has_gone_is_a_number_and_what_nobody_did_the_terminals(newsroom: Newsroom) -> None:
    await changed(newsroom, range(1), by=None)
    await changed(newsroom, range(1, 2), by=4711)
    await changed(newsroom, range(2, 3), by=0)
    log = await newsroom.says(OWNER, "/log")
    assert "The terminal revoked invite 0" in log
    assert "4711 revoked invite 1" in log
    assert "somebody" in log


async def test_a_name_is_shown_as_text(newsroom: Newsroom) -> None:
    async with newsroom.database.write() as tx:
        found = await people.person(tx.connection, READER)
        assert found is not None
        await change_log.add(tx, OWNER, sentence("log.role_removed", person="<b>Rea</b>"), NOW)
    assert "&lt;b&gt;Rea" in await newsroom.says(OWNER, "/log")


async def test_a_name_is_kept_to_its_two_hundredth_character(newsroom: Newsroom) -> None:
    async with newsroom.database.write() as tx:
        found = await people.person(tx.connection, READER)
        assert found is not None
        await people.put(tx, replace(found, name="x" * 201))
        found = await people.person(tx.connection, READER)
    assert found is not None
    assert found.name == "x" * 200
