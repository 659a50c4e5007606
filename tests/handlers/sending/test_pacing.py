import pickle
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


@pytest.mark.parametrize(
    ("now_s", "free_s"),
    [
        pytest.param(0.0, 1.02, id="at once"),
        pytest.param(1.019, 1.02, id="just before"),
        pytest.param(1.02, 1.02, id="then"),
        pytest.param(1.021, 1.021, id="just after"),
    ],
)
def test_thirty_may_go_in_the_first_second_and_the_next_waits(now_s: float, free_s: float) -> None:
    pacing = Pacing()
    for chat in range(1, 31):
        assert pacing.open_at(0.0) == 0.0
        pacing.note(chat, 0.0)
    assert pacing.open_at(now_s) == free_s


@pytest.mark.parametrize("chat", [pytest.param(1, id="person"), pytest.param(-1, id="group")])
@pytest.mark.parametrize(
    ("now_s", "free_s"),
    [
        pytest.param(0.0, 1.15, id="at once"),
        pytest.param(1.149, 1.15, id="just before"),
        pytest.param(1.15, 1.15, id="then"),
        pytest.param(1.151, 1.151, id="just after"),
    ],
)
def test_the_next_to_one_chat_waits_a_second_and_a_margin(chat: int, now_s: float, free_s: float) -> None:
    pacing = Pacing()
    pacing.note(chat, 0.0)
    assert pacing.free_at(chat, now_s) == free_s
    assert pacing.slot(chat, now_s) == max(free_s, now_s)


def test_what_goes_the_instant_that_its_chat_is_free_fills_it_again() -> None:
    pacing = Pacing()
    for second in (0.0, 1.15, 2.3):
        assert pacing.free_at(7, second) == second
        pacing.note(7, second)
        assert pacing.free_at(7, second) == second + 1.15


@pytest.mark.parametrize(
    ("notes", "now_s", "free_s"),
    [
        pytest.param(19, 30.0, 30.0, id="19 are within the limit"),
        pytest.param(20, 30.0, 60.15, id="20 fill it"),
        pytest.param(20, 60.14, 60.15, id="just before"),
        pytest.param(20, 60.15, 60.15, id="then"),
    ],
)
def test_a_group_takes_twenty_a_minute(notes: int, now_s: float, free_s: float) -> None:
    pacing = Pacing()
    for number in range(notes):
        pacing.note(-1, number * 1.15)
    assert pacing.free_at(-1, now_s) == free_s


def test_a_person_takes_more_than_a_group() -> None:
    pacing = Pacing()
    for number in range(40):
        pacing.note(1, number * 1.15)
    assert pacing.free_at(1, 46.0) == 46.0


def test_requests_go_evenly_once_a_third_of_a_second_s_share_went_at_once() -> None:
    """At ten a second the gap is 0.1025 s; half of it while there is lateness to make up for; ten fill 1.02 s."""
    pacing, now, out = Pacing(overall=10), 0.0, []
    for chat in range(1, 22):
        while (slot := pacing.slot(chat, now)) > now:
            now = slot
        pacing.go(chat, now)
        out.append(now)
    first = [0.0, 0.0, 0.0, 0.0, 0.11, 0.2125, 0.315, 0.4175, 0.52, 0.6225]
    second = [1.02, 1.07125, 1.1225, 1.17375, 1.225, 1.27625, 1.34, 1.4425, 1.545, 1.6475]
    assert out == pytest.approx([*first, *second, 2.04])


@pytest.mark.parametrize(
    ("late_s", "next_s"),
    [
        pytest.param(0.0, 0.1025, id="in time: a whole gap"),
        pytest.param(0.05, 0.0525, id="a little late: less"),
        pytest.param(0.06, 0.05125, id="later: half a gap"),
        pytest.param(0.3, 0.05125, id="much later: half a gap"),
        pytest.param(5.0, 0.0, id="after a silence: none"),
    ],
)
def test_what_follows_a_late_request_makes_up_for_it_as_far_as_half_a_gap(late_s: float, next_s: float) -> None:
    pacing, now = Pacing(overall=10), 0.0
    for chat in range(1, 9):  # three tenths of a second are made up for by then
        now = max(now, pacing.slot(chat, now))
        pacing.go(chat, now)
    now = pacing.slot(99, now) + late_s
    pacing.go(99, now)
    assert pacing.slot(100, now) - now == pytest.approx(next_s)


def test_ten_of_a_second_go_at_once_whatever_went_before_that_second() -> None:
    pacing, now, out = Pacing(), 0.0, []
    for chat in range(1, 41):
        now = max(now, pacing.slot(chat, now))
        if chat == 31:
            now += 1.02  # nothing was to be sent for a second
        pacing.go(chat, now)
        out.append(now)
    assert out[:10] == [0.0] * 10
    assert out[10] > out[9]
    assert out[30:40] == [out[30]] * 10


def test_thirty_a_second_go_3_417_hundredths_of_a_second_apart() -> None:
    pacing, now, out = Pacing(), 0.0, []
    for chat in range(1, 30):
        now = max(now, pacing.slot(chat, now))
        pacing.go(chat, now)
        out.append(now)
    assert out[-1] - out[-2] == pytest.approx(1.025 / 30)


@pytest.mark.parametrize(
    ("took_s", "late_s"),
    [
        pytest.param(0.05, 0.0, id="the quickest"),
        pytest.param(0.1, 0.0, id="as quick as the quickest"),
        pytest.param(0.3, 0.1998, id="slower"),
        pytest.param(0.5, 0.3998, id="just within what counts as lateness"),
        pytest.param(0.51, 0.4, id="just beyond"),
        pytest.param(9.0, 0.4, id="Telegram's own waiting"),
    ],
)
def test_what_took_longer_than_the_quickest_counts_as_sent_later(took_s: float, late_s: float) -> None:
    pacing = Pacing(overall=1)
    pacing.note(1, 0.0)
    pacing.answered(0.0, 0.1)
    assert pacing.open_at(0.1) == pytest.approx(1.02)
    pacing.note(2, 2.0)
    pacing.answered(2.0, 2.0 + took_s)
    assert pacing.open_at(2.0) == pytest.approx(3.02 + late_s)


def test_the_quickest_answer_is_forgotten_by_a_fifth_of_a_percent_an_answer() -> None:
    pacing = Pacing(overall=1)
    for answer_s in (0.1, *[0.2] * 200):
        pacing.answered(-9.0, answer_s - 9.0)
    pacing.note(1, 0.0)
    pacing.answered(0.0, 0.4)
    assert pacing.open_at(0.0) == pytest.approx(1.02 + 0.4 - 0.1 * 1.002**201)


def test_an_answer_that_comes_when_its_second_is_over_changes_nothing() -> None:
    pacing = Pacing(overall=1)
    pacing.answered(-9.0, -8.9)
    pacing.note(1, 0.0)
    pacing.open_at(1.5)
    pacing.note(2, 1.5)
    pacing.answered(0.0, 1.6)
    assert pacing.open_at(1.6) == pytest.approx(2.52)


def test_what_is_late_takes_its_place_among_those_behind_it() -> None:
    pacing = Pacing(overall=3)
    pacing.answered(-9.0, -8.9)
    for chat, went_s in enumerate((0.0, 0.1, 0.9), start=1):
        pacing.note(chat, went_s)
    pacing.answered(0.0, 5.0)  # counts as sent at 0.4
    assert pacing.open_at(0.9) == pytest.approx(1.12)
    assert pacing.open_at(1.13) == pytest.approx(1.13)
    pacing.note(4, 1.13)
    assert pacing.open_at(1.13) == pytest.approx(1.42)


@pytest.mark.parametrize(
    ("now_s", "blocked"),
    [
        pytest.param(0.0, {7: 1.15, -8: 1.15}, id="at once"),
        pytest.param(1.149, {7: 1.15, -8: 1.15}, id="just before"),
        pytest.param(1.15, {}, id="then"),
    ],
)
def test_a_chat_is_blocked_until_it_may_be_written_to_again(now_s: float, blocked: dict[int, float]) -> None:
    pacing = Pacing()
    for chat in (7, -8):
        pacing.note(chat, 0.0)
    pacing.free_at(9, 0.0)
    assert pacing.blocked(now_s) == blocked


@pytest.mark.parametrize(
    ("seconds", "of_all"),
    [
        pytest.param(119.9, False, id="just below two minutes"),
        pytest.param(120.0, True, id="two minutes"),
        pytest.param(120.1, True, id="just above"),
    ],
)
def test_a_wait_of_two_minutes_is_meant_for_all_chats(seconds: float, of_all: bool) -> None:  # noqa: FBT001 - the expected answer
    assert Pacing().asked_of_all(7, seconds, 0.0) is of_all


@pytest.mark.parametrize(
    ("first", "second", "of_all"),
    [
        pytest.param((7, 30.0), (8, 30.0, 29.9), True, id="half a minute of two chats"),
        pytest.param((7, 30.0), (8, 30.0, 30.0), False, id="of the second when the first is over"),
        pytest.param((7, 29.9), (8, 30.0, 1.0), False, id="just below half a minute, then half a minute"),
        pytest.param((7, 30.0), (8, 29.9, 1.0), False, id="half a minute, then just below"),
        pytest.param((7, 30.0), (7, 30.0, 1.0), False, id="twice of the same chat"),
        pytest.param((7, 100.0), (8, 31.0, 99.9), True, id="a longer wait lasts longer"),
        pytest.param((7, 100.0), (8, 31.0, 100.0), False, id="and is over too"),
    ],
)
def test_half_a_minute_asked_of_two_chats_at_a_time_is_meant_for_all(
    first: tuple[int, float],
    second: tuple[int, float, float],
    of_all: bool,  # noqa: FBT001 - the expected answer
) -> None:
    pacing = Pacing()
    assert not pacing.asked_of_all(*first, 0.0)
    assert pacing.asked_of_all(*second) is of_all


def test_the_chat_that_was_asked_last_counts_for_the_next() -> None:
    pacing = Pacing()
    assert not pacing.asked_of_all(7, 30.0, 0.0)
    assert not pacing.asked_of_all(8, 30.0, 50.0)
    assert pacing.asked_of_all(9, 30.0, 79.0)


@pytest.mark.parametrize(("hold_s", "free"), [(5.0, 5.0), (0.5, 2.0)])
def test_a_hold_of_everything_lasts_as_long_as_the_longest_asked_for(hold_s: float, free: float) -> None:
    pacing = Pacing()
    pacing.hold_all(2.0)
    pacing.hold_all(hold_s)
    assert pacing.open_at(0.0) == free


def test_forgetting_chats_keeps_the_memory_bounded_and_the_limits_whole() -> None:
    """Ten chats a second, each written to once: only those of the last minute are remembered."""
    pacing, remembered_bytes = Pacing(), list[int]()
    for chat in range(1, 1_200):
        pacing.note(chat, chat / 10)
        pacing.forget_idle(chat / 10)
        if chat in {700, 1_199}:
            remembered_bytes.append(len(pickle.dumps(pacing)))
    assert remembered_bytes[1] < 1.3 * remembered_bytes[0]
    assert pacing.free_at(1_199, 119.9) > 119.9


FULL = [0.0] * 20


@pytest.mark.parametrize(
    ("times_s", "forget_s", "free_s"),
    [
        pytest.param(FULL, 30.0, 60.15, id="half a minute ago"),
        pytest.param(FULL, 60.0, 60.15, id="a minute ago"),
        pytest.param(FULL, 60.01, 60.01, id="more than a minute ago"),
        pytest.param([*FULL, 1.0], 60.01, 60.15, id="only the last within a minute"),
        pytest.param([0.0, *[1.0] * 20], 60.5, 61.15, id="all but the first within a minute"),
    ],
)
def test_a_group_is_forgotten_a_minute_after_the_last_to_it(
    times_s: list[float], forget_s: float, free_s: float
) -> None:
    pacing = Pacing()
    for time_s in times_s:
        pacing.note(-5, time_s)
    pacing.free_at(-5, forget_s)
    pacing.forget_idle(forget_s)
    assert pacing.free_at(-5, forget_s) == free_s


def test_a_group_that_nothing_was_sent_to_is_forgotten_without_harm() -> None:
    pacing = Pacing()
    assert pacing.free_at(-5, 1.0) == 1.0
    pacing.forget_idle(1.0)
    assert pacing.free_at(-5, 2.0) == 2.0
