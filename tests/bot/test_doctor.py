"""`wirewatch doctor`: what is wrong is named with its mend."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.doctor import examine
from config.schema import AccessSettings, Settings, TelegramSettings
from handlers.sentences.reader import Reader
from newsroom.access import AccessMode, Role
from newsroom.sentence import sentence
from standin import Running, StandinSettings, standin
from storage import chats, intake, outbox, people, sources
from storage.database import Database
from storage.tables import sources as source_rows
from tests.builders import CHAT, NOW, entry, place, spec
from tests.handlers.invited import OWNER, person


@pytest.fixture
async def telegram() -> AsyncIterator[Running]:
    async with standin(StandinSettings()) as running:
        yield running


def settings(url: str, telegram: Running, token: str = "") -> Settings:
    there = TelegramSettings(token=token or telegram.token, api_url=telegram.url)
    return Settings(database_url=url, telegram=there)


async def findings(given: Settings) -> AsyncIterator[tuple[str, str]]:
    async for finding in examine(given):
        yield finding.what, Reader().plain(finding.sentence)


async def amiss(given: Settings) -> dict[str, str]:
    return {finding.what: Reader().plain(finding.sentence) async for finding in examine(given) if not finding.well}


async def test_where_all_is_well_nothing_is_to_mend(database: Database, database_url: str, telegram: Running) -> None:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(1)], NOW, 300)
        await people.put(tx, person(OWNER, Role.OWNER))
    assert await amiss(settings(database_url, telegram)) == {}


async def test_before_the_first_run_nothing_is_to_mend(database_url: str, telegram: Running) -> None:
    assert await amiss(settings(database_url, telegram)) == {}


@pytest.mark.parametrize(
    ("mode", "admins", "named"),
    [
        (AccessMode.INVITE, (), True),
        (AccessMode.INVITE, (OWNER,), False),
        (AccessMode.LISTED, (), False),
        (AccessMode.OPEN, (), False),
    ],
)
async def test_a_bot_by_invitation_that_nobody_owns_is_named_with_the_mend(
    database: Database,
    database_url: str,
    telegram: Running,
    mode: AccessMode,
    admins: tuple[int, ...],
    *,
    named: bool,
) -> None:
    async with database.write() as tx:
        await people.put(tx, person(OWNER, Role.EDITOR))
    access = AccessSettings(mode=mode, admins=admins)
    found = await amiss(settings(database_url, telegram).model_copy(update={"access": access}))
    assert set(found) == ({"owner"} if named else set())
    if named:
        assert "it prints a code" in found["owner"]


async def test_a_refused_token_is_named_without_the_token(database_url: str, telegram: Running) -> None:
    found = await amiss(settings(database_url, telegram, token="4200:wrong-one"))  # noqa: S106 - opens nothing
    assert "refuses the token" in found["telegram"]
    assert "wrong-one" not in str(found)


async def test_a_telegram_that_does_not_answer_is_named(database_url: str, telegram: Running) -> None:
    given = settings(database_url, telegram)
    nowhere = TelegramSettings(token="1:x", api_url="http://127.0.0.1:9")  # noqa: S106 - opens nothing
    found = await amiss(given.model_copy(update={"telegram": nowhere}))
    assert "does not answer" in found["telegram"]


async def test_feeds_and_late_messages_are_named(database: Database, database_url: str, telegram: Running) -> None:
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", NOW)
        await sources.sync_operator_sources(tx, [spec(1)], NOW, 300)
        await tx.execute(update(source_rows).values(problem=sentence("text", text="the server says 500")))
        await outbox.put(tx, place(), outbox.DeliveryKind.MESSAGE, {"html": "x"}, NOW - timedelta(days=1000))
    found = await amiss(settings(database_url, telegram))
    assert "the server says 500" in found["feeds"]
    assert "1 messages are late" in found["messages"]


async def test_of_many_feeds_that_can_not_be_read_ten_are_named_and_the_rest_counted(
    database: Database, database_url: str, telegram: Running
) -> None:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(number) for number in range(1, 14)], NOW, 300)
        ill = update(source_rows).where(source_rows.c.url != spec(1).url)
        await tx.execute(ill.values(problem=sentence("text", text="the server says 500")))
    feeds = [text async for what, text in findings(settings(database_url, telegram)) if what == "feeds"]
    assert len(feeds) == 11
    assert feeds[-1] == "1 of 13 read without a problem, 2 more can't be read: /sources names them"


async def test_items_that_wait_since_long_and_chats_that_shut_the_bot_out_are_named(
    database: Database, database_url: str, telegram: Running
) -> None:
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", NOW)
        await chats.suspend(tx, CHAT, "Forbidden: bot was blocked by the user", NOW)
        await sources.sync_operator_sources(tx, [spec(1)], NOW, 300)
        await intake.take(tx, 1, [entry()], NOW - timedelta(days=1000), background=False)
    found = dict([one async for one in findings(settings(database_url, telegram))])
    assert found["desk"].startswith("1 items wait since")
    assert found["chats"].endswith("it tries daily: Ann (Forbidden: bot was blocked by the user)")


async def test_a_file_without_tables_is_no_fault(tmp_path: Path, telegram: Running) -> None:
    sqlite3.connect(tmp_path / "w.db").execute("pragma user_version = 1").close()
    found = dict([one async for one in findings(settings(f"sqlite:///{tmp_path}/w.db", telegram))])
    assert found["database"] == "it has no tables yet: `wirewatch run` makes them"


async def test_a_file_that_another_program_holds_is_no_damaged_one(
    database: Database, database_url: str, telegram: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await database.close()
    monkeypatch.setattr("storage.file_check._TIMEOUT_S", 0.1)
    with closing(sqlite3.connect(tmp_path / "var" / "wirewatch.db", isolation_level=None)) as other:
        other.execute("pragma journal_mode = delete")
        other.execute("begin exclusive")
        found = await amiss(settings(database_url, telegram))
    assert "another program holds it" in found["database"]


async def test_a_file_with_a_page_of_rubbish_is_named(
    database: Database, database_url: str, telegram: Running, tmp_path: Path
) -> None:
    await database.close()
    path = tmp_path / "var" / "wirewatch.db"
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("pragma page_size").fetchone()
        (at,) = connection.execute("select rootpage from sqlite_master where name = 'items'").fetchone()
    with path.open("r+b") as file:
        file.seek((at - 1) * page)
        file.write(b"\x0d" + b"\xff" * (page - 1))
    found = await amiss(settings(database_url, telegram))
    assert "restore a backup" in found["database"]


@pytest.mark.parametrize("kept_share", [0.0003, 0.5])
async def test_a_damaged_file_is_named(
    database: Database, database_url: str, telegram: Running, tmp_path: Path, kept_share: float
) -> None:
    await database.close()
    path = tmp_path / "var" / "wirewatch.db"
    body = path.read_bytes()
    path.write_bytes(body[: int(len(body) * kept_share)])
    found = await amiss(settings(database_url, telegram))
    assert "restore a backup" in found["database"]
