"""What a source brings: a rate of whole days, a delay of items that bear a date, a share of what others had before."""

from datetime import timedelta

import pytest

from newsroom.source_figures import COUNTED_OVER, ReadItem, source_figures
from tests.builders import NOW, at

WEEK = NOW - COUNTED_OVER


def read(minutes: float, *, late: float | None = 4, repeats: float | None = None) -> ReadItem:
    """An item that arrived so many minutes after NOW, so late after its own date."""
    return ReadItem(
        published=None if late is None else at(minutes - late),
        arrived_at=at(minutes),
        repeats=None if repeats is None else at(repeats),
    )


def test_items_of_a_week_are_so_many_a_day() -> None:
    figures = source_figures(84, [read(-n) for n in range(10)], WEEK, NOW)
    assert (figures.items, figures.a_day, figures.over) == (84, 12.0, COUNTED_OVER)


def test_a_source_that_is_new_has_no_rate_yet() -> None:
    assert source_figures(9, [read(-1)], NOW - timedelta(hours=23), NOW).a_day is None


def test_the_delay_is_that_of_the_middle_item_whatever_an_old_text_bears() -> None:
    items = [read(-n, late=late) for n, late in enumerate([1, 2, 3, 50, 60 * 24 * 30])]
    assert source_figures(5, [*items, read(-9, late=4)], WEEK, NOW).delay == timedelta(minutes=3)


def test_without_dates_there_is_no_delay() -> None:
    figures = source_figures(6, [read(-n, late=None) for n in range(6)], WEEK, NOW)
    assert (figures.delay, figures.dated) == (None, False)


@pytest.mark.parametrize(("repeats", "share"), [(-30, 50), (-1, 0)])
def test_only_what_another_had_before_is_a_repeat(repeats: float, share: int) -> None:
    """A wire that is read later than the outlet that copied it repeats nothing."""
    items = [read(-6, repeats=repeats) for _ in range(4)] + [read(-6) for _ in range(4)]
    assert source_figures(8, items, WEEK, NOW).reprint_pct == share


def test_of_few_items_no_share_is_said() -> None:
    assert source_figures(4, [read(-6, repeats=-30)] * 4, WEEK, NOW).reprint_pct is None
