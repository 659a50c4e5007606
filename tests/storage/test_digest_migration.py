"""A chat's digests go on over the upgrade that gave them several times: at their hour, and none twice."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from newsroom.chat import DigestHours
from newsroom.desk.digest_times import DigestSlot
from storage import chats, digests
from storage.database import Database
from storage.migrate import upgrade
from tests.architecture.test_sizes import ROOT

(MIGRATION,) = (ROOT / "storage" / "migrations" / "versions").glob("*_digest_times.py")
BEFORE = f"{int(MIGRATION.name[:4]) - 1:04}"
FILLED = """
INSERT INTO chats (id, kind, title, state, zone, digest_minute, digest_empty, quiet_days, made_at)
VALUES (1, 'private', 'Ann', 'active', 'UTC', 510, 'say', 127, 0), (2, 'private', 'Bo', 'active', 'UTC', NULL, 'say', 0, 0);
INSERT INTO digests (chat_id, local_date, made_at, covers_from, covers_to) VALUES (1, '2026-03-02', 5, 4, 40),
    (1, '2026-03-03', 7, 6, 50)
"""


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/old.db"
    upgrade(url, BEFORE)
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in FILLED.split(";"):
            connection.execute(text(statement))
    engine.dispose()
    return url


async def test_the_hour_and_what_had_its_digest_are_kept(database_url: str) -> None:
    database = Database(database_url)
    await database.open()
    async with database.read() as connection:
        ann, bo = await chats.chat(connection, 1), await chats.chat(connection, 2)
        marked = await digests.marked_since(connection, date(2026, 3, 1))
        last = await digests.last_digest(connection, 1)
    await database.close()
    assert (ann and ann.digest, bo and bo.digest) == (DigestHours(minutes=(510,)), None)
    assert marked == {1: [DigestSlot(date(2026, 3, 2), 510), DigestSlot(date(2026, 3, 3), 510)]}
    assert last is not None
    assert last.to == 50
