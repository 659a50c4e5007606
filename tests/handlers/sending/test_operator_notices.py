"""What is wrong reaches the admins' chat and the chats that asked for the source, once, and once when it is over."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from handlers.sending.operator_notices import queue_notices
from handlers.sentences.catalogue import template
from newsroom.sentence import Filling, sentence
from newsroom.source import SourceId
from storage import incidents, sources
from storage.database import Database
from storage.incidents import IncidentKind
from storage.tables import deliveries
from tests.builders import CHAT, GROUP, NOW, spec
from watchers.source_problem import ProblemCode, problem

ADMINS = -77
NOTICES: dict[IncidentKind, tuple[dict[str, Filling], str, str | None]] = {
    IncidentKind.SOURCE_FAILING: (
        {"source": "Wire & Co", "problem": problem(ProblemCode.DNS, "wire.example").sentence},
        (
            "⚠️ Wire &amp; Co can't be read. wire.example has no address that I may visit: check the spelling, or whether "
            "the site has moved. What is in an inner network only the operator can have watched."
        ),
        "✅ Wire &amp; Co is read again.",
    ),
    IncidentKind.SOURCE_SILENT: (
        {"source": "Wire", "since": datetime(2026, 3, 5, 14, 20, tzinfo=UTC)},
        (
            "⚠️ Wire has published nothing since 05 Mar 14:20 UTC, against its habit. Its feed is read without a problem: "
            "look whether the site goes on elsewhere."
        ),
        "✅ Wire publishes again.",
    ),
    IncidentKind.SOURCE_ENDED: (
        {"problem": sentence("problem.ended", source="Wire")},
        "⚠️ Wire has ended for good (its server says 410 Gone): it is polled no more.",
        None,
    ),
    IncidentKind.DESK_LAGS: (
        {"items": 700},
        (
            "⚠️ The desk is 700 items behind: news waits to be decided. `wirewatch doctor` and the log say what holds it up. "
            "Nothing is lost."
        ),
        "✅ The desk has caught up.",
    ),
    IncidentKind.TELEGRAM_CONFLICT: (
        {},
        (
            "⚠️ Another program polls Telegram with this bot's token: commands reach one of the two by chance. End the other "
            "one, or give it a token of its own. Alerts go on."
        ),
        "✅ No other program polls with this bot's token any more.",
    ),
    IncidentKind.TELEGRAM_TOKEN: (
        {},
        "⚠️ Telegram refuses this bot's token: check WIREWATCH_TELEGRAM_TOKEN.",
        "✅ Telegram takes this bot's token again.",
    ),
}


async def queued(database: Database) -> list[tuple[int, str]]:
    async with database.read() as connection:
        rows = await connection.execute(select(deliveries).order_by(deliveries.c.id))
        return [(row.chat_id, row.payload["html"]) for row in rows]


@pytest.mark.parametrize("kind", list(IncidentKind))
async def test_each_kind_is_announced_once_and_once_when_it_is_over(database: Database, kind: IncidentKind) -> None:
    details, begun, over = NOTICES[kind]
    for _ in range(2):
        async with database.write() as tx:
            await incidents.begin(tx, kind, NOW, None, **details)
        await queue_notices(database, ADMINS, NOW)
        if over is None:
            break
    assert await queued(database) == [(ADMINS, begun)]
    async with database.write() as tx:
        await incidents.end(tx, kind, NOW)
    await queue_notices(database, ADMINS, NOW)
    await queue_notices(database, ADMINS, NOW)
    assert await queued(database) == [(ADMINS, begun), *([(ADMINS, over)] if over else [])]


async def test_of_a_chats_own_source_the_chat_hears_alone_and_of_others_the_admins(database: Database) -> None:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(2)], NOW, 300)
        await sources.add_chat_source(tx, spec(1), GROUP, NOW, 300)
        await incidents.begin(tx, IncidentKind.SOURCE_FAILING, NOW, SourceId(1), source="other", problem="x")
        await incidents.begin(tx, IncidentKind.SOURCE_ENDED, NOW, SourceId(2), problem=sentence("text", text="x"))
    assert await queue_notices(database, CHAT, NOW) == 2
    assert sorted(await queued(database)) == sorted([(GROUP, "⚠️ x"), (CHAT, "⚠️ other can't be read. x")])


async def test_without_an_admins_chat_nobody_is_notified_of_what_is_for_all(database: Database) -> None:
    async with database.write() as tx:
        await incidents.begin(tx, IncidentKind.DESK_LAGS, NOW, items=1)
    await queue_notices(database, None, NOW)
    assert await queued(database) == []


async def test_what_was_over_before_anybody_knew_is_not_announced(database: Database) -> None:
    async with database.write() as tx:
        await incidents.begin(tx, IncidentKind.DESK_LAGS, NOW, items=1)
        await incidents.end(tx, IncidentKind.DESK_LAGS, NOW)
    assert await queue_notices(database, ADMINS, NOW) == 0


@pytest.mark.parametrize("kind", list(IncidentKind))
def test_each_kind_has_its_sentences(kind: IncidentKind) -> None:
    assert template("en", f"incident.{kind}")
    assert not kind.ends or template("en", f"incident.{kind}.over")


async def test_many_troubles_at_once_are_as_few_messages_as_telegram_takes(database: Database) -> None:
    async with database.write() as tx:
        for number in range(1, 101):
            details: dict[str, Filling] = {
                "source": f"Paper {number}",
                "problem": problem(ProblemCode.NOT_FOUND, "paper.example").sentence,
            }
            added = await sources.add_chat_source(tx, spec(number), CHAT, NOW, 300)
            assert added is not None
            source = SourceId(added)
            await incidents.begin(tx, IncidentKind.SOURCE_FAILING, NOW, source, **details)
    assert await queue_notices(database, ADMINS, NOW) == 100
    messages = await queued(database)
    assert {chat for chat, _ in messages} == {CHAT}
    assert 2 <= len(messages) <= 4
    assert sum(text.count("⚠️ Paper ") for _, text in messages) == 100
