"""Telegram's own admins: asked for once in five minutes, and found by the name of their channel."""

from collections.abc import AsyncIterator

import pytest
from telegram.ext import ExtBot

from handlers.access import Admins
from newsroom.errors import UserError
from standin import Running, StandinSettings, standin
from standin.initial_chats import CHANNEL_ID, COLLEAGUE, GROUP_ID, REPORTER


@pytest.fixture
async def telegram() -> AsyncIterator[Running]:
    async with standin(StandinSettings()) as running:
        yield running


@pytest.fixture
async def admins(telegram: Running) -> AsyncIterator[Admins]:
    bot: ExtBot[None] = ExtBot(telegram.token, base_url=f"{telegram.url}/bot")
    async with bot:
        yield Admins(bot)


@pytest.fixture
def passed_s(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds on the machine's own clock, which a test moves on."""
    now_s = [1_000.0]
    monkeypatch.setattr("handlers.access.time.monotonic", lambda: now_s[0])
    return now_s


async def test_who_is_an_admin_is_remembered_for_five_minutes(
    admins: Admins, telegram: Running, passed_s: list[float]
) -> None:
    async def found() -> list[bool]:
        return [await admins.is_admin(GROUP_ID, person.id) for person in (REPORTER, COLLEAGUE)]

    assert await found() == [True, False]
    members = telegram.server.state.chats[GROUP_ID].members
    members |= {REPORTER.id: "member", COLLEAGUE.id: "administrator"}
    passed_s[0] += 299
    assert await found() == [True, False]
    passed_s[0] += 1
    assert await found() == [False, True]


async def test_where_telegram_can_not_be_asked_one_is_asked_to_try_again(admins: Admins) -> None:
    with pytest.raises(UserError) as raised:
        await admins.is_admin(-4711, REPORTER.id)
    assert raised.value.sentence.name == "access.admins_unknown"


async def test_a_channel_is_found_by_name_or_number_for_its_admins_alone(admins: Admins) -> None:
    for name in ("@newsroom_channel", "newsroom_channel", str(CHANNEL_ID)):
        found = await admins.find_channel(name, REPORTER.id)
        assert (found.chat, found.kind, found.title, found.username, found.problem) == (
            CHANNEL_ID, "channel", "Newsroom channel", "newsroom_channel", None
        )  # fmt: skip
    for name, person, problem in (
        ("@newsroom_channel", COLLEAGUE.id, "manage.no_admin"),
        ("@nowhere_at_all", REPORTER.id, "manage.not_in"),
    ):
        refused = await admins.find_channel(name, person)
        assert (refused.chat, refused.problem and refused.problem.name) == (None, problem)
