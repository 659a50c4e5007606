"""Names that no table has, written in another script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.text.scripts import MAIN, OTHERS
from newsroom.text.transliteration import in_script

SCRIPTS = {script.name: script for script in (MAIN, *OTHERS)}

LIKELY = [
    ("Mirzoyan", "Cyrillic", "мирзоян"),
    ("Toretsk", "Cyrillic", "торецк"),
    ("Kaczyński", "Cyrillic", "качински"),
    ("Scholz", "Cyrillic", "шолц"),
    ("Мірзоян", "Latin", "mirzoyan"),
    ("Мирзоян", "Latin", "mirzoyan"),
    ("Барделла", "Latin", "bardella"),
    ("Mirzoyan", "Arabic", "ميرزويان"),
    ("Торецьк", "Arabic", "توريتسك"),
]


@pytest.mark.parametrize(("name", "script", "key"), LIKELY)
def test_how_a_name_is_written_there_is_among_the_likeliest(name: str, script: str, key: str) -> None:
    assert key in in_script(name, SCRIPTS[script])


@given(word=st.text(max_size=200), script=st.sampled_from(sorted(SCRIPTS)))
def test_any_word_has_few_keys_and_none_is_short(word: str, script: str) -> None:
    keys = in_script(word, SCRIPTS[script])
    assert len(keys) == len({*keys}) <= 6
    assert all(len(key) >= 4 for key in keys)


def test_a_long_word_is_no_name() -> None:
    assert in_script("ba" * 40, SCRIPTS["Cyrillic"]) == ()
