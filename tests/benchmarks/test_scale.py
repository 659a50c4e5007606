"""The arithmetic of docs/scale.md, on costs that are easy to reckon with."""

import math

import pytest

from benchmarks.scale import Demand, Limits, desks_for_the_window, desks_needed, gives_way, plan, watch_cores
from benchmarks.scale_costs import Costs, Curve
from benchmarks.scale_day import hour_weights, longest_wait_min

COST = Costs(
    idle_visit_ms=1.0,
    new_visit_ms=3.0,
    decide_ms=Curve(((1_000.0, 2.0), (10_000.0, 4.0))),
    encode_ms=1.0,
    match_ms=Curve(((1_000.0, 1.0), (100_000.0, 2.0))),
    item_kb=5.0,
    window_kb=10.24,
    program_mib=100.0,
    rate_used=1.0,
    most_feeds=1_000.0,
    most_stored=30.0 * 86_400,
)
LIMITS = Limits(core_used=0.5, cores=8, memory_gib=32.0, tls_ms=1.0, window=10_000)
A_DAY = 86_400


def demand(**more: float) -> Demand:
    asked: dict[str, float] = {"feeds": 1_000, "items_a_day": A_DAY, "chats": 1_000, "busiest": 1.0, **more}
    return Demand(**asked)  # type: ignore[arg-type]  # whole numbers are among the floats


@pytest.mark.parametrize(
    ("size", "cost"), [(100.0, 2.0), (1_000.0, 2.0), (10_000.0, 4.0), (100_000.0, 8.0), (math.sqrt(1e7), math.sqrt(8))]
)
def test_a_cost_lies_on_the_line_between_measured_sizes_and_goes_on_beyond_them(size: float, cost: float) -> None:
    assert COST.decide_ms.at(size) == pytest.approx(cost)


def test_only_what_lies_beyond_the_largest_size_counts_as_extrapolated() -> None:
    assert COST.decide_ms.beyond(10_001)
    assert not COST.decide_ms.beyond(10_000)
    assert plan(demand(), COST, LIMITS).extrapolated == ()
    (one,) = plan(demand(), COST, Limits(window=20_000)).extrapolated
    assert one.startswith("a window of 20,000 items")
    (one,) = plan(demand(feeds=1_001), COST, LIMITS).extrapolated
    assert one == "1,001 feeds a process (measured to 1,000)"
    (one,) = plan(demand(kept_days=31.0), COST, LIMITS).extrapolated
    assert one == "2,678,400 items kept (measured to 2,592,000)"


def test_a_single_measured_size_costs_the_same_everywhere() -> None:
    assert Curve(((1_000.0, 2.0),)).at(1_000_000) == 2.0


def test_more_topics_than_were_measured_with_cost_what_matching_grows_by() -> None:
    assert COST.item_ms(10_000, 1_000) == pytest.approx(5.0)
    assert COST.item_ms(10_000, 100_000) == pytest.approx(6.0)


def test_watching_counts_idle_visits_finding_ones_and_handshakes() -> None:
    # 96,000 visits a day, of which 86,400 find an item: 9,600 x 1 ms + 86,400 x 3 ms + 96,000 x 1 ms of half a core.
    assert watch_cores(demand(), COST, LIMITS) == pytest.approx((9.6 + 259.2 + 96.0) / A_DAY / 0.5)


def test_no_desk_is_busier_than_planned() -> None:
    # One item a second takes 5 ms; half a core takes 100 of them.
    assert desks_needed(demand(items_a_day=100 * A_DAY, chats=1), COST, LIMITS) == 1
    assert desks_needed(demand(items_a_day=101 * A_DAY, chats=1), COST, LIMITS) == 2


def test_a_window_of_seven_days_wants_a_desk_for_each_window_full_of_items() -> None:
    assert desks_for_the_window(demand(items_a_day=10_000), LIMITS) == 7
    assert desks_for_the_window(demand(items_a_day=10_000), LIMITS, days=1.0) == 1


def test_tokens_are_counted_for_the_day_and_for_a_story_that_concerns_all() -> None:
    planned = plan(demand(chats=54_000, alerts_a_chat=48.0, edits_an_alert=1.0), COST, LIMITS)
    assert planned.tokens == 2  # 60 sends a second
    assert planned.tokens_to_reach == 30  # 54,000 chats in 60 s, 30 a second each
    assert planned.reach_minutes == pytest.approx(15.0)


def test_the_database_keeps_what_comes_in_the_days_that_it_keeps() -> None:
    assert plan(demand(items_a_day=1_000_000, kept_days=30.0), COST, LIMITS).database_gb == pytest.approx(150.0)


def test_the_part_that_can_do_the_least_of_what_is_asked_comes_first() -> None:
    parts = gives_way(demand(items_a_day=10_000_000), COST, LIMITS)
    assert [part.share for part in parts] == sorted(part.share for part in parts)
    assert parts[0].name == "the desk's window of seven days"
    assert parts[0].share == pytest.approx(1 / 7_000)


def test_the_hours_of_a_day_make_up_the_day_and_the_busiest_is_as_busy_as_asked() -> None:
    assert sum(hour_weights(2.0)) == pytest.approx(24.0)
    assert max(hour_weights(2.0)) == pytest.approx(2.0)


def test_who_is_fast_enough_for_the_busiest_hour_lets_nothing_wait() -> None:
    assert longest_wait_min(A_DAY, 2.0, busiest=2.0) == 0.0
    assert longest_wait_min(A_DAY, 1.5, busiest=2.0) > 60.0


def test_a_burst_waits_as_long_as_it_takes_to_work_it_off() -> None:
    # 6,000 at once, 10 a second of which nothing else comes: a minute's 600 are done when the first minute ends.
    assert longest_wait_min(0.0, 10.0, busiest=1.0, bursts=[(480, 6_000.0)]) == pytest.approx(9.0)
