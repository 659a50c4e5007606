import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.item import ItemId
from newsroom.stories.arrival_order import ArrivalOrder

HOURS = st.lists(st.sampled_from([1.0, 1.5, 2.0, 7.25, 9.0]), max_size=30)


@given(hours=HOURS, leaving=st.sets(st.integers(0, 29)), horizon=st.sampled_from([0.0, 1.5, 2.5, 9.5]))
def test_it_is_a_sorted_list(hours: list[float], leaving: set[int], horizon: float) -> None:
    order, plain = ArrivalOrder(), list[tuple[float, int]]()
    for number, hour in enumerate(hours):
        order.add(ItemId(number), hour)
        plain.append((hour, number))
    for number in leaving.intersection(range(len(hours))):
        order.discard(ItemId(number), hours[number])
        plain.remove((hours[number], number))
    plain.sort()
    assert [order.nth_newest(rank) for rank in range(1, len(plain) + 1)] == [hour for hour, _ in reversed(plain)]
    assert order.take_before(horizon) == [number for hour, number in plain if hour < horizon]
    assert order.take_before(10.0) == [number for hour, number in plain if hour >= horizon]
    with pytest.raises(IndexError):
        order.nth_newest(1)
