"""How outlets are named and counted in sentences."""

import pytest

from handlers.render.outlet_names import outlet_count
from handlers.sentences.reader import Reader


@pytest.mark.parametrize(
    ("language", "independent", "shown"),
    [
        ("en", 1, "2 outlets, 1 independent"),
        ("fr", 1, "2 médias, dont 1 indépendant"),
        ("fr", 2, "2 médias, dont 2 indépendants"),
        ("uk", 1, "2 видання, незалежних: 1"),
        ("ru", 1, "2 издания, независимых: 1"),
    ],
)
def test_independent_outlets_are_counted_in_the_form_of_their_number(
    language: str, independent: int, shown: str
) -> None:
    assert outlet_count(2, independent, Reader(language=language)) == shown
