"""What polling asks of the database: statements and commits, counted. They grow neither with history nor by the feed."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Engine, event

from bot.clocks import SetClock
from newsroom.cadence import Bounds
from storage import sources
from storage.database import Database
from tests.builders import NOW, spec
from watchers.fetch_outcome import Fetched, FetchOutcome, FetchRequest, NotModified
from watchers.parse import Parser
from watchers.poll import Poll, PollRules

FEEDS = 40
RULES = PollRules(bounds=Bounds(floor_s=60, ceiling_s=60), at_once=FEEDS)


class Outlets:
    """Feeds of so many entries, the newest first; or servers that say that nothing is new."""

    def __init__(self) -> None:
        self.entries: range | None = None

    async def fetch(self, request: FetchRequest) -> FetchOutcome:
        if self.entries is None:
            return NotModified()
        listed = "".join(
            f"<item><guid>{request.url}/{n}</guid><link>{request.url}/{n}</link><title>Notice {n} of {request.url}</title>"
            f"<description>{n} boats of {request.url} left.&lt;p&gt;All rights reserved by us.</description></item>"
            for n in reversed(self.entries)
        )
        body = f'<rss version="2.0"><channel><title>F</title>{listed}</channel></rss>'.encode()
        return Fetched(body=body, body_hash=hashlib.sha256(body).hexdigest(), final_url=request.url)


@dataclass(slots=True)
class Counts:
    """What the database was asked, without the looks of a tick for what is due."""

    statements: list[str] = field(default_factory=list)
    commits: int = 0


@contextmanager
def counted() -> Iterator[Counts]:
    """Of all engines, from here to the end of the block."""
    counts = Counts()

    def executed(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            counts.statements.append(statement)

    def committed(_c: object) -> None:
        counts.commits += 1

    event.listen(Engine, "before_cursor_execute", executed)
    event.listen(Engine, "commit", committed)
    try:
        yield counts
    finally:
        event.remove(Engine, "before_cursor_execute", executed)
        event.remove(Engine, "commit", committed)


async def a_round(poll: Poll, clock: SetClock) -> Counts:
    """Every source once."""
    clock.at += timedelta(minutes=2)
    with counted() as counts:
        assert await poll.tick() == FEEDS
        await poll.finish()
    return counts


async def test_nothing_new_costs_a_few_statements_for_all_feeds_together(database: Database) -> None:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(n) for n in range(1, FEEDS + 1)], NOW, 300)
    clock = SetClock(NOW)
    async with Parser() as parser:
        counts = await a_round(Poll(database, Outlets(), parser, clock.clock(), RULES), clock)
    assert len(counts.statements) <= 3 + FEEDS // 10
    assert counts.commits <= 1 + FEEDS // 10


async def test_one_new_entry_costs_as_much_after_a_long_history_as_before(database: Database) -> None:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(n) for n in range(1, FEEDS + 1)], NOW, 300)
    clock, outlets = SetClock(NOW), Outlets()
    rounds = []
    async with Parser() as parser:
        poll = Poll(database, outlets, parser, clock.clock(), RULES)
        for newest in (10, 11, 12, 40, 41):
            outlets.entries = range(newest - 10, newest)
            rounds.append(await a_round(poll, clock))
    for counts in (rounds[1], rounds[2], rounds[4]):
        assert counts.commits <= FEEDS
        assert len(counts.statements) <= 3 * FEEDS + 6 * counts.commits + 3
