"""When an entry counts as published, where its feed's clock says too little."""

from dataclasses import replace
from datetime import timedelta

import pytest

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
