"""A headline says which event of a series it reports."""

import pytest

from newsroom.stories.series_steps import ANOTHER, series_steps
from newsroom.text.words import tokens


@pytest.mark.parametrize(
    ("language", "title", "steps"),
    [
        pytest.param("en", "Port of Vessana attacked for second night", {2}, id="a night"),
        pytest.param("en", "Third strike on Vessana in a week", {3}, id="an event"),
        pytest.param("en", "Siege of Vessana enters 100th day", {100}, id="in digits"),
        pytest.param("en", "Tanker damaged in new strike on port", {ANOTHER}, id="another"),
        pytest.param("fr", "Deuxième nuit d'attaques sur Vessana", {2}, id="French"),
        pytest.param("de", "Zweite Nacht mit Drohnen über Vessana", {2}, id="German"),
        pytest.param("es", "Segunda noche de ataques en Vessana", {2}, id="Spanish"),
        pytest.param("it", "Seconda notte di attacchi su Vessana", {2}, id="Italian"),
        pytest.param("pl", "Druga noc ataków na port", {2}, id="Polish"),
        pytest.param("tr", "Limana ikinci gece saldırı", {2}, id="Turkish"),
        pytest.param("uk", "Друга ніч атак на порт", {2}, id="Ukrainian"),
        pytest.param("ru", "12-й обстрел порта за месяц", {12}, id="Russian, in digits with a hyphen"),
        pytest.param("ru", "Новый удар по порту", {ANOTHER}, id="Russian, another"),
    ],
)
def test_a_headline_counts_its_event_within_a_series(language: str, title: str, steps: set[int]) -> None:
    assert series_steps(title, tokens(title), language) == steps


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Drones hit port of Vessana", id="no word of order"),
        pytest.param("First strike on Vessana in a year", id="the first one"),
        pytest.param("New York fire kills two", id="a name"),
        pytest.param("Premier urges new restrictions on weapons", id="no event"),
        pytest.param("Second minister resigns after strike", id="what is counted is no event"),
        pytest.param(
            "Drones hit Vessana, second minister says. Attack goes on", id="the event stands behind a full stop"
        ),
        pytest.param("New year begins in Vessana", id="a new year"),
    ],
)
def test_a_word_of_order_that_belongs_to_no_event_names_no_step(title: str) -> None:
    assert not series_steps(title, tokens(title), "en")


@pytest.mark.parametrize("language", [None, "zh"])
def test_no_step_is_read_in_a_language_without_words_for_it(language: str | None) -> None:
    title = "Port attacked for second night"
    assert not series_steps(title, tokens(title), language)
