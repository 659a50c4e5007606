"""When an entry counts as published, where its feed's clock says too little."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from newsroom.clean_entry import may_be_of
from tests.builders import NOW, entry


@pytest.mark.parametrize(
    ("ahead", "zoneless", "published"),
    [
        pytest.param(timedelta(hours=3), True, None, id="without a zone and ahead: it is not UTC's, and unknown"),
        pytest.param(timedelta(minutes=4), True, timedelta(), id="without a zone, and a little fast"),
        pytest.param(timedelta(hours=-3), True, timedelta(hours=-3), id="without a zone, and past: UTC's"),
        pytest.param(timedelta(hours=3), False, timedelta(), id="with a zone and ahead: it goes wrong"),
    ],
)
def test_a_clock_without_a_zone_that_is_ahead_of_ours_says_nothing(
    ahead: timedelta, published: timedelta | None, *, zoneless: bool
) -> None:
    read = replace(entry(published=NOW + ahead), zoneless=zoneless)
    assert read.published_by(NOW) == (None if published is None else NOW + published)


@pytest.mark.parametrize(
    ("hours_later", "published"),
    [
        pytest.param(20, None, id="the day may last somewhere"),
        pytest.param(36, datetime(2026, 3, 3, 23, 59, 59, tzinfo=UTC), id="it is over everywhere: its last second"),
    ],
)
def test_a_day_alone_says_nothing_until_it_is_over_everywhere(hours_later: int, published: datetime | None) -> None:
    read = replace(entry(published=None), published_day=date(2026, 3, 3))
    assert read.published_by(datetime(2026, 3, 3, tzinfo=UTC) + timedelta(hours=hours_later)) == published


def test_an_entry_without_any_date_counts_as_published_when_it_is_read() -> None:
    assert entry(published=None).published_by(NOW) is None


@pytest.mark.parametrize(
    ("moment", "maybe"),
    [
        (datetime(2026, 3, 2, 9, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 2, 10, tzinfo=UTC), True),
        (datetime(2026, 3, 4, 11, 59, tzinfo=UTC), True),
        (datetime(2026, 3, 4, 12, tzinfo=UTC), False),
    ],
)
def test_a_day_lasts_from_kiribati_to_baker_island(moment: datetime, *, maybe: bool) -> None:
    assert may_be_of(moment, date(2026, 3, 3)) is maybe
