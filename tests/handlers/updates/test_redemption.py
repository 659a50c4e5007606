"""An invite makes of a stranger who it says, as often as it says; any other code is refused kindly."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from handlers.updates.redemption import WrongCodes
from handlers.updates.understand import UpdateReader
from newsroom.access import AccessMode, AccessRule, Role
from storage import invites, people
from storage.database import Database
from storage.tables import invites as invite_table
from storage.tables import updates
from tests.builders import NOW
from tests.handlers.invited import (
    EDITOR,
    OWNER,
    READER,
    REPORTER,
    STRANGER,
    Newsroom,
    message_json,
    newsroom_of,
    nobody,
)

CODE = "c0de_-Abc"


@pytest.fixture
async def newsroom(desk: Database) -> Newsroom:
    return await newsroom_of(desk, (READER, Role.READER))


@pytest.mark.parametrize("role", list(Role))
async def test_a_code_gives_its_role_and_lets_the_person_in(newsroom: Newsroom, role: Role) -> None:
    number = await newsroom.invited(CODE, role)
    assert f"Your role here is <b>{role}</b>" in await newsroom.says(STRANGER, f"/start {CODE}")
    assert await newsroom.admitted(STRANGER)
    found = await newsroom.database.ask(lambda c: people.person(c, STRANGER))
    assert found is not None
    assert (found.role, found.name, found.username, found.added_by, found.invite) == (
        role, "Stan", "stan", OWNER, number
    )  # fmt: skip


async def test_a_single_code_works_once_and_a_counted_one_as_often_as_it_says(newsroom: Newsroom) -> None:
    await newsroom.invited(CODE, Role.READER)
    await newsroom.invited("twice", Role.REPORTER, uses=2)
    await newsroom.says(STRANGER, f"/start {CODE}")
    assert "was used already. Ask @olga" in await newsroom.says(REPORTER, f"/start {CODE}")
    assert not await newsroom.met(REPORTER)
    for who in (STRANGER, REPORTER):
        assert "Welcome" in await newsroom.says(who, "/start twice")
    assert "was used already" in await newsroom.says(READER, "/start twice")


async def test_what_becomes_of_a_code_is_answered_where_nobody_is_admitted(newsroom: Newsroom) -> None:
    understood, _ = await newsroom.happens({"message": message_json(STRANGER, STRANGER, "/start nonsense")})
    assert understood.for_stranger


async def test_who_has_the_role_already_leaves_the_link_for_somebody_else(newsroom: Newsroom) -> None:
    await newsroom.invited(CODE, Role.READER)
    assert "is editor already" in await newsroom.says(EDITOR, f"/start {CODE}")
    assert "Welcome" in await newsroom.says(STRANGER, f"/start {CODE}")
    assert await newsroom.role(EDITOR) is Role.EDITOR


async def test_where_the_bot_is_open_a_code_gives_a_role_that_outlasts_the_opening(newsroom: Newsroom) -> None:
    await newsroom.invited(CODE, Role.READER)
    services = replace(newsroom.services, access=AccessRule(mode=AccessMode.OPEN))
    opened = Newsroom(services=services, reader=UpdateReader(nobody, services), update_id=500)
    assert "Welcome" in await opened.says(STRANGER, f"/start {CODE}")
    assert await newsroom.role(STRANGER) is Role.READER
    assert "needs the role" not in await opened.says(STRANGER, "/track ferry")


async def test_an_owner_by_the_settings_uses_no_code_up(newsroom: Newsroom) -> None:
    await newsroom.invited(CODE, Role.EDITOR)
    services = replace(newsroom.services, access=AccessRule(admins=frozenset({STRANGER})))
    settings = Newsroom(services=services, reader=UpdateReader(nobody, services), update_id=500)
    assert "is owner already" in await settings.says(STRANGER, f"/start {CODE}")
    assert "Welcome" in await newsroom.says(REPORTER, f"/start {CODE}")


async def test_a_code_for_more_raises_who_had_less(newsroom: Newsroom) -> None:
    await newsroom.invited(CODE, Role.EDITOR)
    await newsroom.says(READER, f"/start {CODE}")
    assert await newsroom.role(READER) is Role.EDITOR


async def test_codes_that_no_longer_hold_are_refused_kindly(newsroom: Newsroom) -> None:
    number = await newsroom.invited("revoked", Role.READER)
    await newsroom.invited("fallen", Role.EDITOR, made_by=EDITOR)
    await newsroom.invited("old", Role.READER)
    async with newsroom.database.write() as tx:
        await invites.revoke(tx, number, NOW)
        await people.remove(tx, EDITOR)
        old = invite_table.c.id == number + 2
        await tx.execute(update(invite_table).where(old).values(expires_at=NOW - timedelta(seconds=1)))
    answers = [await newsroom.says(STRANGER, f"/start {code}") for code in ("revoked", "fallen", "old", "nonsense")]
    assert [answer.split(".")[0] for answer in answers] == [
        "This link was taken back",
        "This link was taken back",
        "This link is no longer valid: its days are over",
        "I don't know this link; perhaps a part of it is missing",
    ]
    assert all("Ask @olga" in answer for answer in answers)
    assert await newsroom.role(STRANGER) is None


async def test_who_guesses_codes_waits_an_hour_and_nobody_else_does(newsroom: Newsroom) -> None:
    await newsroom.invited(CODE, Role.READER)
    for number in range(5):
        assert "don't know this link" in await newsroom.says(STRANGER, f"/start guess{number}")
    assert "in an hour" in await newsroom.says(STRANGER, f"/start {CODE}")
    assert "Welcome" in await newsroom.says(REPORTER, f"/start {CODE}")
    await newsroom.invited("another", Role.READER)
    newsroom.now += timedelta(minutes=59)
    assert "in an hour" in await newsroom.says(STRANGER, "/start another")
    newsroom.now += timedelta(minutes=1)
    assert "Welcome" in await newsroom.says(STRANGER, "/start another")


async def test_where_the_bot_is_listed_no_code_lets_anybody_in(newsroom: Newsroom) -> None:
    await newsroom.invited(CODE, Role.READER)
    services = replace(newsroom.services, access=AccessRule(mode=AccessMode.LISTED, admins=frozenset({OWNER})))
    listed = Newsroom(services=services, reader=UpdateReader(nobody, services), update_id=500)
    assert "closed newsroom" in await listed.says(STRANGER, f"/start {CODE}")
    assert await newsroom.role(STRANGER) is None
    assert "no invite lets anybody in" in await listed.says(OWNER, "/invite")


def test_tries_are_counted_an_hour_back_and_each_by_itself() -> None:
    wrong = WrongCodes()
    for minute in range(0, 50, 10):
        assert not wrong.too_many(STRANGER, NOW + timedelta(minutes=minute))
        wrong.note(STRANGER, NOW + timedelta(minutes=minute))
    assert wrong.too_many(STRANGER, NOW + timedelta(minutes=59))
    assert not wrong.too_many(READER, NOW + timedelta(minutes=59))
    wrong.note(STRANGER, NOW + timedelta(minutes=60))
    assert not wrong.too_many(STRANGER, NOW + timedelta(minutes=70))


def test_tries_of_ten_thousand_persons_are_remembered() -> None:
    wrong = WrongCodes()
    for person in (STRANGER, *range(100, 10_099)):
        for _ in range(5):
            wrong.note(person, NOW)
    assert wrong.too_many(STRANGER, NOW)
    wrong.note(99, NOW)
    assert [wrong.too_many(person, NOW) for person in (STRANGER, 100)] == [False, True]


async def test_how_somebody_came_by_a_role_is_in_the_log(newsroom: Newsroom) -> None:
    number = await newsroom.invited(CODE, Role.READER)
    await newsroom.says(STRANGER, f"/start {CODE}")
    assert f"@stan came by invite {number}: reader" in await newsroom.says(OWNER, "/log")


async def test_the_code_is_kept_nowhere(newsroom: Newsroom) -> None:
    await newsroom.invited(CODE, Role.READER, uses=2)
    await newsroom.says(STRANGER, f"/start {CODE}")
    async with newsroom.database.read() as connection:
        kept = [str(row) for table in (updates, invite_table) for row in await connection.execute(select(table))]
    assert kept
    assert not [row for row in kept if CODE in row]
