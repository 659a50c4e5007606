"""The costs that `benchmarks.scale` computes with, read from what `make bench` measured."""

import math
from dataclasses import dataclass

from benchmarks.bench_results import MeasuredRows


@dataclass(frozen=True, slots=True)
class Curve:
    """A cost at each measured size, the smallest first."""

    points: tuple[tuple[float, float], ...]

    def at(self, size: float) -> float:
        """Between two sizes on the line between them, beyond the largest on the last line; never below the first."""
        if len(self.points) == 1 or size <= self.points[0][0]:
            return self.points[0][1]
        pairs = zip(self.points, self.points[1:], strict=False)
        (x, y), (x2, y2) = next((pair for pair in pairs if size <= pair[1][0]), self.points[-2:])
        slope = math.log(y2 / y) / math.log(x2 / x)
        return float(y * (size / x) ** slope)

    def beyond(self, size: float) -> bool:
        """Whether so large a size was never measured."""
        return size > self.points[-1][0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What was measured; milliseconds of one core unless the name says otherwise.

    Attributes:
        idle_visit_ms: A visit that finds nothing new; new_visit_ms: one that finds an entry.
        decide_ms: An item decided and stored, by the items of the window, with 1,000 topics; encode_ms: read by the
            sentence encoder.
        match_ms: An item matched, by the number of topics.
        window_kb: Memory that an item of the window takes; program_mib: what the program has without any.
        rate_used: Share of Telegram's 30 a second that is used.
        most_feeds: The most that one process visited; most_stored: the most items that a database had.
    """

    idle_visit_ms: float
    new_visit_ms: float
    decide_ms: Curve
    encode_ms: float
    match_ms: Curve
    item_kb: float
    window_kb: float
    program_mib: float
    rate_used: float
    most_feeds: float
    most_stored: float

    def item_ms(self, window: float, topics: float) -> float:
        """An item through the desk: decided among so many, matched with more topics than the 1,000 measured."""
        more = max(0.0, self.match_ms.at(topics) - self.match_ms.at(1_000))
        return self.decide_ms.at(window) + self.encode_ms + more


def costs(measured: MeasuredRows) -> Costs:
    """The costs as they were measured last.

    Raises:
        LookupError: a row is missing; says which.
    """
    windows = measured.of("desk, window")
    least, most = windows[0], windows[-1]
    grown_mb = most.values["memory_mb"] - least.values["memory_mb"]
    window_kb = grown_mb * 1_000 / (most.size - least.size) if most.size > least.size else 0.0
    whole = measured.row("steady memory")
    return Costs(
        idle_visit_ms=measured.value("polling, unmodified", "cpu_ms_a_feed"),
        new_visit_ms=measured.value("polling, new", "cpu_ms_a_feed"),
        decide_ms=_curve(measured, "desk, window", "stored_ms"),
        encode_ms=measured.value("sentence encoder", "item_ms"),
        match_ms=_curve(measured, "matching, topics", "item_ms"),
        item_kb=whole.values["database_kb_an_item"],
        window_kb=window_kb,
        program_mib=whole.values["memory_mib"] - whole.size * window_kb / 1_024,
        rate_used=measured.value("fan-out", "used_pct") / 100,
        most_feeds=measured.row("polling, unmodified").size,
        most_stored=measured.row("/search, items stored").size,
    )


def _curve(measured: MeasuredRows, what: str, name: str) -> Curve:
    return Curve(tuple((float(row.size), row.values[name]) for row in measured.of(what)))
