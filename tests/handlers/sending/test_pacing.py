from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.sending.pacing import GROUP, OVERALL, Pacing

REQUESTS = st.lists(st.tuples(st.integers(-4, 12).filter(bool), st.floats(0, 3)), min_size=1, max_size=250)


def sent(requests: list[tuple[int, float]]) -> list[tuple[float, int]]:
    """When each goes out, if each is let out as soon as the limits allow; (chat, seconds after the one before)."""
    pacing, now, out = Pacing(), 0.0, []
    for chat, gap in requests:
        now += gap
        while (free := max(pacing.open_at(now), pacing.free_at(chat, now))) > now:
            now = free
        pacing.forget_idle(now)
        pacing.note(chat, now)
        out.append((now, chat))
    return out


def most_in(times: list[float], length_s: float) -> int:
    """The fullest window of that length, its two ends included."""
    return max(sum(1 for t in times if start <= t <= start + length_s) for start in times)


@settings(max_examples=60)
@given(REQUESTS)
def test_no_window_holds_more_than_telegram_allows(requests: list[tuple[int, float]]) -> None:
    out = sent(requests)
    assert most_in([at for at, _ in out], 1.0) <= OVERALL
    chats: dict[int, list[float]] = defaultdict(list)
    for at, chat in out:
        chats[chat].append(at)
    for chat, times in chats.items():
        assert most_in(times, 1.0) == 1
        assert chat > 0 or most_in(times, 60.0) <= GROUP


@settings(max_examples=40)
@given(st.lists(st.sampled_from([0.0, 0.0, 0.0, 0.01, 0.05, 0.12, 0.38]), min_size=40, max_size=200))
def test_what_is_late_on_its_way_does_not_crowd_those_behind_it(late: list[float]) -> None:
    """Each request takes 0.1 s there and 0.1 s back, and so much longer on its way there."""
    pacing, now, arrivals, under_way = Pacing(), 0.0, [], list[tuple[float, float]]()
    for chat, late_s in enumerate([0.0, *late], start=1):
        while True:
            for answered_s, went_s in [pair for pair in under_way if pair[0] <= now]:
                pacing.answered(went_s, answered_s)
                under_way.remove((answered_s, went_s))
            slot_s = pacing.slot(chat, now)
            if slot_s <= now:
                break
            now = min([slot_s, *(answered_s for answered_s, _ in under_way if answered_s > now)])
        pacing.go(chat, now)
        arrivals.append(now + 0.1 + late_s)
        under_way.append((now + 0.2 + late_s, now))
    assert most_in(arrivals, 1.0) <= OVERALL


def test_one_full_group_holds_up_nobody_else() -> None:
    pacing = Pacing()
    for second in range(GROUP):
        pacing.note(-5, second * 1.1)
    now = GROUP * 1.1
    assert pacing.free_at(-5, now) > now + 30
    assert pacing.free_at(-6, now) == now
    assert pacing.free_at(7, now) == now
    assert pacing.open_at(now) == now


def test_thirty_may_go_in_the_first_second_and_the_next_waits() -> None:
    pacing = Pacing()
    for chat in range(1, OVERALL + 1):
        assert pacing.open_at(0.0) == 0.0
        pacing.note(chat, 0.0)
    assert 1.0 < pacing.open_at(0.0) < 1.1


@pytest.mark.parametrize(("hold_s", "free"), [(5.0, 5.0), (0.5, 2.0)])
def test_a_hold_of_everything_lasts_as_long_as_the_longest_asked_for(hold_s: float, free: float) -> None:
    pacing = Pacing()
    pacing.hold_all(2.0)
    pacing.hold_all(hold_s)
    assert pacing.open_at(0.0) == free


def test_forgetting_chats_keeps_the_memory_bounded_and_the_limits_whole() -> None:
    pacing = Pacing()
    for chat in range(1, 1_000):
        pacing.note(chat, chat / 10)
        pacing.forget_idle(chat / 10)
    assert len(pacing._chats) < 700
    assert pacing.free_at(999, 99.9) > 99.9
