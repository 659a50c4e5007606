"""The loop that watches: reads the sources that are due, leaves their items for the desk and their next visits."""

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import structlog

from newsroom.cadence import Bounds
from newsroom.clean_entry import CleanEntry
from newsroom.clock import Clock
from newsroom.text.boilerplate import learned
from newsroom.text.url import host_of
from storage import desk_queue, intake, poll_state
from storage.database import Database, StorageError
from storage.intake import EntryPiece, Taken
from storage.poll_state import PolledSource
from storage.write_locks import ITEMS, NONE
from watchers.entry_cleaning import clean_entries, raw_mark, shared_urls
from watchers.fetch_outcome import Fetched, FetchOutcome, FetchRequest
from watchers.own_network import OwnNetwork
from watchers.parse import Parser
from watchers.parsed_feed import FeedEntry, ParsedFeed
from watchers.poll_outcome import PollVisit
from watchers.settling import Settling, VisitEnd, log_taken
from watchers.source_problem import Failed, ProblemCode, problem

# Real time. A killed process's sources are free after so long; a visit that lasts renews its claim, once a second where
# that is due, so that a loop may stall for 20 s before another process visits the source as well.
CLAIM_FOR_S = 30.0
_RENEW_AFTER_S = 10.0
_BEGUN_WITHIN_S = 10.0  # of a claim; else it is left to run out
_UNSETTLED = 4  # times as many visits as may be under way may wait to be written
# Real time between two looks at what is due. Within the second of a tick each source is visited when it is due: visits
# all at the tick brought their items at once, and each waited for the others to be decided.
TICK_S, _LOOK_AGAIN_S = 1.0, 0.1
_LOOK_EVERY_S, _LOOKS = 0.25, 80  # a chunk waits 20 s at most for a desk that has stopped
_CLEANED_AT_ONCE_CHARS = 1_000  # in the loop: a thread costs more than such a text, and at worst it takes 5 ms
LEARNED_OVER = timedelta(days=30)  # what was last found before counts no more, and is forgotten

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class PollRules:
    """How polling goes about it.

    Attributes:
        trust_operator: The operator's own addresses may lie in private networks.
        most_waiting: A document that brings very many items is taken in bit by bit, as long as so many wait for the
            desk; None where no desk decides beside the poller.
        claimant: The number by which the process knows its claims; None where no other polls from the same database.
    """

    bounds: Bounds
    at_once: int = 32
    trust_operator: bool = False
    most_waiting: int | None = None
    claimant: int | None = None


@dataclass(frozen=True, slots=True)
class _Claimed:
    polled: PolledSource
    at_s: float


class Fetching(Protocol):
    """The seam to the web: `Fetcher`, or captured documents."""

    async def fetch(self, request: FetchRequest) -> FetchOutcome:
        """One visit."""


class _EndingError(Exception):
    """The program ends in the middle of a large document."""


class _ClaimLostError(Exception):
    """Another process visits the source by now."""


class Poll:
    """Polls what is due: a tick claims and never waits for the visits; as one of them ends, the next begins."""

    def __init__(self, database: Database, fetcher: Fetching, parser: Parser, clock: Clock, rules: PollRules) -> None:
        self._database = database
        self._fetcher = fetcher
        self._parser = parser
        self._clock = clock
        self._rules = rules
        self._claimed: deque[_Claimed] = deque()
        self._claiming: asyncio.Task[int] | None = None
        self._more_due = False  # as far as the last claim knows
        self._look: asyncio.TimerHandle | None = None  # the next before the next tick
        self._under_way: dict[int, asyncio.Task[str]] = {}
        self._claims: dict[int, float] = {}  # of those: when each was claimed last
        self._reading: set[int] = set()  # of those: not yet handed over to be written
        self._ending = False
        # One piece at a time, in a thread, for the loops: 1,600 characters full of control characters take 7 ms to
        # clean, a text of 100,000 takes 200.
        self._cleaning = asyncio.Lock()
        self._network = OwnNetwork()
        self._settling = Settling(
            database, clock, rules.bounds, self._network, lambda: bool(self._reading), rules.claimant
        )
        self.entries = 0  # read so far, new or not

    async def tick(self) -> int:
        """Claim what is due, and begin as many visits as may be under way; gives how many sources it claimed."""
        await self._renew()
        return await asyncio.shield(self._claims_begun())

    def _claims_begun(self) -> asyncio.Task[int]:
        if self._claiming is None:
            self._claiming = asyncio.create_task(self._claim())
            self._claiming.add_done_callback(self._claims_made)
        return self._claiming

    async def _claim(self) -> int:
        room = 2 * self._rules.at_once - len(self._claimed) - len(self._reading)
        if room <= 0 or self._ending:
            return 0
        now = self._clock.now()
        due = await self._database.ask(lambda c: poll_state.next_due(c, now))
        if due is None or due > now:
            self._more_due = False
            if due is not None:
                self._look_in(self._clock.wait_s(due))
            return 0
        claim_for = self._clock.later(CLAIM_FOR_S) - now
        async with self._database.write(locks=NONE) as tx:
            claimed = await poll_state.claim_due(tx, now, room, claim_for, self._rules.claimant)
        self._more_due = len(claimed) == room
        self._look_in(_LOOK_AGAIN_S)
        at_s = time.monotonic()
        self._claimed.extend(_Claimed(polled, at_s) for polled in claimed)
        return len(claimed)

    def _look_in(self, wait_s: float) -> None:
        """See what is due in so long, unless the next tick comes before."""
        if self._look is not None:
            self._look.cancel()
        self._look = None
        if wait_s < TICK_S and not self._ending:
            self._look = asyncio.get_running_loop().call_later(max(wait_s, _LOOK_AGAIN_S), self._claims_begun)

    async def _renew(self) -> None:
        """Keep the claims of visits that last."""
        now_s = time.monotonic()
        lasting = [source_id for source_id, at_s in self._claims.items() if now_s - at_s > _RENEW_AFTER_S]
        if lasting:
            async with self._database.write(locks=NONE) as tx:
                until = self._clock.later(CLAIM_FOR_S)
                await poll_state.claim_on(tx, lasting, until, self._rules.claimant)
            self._claims |= {source_id: now_s for source_id in lasting if source_id in self._claims}

    def _claims_made(self, claiming: asyncio.Task[int]) -> None:
        self._claiming = None
        if claiming.cancelled() or claiming.exception() is not None:
            self._more_due = False  # the next tick tries again, and says what is wrong
        self._begin()

    def _begin(self) -> None:
        """Begin visits while there is room for them, and see that there are more to begin."""
        if self._ending:
            return
        room = self._rules.at_once
        while self._claimed and len(self._reading) < room and len(self._under_way) < room * _UNSETTLED:
            claimed = self._claimed.popleft()
            # A visit that outlived its claim goes on alone: two would write the newer version back into the older.
            source_id = claimed.polled.source.id
            if source_id in self._under_way or time.monotonic() - claimed.at_s > _BEGUN_WITHIN_S:
                continue
            self._reading.add(source_id)
            self._claims[source_id] = claimed.at_s
            self._under_way[source_id] = task = asyncio.create_task(self._guarded(claimed.polled))
            task.add_done_callback(partial(self._left, source_id))
        if self._more_due and len(self._claimed) < room // 2:
            self._claims_begun()

    def _handed_over(self, source_id: int) -> None:
        """All that is left of a visit is to be written: another may begin."""
        self._reading.discard(source_id)
        self._begin()

    def _left(self, source_id: int, _visit: asyncio.Task[str]) -> None:
        del self._under_way[source_id], self._claims[source_id]
        self._handed_over(source_id)

    async def visit(self, source_id: int) -> str:
        """Visit one source now, due or not; gives what came of it."""
        return await self._guarded(await self._database.ask(lambda c: poll_state.polled_source(c, source_id)))

    async def finish(self) -> None:
        """Wait for the visits under way, and for those that begin meanwhile."""
        while self._claiming is not None or self._under_way:
            claiming = () if self._claiming is None else (self._claiming,)
            await asyncio.gather(*claiming, *self._under_way.values(), return_exceptions=True)
        if self._look is not None:  # what is due by now is left to the next tick
            self._look.cancel()

    async def end(self) -> None:
        """Wait for the last time: a visit to a large document ends with its present piece and is made anew later."""
        self._ending = True
        await self.finish()
        if self._claimed:
            never_begun = [claimed.polled.source.id for claimed in self._claimed]
            self._claimed.clear()
            async with self._database.write(locks=NONE) as tx:
                await poll_state.give_back(tx, never_begun, self._rules.claimant)

    async def _guarded(self, polled: PolledSource) -> str:
        started = time.perf_counter()
        try:
            result = await self._visit_and_settle(polled)
        except StorageError as error:  # no fault of the source: once its claim has run out it is visited anew
            log.error("database_waits", loop="poll", source=polled.source.id, error=str(error))  # noqa: TRY400 - the sentence says it all
            return "waits"
        except _EndingError:  # not settled: what was not taken in is fetched again
            return "ended"
        except _ClaimLostError:  # whoever visits it now takes in the rest
            return "claim_lost"
        except Exception as error:
            # One source's failure is its own: it becomes that source's problem, and the others keep their times.
            log.exception("poll_failed", source=polled.source.id)
            host, what = host_of(polled.source.url), type(error).__name__
            failed = Failed(problem=problem(ProblemCode.UNEXPECTED, host, what))
            result = await self._settle(VisitEnd(polled=polled, visit=PollVisit(outcome=failed)))
        log.info(
            "polled",
            source=polled.source.id,
            outcome=result,
            duration_ms=round((time.perf_counter() - started) * 1000),
        )
        return result

    async def _visit_and_settle(self, polled: PolledSource) -> str:
        visit = await self._visit(polled)
        if visit.feed is None:
            return await self._settle(VisitEnd(polled=polled, visit=visit))
        return await self._settle(await self._take(polled, visit, visit.feed))

    async def _settle(self, end: VisitEnd) -> str:
        self._handed_over(end.polled.source.id)
        await self._settling.settle(end)
        return end.visit.name

    async def _visit(self, polled: PolledSource) -> PollVisit:
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
            return PollVisit(outcome=outcome)
        feed = await self._parser.parse(
            outcome.body,
            url=outcome.final_url,
            content_type=outcome.content_type,
            listing=self._listing(polled),
            language=polled.source.language or "",
        )
        if isinstance(feed, Failed):
            return PollVisit(outcome=feed)
        return PollVisit(outcome=replace(outcome, body=b""), feed=feed)

    def _listing(self, polled: PolledSource) -> str:
        """By which entries are known without being read; once a day all are, to note that they are still listed."""
        listing = polled.listing
        if listing is None or listing.read_at < self._clock.now() - intake.LISTED_EVERY:
            return ""
        return listing.entries

    async def _take(self, polled: PolledSource, visit: PollVisit, feed: ParsedFeed) -> VisitEnd:
        """Clean what is not known as it was sent, and keep all but the last chunk: other writers get their turn."""
        now, source = self._clock.now(), polled.source
        self.entries += feed.known + len(feed.entries)
        fresh = await self._unknown(polled, feed, now)
        taken = Taken(known=feed.known + len(feed.entries) - len(fresh))
        if not fresh:
            return VisitEnd(polled=polled, visit=visit, before=taken)
        counts, total = await self._database.ask(lambda c: intake.paragraph_counts(c, source.id, now - LEARNED_OVER))
        boilerplate, shared = learned(counts, total), shared_urls(feed.entries)
        last: EntryPiece | None = None
        for piece in intake.chunks(fresh):
            if last is not None:
                taken += await self._keep(last)
                await self._room()
                if self._ending:
                    raise _EndingError
            last = EntryPiece(
                source_id=source.id,
                entries=await self._cleaned(piece, polled, boilerplate),
                at=now,
                background=polled.first_polled_at is None,
                shared_urls=shared,
            )
        return VisitEnd(polled=polled, visit=visit, last=last, before=taken)

    async def _cleaned(
        self, piece: Sequence[FeedEntry], polled: PolledSource, boilerplate: frozenset[int]
    ) -> list[CleanEntry]:
        if sum(len(entry.content) + len(entry.summary) for entry in piece) <= _CLEANED_AT_ONCE_CHARS:
            return clean_entries(piece, polled.source, boilerplate)
        async with self._cleaning:
            return await asyncio.to_thread(clean_entries, piece, polled.source, boilerplate)

    async def _keep(self, last: EntryPiece) -> Taken:
        claimant = self._rules.claimant
        async with self._database.write(locks=ITEMS) as tx:
            if claimant is not None and not await poll_state.still_claimed(tx, [last.source_id], claimant):
                raise _ClaimLostError
            (taken,) = await intake.take_all(tx, [last])
        log_taken(last.source_id, taken)
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
                async with self._database.write(locks=ITEMS) as tx:
                    await intake.still_listed(tx, polled.source.id, stale, now)
        return fresh
