"""The ends of visits, many in one commit: what they brought is kept, and when they come next."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from newsroom.cadence import Bounds
from newsroom.clock import Clock
from newsroom.sentence import Filling, sentence
from storage import incidents, intake, poll_state
from storage.database import Database, StorageError, Transaction
from storage.incidents import IncidentKind
from storage.intake import EntryPiece, Taken
from storage.poll_state import PolledSource, PollOutcome, PollState, SourceListing
from storage.trace import item_trace
from storage.write_locks import ITEMS, NONE
from watchers.fetch_outcome import Gone
from watchers.own_network import OwnNetwork
from watchers.poll_outcome import PollVisit, state_after
from watchers.source_problem import Failed

_MOVED_AFTER = 3  # polls in a row that were sent by the same permanent redirect to a feed
# How long the end of a visit waits for others, while visits are under way: a commit that survives a power cut costs as
# much as a visit, whatever it holds. News waits less; what brought nothing has minutes until its next visit.
_NEWS_WAITS_S = 0.02
_WAITS_S = 0.05
_ENOUGH = 64  # ends are written without waiting
_MOST_ENTRIES = 200  # in one commit, a single feed's aside: other writers wait for so many
_MOST_TRACES = 50  # of a first visit to a long feed the log names so many items

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitEnd:
    """A visit that is over but for the writing.

    Attributes:
        last: The entries that were not kept before; None where there are none.
        before: What became of the entries that were.
    """

    polled: PolledSource
    visit: PollVisit
    last: EntryPiece | None = None
    before: Taken = field(default_factory=Taken)

    @property
    def entries(self) -> int:
        """How many are to be kept."""
        return len(self.last.entries) if self.last else 0


@dataclass(frozen=True, slots=True)
class _Waiting:
    end: VisitEnd
    settled: asyncio.Future[None]


class Settling:
    """Writes the ends of visits in the order in which they came; those of an instant in one transaction.

    Args:
        others: Whether other visits are under way, which may end soon.
        claimant: By which number this process knows its claims; None where no other process polls.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        bounds: Bounds,
        network: OwnNetwork,
        others: Callable[[], bool],
        claimant: int | None = None,
    ) -> None:
        self._claimant = claimant
        self._database = database
        self._clock = clock
        self._bounds = bounds
        self._network = network
        self._others = others
        self._waiting: list[_Waiting] = []
        self._news = asyncio.Event()
        self._writing: asyncio.Task[None] | None = None

    async def settle(self, end: VisitEnd) -> None:
        """Write it; returns once it is committed, raises what kept it from being so."""
        waiting = _Waiting(end, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if end.last is not None:
            self._news.set()
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        await waiting.settled

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                if self._others():
                    await self._linger()
                self._news.clear()
                await self._write(self._next())
        finally:
            self._writing = None

    async def _linger(self) -> None:
        if len(self._waiting) < _ENOUGH:
            await asyncio.sleep(_NEWS_WAITS_S)
        if len(self._waiting) < _ENOUGH and not self._news.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_WAITS_S - _NEWS_WAITS_S):
                    await self._news.wait()

    def _next(self) -> list[_Waiting]:
        """The longest waiting; no source twice, and not too many entries."""
        taken: list[_Waiting] = []
        ids: set[int] = set()
        entries = 0
        while self._waiting:
            end = self._waiting[0].end
            if end.polled.source.id in ids or (taken and entries + end.entries > _MOST_ENTRIES):
                break
            ids.add(end.polled.source.id)
            entries += end.entries
            taken.append(self._waiting.pop(0))
        return taken

    async def _write(self, group: Sequence[_Waiting]) -> None:
        try:
            ends = [one.end for one in group]
            async with self._database.write(locks=NONE if all(map(_is_quiet, ends)) else ITEMS) as tx:
                taken = await self._settle(tx, await self._still_ours(tx, ends))
        except StorageError as error:
            _fail(group, error)
        except Exception as error:  # noqa: BLE001 - a fault of one of them: each is written by itself, only that one fails
            if len(group) == 1:
                _fail(group, error)
                return
            for one in group:
                await self._write([one])
        else:
            for source, some in taken.items():
                log_taken(source, some)
            for one in group:
                if not one.settled.done():
                    one.settled.set_result(None)

    async def _still_ours(self, tx: Transaction, ends: Sequence[VisitEnd]) -> Sequence[VisitEnd]:
        """Without the visits that outlived their claims: another process has visited the source anew."""
        if self._claimant is None:
            return ends
        ids = [end.polled.source.id for end in ends]
        ours = await poll_state.still_claimed(tx, ids, self._claimant)
        for lost in set(ids) - ours:
            log.warning("claim_lost", source=lost)
        return [end for end in ends if end.polled.source.id in ours]

    async def _settle(self, tx: Transaction, ends: Sequence[VisitEnd]) -> dict[int, Taken]:
        """Gives what was taken in with the last pieces, by source."""
        now = self._clock.now()
        pieces = [end.last for end in ends if end.last is not None]
        all_taken_in = await intake.take_all(tx, pieces)
        taken = iter(all_taken_in)
        settlements = []
        for end in ends:
            all_taken = end.before + next(taken) if end.last is not None else end.before
            if isinstance(end.visit.outcome, Gone):
                await _retire(tx, end.polled, now)
                continue
            away = isinstance(end.visit.outcome, Failed) and self._network.away(now)
            state = state_after(end.polled, end.visit, all_taken, self._bounds, now, network_away=away)
            settlements.append(
                PollOutcome(
                    source_id=end.polled.source.id,
                    state=state,
                    at=now,
                    read=not isinstance(end.visit.outcome, Failed),
                    fresh=bool(all_taken.new or all_taken.edited),
                    listing=_listing(end, now),
                )
            )
            await _note_incident(tx, end, state, now)
        await poll_state.settle_polls(tx, settlements)
        for one in settlements:
            settled = one.state.moved_polls >= _MOVED_AFTER and one.state.moved_to
            if settled and await poll_state.move(tx, one.source_id, settled):
                log.info("moved", source=one.source_id)
        return {piece.source_id: some for piece, some in zip(pieces, all_taken_in, strict=True)}


def _is_quiet(end: VisitEnd) -> bool:
    """Nothing but the source's own row changes: nobody need wait for that."""
    well = not isinstance(end.visit.outcome, Failed | Gone) and end.polled.state.notified_at is None
    return well and end.last is None and end.polled.state.moved_to is None


def _listing(end: VisitEnd, now: datetime) -> SourceListing | None:
    """What is to be known of the document at the next visit; None where nothing changes."""
    feed, last = end.visit.feed, end.polled.listing
    if feed is None or (last is not None and last.entries == feed.listing and feed.known):
        return None
    return SourceListing(entries=feed.listing, read_at=last.read_at if last is not None and feed.known else now)


async def _retire(tx: Transaction, polled: PolledSource, now: datetime) -> None:
    ended = sentence("problem.ended", source=polled.source.name)
    await poll_state.retire(tx, polled.source.id, ended, now)
    await incidents.begin(tx, IncidentKind.SOURCE_ENDED, now, polled.source.id, problem=ended)


async def _note_incident(tx: Transaction, end: VisitEnd, state: PollState, now: datetime) -> None:
    """The source has begun to fail, or is well again: people are notified."""
    source, outcome, notified = end.polled.source, end.visit.outcome, end.polled.state.notified_at is not None
    if isinstance(outcome, Failed) and not notified and state.notified_at is not None:
        details: dict[str, Filling] = {"source": source.name, "problem": outcome.problem.sentence}
        await incidents.begin(tx, IncidentKind.SOURCE_FAILING, now, source.id, **details)
    if not isinstance(outcome, Failed) and notified:
        await incidents.end(tx, IncidentKind.SOURCE_FAILING, now, source.id)


def log_taken(source: int, taken: Taken) -> None:
    """What a visit brought, by the ids under which the desk's decisions and the deliveries are logged."""
    if taken.items:
        traces = [item_trace(item) for item in taken.items[:_MOST_TRACES]]
        log.info("taken_in", source=source, new=taken.new, edited=taken.edited, traces=traces)


def _fail(group: Sequence[_Waiting], error: Exception) -> None:
    for one in group:
        if not one.settled.done():
            one.settled.set_exception(error)
