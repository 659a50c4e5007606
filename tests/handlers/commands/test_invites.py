"""Invites: made for so many people and days, listed, revoked, and who came by one removed with it."""

import re

import pytest
from sqlalchemy import select
from telegram import Update

from bot.clocks import SetClock
from handlers.commands.invites import InviteArgument, new_code, parse_invite
from handlers.messages import to_payload
from handlers.sending.compose import Composer
from handlers.sending.outcomes import Sent
from handlers.sending.settle import Settle
from newsroom.access import Role
from newsroom.errors import UserError
from storage import outbox
from storage.database import Database
from storage.outbox import DeliveryKind
from storage.tables import deliveries
from tests.builders import NOW, place
from tests.handlers.invited import EDITOR, OWNER, REPORTER, STRANGER, Newsroom, message_json, newsroom_of


@pytest.fixture
async def newsroom(desk: Database) -> Newsroom:
    return await newsroom_of(desk)


@pytest.mark.parametrize(
    ("argument", "wanted"),
    [
        ("", InviteArgument(role=Role.REPORTER, uses=1, days=7)),
        ("editor", InviteArgument(role=Role.EDITOR)),
        ("Редактор", InviteArgument(role=Role.EDITOR)),
        ("репортер", InviteArgument(role=Role.REPORTER)),
        ("propriétaire", InviteArgument(role=Role.OWNER)),
        ("days:90 Reader uses:100", InviteArgument(role=Role.READER, uses=100, days=90)),
    ],
)
def test_what_is_left_out_is_a_reporter_once_within_a_week(argument: str, wanted: InviteArgument) -> None:
    assert parse_invite(argument) == wanted


@pytest.mark.parametrize("argument", ["chief", "none", "uses:0", "uses:101", "days:0", "days:91", "uses:", "uses:-1"])
def test_what_is_no_invite_is_refused(argument: str) -> None:
    with pytest.raises(UserError):
        parse_invite(argument)


def test_no_two_codes_are_alike_and_each_fits_a_deep_link() -> None:
    codes = {new_code() for _ in range(1_000)}
    assert len(codes) == 1_000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22,64}", code) for code in codes)


async def linked(newsroom: Newsroom, who: int, text: str) -> str:
    """The code of the link that a person gets."""
    found = re.search(r"https://t\.me/wire_bot\?start=([\w-]+)", await newsroom.says(who, text))
    assert found
    return found[1]


async def test_a_link_gives_its_role_to_whom_it_is_sent(newsroom: Newsroom) -> None:
    code = await linked(newsroom, EDITOR, "/invite reporter")
    assert "Welcome" in await newsroom.says(STRANGER, f"/start {code}")
    assert await newsroom.role(STRANGER) is Role.REPORTER
    log = await newsroom.says(OWNER, "/log")
    assert "@ed made invite 1: reporter" in log
    assert "@stan came by invite 1: reporter" in log


async def test_an_editor_makes_no_owner(newsroom: Newsroom) -> None:
    assert await newsroom.says(EDITOR, "/invite owner") == (
        "You can give your own role at most: yours is editor, not owner."
    )


async def test_the_list_has_ones_own_and_an_owners_has_all(newsroom: Newsroom) -> None:
    await linked(newsroom, EDITOR, "/invite reader uses:3")
    await linked(newsroom, OWNER, "/invite owner")
    assert "2. owner, by @olga: open for 1 person, until 10 Mar 2026; 0 people here by it" in await newsroom.says(
        OWNER, "/invites"
    )
    own = await newsroom.says(EDITOR, "/invites")
    assert "1. reader, by @ed: open for 3 people" in own
    assert "2. owner" not in own


async def test_a_revoked_link_is_good_for_nobody_and_who_came_by_it_stays(newsroom: Newsroom) -> None:
    code = await linked(newsroom, EDITOR, "/invite reader uses:3")
    await newsroom.says(STRANGER, f"/start {code}")
    buttons = await newsroom.buttons(EDITOR, "/invites")
    assert "Nobody joins by it any more" in await newsroom.presses(EDITOR, buttons["Revoke 1"])
    assert "open for 2 people" in await newsroom.says(EDITOR, "/invites"), "one tap, and the link was dead"
    assert "revoked" in await newsroom.presses(EDITOR, "iw:1")
    assert "taken back" in await newsroom.says(REPORTER, f"/start {code}")
    assert await newsroom.admitted(STRANGER)


async def test_an_owner_removes_with_a_link_who_came_by_it(newsroom: Newsroom) -> None:
    code = await linked(newsroom, EDITOR, "/invite reader uses:3")
    await newsroom.says(STRANGER, f"/start {code}")
    await newsroom.says(REPORTER, f"/start {code}")
    buttons = await newsroom.buttons(OWNER, "/invites")
    assert "take away the roles" in await newsroom.presses(OWNER, buttons["Revoke 1, remove 2 people"])
    assert await newsroom.admitted(STRANGER), "one tap, and they were out"
    await newsroom.presses(OWNER, "iy:1")
    assert [await newsroom.admitted(who) for who in (STRANGER, REPORTER, EDITOR)] == [False, False, True]
    ended = "You have no role here any more. Ask @olga if that is not right."
    assert [(await newsroom.notified(who))[-1:] for who in (STRANGER, REPORTER)] == [[ended], [ended]]
    assert "took the roles of @stan, @rob away" in await newsroom.says(OWNER, "/log")


async def test_an_editor_revokes_nobody_elses(newsroom: Newsroom) -> None:
    await linked(newsroom, OWNER, "/invite")
    for act in ("iv", "iw"):
        assert "not yours" in await newsroom.presses(EDITOR, f"{act}:1")
    for act in ("ix", "iy"):
        assert "needs the role of owner" in await newsroom.presses(EDITOR, f"{act}:1")


async def test_what_telegram_has_of_a_link_is_kept_no_longer(newsroom: Newsroom) -> None:
    asked = Update.de_json({"update_id": 1, "message": message_json(OWNER, OWNER, "/invite")})
    understood = await newsroom.reader.understand(asked, NOW)
    assert understood is not None
    assert understood.answer.effect is not None
    async with newsroom.database.write() as tx:
        (message,) = await understood.answer.effect(tx)
        number = await outbox.put(tx, place(OWNER), DeliveryKind.MESSAGE, to_payload(message), NOW)
    due = await newsroom.database.ask(lambda c: outbox.heads(c, NOW, (), 10))
    delivery = next(one for one in due if one.id == number)
    assert "?start=" in delivery.payload["html"]
    prepared = await Composer(newsroom.database, "UTC").prepare(delivery, NOW)
    await Settle(newsroom.database, SetClock(NOW).clock()).settle(delivery, prepared, Sent(5))
    sent = deliveries.c.id == number
    async with newsroom.database.read() as connection:
        kept = (await connection.execute(select(deliveries.c.payload, deliveries.c.state).where(sent))).one()
    assert tuple(kept) == ({}, "sent")


async def test_a_word_that_an_invite_does_not_have_is_answered_with_one_that_it_has(newsroom: Newsroom) -> None:
    for word in ("2", "none", "chief"):
        answer = await newsroom.says(OWNER, f"/invite reporter {word}")
        assert f"I don't understand {word} there" in answer
        assert "/invite reporter uses:5 days:14" in answer
