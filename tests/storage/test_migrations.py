"""What the migrations build is what the tables say."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, create_engine, inspect, select, text

from handlers.sentences.reader import Reader
from newsroom.desk.corrections import CorrectionKind
from newsroom.sentence import sentence
from newsroom.source import SourceId
from storage import desk_queue, incidents, key_values, poll_state, tables
from storage.database import Database
from storage.desk_queue import QueuedCorrection
from storage.incidents import IncidentKind
from storage.json_values import claim_of, disagreement_of
from storage.migrate import alembic_config, upgrade
from storage.tables import metadata
from tests.builders import NOW

SEARCH = "item_words"  # full-text tables: SQLite's own, made by hand in their migration


def _wanted(thing: object, name: str | None, kind: str, _reflected: object, _compared: object) -> bool:
    del thing
    return not (kind == "table" and (name or "").startswith(SEARCH))


def test_the_migrations_build_exactly_the_tables(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    upgrade(url)
    engine = create_engine(url)
    with engine.connect() as connection:
        options = {"compare_type": True, "include_object": _wanted}
        context = MigrationContext.configure(connection, opts=options)
        differences: list[Any] = compare_metadata(context, metadata)
    engine.dispose()
    assert differences == []


def test_the_migrations_keep_every_check(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    upgrade(url)
    engine = create_engine(url)
    there = {c["name"] for table in metadata.tables for c in inspect(engine).get_check_constraints(table)}
    engine.dispose()
    wanted = {str(c.name) for t in metadata.tables.values() for c in t.constraints if isinstance(c, CheckConstraint)}
    assert there == wanted


@pytest.mark.parametrize(
    "table",
    [pytest.param(t, id=t.name) for t in metadata.sorted_tables if t.dialect_kwargs.get("sqlite_autoincrement")],
)
def test_an_id_that_buttons_or_the_log_name_is_never_given_twice(tmp_path: Path, table: Any) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    upgrade(url)
    engine = create_engine(url)
    with engine.connect() as connection:
        made = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = ?", (table.name,)).scalar_one()
    engine.dispose()
    assert "AUTOINCREMENT" in made


def test_each_migration_can_be_run_from_each_older_version(tmp_path: Path) -> None:
    script = ScriptDirectory.from_config(alembic_config(None))
    versions = [revision.revision for revision in script.walk_revisions()]
    for version in versions:
        url = f"sqlite:///{tmp_path}/{version}.db"
        upgrade(url, version)
        upgrade(url)
        engine = create_engine(url)
        assert set(metadata.tables) <= set(inspect(engine).get_table_names())
        engine.dispose()


CLOSED_SINCE_BEFORE = "0006"
LAST_OFFERED_BEFORE = "0009"
FILLED_AT_0002 = """
INSERT INTO sources (id, url, name, family, kind, origin, state, trusted, interval_s, next_due_at, failures, moved_seen,
    problem, told_at)
VALUES (1, 'a', 'A', 'a', 'wire', 'config', 'retired', 1, 60, 0, 0, 0,
        'A has ended for good (its server says 410 Gone): it is polled no more.', 7),
    (2, 'b', 'B', 'b', 'wire', 'config', 'retired', 1, 60, 0, 0, 0, 'B: its server is down', 8);
INSERT INTO items (id, source_id, key, url, title, paragraphs, first_seen, version, fingerprint, raw, background)
VALUES (5, 1, 'k', 'u', 'T', '[]', 1, 1, 'f', 'r', 0);
INSERT INTO claims (id, item_id, slot, said_at, body) VALUES (41, 5, 'killed', 1, '{}')
"""


def test_what_an_older_file_holds_is_taken_as_still_listed_as_ended_and_as_numbered(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/old.db"
    upgrade(url, "0002")
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in FILLED_AT_0002.split(";"):
            connection.execute(text(statement))
    before_us = int(time.time()) * 1_000_000
    upgrade(url)
    with engine.connect() as connection:
        listed = connection.execute(text("SELECT listed_at FROM items")).scalar_one()
        ended = connection.execute(text("SELECT ended_at FROM sources ORDER BY id")).scalars().all()
        number = connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = 'claims'")).scalar_one()
        kept = connection.execute(text("SELECT id, item_id FROM claims")).all()
    engine.dispose()
    assert before_us <= listed <= time.time() * 1_000_000
    assert (ended, number, [tuple(row) for row in kept]) == ([7, None], 41, [(41, 5)])


CLAIM_AT_0003 = {
    "item": 5,
    "outlet": "A",
    "family": "a",
    "slot": "killed",
    "low": 38,
    "high": None,
    "value": 38,
    "hedge": "at least",
    "people": "",
    "events": ["fire", "ship"],
    "anchors": ["aurora", "quay"],
    "terms": ["quay", "aurora", "ferry"],
    "places": [],
    "joined": [],
    "series": [],
    "first_day": "2026-03-02",
    "last_day": "2026-03-02",
    "said_at": "2026-03-03T12:00:00Z",
    "attribution": "police",
    "sentence": "A fire killed at least 38, police said.",
    "start": 23,
    "end": 25,
    "position": 1,
    "marks": [],
    "language": "en",
}  # fmt: skip - one object of JSON
DISAGREEMENT_AT_0003 = {
    "slot": "killed",
    "kind": "developing",
    "a": CLAIM_AT_0003 | {"value": 12, "low": 12, "high": 12, "hedge": ""},
    "b": CLAIM_AT_0003,
    "why": "12 and 38: the later is higher",
}
FILLED_AT_0003 = """
INSERT INTO sources (id, url, name, family, kind, origin, state, trusted, interval_s, next_due_at, failures, moved_seen,
    problem, told_at, quiet_told_at, moved_to)
VALUES (1, 'a', 'Wire', 'a', 'wire', 'config', 'active', 1, 60, 0, 3, 2, 'wire.example is down: <mend>', 7, 8, 'm');
INSERT INTO items (id, source_id, key, url, title, paragraphs, first_seen, listed_at, version, fingerprint, raw, background)
VALUES (5, 1, 'k', 'u', 'T', '[]', 9, 9, 1, 'f', 'r', 0);
INSERT INTO boilerplate (source_id, hash, seen, last_seen) VALUES (1, 77, 4, 11);
INSERT INTO stories (id, lead_item_id, opened_at, updated_at, version, outlets, independent)
VALUES (1, 5, 0, 0, 1, 1, 1), (2, 5, 0, 0, 1, 1, 1);
INSERT INTO cards (id, chat_id, thread_id, story_id, told, shown_version, why, muted, made_at)
VALUES (1, 1001, 0, 1, 'held', 0, '[]', 0, 0), (2, 1001, 0, 2, 'alert', 1, '["fire"]', 0, 0);
INSERT INTO claims (id, item_id, slot, said_at, body) VALUES (41, 5, 'killed', 12, :claim);
INSERT INTO disagreements (id, slot, kind, item_a, item_b, body, found_at)
VALUES (1, 'killed', 'developing', 5, 5, :disagreement, 13);
INSERT INTO deliveries (id, chat_id, thread_id, priority, kind, payload, state, due_at, attempts, made_at, maybe_twice)
VALUES (1, 1001, 0, 1, 'list', '{"told": "held"}', 'due', 0, 0, 0, 0),
    (2, 1001, 0, 1, 'list', '{"told": "catch_up"}', 'due', 0, 0, 0, 0),
    (3, 1001, 0, 0, 'message', '{"html": "told"}', 'due', 0, 0, 0, 0);
INSERT INTO notes (name, value) VALUES ('clock.seen', '"2026-03-03T12:00:00+00:00"');
INSERT INTO leases (name, holder, until) VALUES ('x', 'y', 1);
INSERT INTO corrections (id, kind, item_a, item_b, chat_id, user_id, made_at) VALUES (1, 'split', 5, 6, 1001, 1, 0);
INSERT INTO queue (id, kind, item_id, payload, queued_at)
VALUES (1, 'item', 5, NULL, 0), (2, 'correction', NULL, '{"correction": 1, "word": "split"}', 0)
"""
JANUARY_US = 1_767_225_600_000_000  # 1 Jan 2026, 00:00 UTC
CONDITIONS_AT_0003 = [
    ("source-1", 1, "Wire can't be read. wire.example is down: <mend>", "Wire is read again.", 1, 7, None),
    (
        "source-1-ended",
        1,
        "Wire has ended for good (its server says 410 Gone): it is polled no more.",
        "",
        2,
        None,
        None,
    ),
    (
        "source-1-silent",
        1,
        (
            "Wire has published nothing since 31 Dec 18:30 UTC, against its habit. Its feed is read without a problem: look "
            "whether the site goes on elsewhere."
        ),
        "Wire publishes again.",
        JANUARY_US,
        8,
        9,
    ),
    (
        "desk-lags",
        None,
        (
            "The desk is 700 items behind: news waits to be decided. `wirewatch doctor` and the log say what holds it up. "
            "Nothing is lost."
        ),
        "The desk has caught up.",
        3,
        None,
        None,
    ),
    ("telegram-conflict", None, "Another program polls ...", "No other program polls ...", 4, 10, None),
    ("telegram-token", None, "Telegram refuses this bot's token: ...", "Telegram takes ...", 5, None, None),
]
CONDITION = "INSERT INTO conditions (name, source_id, said, well, since, told_at, over_at) VALUES (?, ?, ?, ?, ?, ?, ?)"


async def migrated_from_0003(tmp_path: Path) -> Database:
    """A file in which every table that 0004 changes has rows, brought up to date."""
    url = f"sqlite:///{tmp_path}/old.db"
    upgrade(url, "0003")
    engine = create_engine(url)
    bodies = {"claim": json.dumps(CLAIM_AT_0003), "disagreement": json.dumps(DISAGREEMENT_AT_0003)}
    with engine.begin() as connection:
        for statement in FILLED_AT_0003.split(";"):
            used = {name: body for name, body in bodies.items() if f":{name}" in statement}
            connection.execute(text(statement.replace('": "', '"\\: "')), used)
        connection.exec_driver_sql(CONDITION, CONDITIONS_AT_0003)
    engine.dispose()
    database = Database(f"sqlite:///{tmp_path}/old.db")
    await database.open()
    return database


async def test_rows_of_0003_are_read_by_the_words_of_0004(tmp_path: Path) -> None:
    database = await migrated_from_0003(tmp_path)
    async with database.read() as connection:

        async def rows(statement: str) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in await connection.execute(text(statement))]

        assert await rows("SELECT arrived_at FROM items") == [(9,)]
        assert await rows("SELECT notified_at, silence_notified_at, moved_polls, moved_to FROM sources") == [
            (7, 8, 2, "m")
        ]
        assert await rows("SELECT item_count, last_found_at FROM boilerplate") == [(4, 11)]
        assert await rows("SELECT mode FROM cards ORDER BY id") == [("waiting",), ("alert",)]
        payloads = [json.loads(payload) for (payload,) in await rows("SELECT payload FROM deliveries ORDER BY id")]
        assert payloads == [{"mode": "waiting"}, {"mode": "catch_up"}, {"html": "told"}]
        assert await rows("SELECT stated_at FROM claims") == [(12,)]
        claims = (await connection.execute(select(tables.claims.c.body))).scalars().all()
        found = (await connection.execute(select(tables.disagreements.c.body))).scalars().all()
        queued = await desk_queue.undecided(connection, 10)
        assert await key_values.noted(connection, "clock.latest") == "2026-03-03T12:00:00+00:00"
        polled = await poll_state.polled_source(connection, 1)
    assert [(claim.value, claim.stated_at) for claim in map(claim_of, claims)] == [(38, NOW)]
    assert [(d.a.value, d.b.value) for d in map(disagreement_of, found)] == [(12, 38)]
    assert [one.correction.kind for one in queued if isinstance(one, QueuedCorrection)] == [CorrectionKind.SPLIT]
    assert polled.state.problem == sentence("text", text="wire.example is down: <mend>")
    await database.close()


async def test_each_condition_of_0003_becomes_its_incident(tmp_path: Path) -> None:
    database = await migrated_from_0003(tmp_path)
    async with database.write() as tx:
        rows = list(await tx.execute(select(tables.incidents).order_by(tables.incidents.c.since)))
        to_notify = {incident.kind: incident for incident in await incidents.to_notify(tx)}
    failing = sentence("text", text="wire.example is down: <mend>")
    ended = sentence("text", text="Wire has ended for good (its server says 410 Gone): it is polled no more.")
    silent_since = datetime(2025, 12, 31, 18, 30, tzinfo=UTC)
    assert [(row.kind, row.source_id, row.details, row.notified_at is None, row.over_at is None) for row in rows] == [
        ("source_failing", 1, {"source": "Wire", "problem": failing}, False, True),
        ("source_ended", 1, {"problem": ended}, True, True),
        ("desk_lags", None, {"items": 700}, True, True),
        ("telegram_conflict", None, {}, False, True),
        ("telegram_token", None, {}, True, True),
        ("source_silent", 1, {"source": "Wire", "since": silent_since}, False, False),
    ]
    assert {kind: Reader().plain(incident.sentence) for kind, incident in to_notify.items()} == {
        IncidentKind.SOURCE_ENDED: "Wire has ended for good (its server says 410 Gone): it is polled no more.",
        IncidentKind.DESK_LAGS: CONDITIONS_AT_0003[3][2],
        IncidentKind.TELEGRAM_TOKEN: "Telegram refuses this bot's token: check WIREWATCH_TELEGRAM_TOKEN.",
        IncidentKind.SOURCE_SILENT: "Wire publishes again.",
    }
    async with database.write() as tx:  # what was notified of before is ended by the loop that began it
        await incidents.end(tx, IncidentKind.SOURCE_FAILING, NOW, SourceId(1))
        ends = [incident for incident in await incidents.to_notify(tx) if incident.kind is IncidentKind.SOURCE_FAILING]
    assert [Reader().plain(incident.sentence) for incident in ends] == ["Wire is read again."]
    await database.close()


def test_a_closed_chat_counts_as_closed_from_the_upgrade_on_and_answered_updates_are_emptied(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/old.db"
    upgrade(url, CLOSED_SINCE_BEFORE)
    engine = create_engine(url)
    chat = "'private', 'Ann', 'active', 'UTC', 'say', 127, 1, 1"
    columns = "kind, title, state, zone, digest_empty, quiet_days, made_at, admitted"
    given = [
        *(f"chats (id, reason, {columns}) VALUES ({row}, {chat})" for row in ("1, NULL", "2, 'blocked'")),
        *(
            f"updates (update_id, payload, lane, received_at, done_at, failed) VALUES ({row})"
            for row in ("1, '[]', '7:7', 1, NULL, NULL", "2, '[]', '7:7', 1, 5, NULL", "3, '[]', '7:7', 1, 5, 'a bug'")
        ),
    ]
    with engine.begin() as connection:
        for row in given:
            connection.execute(text(f"INSERT INTO {row}".replace(":7", "\\:7")))
    before_us = int(time.time()) * 1_000_000
    upgrade(url)
    with engine.connect() as connection:
        closed = connection.execute(text("SELECT closed_since FROM chats ORDER BY id")).scalars().all()
        kept = connection.execute(text("SELECT payload, lane FROM updates ORDER BY update_id")).all()
    engine.dispose()
    assert closed[0] is None
    assert before_us <= closed[1] <= time.time() * 1_000_000
    assert [tuple(row) for row in kept] == [("[]", "7:7"), ("{}", ""), ("[]", "7:7")]


def test_what_was_refused_or_waits_at_the_upgrade_counts_as_offered_then(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/old.db"
    upgrade(url, LAST_OFFERED_BEFORE)
    engine = create_engine(url)
    given = (
        "INSERT INTO sources (url, owner_chat_id, added_at, name, family, kind, origin, state, trusted, interval_s,"
        " next_due_at, failures, moved_polls, offered_at, refused_at)"
        " VALUES (:url, 7, 1, 'Courier', 'courier.example', 'private', 'chat', 'active', 0, 300, 1, 0, 0, :at, :no)"
    )
    with engine.begin() as connection:
        for feed, at, no in (("a", None, None), ("b", 50, None), ("c", None, 20), ("d", 50, 20)):
            connection.execute(text(given), {"url": feed, "at": at, "no": no})
    upgrade(url)
    with engine.connect() as connection:
        rows = connection.execute(
            text("SELECT offered_at, last_offered_at, offered_by FROM sources ORDER BY url")
        ).all()
    engine.dispose()
    assert [tuple(row) for row in rows] == [(None, None, None), (50, 50, None), (None, 20, None), (50, 50, None)]


def test_what_was_placed_before_the_upgrade_names_no_next_story(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/old.db"
    upgrade(url, "0002")
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in FILLED_AT_0002.split(";"):
            connection.execute(text(statement))
    upgrade(url)
    with engine.connect() as connection:
        kept = connection.execute(select(tables.items.c.id, tables.items.c.next_story)).all()
    engine.dispose()
    assert [tuple(row) for row in kept] == [(5, None)]


def test_the_history_of_migrations_is_one_line() -> None:
    assert len(ScriptDirectory.from_config(alembic_config(None)).get_heads()) == 1


def test_no_column_hides_its_meaning() -> None:
    """A column whose name can't say its unit, its origin or what null means has a comment."""
    plain = {"id", "title", "name", "query", "language", "etag", "last_modified"}
    untold = [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.nullable and not column.comment and column.name not in plain and not column.foreign_keys
    ]
    assert untold == []
