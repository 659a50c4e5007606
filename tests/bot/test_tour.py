"""The tour of the sample days, and that docs/tour.md shows its beginning."""

import pytest

from bot.tour import play
from scripts.generated_pages import OTHER_LANGUAGES, SHOWN_UNTIL, TOUR_PAGE, excerpt, part, screens, toured


async def test_the_tour_alerts_and_answers_and_its_page_shows_the_beginning() -> None:
    tour = await toured(play(SHOWN_UNTIL))
    assert "> /track azerbaijan" in tour
    assert "reprints Sample Wire" in tour
    answers = tour[tour.index("> /timeline azerbaijan") :]
    for answer in ("🕒 Timeline — azerbaijan", "Watched sources", "first in our feeds", "One story, because"):
        assert answer in answers
    assert excerpt(tour) == part(TOUR_PAGE.read_text("utf-8"), "tour"), (
        "run .venv/bin/python -m scripts.generated_pages"
    )


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
async def test_the_page_shows_the_main_screens_in_each_language(language: str) -> None:
    assert await screens(language) == part(TOUR_PAGE.read_text("utf-8"), f"tour in {language}"), (
        "run .venv/bin/python -m scripts.generated_pages"
    )
