"""Roles: who may do what, who changes it, and that there is always an owner."""

from dataclasses import replace

import pytest
from telegram import Update

from handlers.updates.understand import UpdateReader
from newsroom.access import AccessRule, Role
from storage import people
from storage.database import Database
from tests.handlers.invited import (
    EDITOR,
    GROUP,
    OWNER,
    READER,
    REPORTER,
    STRANGER,
    Newsroom,
    message_json,
    newsroom_of,
    nobody,
    person,
    user,
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


async def test_help_in_a_group_takes_half_of_the_room_and_names_the_way_to_examples(newsroom: Newsroom) -> None:
    alone, listed = [await newsroom.says(EDITOR, "/help", *where) for where in ((), (GROUP,))]
    assert len(listed) < 0.75 * len(alone)
    assert "<code>/timeline Azerbaijan" in alone
    assert "<code>/timeline" not in listed
    assert "An example of each: <code>/help track</code>" in listed
    assert "<code>/track Azerbaijan" in await newsroom.says(EDITOR, "/help track", GROUP)


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
    everybody = await listed.says(READER, "/role")
    assert "@rea — owner" in everybody
    assert "77 — owner, by the settings" in everybody


@pytest.mark.parametrize("text", ["/role @nobody editor", "/role 9999999999999999999999 editor"])
async def test_nobody_who_never_spoke_gets_a_role_but_by_an_invite(newsroom: Newsroom, text: str) -> None:
    assert "/invite makes a link" in await newsroom.says(OWNER, text)


async def test_a_word_that_is_no_role_is_named(newsroom: Newsroom) -> None:
    assert "There is no role chief" in await newsroom.says(OWNER, "/role @rob chief")


async def shown(newsroom: Newsroom, data: str) -> tuple[str, list[list[tuple[str, str | None]]]]:
    """The message that takes the place of the one whose button an owner presses: its text, and its rows of buttons."""
    query = {"id": "9", "from": user(OWNER), "chat_instance": "1", "data": data, "message": message_json(OWNER, OWNER)}
    event = Update.de_json({"update_id": 1, "callback_query": query})
    understood = await newsroom.reader.understand(event, newsroom.now)
    assert understood is not None
    assert understood.answer.replaces
    messages = list(understood.answer.messages)
    if understood.answer.effect is not None:
        async with newsroom.database.write() as tx:
            messages += await understood.answer.effect(tx)
    return messages[0].html, [[(one.text, one.data) for one in row] for row in messages[0].buttons]


async def test_a_person_is_shown_with_what_the_role_is_by_whom_and_the_others_to_choose(newsroom: Newsroom) -> None:
    assert await shown(newsroom, f"pe:{EDITOR}") == (
        (
            "<b>@ed (Ed)</b>\nRole: <b>editor</b>\nSince 3 Mar 2026, by the code at the terminal\n"
            "Let in 1 chat, which I serve as long as the role is editor or owner."
        ),
        [
            [("Make reader", f"pr:{EDITOR}"), ("Make reporter", f"pp:{EDITOR}")],
            [("Make owner", f"pw:{EDITOR}")],
            [("✕ Take the role away", f"px:{EDITOR}"), ("◀ All people", "pl:0")],
        ],
    )
    assert await shown(newsroom, f"px:{EDITOR}") == (
        (
            "<b>@ed (Ed)</b>\nRole: <b>none</b>\n"
            "I no longer serve 1 chat that this person let in: an editor or owner who writes /start there lets it in again."
        ),
        [
            [("Make reader", f"pr:{EDITOR}"), ("Make reporter", f"pp:{EDITOR}")],
            [("Make editor", f"pd:{EDITOR}"), ("Make owner", f"pw:{EDITOR}")],
            [("◀ All people", "pl:0")],
        ],
    )
    text, _ = await shown(newsroom, f"pd:{EDITOR}")
    assert "no longer serve" not in text
    assert "Since 3 Mar 2026, by @olga" in text


async def test_people_come_ten_a_page_those_first_who_may_do_most(newsroom: Newsroom) -> None:
    async with newsroom.database.write() as tx:
        for number in range(100, 117):
            rea = person(READER, Role.READER)
            await people.put(tx, replace(rea, id=number, name=f"Reader {number}", username=None))
    first, last, beyond = [await shown(newsroom, f"pl:{page}") for page in (0, 2, 7)]
    assert first[0].splitlines()[1:4] == ["• @olga — owner", "• @ed — editor", "• @rob — reporter"]
    assert len(first[0].splitlines()) == 11
    assert [row for row in first[1] if row[0][1] == "pl:1"] == [[("Older ▶", "pl:1")]]
    assert last[0].splitlines()[1:] == ["• Reader 116 — reader"]
    assert last[1] == [[("Reader 116 · reader", "pe:116")], [("◀ Newer", "pl:1")]]
    assert beyond == last
    assert "<b>People</b>" in await newsroom.says(OWNER, "/role")
    assert "Role: <b>reader</b>" in await newsroom.says(OWNER, "/role 116")
    assert await newsroom.says(OWNER, f"/role {'x' * 60} none") == (
        f"I don't know {'x' * 40}: /invite makes a link that you can send them."
    )
