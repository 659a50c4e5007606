"""Roles: who may do what, who changes it, and that there is always an owner."""

from dataclasses import replace

import pytest

from handlers.updates.understand import UpdateReader
from newsroom.access import AccessRule, Role
from storage.database import Database
from tests.handlers.invited import (
    EDITOR,
    GROUP,
    OWNER,
    READER,
    REPORTER,
    STRANGER,
    Newsroom,
    newsroom_of,
    nobody,
)


@pytest.fixture
async def newsroom(desk: Database) -> Newsroom:
    return await newsroom_of(desk, (READER, Role.READER), (REPORTER, Role.REPORTER))


@pytest.mark.parametrize(
    ("who", "text", "allowed"),
    [
        (READER, "/search ferry", True),
        (READER, "/timezone Europe/Kyiv", True),
        (READER, "/track tram", False),
        (READER, "/invite", False),
        (REPORTER, "/track tram", True),
        (REPORTER, "/invite", False),
        (EDITOR, "/track tram", True),
        (EDITOR, "/invite", True),
        (EDITOR, "/role", False),
        (EDITOR, "/log", False),
        (OWNER, "/role", True),
        (OWNER, "/log", True),
    ],
)
async def test_a_role_allows_what_it_says_in_private(newsroom: Newsroom, who: int, text: str, *, allowed: bool) -> None:
    answer = await newsroom.says(who, text)
    assert ("needs the role of" not in answer) is allowed, answer


async def test_whoever_is_refused_reads_which_role_it_takes_and_who_can_give_it(newsroom: Newsroom) -> None:
    refused = "That needs the role of reporter; yours is reader. Ask @olga to change it."
    assert await newsroom.says(READER, "/track tram") == refused
    assert await newsroom.presses(READER, "lx:1") == refused
    assert await newsroom.presses(EDITOR, f"pw:{EDITOR}") == (
        "That needs the role of owner; yours is editor. Ask @olga to change it."
    )


@pytest.mark.parametrize(
    ("who", "allowed"), [(STRANGER, False), (READER, False), (REPORTER, False), (EDITOR, True), (OWNER, True)]
)
async def test_in_a_group_its_admins_and_the_newsrooms_editors_change_what_it_gets(
    newsroom: Newsroom, who: int, *, allowed: bool
) -> None:
    answer = await newsroom.says(who, "/track tram", GROUP)
    assert ("Only admins of this chat, and editors" not in answer) is allowed


@pytest.mark.parametrize("text", ["/invite", "/invites", "/role", "/log"])
async def test_what_is_nobody_elses_to_read_is_answered_in_private_only(newsroom: Newsroom, text: str) -> None:
    assert "to me in private" in await newsroom.says(OWNER, text, GROUP)


@pytest.mark.parametrize(
    ("who", "has", "lacks"),
    [
        (READER, "/search", "/track"),
        (REPORTER, "/track", "/invite "),
        (EDITOR, "/invites", "/role"),
        (OWNER, "/log", "/nothing"),
    ],
)
async def test_help_lists_what_the_person_may_do(newsroom: Newsroom, who: int, has: str, lacks: str) -> None:
    listed = await newsroom.says(who, "/help")
    assert has in listed
    assert lacks not in listed


async def test_help_in_a_group_lists_nothing_that_only_its_admins_may(newsroom: Newsroom) -> None:
    for who, may in ((STRANGER, False), (EDITOR, True)):
        assert ("/track" in await newsroom.says(who, "/help", GROUP)) is may
        assert "/invite" not in await newsroom.says(who, "/help", GROUP)


async def test_start_shows_a_reader_what_a_reader_may(newsroom: Newsroom) -> None:
    assert "/track" not in await newsroom.says(READER, "/start")
    assert "/track" in await newsroom.says(REPORTER, "/start")


async def test_an_owner_gives_a_role_by_name_and_the_person_learns_of_it(newsroom: Newsroom) -> None:
    assert "<b>editor</b>" in await newsroom.says(OWNER, "/role @Rob editor")
    assert await newsroom.role(REPORTER) is Role.EDITOR
    assert await newsroom.notified(REPORTER) == [
        "Your role here is <b>editor</b> from now on. /help shows what you can do."
    ]
    assert "@olga made @rob editor" in await newsroom.says(OWNER, "/log")


async def test_an_owner_changes_roles_by_buttons_and_takes_them_back(newsroom: Newsroom) -> None:
    buttons = await newsroom.buttons(OWNER, "/role")
    assert buttons["@rea · reader"] == f"pe:{READER}"
    assert "Role: <b>reader</b>" in await newsroom.presses(OWNER, f"pe:{READER}")
    assert "Role: <b>owner</b>" in await newsroom.presses(OWNER, f"pw:{READER}")
    assert "Role: <b>none</b>" in await newsroom.presses(OWNER, f"px:{READER}")
    assert (await newsroom.role(READER), await newsroom.admitted(READER)) == (None, False)
    assert "Role: <b>reporter</b>" in await newsroom.presses(OWNER, f"pp:{READER}")
    assert await newsroom.admitted(READER)


async def test_who_loses_the_role_of_editor_leaves_no_group_behind_that_is_served(newsroom: Newsroom) -> None:
    assert "I no longer serve 1 chat that this person let in" in await newsroom.says(OWNER, "/role @ed reporter")
    assert (await newsroom.admitted(EDITOR), await newsroom.admitted(GROUP)) == (True, False)
    await newsroom.says(OWNER, "/start", GROUP)
    assert await newsroom.admitted(GROUP)


async def test_there_is_always_an_owner(newsroom: Newsroom) -> None:
    for way in (newsroom.says(OWNER, "/role @olga editor"), newsroom.presses(OWNER, f"px:{OWNER}")):
        assert "There is no other owner" in await way
    await newsroom.says(OWNER, "/role @ed owner")
    assert "<b>editor</b>" in await newsroom.says(OWNER, "/role @olga editor")


async def test_an_owner_by_the_settings_is_changed_there(newsroom: Newsroom) -> None:
    services = replace(newsroom.services, access=AccessRule(admins=frozenset({READER, 77})))
    listed = Newsroom(services=services, reader=UpdateReader(nobody, services), update_id=500)
    assert "by the settings" in await listed.presses(OWNER, f"pp:{READER}")
    people = await listed.says(READER, "/role")
    assert "@rea — owner" in people
    assert "77 — owner, by the settings" in people


@pytest.mark.parametrize("text", ["/role @nobody editor", "/role 9999999999999999999999 editor"])
async def test_nobody_who_never_spoke_gets_a_role_but_by_an_invite(newsroom: Newsroom, text: str) -> None:
    assert "/invite makes a link" in await newsroom.says(OWNER, text)


async def test_a_word_that_is_no_role_is_named(newsroom: Newsroom) -> None:
    assert "There is no role chief" in await newsroom.says(OWNER, "/role @rob chief")
