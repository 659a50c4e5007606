"""A day of a newsroom, minute by minute: how long what comes waits for those who do it."""

import math
from collections.abc import Sequence

from benchmarks.scale import Demand, Limits, plan
from benchmarks.scale_costs import Costs
from handlers.sending.pacing import OVERALL

_HOURS, _MINUTES = 24, 1_440


def hour_weights(busiest: float) -> list[float]:
    """How much of the mean comes in each hour of the day: one wave, its crest at 15 o'clock, `busiest` high."""
    return [1 + (busiest - 1) * math.cos(math.tau * (hour - 15) / _HOURS) for hour in range(_HOURS)]


def longest_wait_min(a_day: float, a_second: float, busiest: float, bursts: Sequence[tuple[int, float]] = ()) -> float:
    """Minutes that whatever comes waits at most, played minute by minute over a day.

    Args:
        a_day: What comes, over the hours as `hour_weights` has it.
        a_second: What is done.
        bursts: Minutes of the day, and what comes besides in each.
    """
    weights, more, waiting, longest = hour_weights(busiest), dict(bursts), 0.0, 0.0
    for minute in range(_MINUTES):
        waiting += a_day / _MINUTES * weights[minute // 60] + more.get(minute, 0.0)
        waiting = max(0.0, waiting - 60 * a_second)
        longest = max(longest, waiting / (60 * a_second))
    return longest


def day(demand: Demand, cost: Costs, limits: Limits, tokens: int) -> dict[str, float]:
    """The longest waits of a day with one story for every chat at 8 o'clock, in minutes, by the part."""
    planned = plan(demand, cost, limits)
    item_ms = cost.item_ms(limits.window, demand.topics / planned.desks)
    able: dict[str, tuple[float, float, list[tuple[int, float]]]] = {
        "one desk": (demand.items_a_day, 1_000 / item_ms, []),
        f"{planned.desks} desks": (demand.items_a_day, planned.desks * 1_000 / item_ms, []),
        f"{tokens} tokens": (demand.sends_a_day, tokens * OVERALL * cost.rate_used, [(480, float(demand.chats))]),
    }
    return {name: longest_wait_min(a_day, rate, demand.busiest, bursts) for name, (a_day, rate, bursts) in able.items()}
