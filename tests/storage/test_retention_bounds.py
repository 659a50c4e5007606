"""What is as old as may be kept is kept; what is older by a moment is forgotten, 500 rows at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Table, insert, select, update

from newsroom.access import Role
from newsroom.desk.corrections import CorrectionKind
from newsroom.sentence import sentence
from storage import retention
from storage.database import Database
from storage.intake import LISTED_EVERY
from storage.retention import _Piece as Piece
from storage.sources import sync_operator_sources
from storage.tables import (
    boilerplate,
    cards,
    changes,
    chat_items,
    chat_stories,
    chats,
    corrections,
    deliveries,
    digests,
    invites,
    items,
    stories,
    updates,
)
from tests.builders import CHAT, GROUP, NOW, entry, spec
from tests.storage.test_retention import A_DELIVERY, read

A_MOMENT = timedelta(microseconds=1)
OLDER, RECENT = NOW - A_MOMENT, NOW + timedelta(days=9)
A_STORY = {"lead_item_id": 1, "opened_at": NOW, "version": 1, "outlets": 1, "independent": 1}


@dataclass(frozen=True, slots=True)
class Aged:
    """A table, the piece that forgets its rows, a row, and which column says how old it is."""

    piece: Piece
    table: Table
    key: str
    age: str
    row: Mapping[str, Any] = field(default_factory=dict)


AGED = [
    Aged(retention.forget_updates, updates, "update_id", "done_at", {"payload": {}, "lane": "", "received_at": NOW}),
    Aged(
        retention.forget_closed_chats,
        chats,
        "id",
        "closed_since",
        {
            "kind": "private",
            "title": "Ann",
            "state": "suspended",
            "reason": "blocked",
            "zone": "UTC",
            "digest_minutes": "480",
            "digest_days": 127,
            "digest_empty": "say",
            "quiet_days": 0,
            "made_at": NOW,
            "admitted": True,
        },
    ),
    Aged(retention.forget_deliveries, deliveries, "id", "settled_at", A_DELIVERY),
    Aged(
        retention.forget_digests,
        digests,
        "local_date",
        "made_at",
        {"chat_id": CHAT, "local_minute": 480, "covers_from": NOW},
    ),
    Aged(
        retention.forget_invites,
        invites,
        "code_hash",
        "made_at",
        {"role": Role.READER.value, "made_by": CHAT, "uses_left": 0},
    ),
    *(
        Aged(
            retention.forget_invites,
            invites,
            "code_hash",
            age,
            {"role": Role.READER.value, "made_by": CHAT, "uses_left": 1, "made_at": OLDER},
        )
        for age in ("expires_at", "revoked_at")
    ),
    Aged(
        retention.forget_corrections,
        corrections,
        "id",
        "undone_at",
        {
            "kind": CorrectionKind.SPLIT.value,
            "item_a": 1,
            "item_b": 2,
            "chat_id": CHAT,
            "user_id": CHAT,
            "made_at": OLDER,
            "for_all": False,
        },
    ),
    Aged(retention.forget_stories, stories, "id", "updated_at", A_STORY),
    Aged(retention.forget_own_stories, chat_stories, "story_id", "updated_at", A_STORY | {"chat_id": CHAT}),
    Aged(retention.forget_changes, changes, "id", "made_at", {"sentence": sentence("log.let_in", chat="Old")}),
    Aged(retention.forget_paragraphs, boilerplate, "hash", "last_found_at", {"source_id": 1, "item_count": 1}),
]


@pytest.fixture
async def watched(database: Database) -> Database:
    async with database.write() as tx:
        await sync_operator_sources(tx, [spec()], NOW, 60)
    await read(database, 0, entry("a"), entry("b", "Another headline", "Another text."))
    async with database.write() as tx:
        await tx.execute(update(stories).values(updated_at=RECENT))
    return database


def keys(aged: Aged) -> list[int | str]:
    """Of three rows: older than the horizon, as old as it, and the newest, which some tables keep in any case."""
    if aged.table is chat_stories:
        return [-1, -2, -3]
    return ["a", "b", "c"] if aged.key in {"code_hash", "local_date"} else [101, 102, 103]


async def left(database: Database, table: Table, key: str) -> set[Any]:
    async with database.read() as connection:
        return set((await connection.execute(select(table.c[key]))).scalars())


@pytest.mark.parametrize("aged", [pytest.param(aged, id=f"{aged.table.name}, {aged.age}") for aged in AGED])
async def test_what_is_as_old_as_the_horizon_stays_and_what_is_older_goes(watched: Database, aged: Aged) -> None:
    before = await left(watched, aged.table, aged.key)
    ages: tuple[datetime, ...] = (OLDER, NOW, RECENT)
    async with watched.write() as tx:
        for key, age in zip(keys(aged), ages, strict=True):
            await tx.execute(insert(aged.table).values({**aged.row, aged.key: key, aged.age: age}))
        while await aged.piece(tx, NOW):
            pass
    assert await left(watched, aged.table, aged.key) - before == set(keys(aged)[1:])


async def test_a_piece_drops_500_rows_and_says_how_many(watched: Database) -> None:
    row = {"sentence": sentence("log.let_in", chat="Old"), "made_at": OLDER}
    async with watched.write() as tx:
        await tx.connection.execute(insert(changes), [row] * 501)
        assert [await retention.forget_changes(tx, NOW) for _ in range(3)] == [500, 1, 0]


async def test_a_chat_that_is_closed_is_removed_alone(watched: Database) -> None:
    """One of two: the other has its turn in the next transaction."""
    (closed,) = [aged for aged in AGED if aged.table is chats]
    async with watched.write() as tx:
        assert await retention.forget_closed_chats(tx, NOW) == 0
        for chat in (101, 102):
            await tx.execute(insert(chats).values({**closed.row, "id": chat, "closed_since": OLDER}))
        assert await retention.forget_closed_chats(tx, NOW) == 1
    assert await left(watched, chats, "id") == {102}


async def test_a_chats_own_story_goes_with_its_last_item_and_its_card_with_it(watched: Database) -> None:
    """That of another chat under the same number stays, and what a chat made of a story of all."""
    kept = {(CHAT, -2), (GROUP, -1), (CHAT, 1)}
    one = {"thread_id": 0, "mode": "alert", "shown_version": 1, "why": [], "muted": 0, "made_at": OLDER}
    async with watched.write() as tx:
        for chat, story in sorted({*kept, (CHAT, -1), (GROUP, -2)}):
            of_it = {"chat_id": chat, "story_id": story}
            await tx.execute(insert(chat_stories).values({**A_STORY, **of_it, "updated_at": OLDER}))
            await tx.execute(insert(cards).values(one | of_it))
        for chat, story, item in ((CHAT, -2, 1), (GROUP, -1, 1), (GROUP, -3, 2)):
            await tx.execute(insert(chat_items).values(chat_id=chat, story_id=story, item_id=item))
        assert await retention.forget_own_stories(tx, NOW) == 2
    for table in (chat_stories, cards):
        async with watched.read() as connection:
            rows = await connection.execute(select(table.c.chat_id, table.c.story_id))
            assert {tuple(row) for row in rows} == kept, table.name


async def test_an_item_is_kept_for_a_day_after_its_feed_listed_it_last(watched: Database) -> None:
    """Its listing is noted once a day: what is a day older than the newest may still be listed."""
    for newest, gone in ((LISTED_EVERY, 0), (LISTED_EVERY + A_MOMENT, 1)):
        async with watched.write() as tx:
            await tx.execute(update(items).values(decided_at=NOW, listed_at=NOW))
            await tx.execute(update(items).where(items.c.key == "b").values(listed_at=NOW + newest))
            assert await retention.forget_items(tx, RECENT) == gone


async def test_an_item_that_was_listed_at_the_horizon_is_kept(watched: Database) -> None:
    async with watched.write() as tx:
        await tx.execute(update(items).values(decided_at=NOW, arrived_at=OLDER, listed_at=NOW))
        await tx.execute(update(items).where(items.c.key == "b").values(listed_at=RECENT))
        assert await retention.forget_items(tx, NOW) == 0
        assert await retention.forget_items(tx, NOW + A_MOMENT) == 1
