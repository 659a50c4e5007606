"""The tables of docs/scale.md: the costs that were measured, what three newsrooms take, and what gives way first."""

from collections.abc import Iterator, Sequence

from benchmarks.bench_results import MeasuredRows
from benchmarks.scale import NEWSROOMS, Demand, Limits, desks_for_the_window, gives_way, plan
from benchmarks.scale_costs import Costs, costs
from benchmarks.scale_day import day

_WORLD = "the world"


def parts(rows: MeasuredRows) -> Iterator[tuple[str, str]]:
    """Each part of the page by its name."""
    cost, limits = costs(rows), Limits()
    yield "costs", _costs(cost, limits)
    yield "plans", _plans(cost, limits)
    yield "gives way", _gives_way(NEWSROOMS[_WORLD], cost, limits)
    yield "windows", _windows(NEWSROOMS[_WORLD], cost)
    yield "day", _day(NEWSROOMS[_WORLD], cost, limits)


def _costs(cost: Costs, limits: Limits) -> str:
    decided, matched = cost.decide_ms.points[-1], cost.match_ms.points[-1]
    rows = (
        ("a visit that finds nothing new", f"{cost.idle_visit_ms:.2f} ms, and {limits.tls_ms:.0f} ms assumed for TLS"),
        ("a visit that finds a new entry", f"{cost.new_visit_ms:.2f} ms, and the same"),
        ("an item decided and stored", f"{decided[1]:.2f} ms with {decided[0]:,.0f} in the window"),
        ("an item read by the sentence encoder", f"{cost.encode_ms:.2f} ms"),
        ("an item matched", f"{matched[1]:.2f} ms against {matched[0]:,.0f} topics"),
        ("an item in the database", f"{cost.item_kb:.1f} kB, a headline and a teaser with all that belongs to it"),
        ("an item in a desk's memory", f"{cost.window_kb:.1f} kB"),
        ("the permitted 30 a second", f"used to {100 * cost.rate_used:.1f} %"),
    )
    return _table(("what", "cost"), rows)


def _plans(cost: Costs, limits: Limits) -> str:
    found = {name: (demand, plan(demand, cost, limits)) for name, demand in NEWSROOMS.items()}
    rows = [
        ("feeds", *(f"{d.feeds:,}" for d, _ in found.values())),
        ("items a day", *(f"{d.items_a_day:,}" for d, _ in found.values())),
        ("chats (topics)", *(f"{d.chats:,} ({d.topics:,.0f})" for d, _ in found.values())),
        ("cores of `watch`", *(f"{p.watch_cores:.1f}" for _, p in found.values())),
        ("desks, one core each", *(f"{p.desks}" for _, p in found.values())),
        ("hours that a desk's window covers", *(f"{min(168.0, p.desk_hours):.1f}" for _, p in found.values())),
        ("memory of the desks, GiB", *(f"{p.memory_gib:.1f}" for _, p in found.values())),
        ("database, GB", *(f"{p.database_gb:,.0f}" for _, p in found.values())),
        ("rows of items and sends, a second", *(f"{p.writes_a_s:,.0f}" for _, p in found.values())),
        ("tokens for the day's sends", *(f"{p.tokens}" for _, p in found.values())),
        ("a story for all: minutes to the last chat", *(f"{p.reach_minutes:.1f}" for _, p in found.values())),
        ("tokens to reach all within a minute", *(f"{p.tokens_to_reach}" for _, p in found.values())),
        ("machines of 8 cores and 32 GiB, without the database", *(f"{p.machines}" for _, p in found.values())),
        ("extrapolated", *("; ".join(p.extrapolated) or "nothing" for _, p in found.values())),
    ]
    return _table(("", *found), rows)


def _gives_way(demand: Demand, cost: Costs, limits: Limits) -> str:
    rows = [
        (part.name, f"{part.able:,.0f}", f"{part.asked:,.0f} {part.unit}", f"1 : {1 / part.share:,.1f}")
        for part in gives_way(demand, cost, limits)
    ]
    return _table(("one of", "can do", "asked of all", "short by"), rows)


def _windows(demand: Demand, cost: Costs) -> str:
    rows = []
    for window in (50_000, 500_000):
        limits = Limits(window=window)
        memory_gib = (cost.program_mib + window * cost.window_kb / 1_024) / 1_024
        measured = "extrapolated" if cost.decide_ms.beyond(window) else "measured"
        days = [f"{desks_for_the_window(demand, limits, days):,}" for days in (1.0, 7.0)]
        rows.append((f"{window:,}", *days, f"{cost.item_ms(window, 1_000):.1f}", f"{memory_gib:.1f}", measured))
    head = ("window of a desk", "desks for one day", "for seven days", "ms an item", "GiB a desk", "")
    return _table(head, rows)


def _day(demand: Demand, cost: Costs, limits: Limits) -> str:
    rows: dict[str, float] = {}
    for tokens in (plan(demand, cost, limits).tokens, plan(demand, cost, limits).tokens_to_reach):
        rows |= day(demand, cost, limits, tokens)
    return _table(("of", "longest wait, minutes"), [(name, f"{wait:,.1f}") for name, wait in rows.items()])


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, ("---", *("--:" for _ in head[1:])), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
