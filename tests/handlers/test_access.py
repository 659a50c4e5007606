"""Who speaks and what they may do; Telegram's own admins: asked for once in five seconds, found by their channel."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from telegram.ext import ExtBot

from handlers.access import Admins, caller, refusal, role_in, stranger
from handlers.requests import Request, Speaker
from handlers.sentences.reader import Reader
from handlers.updates.origin import Origin, managed_by
from newsroom.access import AccessMode, AccessRule, Need, Role
from newsroom.chat import ChatId
from newsroom.errors import UserError
from newsroom.sentence import sentence
from standin import Running, StandinSettings, standin
from standin.initial_chats import CHANNEL_ID, COLLEAGUE, GROUP_ID
from standin.initial_chats import REPORTER as ADMIN
from storage import admission, chats, people
from storage.database import Database
from tests.builders import NOW, chat, place
from tests.handlers.invited import EDITOR, GROUP, OWNER, READER, REPORTER, STRANGER, Newsroom, newsroom_of, person


@pytest.fixture
async def newsroom(database: Database) -> Newsroom:
    """Olga owns the bot, Ed is an editor, Rea a reader; GROUP is admitted."""
    return await newsroom_of(database, (READER, Role.READER))


INVITE, LISTED = AccessRule(mode=AccessMode.INVITE), AccessRule(mode=AccessMode.LISTED)
YES, NO, OPENS_IT = (True, False), (False, False), (False, True)  # admitted, lets in


@pytest.mark.parametrize(
    ("rule", "chat", "who", "expected"),
    [
        (INVITE, 1, 1, NO),
        (INVITE, STRANGER, STRANGER, NO),
        (INVITE, READER + 100, READER, YES),
        (INVITE, GROUP, STRANGER, YES),
        (INVITE, -1, READER, NO),
        (INVITE, -1, EDITOR, OPENS_IT),
        (INVITE, -1, OWNER, OPENS_IT),
        (INVITE, -1, 0, NO),
        (LISTED, -1, EDITOR, NO),
        (LISTED, STRANGER + 100, OWNER, NO),
        (AccessRule(mode=AccessMode.OPEN), -1, STRANGER, YES),
        (AccessRule(mode=AccessMode.OPEN), STRANGER, STRANGER, YES),
    ],
)
async def test_who_is_heard_where(
    newsroom: Newsroom, rule: AccessRule, chat: int, who: int, expected: tuple[bool, bool]
) -> None:
    """Of a private chat that is not met yet, its person's role decides; of a group, who let it in, or does so now."""
    found = await caller(newsroom.database, rule, chat, who)
    assert ((found.admitted, found.lets_in), found.may_speak) == (expected, any(expected))


async def test_a_chat_that_is_shut_stays_so_whoever_speaks_in_private(newsroom: Newsroom) -> None:
    async with newsroom.database.write() as tx:
        await people.remove(tx, EDITOR)
        await admission.settle(tx, INVITE, NOW)
    assert not (await caller(newsroom.database, INVITE, GROUP, READER)).may_speak
    reopened = await caller(newsroom.database, INVITE, GROUP, OWNER)
    assert (reopened.admitted, reopened.lets_in) == (False, True)


@pytest.mark.parametrize(
    ("who", "role"), [(0, None), (STRANGER, None), (READER, Role.READER), (STRANGER + 7, Role.OWNER)]
)
async def test_a_role_is_the_stored_one_or_the_operators(newsroom: Newsroom, who: int, role: Role | None) -> None:
    rule = AccessRule(admins=frozenset({STRANGER + 7}))
    assert await newsroom.database.ask(lambda c: role_in(c, rule, who)) is role


async def test_a_stranger_reads_whom_to_ask(newsroom: Newsroom) -> None:
    """The oldest owner who has an @name; where none has, an owner."""

    async def read(rule: AccessRule, chat: int) -> str:
        return Reader().plain(await newsroom.database.ask(lambda c: stranger(c, rule, chat)))

    assert "@olga" in await read(INVITE, 1)
    assert "open it here" in await read(INVITE, 1)
    assert "to add me here" in await read(INVITE, -1)
    assert "@olga" in await read(INVITE, -1)
    assert "4711" in await read(LISTED, -4711)
    assert "@olga" not in await read(LISTED, -4711)
    async with newsroom.database.write() as tx:
        await people.put(tx, replace(person(STRANGER, Role.OWNER), added_at=NOW - timedelta(days=1), username=None))
        await people.put(tx, replace(person(REPORTER, Role.OWNER), added_at=NOW + timedelta(days=1)))
    assert "@olga" in await read(INVITE, 1)
    async with newsroom.database.write() as tx:
        for who in (OWNER, REPORTER):
            await people.remove(tx, who)
    assert "the newsroom's owner" in await read(INVITE, 1)
    async with newsroom.database.write() as tx:
        await people.remove(tx, STRANGER)
    assert "nobody owns me yet" in await read(INVITE, 1)
    assert "nobody owns me yet" in await read(INVITE, -1)
    assert "let this chat in" in await read(INVITE, -1)
    assert "the newsroom's owner" in await read(AccessRule(admins=frozenset({999})), 1)
    assert "@ed" in await read(AccessRule(admins=frozenset({EDITOR, 999})), 1)


@pytest.mark.parametrize(
    ("need", "private", "role", "admin", "refused"),
    [
        (Need(), True, Role.READER, False, None),
        (Need(role=Role.REPORTER, changes=True), True, Role.READER, True, "access.needs_role"),
        (Need(role=Role.REPORTER, changes=True), False, None, True, None),
        (Need(role=Role.REPORTER, changes=True), False, None, False, "access.ask_admins"),
        (Need(role=Role.REPORTER, changes=True), False, Role.REPORTER, False, "access.admins_only"),
        (Need(role=Role.EDITOR), False, Role.REPORTER, True, "access.needs_role"),
        (Need(role=Role.OWNER), True, None, False, "access.needs_role"),
        (Need(role=None, changes=True), False, None, False, None),
    ],
    ids=[
        "may",
        "own chat",
        "group admin",
        "group member",
        "reporter in a group",
        "editor's in a group",
        "stranger",
        "everybody's",
    ],
)
async def test_why_somebody_may_not(
    newsroom: Newsroom, need: Need, *, private: bool, role: Role | None, admin: bool, refused: str | None
) -> None:
    async def is_admin(chat_id: int, user: int) -> bool:
        return admin and (chat_id, user) == (GROUP, STRANGER)

    where = chat(STRANGER if private else GROUP)
    speaker = Speaker(user=STRANGER, admin=False, place=place(where.id), role=role)
    request = Request(speaker=speaker, chat=where, place=place(where.id), command="x", argument="", now=NOW)
    found = await refusal(need, request, newsroom.services, is_admin)
    assert (found.name if found else None) == refused
    if refused == "access.needs_role":
        words = Reader().plain(found or sentence("text", text=""))
        for part in (need.role, role or "none", "@olga"):
            assert str(part) in words


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        pytest.param(AccessMode.OPEN, "nobody owns me yet who could change it. Whoever runs me finds", id="open"),
        pytest.param(AccessMode.INVITE, "nobody owns me yet who could change it. Whoever runs me finds", id="invite"),
        pytest.param(AccessMode.LISTED, "Ask whoever runs me (nobody owns me yet) to change it.", id="listed"),
    ],
)
async def test_where_nobody_owns_the_bot_no_refusal_sends_to_an_owner(
    newsroom: Newsroom, mode: AccessMode, words: str
) -> None:
    """It said "Ask the newsroom's owner"."""

    async def nobody_is(_chat: int, _person: int) -> bool:
        return False

    async with newsroom.database.write() as tx:
        await people.remove(tx, OWNER)
    services = replace(newsroom.services, access=AccessRule(mode=mode))
    speaker = Speaker(user=READER, admin=False, place=place(READER), role=Role.READER)
    request = Request(speaker=speaker, chat=chat(READER), place=place(READER), command="x", argument="", now=NOW)
    found = await refusal(Need(role=Role.OWNER), request, services, nobody_is)
    assert found is not None
    assert words in Reader().plain(found)
    assert "the newsroom's owner" not in Reader().plain(found)


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


async def test_who_is_an_admin_is_remembered_for_five_seconds(
    admins: Admins, telegram: Running, passed_s: list[float]
) -> None:
    async def found() -> list[bool]:
        return [await admins.is_admin(GROUP_ID, who.id) for who in (ADMIN, COLLEAGUE)]

    assert await found() == [True, False]
    members = telegram.server.state.chats[GROUP_ID].members
    members |= {ADMIN.id: "member", COLLEAGUE.id: "administrator"}
    passed_s[0] += 4
    assert await found() == [True, False]
    passed_s[0] += 1
    assert await found() == [False, True]


async def test_who_speaks_for_a_channel_and_is_no_longer_its_admin_is_refused_five_seconds_later(
    database: Database, admins: Admins, telegram: Running, passed_s: list[float]
) -> None:
    async with database.write() as tx:
        await chats.meet(tx, ChatId(CHANNEL_ID), "channel", "News", "news", ADMIN.id, "UTC", NOW)
        await chats.manage(tx, ADMIN.id, ChatId(CHANNEL_ID))
    ann = Origin(chat=chat(), place=place(), user=ADMIN.id, now=NOW)
    assert (await managed_by(ann, database, admins.is_admin)).chat.id == CHANNEL_ID
    telegram.server.state.chats[CHANNEL_ID].members[ADMIN.id] = "member"
    passed_s[0] += 5
    with pytest.raises(UserError) as raised:
        await managed_by(ann, database, admins.is_admin)
    assert raised.value.sentence.name == "manage.no_longer"


async def test_where_telegram_can_not_be_asked_one_is_asked_to_try_again(admins: Admins) -> None:
    with pytest.raises(UserError) as raised:
        await admins.is_admin(-4711, ADMIN.id)
    assert raised.value.sentence.name == "access.admins_unknown"


async def test_a_channel_is_found_by_name_or_number_for_its_admins_alone(admins: Admins) -> None:
    for name in ("@newsroom_channel", "newsroom_channel", str(CHANNEL_ID)):
        found = await admins.find_channel(name, ADMIN.id)
        assert (found.chat, found.kind, found.title, found.username, found.problem) == (
            CHANNEL_ID, "channel", "Newsroom channel", "newsroom_channel", None
        )  # fmt: skip
    for name, who, problem in (
        ("@newsroom_channel", COLLEAGUE.id, "manage.no_admin"),
        ("@nowhere_at_all", ADMIN.id, "manage.not_in"),
    ):
        refused = await admins.find_channel(name, who)
        assert (refused.chat, refused.problem and refused.problem.name) == (None, problem)
