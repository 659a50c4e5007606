"""The picture of an item under its alert: off until somebody asks for it, there with every edit, never of an inner host."""

from dataclasses import replace

import pytest

from newsroom.item import may_be_shown
from standin.chat_state import SimulatedMessage
from standin.initial_chats import GROUP_ID, PRIVATE_ID
from storage import intake
from tests.builders import entry
from tests.journeys.shift import Shift, labels, shift

JPG = "https://img.wire.example/ferry.jpg"
TEXT = "The ferry ran aground off Tarnholm on Monday with forty people on board, the coast guard said."
MORE = "Forty people were aboard the ferry that ran aground off Tarnholm on Monday, its owner confirmed."


async def brings(desk: Shift, outlet: int, title: str, text: str, picture: str) -> None:
    async with desk.database.write() as tx:
        posted = entry(f"{outlet}-{len(title)}", title, text, published=desk.now)
        await intake.take(tx, outlet, [replace(posted, picture=picture)], desk.now, background=False)
    await desk.program.decide_and_send()


def alerts(desk: Shift) -> list[SimulatedMessage]:
    return [message for message in desk.sent() if "matched: " in message.text]


async def test_alerts_have_no_picture_until_somebody_wants_them(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry")
        await brings(desk, 1, "Ferry aground off Tarnholm", TEXT, JPG)
        assert [message.preview for message in alerts(desk)] == [""]


async def test_the_picture_is_shown_by_its_address_and_stays_when_the_card_grows(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry")
        (settings,) = await desk.say("/settings")
        assert "Pictures: off" in settings.text
        await desk.press(settings, "🖼 Show pictures")
        assert "Pictures: shown small" in settings.text
        await brings(desk, 1, "Ferry aground off Tarnholm", TEXT, JPG)
        (alert,) = alerts(desk)
        assert alert.preview == JPG
        await brings(desk, 2, "Forty aboard ferry aground off Tarnholm", MORE, "https://img.other.example/other.png")
        (grown,) = alerts(desk)
        assert grown.history, "the card was edited"
        assert grown.preview == JPG
        await desk.press(settings, "🖼 No pictures")
        await brings(desk, 3, "Ferry aground off Tarnholm is towed", f"{MORE} Tugs came at noon.", JPG)
        (plain, *_) = alerts(desk)
        assert plain.preview == ""
        assert "🖼 Show pictures" in labels(settings)


async def test_a_member_of_a_group_turns_nothing_on(either_database: str) -> None:
    async with shift(either_database) as desk:
        member = next(user for user in desk.telegram.server.state.chats[GROUP_ID].members if user != PRIVATE_ID)
        (refused,) = await desk.say("/settings pictures on", GROUP_ID, user=member)
        assert "Pictures" not in refused.text
        (unknown,) = await desk.say("/settings photographs")
        assert "/settings pictures on" in unknown.text


@pytest.mark.parametrize(
    ("picture", "shown"),
    [
        (JPG, True),
        ("http://img.wire.example/ferry.jpg", True),
        ("http://192.168.1.1/admin.jpg", False),
        ("http://router.local/a.jpg", False),
        ("http://2130706433/a.jpg", False),
        ("file:///etc/passwd", False),
        ("data:image/png;base64,AAAA", False),
        ("https://img.wire.example/ferry.jpg?apikey=KEY123456", False),
        ("", False),
    ],
)
def test_telegram_is_sent_to_public_hosts_alone_and_without_the_sources_key(picture: str, *, shown: bool) -> None:
    assert may_be_shown(picture, "https://wire.example/feed?apikey=KEY123456") is shown
