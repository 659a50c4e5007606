"""A topic that is tracked while the desk decides: what it decided without it is told all the same, and only once."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import select

from bot.clocks import SetClock
from desk.loop import DeskLoop
from desk.restore import restore
from newsroom.chat import ChatId
from newsroom.desk.own_state import OwnState
from newsroom.desk.state import AlertRules, DeliveryMode, DeskState
from newsroom.matching.query import parse
from storage import chats, intake, sources, story_cards, topics
from storage.database import Database, Transaction
from storage.tables import cards, deliveries, matches
from tests.builders import CHAT, NOW, entry, place, spec

FERRY = ("Ferry runs aground off Lower Quay", "The ferry Aurora ran aground off Lower Quay at dawn.")
LATER = ("Ferry Aurora aground off Lower Quay", "The ferry Aurora ran aground off Lower Quay; divers came.")


async def tracks(tx: Transaction) -> None:
    await topics.track(tx, place(), parse("ferry"), CHAT, NOW)


async def between(database: Database, desk: DeskLoop, meanwhile: Callable[[Transaction], Awaitable[None]]) -> None:
    """A turn that has decided and waits to write, while somebody else writes."""
    async with database.write() as tx:
        turn = asyncio.create_task(desk.turn())
        while desk._state is None or 1 not in desk._state.story_of:
            await asyncio.sleep(0.005)
        await meanwhile(tx)
    await turn


async def prepared(database: Database, *, background: bool = False) -> DeskLoop:
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", NOW)
        await sources.sync_operator_sources(tx, [spec(1), spec(2)], NOW, 300)
        await intake.take(tx, 1, [entry("a", *FERRY)], NOW, background=background)
    return DeskLoop(database, AlertRules(), SetClock(NOW).clock())


async def cards_and_deliveries(database: Database) -> list[tuple[str, str]]:
    async with database.read() as connection:
        rows = await connection.execute(
            select(cards.c.mode, deliveries.c.kind).join(deliveries, deliveries.c.card_id == cards.c.id)
        )
        return [tuple(row) for row in rows]


async def test_what_was_decided_before_the_topic_was_known_is_told(database: Database) -> None:
    desk = await prepared(database)
    await between(database, desk, tracks)
    assert await cards_and_deliveries(database) == [("alert", "card")]
    async with database.read() as connection:
        assert [tuple(row) for row in await connection.execute(select(matches.c.item_id, matches.c.words))] == [
            (1, ["Ferry"])
        ]


async def test_what_was_decided_before_a_topic_got_another_query_is_told_and_only_once(database: Database) -> None:
    """It keeps its number: the desk took it for a topic that the decisions cover."""
    desk = await prepared(database)
    async with database.write() as tx:
        topic = await topics.track(tx, place(), parse("tram"), CHAT, NOW)

    async def changes(tx: Transaction) -> None:
        await topics.set_query(tx, topic, parse("ferry"), min_independent=1, confirm_at=None)

    await between(database, desk, changes)
    assert await cards_and_deliveries(database) == [("alert", "card")]
    async with database.write() as tx:
        await intake.take(tx, 2, [entry("b", *LATER, url="https://outlet2.example/b")], NOW, background=False)
    await desk.turn()
    assert await cards_and_deliveries(database) == [("alert", "card")]


async def test_what_a_topic_found_before_and_after_its_change_is_told_once(database: Database) -> None:
    desk = await prepared(database)
    async with database.write() as tx:
        topic = await topics.track(tx, place(), parse("aurora"), CHAT, NOW)

    async def changes(tx: Transaction) -> None:
        await topics.set_query(tx, topic, parse("ferry"), min_independent=1, confirm_at=None)

    await between(database, desk, changes)
    assert await cards_and_deliveries(database) == [("alert", "card")]


async def test_a_second_report_tells_it_no_second_time(database: Database) -> None:
    desk = await prepared(database)
    await between(database, desk, tracks)
    async with database.write() as tx:
        await intake.take(tx, 2, [entry("b", *LATER, url="https://outlet2.example/b")], NOW, background=False)
    await desk.turn()
    assert await cards_and_deliveries(database) == [("alert", "card")]


async def test_what_its_preview_showed_is_not_told(database: Database) -> None:
    desk = await prepared(database)
    await desk.turn()
    async with database.write() as tx:
        await intake.take(tx, 2, [entry("b", *LATER, url="https://outlet2.example/b")], NOW, background=False)

    async def tracks_and_shows(tx: Transaction) -> None:
        await tracks(tx)
        await story_cards.mark_known(tx, place(), [1], DeliveryMode.SILENT, NOW)

    await between(database, desk, tracks_and_shows)
    assert await cards_and_deliveries(database) == []


async def test_old_news_of_a_first_poll_is_not_told(database: Database) -> None:
    desk = await prepared(database, background=True)
    await between(database, desk, tracks)
    assert await cards_and_deliveries(database) == []


async def test_a_topic_tracked_while_the_desk_reads_its_memory_is_known(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its bell was silenced after the reading: no topic of that moment was matched until another was tracked."""
    desk = await prepared(database)

    async def slowly(*given: Any) -> tuple[DeskState, dict[ChatId, OwnState]]:
        state = await restore(*given)
        async with database.write() as tx:
            await tracks(tx)
        return state

    monkeypatch.setattr("desk.loop.restore", slowly)
    await desk.turn()
    assert await cards_and_deliveries(database) == [("alert", "card")]
