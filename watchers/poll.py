"""The loop that watches: reads the sources that are due, leaves their items for the desk and their next visits."""

import asyncio
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import structlog

from newsroom.cadence import Bounds, Cadence, after_answer, after_failure, is_dead, next_due
from newsroom.clock import Clock
from newsroom.sentence import Filling, sentence
from newsroom.text.boilerplate import learned
from storage import desk_queue, incidents, intake, poll_state
from storage.database import Database, StorageError
from storage.incidents import IncidentKind
from storage.intake import Taken
from storage.poll_state import PolledSource, PollState
from watchers.entry_cleaning import clean_entries, raw_mark, shared_urls
from watchers.fetch_outcome import Fetched, FetchOutcome, FetchRequest, Gone, NotModified, Unchanged
from watchers.own_network import OwnNetwork
from watchers.parse import Parser
from watchers.parsed_feed import FeedEntry, ParsedFeed
from watchers.source_problem import Failed, ProblemCode, problem

_CLAIM_FOR_S = 120.0  # real time: longer than the longest visit and parse together
_LOOK_EVERY_S, _LOOKS = 0.25, 80  # a chunk waits 20 s at most for a desk that has stopped
_MOVED_AFTER = 3  # polls in a row that were sent by the same permanent redirect to a feed
LEARNED_OVER = timedelta(days=30)  # what was last found before counts no more, and is forgotten

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class PollRules:
    """How polling goes about it.

    Attributes:
        trust_operator: The operator's own addresses may lie in private networks.
        most_waiting: A document that brings very many items is taken in bit by bit, as long as so many wait for the
            desk; None where no desk decides beside the poller.
    """

    bounds: Bounds
    at_once: int = 32
    trust_operator: bool = False
    most_waiting: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _PollVisit:
    """What a visit brought: `feed` is None where there was none to read."""

    outcome: Fetched | NotModified | Unchanged | Gone | Failed
    feed: ParsedFeed | None = None


class Fetching(Protocol):
    """The seam to the web: `Fetcher`, or captured documents."""

    async def fetch(self, request: FetchRequest) -> FetchOutcome:
        """One visit."""


class _EndingError(Exception):
    """The program ends in the middle of a large document."""


class Poll:
    """Polls what is due; a tick never waits for the visits that it starts."""

    def __init__(self, database: Database, fetcher: Fetching, parser: Parser, clock: Clock, rules: PollRules) -> None:
        self._database = database
        self._fetcher = fetcher
        self._parser = parser
        self._clock = clock
        self._rules = rules
        self._under_way: dict[int, asyncio.Task[str]] = {}
        self._ending = False
        # One piece at a time, in a thread, for the loops: 1,600 characters full of control characters take 7 ms to
        # clean, a text of 100,000 takes 200.
        self._cleaning = asyncio.Lock()
        self._network = OwnNetwork()
        self.entries = 0  # read so far, new or not

    async def tick(self) -> int:
        """Start a visit to each source that is due, as many as may be under way; gives how many it started."""
        room = self._rules.at_once - len(self._under_way)
        if room <= 0:
            return 0
        now = self._clock.now()
        due = await self._database.ask(lambda c: poll_state.next_due(c, now))
        if due is None or due > now:
            return 0
        claim_for = self._clock.later(_CLAIM_FOR_S) - now
        async with self._database.write() as tx:
            claimed = await poll_state.claim_due(tx, now, room, claim_for)
        for polled in claimed:
            # A visit that outlived its claim goes on alone: two would write the newer version back into the older.
            source_id = polled.source.id
            if source_id not in self._under_way:
                self._under_way[source_id] = task = asyncio.create_task(self._guarded(polled))
                task.add_done_callback(partial(self._left, source_id))
        return len(claimed)

    def _left(self, source_id: int, _visit: asyncio.Task[str]) -> None:
        del self._under_way[source_id]

    async def visit(self, source_id: int) -> str:
        """Visit one source now, due or not; gives what came of it."""
        return await self._guarded(await self._database.ask(lambda c: poll_state.polled_source(c, source_id)))

    async def finish(self) -> None:
        """Wait for the visits under way."""
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    async def end(self) -> None:
        """Wait for the last time: a visit to a large document ends with its present piece and is made anew later."""
        self._ending = True
        await self.finish()

    async def _guarded(self, polled: PolledSource) -> str:
        started = time.perf_counter()
        try:
            result = await self._visit_and_settle(polled)
        except StorageError as error:  # no fault of the source: once its claim has run out it is visited anew
            log.error("database_waits", loop="poll", source=polled.source.id, error=str(error))  # noqa: TRY400 - the sentence says it all
            return "waits"
        except _EndingError:  # not settled: what was not taken in is fetched again
            return "ended"
        except Exception as error:
            # One source's failure is its own: it becomes that source's problem, and the others keep their times.
            log.exception("poll_failed", source=polled.source.id)
            failed = Failed(problem=problem(ProblemCode.UNEXPECTED, detail=type(error).__name__))
            result = await self._settle(polled, _PollVisit(outcome=failed), Taken())
        log.info(
            "polled",
            source=polled.source.id,
            outcome=result,
            duration_ms=round((time.perf_counter() - started) * 1000),
        )
        return result

    async def _visit_and_settle(self, polled: PolledSource) -> str:
        visit = await self._visit(polled)
        taken = Taken()
        if visit.feed is not None:
            taken = await self._take(polled, visit.feed)
        return await self._settle(polled, visit, taken)

    async def _visit(self, polled: PolledSource) -> _PollVisit:
        outcome = await self._fetcher.fetch(
            FetchRequest(
                url=polled.source.url,
                etag=polled.state.etag,
                last_modified=polled.state.last_modified,
                body_hash=polled.state.body_hash,
                trusted=polled.trusted and self._rules.trust_operator,
            )
        )
        self._network.note(polled.source.id, outcome, self._clock.now())
        if not isinstance(outcome, Fetched):
            return _PollVisit(outcome=outcome)
        feed = await self._parser.parse(outcome.body, url=outcome.final_url, content_type=outcome.content_type)
        return _PollVisit(outcome=feed) if isinstance(feed, Failed) else _PollVisit(outcome=outcome, feed=feed)

    async def _take(self, polled: PolledSource, feed: ParsedFeed) -> Taken:
        """Clean what is not known as it was sent and keep it, a chunk at a time: other writers get their turn."""
        now, source = self._clock.now(), polled.source
        self.entries += len(feed.entries)
        fresh = await self._unknown(polled, feed, now)
        taken = Taken(known=len(feed.entries) - len(fresh))
        if not fresh:
            return taken
        counts, total = await self._database.ask(
            lambda c: intake.paragraph_counts(c, polled.source.id, now - LEARNED_OVER)
        )
        boilerplate, shared = learned(counts, total), shared_urls(feed.entries)
        for number, piece in enumerate(intake.chunks(fresh)):
            if number:
                await self._room()
                if self._ending:
                    raise _EndingError
            async with self._cleaning:
                entries = await asyncio.to_thread(clean_entries, piece, source, boilerplate)
            first = polled.first_polled_at is None
            async with self._database.write() as tx:
                taken += await intake.take(tx, polled.source.id, entries, now, background=first, shared_urls=shared)
                await poll_state.claim_on(tx, polled.source.id, self._clock.later(_CLAIM_FOR_S))
        return taken

    async def _room(self) -> None:
        """Wait while many wait for the desk, so that a flood delays no other source's items; never for long.

        Items are decided in the order in which they were taken in: what other sources bring meanwhile comes before the
        rest of the flood.
        """
        most = self._rules.most_waiting
        for _ in range(_LOOKS):
            if most is None or self._ending or await self._database.ask(desk_queue.waiting) < most:
                return
            await asyncio.sleep(_LOOK_EVERY_S)

    async def _unknown(self, polled: PolledSource, feed: ParsedFeed, now: datetime) -> list[FeedEntry]:
        """The entries that were never kept just so; cleaning a known one costs 5 ms and says nothing new.

        Of the others it is noted, once a day, that they are still listed.
        """
        fresh: list[FeedEntry] = []
        for piece in intake.chunks(feed.entries):
            marks = [raw_mark(entry) for entry in piece]
            async with self._database.read() as connection:
                known = await intake.known_raw(connection, polled.source.id, marks)
            fresh += [entry for entry, mark in zip(piece, marks, strict=True) if mark not in known]
            stale = [mark for mark, listed in known.items() if listed < now - intake.LISTED_EVERY]
            if stale:
                async with self._database.write() as tx:
                    await intake.still_listed(tx, polled.source.id, stale, now)
        return fresh

    async def _settle(self, polled: PolledSource, visit: _PollVisit, taken: Taken) -> str:
        now, outcome, source = self._clock.now(), visit.outcome, polled.source
        async with self._database.write() as tx:
            if isinstance(outcome, Gone):
                ended = sentence("problem.ended", source=source.name)
                await poll_state.retire(tx, source.id, ended, now)
                await incidents.begin(tx, IncidentKind.SOURCE_ENDED, now, source.id, problem=ended)
                return "gone"
            state = self._state(polled, visit, taken, now)
            await poll_state.settle_poll(
                tx, source.id, state, now, read=not isinstance(outcome, Failed), fresh=bool(taken.new or taken.edited)
            )
            settled = state.moved_polls >= _MOVED_AFTER and state.moved_to
            if settled and await poll_state.move(tx, source.id, settled):
                log.info("moved", source=source.id)
            if isinstance(outcome, Failed) and polled.state.notified_at is None and state.notified_at is not None:
                details: dict[str, Filling] = {"source": source.name, "problem": outcome.problem.sentence}
                await incidents.begin(tx, IncidentKind.SOURCE_FAILING, now, source.id, **details)
            if not isinstance(outcome, Failed) and polled.state.notified_at is not None:
                await incidents.end(tx, IncidentKind.SOURCE_FAILING, now, source.id)
        return type(outcome).__name__.lower()

    def _state(self, polled: PolledSource, visit: _PollVisit, taken: Taken, now: datetime) -> PollState:
        outcome, bounds, last = visit.outcome, self._bounds(polled), polled.state
        cadence = Cadence(interval_s=last.interval_s, failures=last.failures, first_failure_at=last.failing_since)
        if isinstance(outcome, Failed):
            away = self._network.away(now)
            return _failed(polled, outcome, after_failure(cadence, now), bounds, now, network_away=away)
        first = polled.first_polled_at is None
        entries = len(visit.feed.entries) if visit.feed else 0
        cadence = after_answer(cadence, new=0 if first else taken.new, entries=entries, bounds=bounds)
        answer = NotModified() if isinstance(outcome, Gone) else outcome
        moved = answer.permanent_url
        return PollState(
            next_due_at=next_due(now, cadence, source=polled.source.id, bounds=bounds, fresh_for_s=_fresh_for_s(visit)),
            interval_s=round(cadence.interval_s),
            failures=0,
            failing_since=None,
            problem=None,
            notified_at=None,
            etag=answer.etag,
            last_modified=answer.last_modified,
            body_hash=outcome.body_hash if isinstance(outcome, Fetched) else last.body_hash,
            moved_to=moved,
            moved_polls=0 if moved is None else last.moved_polls + 1 if moved == last.moved_to else 1,
        )

    def _bounds(self, polled: PolledSource) -> Bounds:
        if polled.fixed_interval_s:
            return Bounds(floor_s=polled.fixed_interval_s, ceiling_s=polled.fixed_interval_s)
        return self._rules.bounds


def _failed(
    polled: PolledSource, outcome: Failed, cadence: Cadence, bounds: Bounds, now: datetime, *, network_away: bool
) -> PollState:
    due = next_due(
        now,
        cadence,
        source=polled.source.id,
        bounds=bounds,
        retry_after=outcome.retry_after,
        network_away=network_away,
    )
    dead = is_dead(cadence.first_failure_at, now, cadence.failures, due)
    return replace(
        polled.state,
        next_due_at=due,
        interval_s=round(cadence.interval_s),
        failures=cadence.failures,
        failing_since=cadence.first_failure_at,
        problem=outcome.problem.sentence,
        notified_at=polled.state.notified_at or (now if dead else None),
    )


def _fresh_for_s(visit: _PollVisit) -> float | None:
    by_server, by_feed = getattr(visit.outcome, "max_age_s", None), visit.feed.ttl_s if visit.feed else None
    return max((float(s) for s in (by_server, by_feed) if s is not None), default=None)
