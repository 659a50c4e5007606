"""Names of many languages, written in another script by their sound, and read back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.text.name_keys import unlisted_key
from newsroom.text.scripts import OTHERS
from newsroom.text.sounds import by_sound, read_by_sound
from newsroom.text.words import bare

CYRILLIC, *ELSEWHERE = sorted(OTHERS, key=lambda script: script.name != "Cyrillic")

NAMES = {
    "French": ("Retailleau", "Ретайо"),
    "French, final letters that are not heard": ("Bouchard", "Бушар"),
    "German": ("Klingbeil", "Клінгбайль"),
    "German, an umlaut": ("Söder", "Зедер"),
    "Polish": ("Kaczyński", "Качиньский"),
    "Polish, rz behind t": ("Trzaskowski", "Тшасковський"),
    "English": ("Farage", "Фарадж"),
    "Spanish": ("Feijóo", "Фейхоо"),
    "Portuguese": ("Moraes", "Мораес"),
    "Italian": ("Conte", "Конте"),
    "Hungarian": ("Szijjártó", "Сійярто"),
    "Serbian": ("Vučić", "Вучич"),
    "Turkish": ("Bahçeli", "Бахчелі"),
    "Ukrainian": ("Izium", "Ізюм"),
}


@pytest.mark.parametrize("language", NAMES)
def test_a_name_is_written_by_the_rules_of_its_language(language: str) -> None:
    name, there = NAMES[language]
    assert _key(there) in by_sound(name, CYRILLIC)


@pytest.mark.parametrize("language", sorted({*NAMES} - {"Hungarian", "French, final letters that are not heard"}))
def test_and_read_back_by_them(language: str) -> None:
    name, there = NAMES[language]
    assert bare(name) in read_by_sound(there, CYRILLIC)


@given(word=st.text(max_size=40))
@settings(max_examples=50)
def test_any_word_has_few_keys_and_none_is_short(word: str) -> None:
    for keys in (by_sound(word, CYRILLIC), read_by_sound(word, CYRILLIC)):
        assert len(keys) == len({*keys}) <= 52
        assert all(len(key) >= 4 for key in keys)


def test_a_long_word_is_no_name_and_a_script_without_rules_has_none() -> None:
    assert by_sound("ba" * 40, CYRILLIC) == read_by_sound("ба" * 40, CYRILLIC) == ()
    assert all(by_sound("Klingbeil", script) == () for script in ELSEWHERE)


def _key(word: str) -> str:
    return unlisted_key(bare(word))
