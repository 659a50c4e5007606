from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from storage.columns import Instant

DIALECT = sqlite.dialect()
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(min_value=datetime(1900, 1, 2), max_value=datetime(9998, 12, 30), timezones=ZONES))  # noqa: DTZ001 - hypothesis adds the zone
def test_an_instant_comes_back_to_the_microsecond_and_in_utc(value: datetime) -> None:
    stored = Instant().process_bind_param(value, DIALECT)
    back = Instant().process_result_value(stored, DIALECT)
    assert back == value
    assert back is not None
    assert back.tzinfo is UTC


@given(st.lists(st.datetimes(timezones=st.just(UTC)), min_size=2, max_size=5))
def test_instants_sort_as_the_times_do(values: list[datetime]) -> None:
    stored = [Instant().process_bind_param(value, DIALECT) or 0 for value in values]
    assert sorted(values) == [value for _, value in sorted(zip(stored, values, strict=True))]


def test_a_naive_datetime_is_refused_with_the_mend() -> None:
    with pytest.raises(ValueError, match="give it its zone"):
        Instant().process_bind_param(datetime(2026, 3, 3, 12, 0), DIALECT)  # noqa: DTZ001 - the claim is about it


def test_nothing_stays_nothing() -> None:
    assert Instant().process_bind_param(None, DIALECT) is None
    assert Instant().process_result_value(None, DIALECT) is None
