import gc
import weakref
from collections.abc import Iterator

import pytest

from bot import heap


class Ring:
    """Something that holds itself."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


async def test_what_stands_is_not_looked_through_again_until_the_daily_look() -> None:
    ring = Ring()
    gone = weakref.ref(ring)
    await heap.settle()
    del ring
    await heap.settle()
    assert gone() is not None
    await heap.look_through()
    assert gone() is None


async def test_a_ring_that_came_and_went_since_is_collected_at_once() -> None:
    await heap.settle()
    gone = weakref.ref(Ring())
    await heap.settle()
    assert gone() is None


async def test_steadying_and_giving_back_hold_on_any_system(monkeypatch: pytest.MonkeyPatch) -> None:
    heap.steady()
    await heap.give_back()
    monkeypatch.setattr("bot.heap.ctypes.CDLL", lambda _: object())
    heap.steady()
    await heap.give_back()
