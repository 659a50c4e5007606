import gc
import weakref
from collections.abc import Iterator

import pytest

from bot import memory_tuning


class Ring:
    """Something that holds itself."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.enable()
    gc.set_threshold(*before)
    gc.unfreeze()


async def test_what_stands_is_not_looked_through_again_until_the_daily_look() -> None:
    ring = Ring()
    gone = weakref.ref(ring)
    await memory_tuning.settle()
    del ring
    await memory_tuning.settle()
    assert gone() is not None
    await memory_tuning.look_through()
    assert gone() is None


async def test_a_ring_that_came_and_went_since_is_collected_at_once() -> None:
    await memory_tuning.settle()
    gone = weakref.ref(Ring())
    await memory_tuning.settle()
    assert gone() is None


def test_nothing_is_collected_between_the_begin_of_the_program_and_its_steadying() -> None:
    memory_tuning.begin()
    assert not gc.isenabled()
    memory_tuning.steady()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0


async def test_steadying_and_giving_back_hold_on_any_system(monkeypatch: pytest.MonkeyPatch) -> None:
    memory_tuning.steady()
    await memory_tuning.give_back()
    monkeypatch.setattr("bot.memory_tuning.ctypes.CDLL", lambda _: object())
    memory_tuning.steady()
    await memory_tuning.give_back()
