"""Which language a text is in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.text.language_detection import detect, primary

HEADLINES = [
    pytest.param("The ferry stopped at the harbour on Monday, officials said", "en", id="en"),
    pytest.param("Пором зупинився в порту в понеділок, повідомили чиновники", "uk", id="uk"),
    pytest.param("Паром остановился в порту в понедельник, сообщили чиновники", "ru", id="ru"),
    pytest.param("Le ferry s'est arrêté au port lundi, selon les autorités", "fr", id="fr"),
    pytest.param("Die Fähre hielt am Montag im Hafen, teilten Beamte mit", "de", id="de"),
    pytest.param("Bərə bazar ertəsi limanda dayanıb, rəsmilər bildirib", "az", id="az"),
]


@pytest.mark.parametrize(("text", "language"), HEADLINES)
@pytest.mark.parametrize("hint", [None, "en-GB"])
def test_the_language_is_detected_in_the_text_whatever_the_feed_declares(
    text: str, language: str, hint: str | None
) -> None:
    assert detect(text, hint) == language


@pytest.mark.parametrize("text", ["", "OK", "🙂🙂🙂", "12 345 678 901 234", "\ud800\x00"])
def test_a_text_too_short_to_detect_is_what_the_feed_declares(text: str) -> None:
    assert detect(text, "uk-UA") == "uk"
    assert detect(text) is None


@pytest.mark.parametrize(
    ("tag", "code"), [("uk-UA", "uk"), ("EN_us", "en"), (" fr ", "fr"), ("", None), ("english", None), (None, None)]
)
def test_a_tag_is_its_primary_part(tag: str | None, code: str | None) -> None:
    assert primary(tag) == code


@given(st.text(max_size=200))
def test_no_text_makes_it_raise(text: str) -> None:
    language = detect(text)
    assert language is None or primary(language) == language
