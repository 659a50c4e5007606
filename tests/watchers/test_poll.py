"""A visit to a source: what it takes in, and when."""

import asyncio
import hashlib
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import partial

from sqlalchemy import delete, select, update

from bot.clocks import SetClock, machine_clock
from newsroom.cadence import Bounds
from newsroom.source import SourceId
from storage import desk_queue, intake, poll_state, sources
from storage.database import Database
from storage.intake import EntryPiece
from storage.item_removal import remove_items
from storage.tables import items, queue
from storage.tables import sources as source_table
from tests.builders import NOW, entry, spec
from tests.patience import AT_LAST_S
from watchers.fetch_outcome import Fetched, FetchRequest, NotModified
from watchers.own_network import OwnNetwork
from watchers.parse import Parser
from watchers.poll import Poll, PollRules
from watchers.poll_outcome import PollVisit
from watchers.settling import Settling, VisitEnd


class Flood:
    """A server whose feed has many items."""

    def __init__(self, number: int) -> None:
        document = "".join(
            f"<item><guid>g{n}</guid><title>Notice {n} of the registry</title></item>" for n in range(number)
        )
        self._body = f'<rss version="2.0"><channel><title>F</title>{document}</channel></rss>'.encode()

    async def fetch(self, request: FetchRequest) -> Fetched:
        return Fetched(body=self._body, body_hash=hashlib.sha256(self._body).hexdigest(), final_url=request.url)


async def waiting(database: Database, number: int) -> None:
    async with asyncio.timeout(AT_LAST_S):
        while await database.ask(desk_queue.waiting) != number:
            await asyncio.sleep(0.01)


async def decided(database: Database) -> None:
    """As a desk leaves it that has caught up."""
    async with database.write() as tx:
        await tx.execute(delete(queue))


async def watched(database: Database) -> PollRules:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(1), spec(2)], NOW, 300)
    return PollRules(bounds=Bounds(floor_s=60, ceiling_s=3600), most_waiting=200)


async def test_a_program_that_ends_leaves_the_rest_of_a_flood_to_be_fetched_again(database: Database) -> None:
    rules = await watched(database)
    async with Parser(workers=1, wall_limit_s=30) as parser:
        ending = Poll(database, Flood(450), parser, SetClock(NOW).clock(), rules)
        assert await ending.tick() == 2
        await waiting(database, 400)
        async with asyncio.timeout(5):
            await ending.end()
        await decided(database)
        async with database.write() as tx:
            await poll_state.release(tx)
        patient = Poll(database, Flood(450), parser, SetClock(NOW).clock(), replace(rules, most_waiting=None))
        assert await patient.tick() == 2
        await patient.finish()
    async with database.read() as connection:
        kept = (await connection.execute(select(items.c.source_id, items.c.background))).all()
    assert Counter(row.source_id for row in kept) == {1: 450, 2: 450}
    assert all(row.background for row in kept), "the first visit was never done"


async def test_a_source_is_not_visited_twice_at_a_time_though_its_claim_runs_out(database: Database) -> None:
    rules, clock = await watched(database), SetClock(NOW)
    async with Parser(workers=1, wall_limit_s=30) as parser:
        poll = Poll(database, Flood(450), parser, clock.clock(), rules)
        await poll.tick()
        await waiting(database, 400)
        clock.at += timedelta(hours=1)
        await poll.tick()
        assert poll.entries == 900
        await poll.end()


async def test_what_others_bring_during_a_flood_comes_before_the_rest_of_it(database: Database) -> None:
    rules = await watched(database)
    async with Parser(workers=1, wall_limit_s=30) as parser:
        clock = SetClock(NOW)
        poll = Poll(database, Flood(450), parser, clock.clock(), rules)
        visit = asyncio.create_task(poll.visit(1))
        await waiting(database, 200)
        clock.at += timedelta(minutes=1)
        async with database.write() as tx:
            await intake.take(tx, 2, [entry("b", "Tram stops")], NOW, background=False)
        await decided(database)
        await waiting(database, 200)
        assert not visit.done()
        await decided(database)
        assert await visit == "fetched"
    async with database.read() as connection:
        rows = (await connection.execute(select(items).order_by(items.c.id))).all()
    assert [row.source_id for row in rows] == [1] * 200 + [2] + [1] * 250
    assert {row.arrived_at for row in rows if row.source_id == 1} == {NOW}, "when our poll saw it, not when it was kept"


async def test_a_visit_notes_once_a_day_what_is_still_listed(database: Database) -> None:
    rules, clock = await watched(database), SetClock(NOW)
    noted = []
    async with Parser(workers=1, wall_limit_s=30) as parser:
        poll = Poll(database, Flood(2), parser, clock.clock(), rules)
        for hours in (0, 1, 24, 25, 48):
            clock.at = NOW + timedelta(hours=hours)
            await poll.visit(1)
            async with database.read() as connection:
                noted.append(set((await connection.execute(select(items.c.listed_at))).scalars()))
    assert noted == [{NOW}, {NOW}, {NOW}, {NOW + timedelta(hours=25)}, {NOW + timedelta(hours=25)}]


async def test_what_was_removed_for_good_is_new_again_where_its_source_still_lists_it(database: Database) -> None:
    rules = await watched(database)
    async with Parser(workers=1, wall_limit_s=30) as parser:
        poll = Poll(database, Flood(2), parser, SetClock(NOW).clock(), rules)
        await poll.visit(1)
        async with database.write() as tx:
            await remove_items(tx, [1])
        await poll.visit(1)
    async with database.read() as connection:
        kept = (await connection.execute(select(items.c.title).order_by(items.c.title))).scalars().all()
    assert kept == ["Notice 0 of the registry", "Notice 1 of the registry"]


async def test_as_a_visit_ends_the_next_begins_without_a_tick(database: Database) -> None:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(n) for n in range(1, 31)], NOW, 300)
    rules = PollRules(bounds=Bounds(floor_s=60, ceiling_s=3600), at_once=2)
    async with Parser(workers=1, wall_limit_s=30) as parser:
        poll = Poll(database, Flood(1), parser, SetClock(NOW).clock(), rules)
        assert await poll.tick() == 4, "claimed are those under way and as many that come next"
        await poll.finish()
    assert poll.entries == 30


class Gate:
    """Servers that answer once it is open."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.asked = 0

    async def fetch(self, request: FetchRequest) -> NotModified:
        del request
        self.asked += 1
        await self.open.wait()
        return NotModified()


async def test_a_program_that_ends_gives_back_what_it_has_not_begun(database: Database) -> None:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(n) for n in range(1, 31)], NOW, 300)
    gate, rules = Gate(), PollRules(bounds=Bounds(floor_s=60, ceiling_s=3600), at_once=2)
    async with Parser() as parser:
        poll = Poll(database, gate, parser, SetClock(NOW).clock(), rules)
        await poll.tick()
        ending = asyncio.create_task(poll.end())
        await asyncio.sleep(0.01)
        gate.open.set()
        await ending
    async with database.write() as tx:
        left = await poll_state.claim_due(tx, NOW, 100, timedelta(minutes=2))
    assert (gate.asked, len(left)) == (2, 28)


async def test_within_the_second_of_a_tick_each_source_is_visited_when_it_is_due(database: Database) -> None:
    rules, clock, gate = await watched(database), machine_clock(), Gate()
    gate.open.set()
    began = clock.now()
    due = {1: began + timedelta(seconds=0.3), 2: began + timedelta(seconds=0.6)}
    async with database.write() as tx:
        for source_id, at in due.items():
            await tx.execute(update(source_table).where(source_table.c.id == source_id).values(next_due_at=at))
    async with Parser() as parser:
        poll = Poll(database, gate, parser, clock, rules)
        assert await poll.tick() == 0
        async with asyncio.timeout(AT_LAST_S):
            while gate.asked < 2:
                await asyncio.sleep(0.01)
        await poll.end()
    polled = [await database.ask(partial(poll_state.polled_source, source_id=one)) for one in due]
    first, second = [one.first_polled_at or began for one in polled]
    assert first >= due[1]
    assert second >= due[2]


async def test_a_visit_that_can_not_be_written_keeps_no_other_from_it(database: Database) -> None:
    rules = await watched(database)
    network = OwnNetwork()
    settling = Settling(database, SetClock(NOW).clock(), rules.bounds, network, lambda: False)
    polled = await database.ask(lambda c: poll_state.polled_source(c, 1))
    unknown = replace(polled, source=replace(polled.source, id=SourceId(99)))
    ends = [
        VisitEnd(
            polled=one,
            visit=PollVisit(outcome=NotModified()),
            last=EntryPiece(source_id=one.source.id, entries=[entry("a")], at=NOW, background=False),
        )
        for one in (unknown, polled)
    ]
    results = await asyncio.gather(*map(settling.settle, ends), return_exceptions=True)
    assert [type(result) for result in results] == [KeyError, type(None)]
    assert (await database.ask(lambda c: poll_state.polled_source(c, 1))).first_polled_at == NOW
    assert await database.ask(desk_queue.waiting) == 1
