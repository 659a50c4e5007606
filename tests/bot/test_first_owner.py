"""A bot that nobody owns prints a code, which works once; one that has an owner prints none."""

import pytest

from bot.first_owner import owner_code
from newsroom.access import AccessMode, AccessRule, Role
from storage import invites, people
from storage.database import Database
from tests.builders import NOW
from tests.handlers.invited import OWNER, STRANGER, newsroom_of, person

INVITE = AccessRule(mode=AccessMode.INVITE)


async def test_whoever_sends_the_code_first_becomes_the_owner_and_nobody_after(database: Database) -> None:
    newsroom = await newsroom_of(database)
    async with database.write() as tx:
        await people.remove(tx, OWNER)
    code = await owner_code(database, INVITE, NOW)
    assert "Welcome! Your role here is <b>owner</b>" in await newsroom.says(STRANGER, f"/start {code}")
    assert "was used already" in await newsroom.says(OWNER, f"/start {code}")
    assert "@stan became the first owner" in await newsroom.says(STRANGER, "/log")


async def test_a_code_is_good_until_the_next_is_printed(database: Database) -> None:
    old, new = [await owner_code(database, INVITE, NOW) for _ in range(2)]
    assert old
    assert new
    async with database.read() as connection:
        found = [await invites.by_code(connection, code) for code in (old, new)]
    assert [one is not None and one.revoked_at is None for one in found] == [False, True]


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param(AccessRule(admins=frozenset({OWNER})), id="by the settings"),
        pytest.param(AccessRule(mode=AccessMode.LISTED), id="roles let nobody in"),
    ],
)
async def test_where_no_owner_is_wanted_no_code_is_made(database: Database, rule: AccessRule) -> None:
    assert await owner_code(database, rule, NOW) is None


async def test_the_code_of_before_is_no_longer_good_once_there_is_an_owner(database: Database) -> None:
    code = await owner_code(database, INVITE, NOW) or ""
    async with database.write() as tx:
        await people.put(tx, person(OWNER, Role.OWNER))
    assert await owner_code(database, INVITE, NOW) is None
    found = await database.ask(lambda c: invites.by_code(c, code))
    assert found is not None
    assert found.revoked_at is not None
