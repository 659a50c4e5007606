"""A zone as people read it."""

import pytest

from handlers.sentences.zone_names import zone_name


@pytest.mark.parametrize(
    ("zone", "read"),
    [
        pytest.param("Europe/Kyiv", "Europe/Kyiv", id="a city"),
        pytest.param("Etc/GMT-3", "UTC+3", id="east"),
        pytest.param("Etc/GMT+11", "UTC-11", id="west"),
        pytest.param("Etc/GMT", "UTC", id="none"),
    ],
)
def test_a_fixed_offset_has_the_sign_that_people_expect(zone: str, read: str) -> None:
    assert zone_name(zone) == read
