"""Who has which role, how somebody is found and called, and what goes with an invite."""

from dataclasses import replace
from datetime import timedelta

import pytest

from newsroom.access import AccessMode, AccessRule, Role
from newsroom.sentence import Sentence
from storage import admission, chats, invites, people
from storage.database import Database
from storage.people import Person
from tests.builders import GROUP, NOW, OTHER_GROUP, at

RULE = AccessRule(mode=AccessMode.INVITE)


def somebody(number: int, role: Role = Role.READER, minutes: float = 0, username: str | None = None) -> Person:
    return Person(
        id=number,
        role=role,
        name=f"Person {number}",
        username=username,
        added_by=None,
        invite=None,
        added_at=at(minutes),
    )


async def put(database: Database, *persons: Person) -> None:
    async with database.write() as tx:
        for one in persons:
            await people.put(tx, one)


async def met(database: Database, number: int, title: str, username: str | None = None) -> None:
    async with database.write() as tx:
        await chats.meet(tx, number, "private" if number > 0 else "group", title, username, number, "UTC", NOW)


async def found(database: Database, name: str) -> int | None:
    one = await database.ask(lambda c: people.find(c, name))
    return None if one is None else one.id


async def test_a_person_is_kept_as_given_and_the_last_word_holds(database: Database) -> None:
    one = replace(somebody(7, Role.EDITOR, username="ann"), added_by=3, invite=9)
    await put(database, somebody(7), one)
    assert await database.ask(lambda c: people.person(c, 7)) == one
    assert await database.ask(lambda c: people.role_of(c, 7)) is Role.EDITOR
    async with database.write() as tx:
        await people.remove(tx, 7)
    assert await database.ask(lambda c: people.person(c, 7)) is None
    assert await database.ask(lambda c: people.role_of(c, 7)) is None


async def test_a_long_name_is_cut(database: Database) -> None:
    await put(database, replace(somebody(7), name="n" * 201))
    one = await database.ask(lambda c: people.person(c, 7))
    assert one is not None
    assert one.name == "n" * 200


def test_a_role_that_is_given_by_hand_came_by_no_invite() -> None:
    given = replace(somebody(7), invite=4).with_role(Role.OWNER, 3, at(5))
    assert given == replace(somebody(7, Role.OWNER, 5), added_by=3)


def test_somebody_is_called_by_the_at_name_where_there_is_one() -> None:
    assert [somebody(7, username=name).shown for name in ("ann", None)] == ["@ann", "Person 7"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("7", 7),
        ("8", 8),
        ("@Ann", 7),
        ("ann", 7),
        ("ANN", 7),
        ("@bob", 8),
        ("9", None),
        ("@nobody", None),
        ("7x", None),
        ("٧", None),
        (str(2**63 - 1), 2**63 - 1),
        (str(2**63), None),
        (str(GROUP), None),
        ("@desk", None),
    ],
)
async def test_whom_a_name_or_number_means(database: Database, name: str, expected: int | None) -> None:
    """Somebody with a role, or whose private chat is known; never a group."""
    await put(database, somebody(7, username="Ann"), somebody(2**63 - 1))
    await met(database, 8, "Bob", "Bob")
    await met(database, GROUP, "Desk", "desk")
    assert await found(database, name) == expected


async def test_who_has_no_role_is_known_by_the_private_chat(database: Database) -> None:
    await met(database, 8, "Bob", "bob")
    one = await database.ask(lambda c: people.known(c, 8))
    expected = Person(id=8, role=None, name="Bob", username="bob", added_by=None, invite=None, added_at=NOW)
    assert one == expected
    assert await database.ask(lambda c: people.known(c, 9)) is None


async def test_what_somebody_is_called_in_sentences(database: Database) -> None:
    await put(database, somebody(7, username="ann"))
    await met(database, 8, "Bob")
    async with database.read() as connection:
        names = [await people.name_of(connection, number) for number in (7, 8, 9, 0)]
    assert names == ["@ann", "Bob", "9", Sentence("forgetme.somebody")]


async def test_all_are_listed_by_what_they_may_do_and_then_as_they_came(database: Database) -> None:
    persons = [
        somebody(1, Role.READER, 0),
        somebody(2, Role.OWNER, 3),
        somebody(3, Role.EDITOR, 1),
        somebody(4, Role.OWNER, 2),
        somebody(5, Role.REPORTER, 4),
    ]
    await put(database, *persons)
    assert [one.id for one in await database.ask(people.everybody)] == [4, 2, 3, 5, 1]
    assert [one.id for one in await database.ask(people.owners)] == [4, 2]


async def test_the_groups_that_are_admitted_by_somebodys_word_are_counted(database: Database) -> None:
    await put(database, somebody(7, Role.EDITOR), somebody(8, Role.EDITOR))
    for number in (GROUP, OTHER_GROUP, -77):
        await met(database, number, "Desk")
    async with database.write() as tx:
        for number, who in ((GROUP, 7), (OTHER_GROUP, 7), (-77, 8)):
            await admission.let_in(tx, RULE, number, who, NOW)
    assert await database.ask(lambda c: people.let_in_by(c, 7)) == 2
    await put(database, somebody(7, Role.READER))
    async with database.write() as tx:
        await admission.settle(tx, RULE, NOW)
    async with database.read() as connection:
        assert [await people.let_in_by(connection, number) for number in (7, 8)] == [0, 1]


async def test_roles_that_came_by_an_invite_go_with_it_but_for_one_person(database: Database) -> None:
    async with database.write() as tx:
        link = await invites.make(tx, "code", Role.READER, NOW, made_by=3, expires_at=NOW + timedelta(days=1))
    by_it = [replace(somebody(number, minutes=number), invite=link) for number in (7, 8, 9)]
    await put(database, *by_it, somebody(10), replace(somebody(11), invite=link + 1))
    assert await database.ask(lambda c: people.by_invite(c, link)) == 3
    async with database.write() as tx:
        removed = await people.remove_by_invite(tx, link, but=8)
    assert sorted(one.id for one in removed) == [7, 9]
    assert sorted(one.id for one in await database.ask(people.everybody)) == [8, 10, 11]
    assert await database.ask(lambda c: people.by_invite(c, link)) == 1
