"""What a visit brought, and what follows from it for the next: pure."""

from dataclasses import dataclass, replace
from datetime import datetime

from newsroom.cadence import NEVER_READ_FAILURES, Bounds, Cadence, after_answer, after_failure, is_dead, next_due
from storage.intake import Taken
from storage.poll_state import PolledSource, PollState
from watchers.fetch_outcome import Fetched, Gone, NotModified, Unchanged
from watchers.parsed_feed import ParsedFeed
from watchers.source_problem import Failed


@dataclass(frozen=True, slots=True, kw_only=True)
class PollVisit:
    """What a visit brought: `feed` is None where there was none to read."""

    outcome: Fetched | NotModified | Unchanged | Gone | Failed
    feed: ParsedFeed | None = None

    @property
    def name(self) -> str:
        """For the log."""
        return type(self.outcome).__name__.lower()

    @property
    def fresh_for_s(self) -> float | None:
        """The longest of what the server and the publisher call the document fresh for; None where neither says."""
        by_server, by_feed = getattr(self.outcome, "max_age_s", None), self.feed.ttl_s if self.feed else None
        return max((float(s) for s in (by_server, by_feed) if s is not None), default=None)


def state_after(
    polled: PolledSource, visit: PollVisit, taken: Taken, bounds: Bounds, now: datetime, *, network_away: bool
) -> PollState:
    """What a visit leaves. `network_away`: nobody answers us, so that it says nothing about the source."""
    if polled.fixed_interval_s:
        bounds = Bounds(floor_s=polled.fixed_interval_s, ceiling_s=polled.fixed_interval_s)
    outcome, last = visit.outcome, polled.state
    cadence = Cadence(interval_s=last.interval_s, failures=last.failures, first_failure_at=last.failing_since)
    if isinstance(outcome, Failed):
        return _failed(polled, outcome, after_failure(cadence, now), bounds, now, network_away=network_away)
    first = polled.first_polled_at is None
    entries = visit.feed.known + len(visit.feed.entries) if visit.feed else 0
    cadence = after_answer(cadence, new=0 if first else taken.new, entries=entries, bounds=bounds)
    answer = NotModified() if isinstance(outcome, Gone) else outcome
    moved = answer.permanent_url
    return PollState(
        next_due_at=next_due(now, cadence, source=polled.source.id, bounds=bounds, fresh_for_s=visit.fresh_for_s),
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
    if polled.first_polled_at is None and polled.source.owner is not None and not network_away:
        # Somebody has just added it, and has read that it is added: a wrong address is to be named while they look.
        dead = dead or cadence.failures >= NEVER_READ_FAILURES
    return replace(
        polled.state,
        next_due_at=due,
        interval_s=round(cadence.interval_s),
        failures=cadence.failures,
        failing_since=cadence.first_failure_at,
        problem=outcome.problem.sentence,
        notified_at=polled.state.notified_at or (now if dead else None),
    )
