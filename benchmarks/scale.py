"""What a much larger newsroom takes, computed from the measured costs; docs/scale.md has the tables.

    .venv/bin/python -m benchmarks.scale [--feeds N] [--items N] [--chats N]

The costs are those of `benchmarks/results`. Between two measured sizes a cost is read off the line between them, both
axes logarithmic; beyond the largest the line goes on as it went last, and the figure counts as extrapolated. What was
not measured at all is an assumption, and a field of `Demand` or of `Limits`.
"""

import argparse
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.bench_results import newest
from benchmarks.scale_costs import Costs, costs
from handlers.sending.pacing import OVERALL

_DAY_S = 86_400
_HOURS = 24
_WINDOW_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What is asked for. All but the first three are assumptions.

    Attributes:
        visits_a_feed: Visits to a feed in a day: one every 15 minutes, between the floor of 2 and the ceiling of 30.
        topics_a_chat: Topics that a chat tracks.
        alerts_a_chat: Alerts that a chat gets in a day; edits_an_alert: edits of each of them, which count as sends.
        busiest: So many times the mean comes in the busiest hour.
        kept_days: Items are kept so long.
        reach_s: A story that concerns every chat is to reach the last of them within so many seconds.
    """

    feeds: int
    items_a_day: int
    chats: int
    visits_a_feed: float = 96.0
    topics_a_chat: float = 5.0
    alerts_a_chat: float = 20.0
    edits_an_alert: float = 1.0
    busiest: float = 2.0
    kept_days: float = 30.0
    reach_s: float = 60.0

    @property
    def sends_a_day(self) -> float:
        return self.chats * self.alerts_a_chat * (1 + self.edits_an_alert)

    @property
    def topics(self) -> float:
        return self.chats * self.topics_a_chat


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one of each may be used for.

    Attributes:
        core_used: Share of a core that is planned for; the rest is for what comes in bursts.
        cores: Of a machine; memory_gib: its memory.
        tls_ms: A visit's handshake, which loopback has not: an assumption.
        window: Items that one desk compares with: the default of `desk.most_items`.
    """

    core_used: float = 0.6
    cores: int = 8
    memory_gib: float = 32.0
    tls_ms: float = 2.0
    window: int = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What it takes.

    Attributes:
        watch_cores: Of the processes that visit feeds, at the busiest hour.
        desks: So many desks, each with a language's or a subject's items; desk_hours: what their windows then cover.
        tokens: Bots that are needed for the daily sends; tokens_to_reach: for a story that concerns all chats.
        reach_minutes: Until such a story has reached the last chat with `tokens` bots.
        database_gb: What is kept; writes_a_s: items and sends written in the busiest hour.
        extrapolated: What of it lies beyond the largest size that was measured.
    """

    watch_cores: float
    desks: int
    desk_cores: float
    desk_hours: float
    tokens: int
    tokens_to_reach: int
    reach_minutes: float
    machines: int
    memory_gib: float
    database_gb: float
    writes_a_s: float
    extrapolated: tuple[str, ...]


def plan(demand: Demand, cost: Costs, limits: Limits) -> Plan:
    """What a demand takes, each desk with `limits.window` items in its window."""
    watching = watch_cores(demand, cost, limits)
    desks = desks_needed(demand, cost, limits)
    desk_cores = _a_second(demand.items_a_day, demand) * cost.item_ms(limits.window, demand.topics / desks) / 1_000
    rate = OVERALL * cost.rate_used
    tokens = max(1, math.ceil(_a_second(demand.sends_a_day, demand) / rate))
    memory_gib = desks * (cost.program_mib + limits.window * cost.window_kb / 1_024) / 1_024
    cores = math.ceil(watching) + desks + tokens / 10  # a pusher sends 30 a second with a tenth of a core
    return Plan(
        watch_cores=watching,
        desks=desks,
        desk_cores=desk_cores,
        desk_hours=_HOURS * limits.window / max(1.0, demand.items_a_day / desks),
        tokens=tokens,
        tokens_to_reach=max(1, math.ceil(demand.chats / (rate * demand.reach_s))),
        reach_minutes=demand.chats / (rate * tokens) / 60,
        machines=max(1, math.ceil(max(cores / limits.cores, memory_gib / limits.memory_gib))),
        memory_gib=memory_gib,
        database_gb=demand.items_a_day * demand.kept_days * cost.item_kb / 1e6,
        writes_a_s=_a_second(demand.items_a_day + demand.sends_a_day, demand),
        extrapolated=tuple(_extrapolated(demand, cost, limits, desks)),
    )


def watch_cores(demand: Demand, cost: Costs, limits: Limits) -> float:
    """Cores that the visits take in the busiest hour. Every new item is found by a visit of its own, which is dear."""
    visits = demand.feeds * demand.visits_a_feed
    finding = min(visits, demand.items_a_day)
    used_ms = (visits - finding) * cost.idle_visit_ms + finding * cost.new_visit_ms + visits * limits.tls_ms
    return _a_second(used_ms / 1_000, demand) / limits.core_used


def desks_needed(demand: Demand, cost: Costs, limits: Limits) -> int:
    """The fewest desks, of which none is busier than planned in the busiest hour. Each has its share of all topics."""
    a_second = _a_second(demand.items_a_day, demand)
    desks = 1
    while a_second / desks * cost.item_ms(limits.window, demand.topics / desks) / 1_000 > limits.core_used:
        desks += 1
    return desks


def desks_for_the_window(demand: Demand, limits: Limits, days: float = _WINDOW_DAYS) -> int:
    """So many desks, if each is to remember the items of so many days."""
    return max(1, math.ceil(demand.items_a_day * days / limits.window))


def _a_second(a_day: float, demand: Demand) -> float:
    return a_day * demand.busiest / _DAY_S


def _extrapolated(demand: Demand, cost: Costs, limits: Limits, desks: int) -> Iterator[str]:
    feeds = demand.feeds / max(1, math.ceil(watch_cores(demand, cost, limits)))
    if feeds > cost.most_feeds:
        yield f"{feeds:,.0f} feeds a process (measured to {cost.most_feeds:,.0f})"
    stored = demand.items_a_day * demand.kept_days
    if stored > cost.most_stored:
        yield f"{stored:,.0f} items kept (measured to {cost.most_stored:,.0f})"
    if cost.match_ms.beyond(demand.topics / desks):
        yield f"{demand.topics / desks:,.0f} topics a desk (measured to {cost.match_ms.points[-1][0]:,.0f})"
    if cost.decide_ms.beyond(limits.window):
        yield f"a window of {limits.window:,} items (measured to {cost.decide_ms.points[-1][0]:,.0f})"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramPart:
    """What one of a kind can do, beside what is asked of all: the share says how soon it gives way."""

    name: str
    able: float
    asked: float
    unit: str

    @property
    def share(self) -> float:
        return self.able / self.asked


def gives_way(demand: Demand, cost: Costs, limits: Limits) -> list[ProgramPart]:
    """The parts of a single program with a single token, the one that gives way first at the head."""
    one_core = demand.feeds / watch_cores(demand, cost, limits)
    item_ms = cost.item_ms(limits.window, demand.topics)
    items = limits.core_used * 1_000 / item_ms * _DAY_S / demand.busiest
    rate = OVERALL * cost.rate_used
    chats = rate / demand.busiest * _DAY_S / (demand.sends_a_day / demand.chats)
    parts = (
        ProgramPart(name="watchers, one core", able=one_core, asked=demand.feeds, unit="feeds"),
        ProgramPart(name="desk, one core", able=items, asked=demand.items_a_day, unit="items a day"),
        ProgramPart(
            name="the desk's window of seven days",
            able=limits.window / _WINDOW_DAYS,
            asked=demand.items_a_day,
            unit="items a day",
        ),
        ProgramPart(name="one token, the day's sends", able=chats, asked=demand.chats, unit="chats"),
        ProgramPart(
            name=f"one token, a story for all within {demand.reach_s:.0f} s",
            able=rate * demand.reach_s,
            asked=demand.chats,
            unit="chats",
        ),
    )
    return sorted(parts, key=lambda part: part.share)


NEWSROOMS: dict[str, Demand] = {
    "one newsroom": Demand(feeds=2_000, items_a_day=50_000, chats=300),
    "a country": Demand(feeds=50_000, items_a_day=1_000_000, chats=10_000),
    "the world": Demand(feeds=1_000_000, items_a_day=10_000_000, chats=100_000),
}


def main(show: Callable[[str], None] = print) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--feeds", type=int, default=1_000_000)
    parser.add_argument("--items", type=int, default=10_000_000, help="a day")
    parser.add_argument("--chats", type=int, default=100_000)
    given = parser.parse_args()
    demand = Demand(feeds=given.feeds, items_a_day=given.items, chats=given.chats)
    cost, limits = costs(newest()), Limits()
    show(f"{plan(demand, cost, limits)}")
    for part in gives_way(demand, cost, limits):
        show(f"{part.name}: {part.able:,.0f} of {part.asked:,.0f} {part.unit}")


if __name__ == "__main__":
    main()
