from datetime import timedelta

import pytest

from watchers.cache_headers import max_age_s, retry_after, validator

NOON = "Tue, 03 Nov 2026 12:00:00 GMT"
HALF_PAST = "Tue, 03 Nov 2026 12:30:00 GMT"


@pytest.mark.parametrize(
    ("headers", "expected_s"),
    [
        pytest.param({"Cache-Control": "public, max-age=600"}, 600, id="max-age"),
        pytest.param({"Cache-Control": "MAX-AGE = 600"}, 600, id="in capitals, with spaces"),
        pytest.param({"Cache-Control": "max-age=600", "Age": "500"}, 100, id="already old"),
        pytest.param({"Cache-Control": "max-age=600", "Age": "900"}, None, id="stale on arrival"),
        pytest.param({"Cache-Control": "s-maxage=600"}, None, id="for shared caches only"),
        pytest.param({"Cache-Control": "max-age=0"}, None, id="zero"),
        pytest.param({"Expires": HALF_PAST, "Date": NOON}, 1800, id="expires"),
        pytest.param({"Expires": HALF_PAST, "Date": NOON, "Cache-Control": "no-cache"}, None, id="no-cache wins"),
        pytest.param({"Expires": "0", "Date": NOON}, None, id="expires at once"),
        pytest.param({"Cache-Control": "max-age=" + "9" * 10_000}, 999_999_999, id="10,000 digits"),
        pytest.param({}, None, id="nothing said"),
    ],
)
def test_how_long_an_answer_stays_fresh(headers: dict[str, str], expected_s: int | None) -> None:
    assert max_age_s(headers) == expected_s


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        pytest.param({"Retry-After": "120"}, timedelta(minutes=2), id="seconds"),
        pytest.param({"Retry-After": HALF_PAST, "Date": NOON}, timedelta(minutes=30), id="a date"),
        pytest.param({"Retry-After": NOON, "Date": HALF_PAST}, None, id="a date gone by"),
        pytest.param({"Retry-After": HALF_PAST}, None, id="a date and no clock to hold it against"),
        pytest.param({"Retry-After": "soon"}, None, id="a word"),
        pytest.param({"Retry-After": "-5"}, None, id="negative"),
        pytest.param({"Retry-After": "9" * 5000}, None, id="5,000 digits"),
        pytest.param({}, None, id="nothing said"),
    ],
)
def test_how_long_to_stay_away(headers: dict[str, str], wait: timedelta | None) -> None:
    assert retry_after(headers) == wait


def test_a_validator_that_could_break_a_request_is_not_sent_back() -> None:
    assert validator('W/"abc"') == 'W/"abc"'
    assert validator('"a\r\nHost: evil"') is None
    assert validator('"\udce9"') is None
    assert validator("") is None
