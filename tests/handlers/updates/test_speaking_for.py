"""Whoever speaks for a channel from a private chat reads of it as long as Telegram names them among its admins."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from handlers.commands.table import COMMANDS
from newsroom.errors import UserError
from newsroom.matching.query import parse
from newsroom.sentence import sentence
from storage import chats, topics
from storage.database import Database
from tests.builders import CHAT, NOW, OTHER_GROUP, place
from tests.handlers.talk import Talk, talk

CHANNEL = OTHER_GROUP
SLOWLY = timedelta(seconds=30)  # slower than a flood
SECRET = "Quillon"  # what the channel tracks  # noqa: S105 - opens nothing


@dataclass(slots=True)
class ChannelAdmins:
    """What Telegram says of a channel's admins; `silent`: it can't be asked."""

    admins: set[int] = field(default_factory=lambda: {CHAT})
    silent: bool = False

    async def ask(self, chat: int, person: int) -> bool:
        if self.silent:
            raise UserError(sentence("access.admins_unknown"))
        return chat == CHANNEL and person in self.admins


@pytest.fixture
async def managing(desk: Database) -> tuple[Talk, ChannelAdmins]:
    """Ann's private chat speaks for a channel."""
    async with desk.write() as tx:
        await chats.meet(tx, CHANNEL, "channel", "News", "news", CHAT, "UTC", NOW)
        await topics.track(tx, place(CHANNEL), parse(SECRET), CHAT, NOW)
        await chats.manage(tx, CHAT, CHANNEL)
    telegram = ChannelAdmins()
    return talk(desk, telegram.ask), telegram


async def test_an_admin_reads_what_the_channel_tracks(managing: tuple[Talk, ChannelAdmins]) -> None:
    ann, _ = managing
    assert SECRET in (await ann.says("/topics"))[0].html


@pytest.mark.parametrize("words", ["/topics", "/status", "/track harbour", f"/untrack {SECRET}", "/search ferry"])
async def test_each_answer_names_the_channel_that_is_spoken_for(
    managing: tuple[Talk, ChannelAdmins], words: str
) -> None:
    ann, _ = managing
    first, *others = await ann.says(words)
    assert first.html.startswith("📍 <b>News</b>\n")
    assert not any("📍" in one.html for one in others)
    turned = await ann.presses(first.buttons.popitem()[1]) if first.buttons else ()
    assert all(one.html.startswith("📍 <b>News</b>\n") for one in turned if one.kind in ("message", "edit"))
    await ann.says("/manage off")
    ann.now += SLOWLY
    assert not any("📍" in one.html for one in await ann.says(words))


@pytest.mark.parametrize("silent", [False, True])
async def test_who_is_no_admin_any_more_reads_nothing_of_the_channel(
    managing: tuple[Talk, ChannelAdmins],
    silent: bool,  # noqa: FBT001 - pytest passes by name
) -> None:
    ann, telegram = managing
    telegram.admins.clear()
    telegram.silent = silent
    for command in COMMANDS:
        if not command.private_only:
            for words in ("", " 1", f" {SECRET.upper()}"):
                ann.now += SLOWLY
                answered = "".join(one.html for one in await ann.says(f"/{command.name}{words}"))
                assert SECRET not in answered, command.name
                assert "/manage off" in answered, command.name
    ann.now += SLOWLY
    for data in ("jt:0", "jf:0", "wp:0", "lp:2", "st:1", "hp:1"):
        assert "does not say now that you are an admin" in (await ann.presses(data))[0].html


async def test_the_way_back_leads_to_ones_own_chat(managing: tuple[Talk, ChannelAdmins]) -> None:
    ann, telegram = managing
    telegram.admins.clear()
    assert "does not say now that you are an admin" in (await ann.says("/topics"))[0].html
    await ann.says("/manage off")
    assert "ferry" in (await ann.says("/topics"))[0].html
