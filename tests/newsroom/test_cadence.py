import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom import cadence
from newsroom.cadence import Bounds, Cadence, after_answer, after_failure, is_dead, next_due
from newsroom.source import SourceId

NOW = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)
BOUNDS = Bounds(floor_s=60, ceiling_s=1800)
SOURCE = SourceId(7)
DAY_S = 86_400


def publish(per_day: int, days: int) -> list[float]:
    """Seconds at which an outlet publishes: chance arrivals, a tenth of the day's rate from midnight to six."""
    chance = random.Random(1)  # noqa: S311 - a simulation, repeatable
    rate = per_day / DAY_S / (0.75 + 0.25 * 0.1)
    moments: list[float] = []
    now_s = 0.0
    while now_s < days * DAY_S:
        now_s += chance.expovariate(rate)
        if now_s % DAY_S > DAY_S / 4 or chance.random() < 0.1:
            moments.append(now_s)
    return moments


def simulate(per_day: int, days: int = 14) -> tuple[float, float]:
    """Mean wait of an item in minutes, and visits a day."""
    items = publish(per_day, days)
    state, now_s, reports, waited_s, visits = Cadence(), 0.0, 0, 0.0, 0
    while reports < len(items):
        visits += 1
        new = [moment for moment in items[reports:] if moment <= now_s]
        waited_s += sum(now_s - moment for moment in new)
        reports += len(new)
        state = after_answer(state, new=len(new), entries=40, bounds=BOUNDS)
        now_s += state.interval_s
    return waited_s / len(items) / 60, visits / days


@pytest.mark.parametrize(
    ("per_day", "wait_min_at_most", "visits_at_most"),
    [
        pytest.param(200, 2.0, 560, id="a wire"),
        pytest.param(40, 7.0, 160, id="a daily"),
        pytest.param(8, 16.0, 60, id="a weekly's blog"),
    ],
)
def test_an_item_waits_for_a_small_part_of_the_mean_gap(
    per_day: int, wait_min_at_most: float, visits_at_most: int
) -> None:
    wait_min, visits = simulate(per_day)
    assert wait_min <= wait_min_at_most
    assert visits <= visits_at_most


def test_news_shortens_the_interval_and_silence_lengthens_it() -> None:
    assert after_answer(Cadence(interval_s=400), new=1, entries=40, bounds=BOUNDS).interval_s == 200
    assert after_answer(Cadence(interval_s=400), new=0, entries=0, bounds=BOUNDS).interval_s == 500


def test_a_document_of_nothing_but_news_brings_the_interval_down_at_once() -> None:
    assert after_answer(Cadence(interval_s=1600), new=40, entries=40, bounds=BOUNDS).interval_s == 200


def test_a_feed_of_one_entry_is_not_taken_for_an_overrun() -> None:
    assert after_answer(Cadence(interval_s=1600), new=1, entries=1, bounds=BOUNDS).interval_s == 800


@given(
    st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100))),
    st.floats(1, 1e6),
    st.integers(0, 2**63 - 1),
    st.floats(0, 1e9),
)
def test_the_interval_stays_within_bounds_and_the_visit_within_their_jitter(
    visits: list[tuple[int, int]], start_s: float, source: int, fresh_for_s: float
) -> None:
    state = after_answer(Cadence(interval_s=start_s), new=0, entries=0, bounds=BOUNDS)
    for new, entries in visits:
        state = after_answer(state, new=new, entries=entries, bounds=BOUNDS)
    due = next_due(NOW, state, source=SourceId(source), bounds=BOUNDS, fresh_for_s=fresh_for_s)
    assert BOUNDS.floor_s <= state.interval_s <= BOUNDS.ceiling_s
    assert BOUNDS.floor_s * 0.9 - 1 <= (due - NOW).total_seconds() <= BOUNDS.ceiling_s * 1.1 + 1


def test_jitter_is_the_same_at_each_visit_and_differs_between_neighbours() -> None:
    dues = {next_due(NOW, Cadence(), source=SourceId(i), bounds=BOUNDS) for i in range(100)}
    assert len(dues) == 100
    assert next_due(NOW, Cadence(), source=SOURCE, bounds=BOUNDS) == next_due(
        NOW, Cadence(), source=SOURCE, bounds=BOUNDS
    )
    offsets_s = sorted((due - NOW).total_seconds() - 300 for due in dues)
    assert -30 <= offsets_s[0] < -25
    assert 25 < offsets_s[-1] <= 30


def test_the_publishers_wish_is_obeyed_up_to_the_ceiling() -> None:
    calm = next_due(NOW, Cadence(interval_s=60), source=SOURCE, bounds=BOUNDS, fresh_for_s=900)
    stretched = next_due(NOW, Cadence(interval_s=60), source=SOURCE, bounds=BOUNDS, fresh_for_s=DAY_S)
    assert timedelta(seconds=810) <= calm - NOW <= timedelta(seconds=990)
    assert timedelta(seconds=1620) <= stretched - NOW <= timedelta(seconds=1980)


def test_a_servers_retry_after_is_obeyed_up_to_six_hours() -> None:
    ill = after_failure(Cadence(), NOW)
    hour = next_due(NOW, ill, source=SOURCE, bounds=BOUNDS, retry_after=timedelta(hours=1))
    year = next_due(NOW, ill, source=SOURCE, bounds=BOUNDS, retry_after=timedelta(days=365))
    assert hour - NOW == timedelta(hours=1)
    assert year - NOW == timedelta(hours=6)


def test_a_short_retry_after_does_not_hasten_a_visit() -> None:
    ill = after_failure(Cadence(), NOW)
    assert next_due(NOW, ill, source=SOURCE, bounds=BOUNDS, retry_after=timedelta(seconds=1)) == next_due(
        NOW, ill, source=SOURCE, bounds=BOUNDS
    )


def die(interval_s: float, source: SourceId, took: timedelta) -> tuple[timedelta, int]:
    """How long after its death a source is called dead, at worst, and after how many failures."""
    died = NOW
    state = Cadence(interval_s=interval_s)
    now = next_due(died, state, source=source, bounds=BOUNDS) + took
    while True:
        state = after_failure(state, now)
        due = next_due(now, state, source=source, bounds=BOUNDS)
        if is_dead(state.first_failure_at, now, state.failures, due):
            return now - died, state.failures
        now = due + took


@pytest.mark.parametrize("interval_s", [60.0, 75.0, 90.0, 300.0, 1800.0])
@pytest.mark.parametrize("source", [SourceId(i) for i in range(1, 50, 7)])
def test_a_death_is_reported_within_an_hour_even_where_each_visit_hangs_to_its_time_out(
    interval_s: float, source: SourceId
) -> None:
    known_after, failures = die(interval_s, source, timedelta(seconds=40))
    assert known_after < timedelta(hours=1)
    assert failures >= cadence.DEAD_AFTER_FAILURES


def test_a_hiccup_is_no_death() -> None:
    assert not is_dead(NOW, NOW + timedelta(minutes=10), 4)
    assert not is_dead(None, NOW, 0)


def test_a_source_that_asks_for_a_long_rest_is_reported_at_once() -> None:
    assert is_dead(NOW, NOW, 1, NOW + timedelta(hours=6))


def test_a_dead_source_is_tried_every_six_hours_for_ever() -> None:
    state = Cadence(failures=5_000, first_failure_at=NOW)
    wait = next_due(NOW, state, source=SOURCE, bounds=BOUNDS) - NOW
    assert timedelta(hours=5.4) <= wait <= timedelta(hours=6)


def test_an_answer_ends_the_illness_and_finds_the_old_rhythm() -> None:
    ill = after_failure(after_failure(Cadence(interval_s=400), NOW), NOW + timedelta(minutes=2))
    assert ill == Cadence(interval_s=400, failures=2, first_failure_at=NOW)
    assert after_answer(ill, new=1, entries=40, bounds=BOUNDS) == Cadence(interval_s=200)
