from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.render.drawing.bars import MOST_BARS, Step, bars
from handlers.render.timeline_document import CoveredDay
from handlers.sentences.reader import Reader

DAYS = st.lists(
    st.tuples(st.dates(), st.integers(1, 500), st.sets(st.sampled_from("abcd"), min_size=1)),
    unique_by=lambda covered: covered[0],
    max_size=8,
)


def covered(day: date, documents: int = 1, outlets: str = "a") -> CoveredDay:
    return CoveredDay(day=day, documents=documents, outlets=frozenset(outlets))


@pytest.mark.parametrize(
    ("days", "step", "number"),
    [
        pytest.param(0, Step.DAY, 1, id="one day"),
        pytest.param(61, Step.DAY, 62, id="two months"),
        pytest.param(62, Step.WEEK, 10, id="a day more"),
        pytest.param(430, Step.WEEK, 62, id="fourteen months"),
        pytest.param(900, Step.MONTH, 30, id="years"),
    ],
)
def test_days_become_weeks_and_weeks_months_before_bars_get_too_thin(days: int, step: Step, number: int) -> None:
    first = date(2025, 1, 1)
    drawn = bars([covered(first), covered(first + timedelta(days=days))] if days else [covered(first)], Reader())
    assert (drawn.step, len(drawn.bars)) == (step, number)


def test_a_day_without_news_has_its_place() -> None:
    drawn = bars([covered(date(2026, 3, 2), 3, "ab"), covered(date(2026, 3, 4))], Reader())
    assert [(bar.documents, bar.outlets) for bar in drawn.bars] == [(3, 2), (0, 0), (1, 1)]
    assert drawn.most == 3
    assert [words for _, words in drawn.labels] == ["2 Mar 2026", "3 Mar", "4 Mar"]


def test_an_outlet_counts_once_in_a_week() -> None:
    drawn = bars(
        [covered(date(2025, 12, 30), 2, "ab"), covered(date(2025, 12, 31), 2, "bc"), covered(date(2026, 4, 1))],
        Reader(),
    )
    assert (drawn.bars[0].documents, drawn.bars[0].outlets) == (4, 3)


@given(DAYS)
def test_every_document_stands_in_one_bar(covered: list[tuple[date, int, set[str]]]) -> None:
    days = [CoveredDay(day=day, documents=count, outlets=frozenset(names)) for day, count, names in sorted(covered)]
    if days and (days[-1].day - days[0].day).days > 40_000:
        return  # more months than anyone draws
    drawn = bars(days, Reader())
    assert sum(bar.documents for bar in drawn.bars) == sum(day.documents for day in days)
    assert all(drawn.place(day.day) is not None for day in days)
    assert len(drawn.labels) <= 5
    assert len(drawn.bars) <= MOST_BARS + 2 or drawn.step is Step.MONTH


def test_no_coverage_is_no_bar() -> None:
    assert bars([], Reader()).bars == ()
