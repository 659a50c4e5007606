"""Whether a text names a date that is not read, for want of its language's words of time."""

import pytest

from newsroom.dates import names_date, reads_dates


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        pytest.param("De trein ontspoorde maandag.", "nl", True, id="a weekday's name"),
        pytest.param("Il treno deragliò il 3 agosto.", "it-IT", True, id="a month's name"),
        pytest.param("De trein ontspoorde op 12.7.", "nl", True, id="a day in figures"),
        pytest.param("La valanga si è staccata ieri mattina.", "it", True, id="a word for yesterday"),
        pytest.param("De trein ontspoorde bij Delft.", "nl", False, id="none"),
        pytest.param("Toto 12/07/2025 toto.", "xx", True, id="figures in a language that nobody knows"),
        pytest.param("Toto toto.", "xx", False, id="none in a language that nobody knows"),
        pytest.param("Toto toto.", "not a tag", False, id="a tag that is none"),
        pytest.param("In 2014 toto.", None, True, id="a year, the language unknown"),
    ],
)
def test_a_date_shows_by_figures_or_by_a_name_of_its_language(text: str, language: str | None, *, names: bool) -> None:
    assert names_date(text, language) is names


@pytest.mark.parametrize(
    ("language", "read"),
    [("en", True), ("fr-CA", True), (None, True), ("nl", False), ("xx", False)],
)
def test_dates_are_read_in_the_languages_whose_words_of_time_are_collected(language: str | None, *, read: bool) -> None:
    assert reads_dates(language) is read
