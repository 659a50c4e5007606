"""Coverage by the hour: which bars there are, and what stands below them."""

import io
from datetime import timedelta
from itertools import pairwise

import pytest
from PIL import Image

from handlers.render.coverage_plot import coverage_plot, label_places
from handlers.render.drawing.bars import MOST_BARS
from handlers.render.drawing.hour_bars import MOST_ROWS, hour_bars
from handlers.sentences.reader import Reader
from tests.builders import NOW

READER = Reader()
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("hours", "step_h", "last_label"),
    [
        pytest.param(8, 1, "11:00", id="a night: hour by hour"),
        pytest.param(24, 1, "11:00", id="a day: hour by hour"),
        pytest.param(72, 2, "3 Mar, 10:00", id="a weekend"),
        pytest.param(24 * 7, 3, "3 Mar, 09:00", id="a week"),
        pytest.param(24 * 90, 24, "3 Mar", id="a quarter: days"),
    ],
)
def test_a_bar_covers_so_many_hours_that_a_phone_shows_them_all(hours: int, step_h: int, last_label: str) -> None:
    drawn = hour_bars({"ferry": [NOW - HOUR]}, NOW - hours * HOUR, NOW, READER)
    assert (drawn.step_h, drawn.labels[-1][1]) == (step_h, last_label)
    assert len(drawn.rows[0].items) <= max(MOST_BARS, hours // 24 + 1)


def test_each_item_is_in_the_bar_of_its_hour_on_the_readers_clock() -> None:
    arrivals = {"ferry": [NOW - 2 * HOUR, NOW - 2 * HOUR + timedelta(minutes=59), NOW - HOUR]}
    drawn = hour_bars(arrivals, NOW - 3 * HOUR, NOW, Reader(zone="Asia/Kolkata"))  # half an hour beside the hour
    assert drawn.rows[0].items == (0, 1, 2, 0)
    assert sum(hour_bars(arrivals, NOW - 3 * HOUR, NOW, READER).rows[0].items) == 3


def test_the_fullest_topics_are_drawn_and_those_without_items_are_not() -> None:
    arrivals = {f"topic {number}": [NOW - HOUR] * number for number in range(12)}
    drawn = hour_bars(arrivals, NOW - 8 * HOUR, NOW, READER)
    assert [row.title for row in drawn.rows] == [f"topic {number}" for number in range(11, 11 - MOST_ROWS, -1)]
    assert (drawn.left_out, drawn.most) == (3, 11)


@pytest.mark.parametrize("topics", [1, MOST_ROWS, 30])
def test_the_picture_is_as_wide_as_a_phone_wants_and_no_higher_than_it_shows_sharply(topics: int) -> None:
    arrivals = {
        f"{number} is the number of a topic with a very long query " * 4: [NOW - HOUR] for number in range(topics)
    }
    content = coverage_plot("Digest, 3 Mar 2026", hour_bars(arrivals, NOW - 24 * HOUR, NOW, READER), READER)
    with Image.open(io.BytesIO(content)) as drawn:
        assert drawn.width == 1080
        assert drawn.height <= 1400


@pytest.mark.parametrize("language", ["en", "fr", "ru", "uk"])
@pytest.mark.parametrize("hours", [3, 8, 24, 25, 43, 72, 24 * 7, 24 * 90])
def test_no_label_under_the_bars_runs_into_another(hours: int, language: str) -> None:
    drawn = hour_bars({"ferry": [NOW - HOUR]}, NOW - hours * HOUR, NOW, Reader(language=language))
    shown = label_places(drawn)
    assert [shown[0][2], shown[-1][2]] == [drawn.labels[0][1], drawn.labels[-1][1]]
    for (middle, half, _), (following, its_half, _) in pairwise(shown):
        assert middle + half < following - its_half
