"""The tour of the sample days, and that README shows it as it is."""

from bot.tour import play
from scripts.readme import README, SHOWN_UNTIL, excerpt, part, toured


async def test_the_tour_tells_and_answers_and_readme_shows_its_beginning() -> None:
    tour = await toured(play(SHOWN_UNTIL))
    assert "> /track azerbaijan" in tour
    assert "reprints Sample Wire" in tour
    answers = tour[tour.index("> /timeline azerbaijan") :]
    for answer in ("🕒 Timeline — azerbaijan", "Watched sources", "first in our feeds", "One story, because"):
        assert answer in answers
    assert excerpt(tour) == part(README.read_text("utf-8"), "tour"), "run .venv/bin/python -m scripts.readme"
