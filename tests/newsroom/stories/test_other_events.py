"""Two alike items report two events where both show it: by the people and places named, or by a step of a series."""

from datetime import timedelta

import pytest

from newsroom.item import Item
from newsroom.stories.clusterer import StoryClusterer
from newsroom.stories.features import extract_features
from newsroom.stories.next_story import Obstacle
from newsroom.stories.other_events import other_event
from newsroom.stories.placement import NewStory
from newsroom.stories.reclustering import recluster
from tests.newsroom.stories.writing import MONDAY, item, outlet, take

FIRST_NIGHT = item(1, "Drones hit port of Vessana", "Drones hit the port of Vessana and set a warehouse on fire.")
SECOND_NIGHT = item(
    2,
    "Drones hit port of Vessana for second night",
    "Drones hit the port of Vessana and set a tanker on fire.",
    hours=24,
    source=outlet("Outlet 2"),
)
KARSK = ("Drones set depot on fire at Karsk", "A depot of fuel burned at Karsk after drones came in the night.")


def _at_hour(hours: float, title: str, text: str = "", *, dated: bool = True, language: str = "en") -> Item:
    return item(2, title, text, hours=hours, source=outlet("Outlet 2"), dated=dated, language=language)


def _shown(one: Item, other: Item) -> Obstacle | None:
    found = other_event(extract_features(one), extract_features(other))
    assert found == other_event(extract_features(other), extract_features(one))
    return found


def test_the_second_night_of_a_series_is_another_event_and_related() -> None:
    _, placed = take(StoryClusterer(), [FIRST_NIGHT, SECOND_NIGHT])
    assert isinstance(placed, NewStory)
    assert (placed.related, placed.of) == (1, 1)
    assert placed.next_story is not None
    assert placed.next_story.obstacle is Obstacle.OTHER_STEP


def test_a_step_of_a_series_is_related_to_the_one_before_whatever_common_words_they_share() -> None:
    first = item(1, "Floods close schools", "Schools were closed.")
    second = item(2, "Second flood closes schools", "Schools were closed.", hours=24, source=outlet("Outlet 2"))
    _, placed = take(StoryClusterer(), [first, second])
    assert isinstance(placed, NewStory)
    assert (placed.related, placed.of) == (1, 1)


def test_a_repair_joins_no_two_nights_of_a_series() -> None:
    clusterer = StoryClusterer()
    take(clusterer, [FIRST_NIGHT, SECOND_NIGHT])
    assert not recluster(clusterer.snapshot(), MONDAY + timedelta(hours=25)).merges


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(_at_hour(2, "Drones hit port of Vessana for second night"), id="within hours: one leaves it out"),
        pytest.param(_at_hour(24, "Drones hit port of Vessana for second night", dated=False), id="nobody knows when"),
        pytest.param(_at_hour(24, "Port of Vessana still burns after drones hit it"), id="no step"),
    ],
)
def test_a_report_that_says_nothing_of_an_earlier_event_may_be_of_one(other: Item) -> None:
    assert _shown(FIRST_NIGHT, other) is None


def test_two_numbers_of_a_series_are_two_events_at_any_hour() -> None:
    third = item(1, "Third strike on Vessana", "A depot burned.")
    assert _shown(third, _at_hour(1, "Fourth strike on Vessana", "A depot burned.")) is Obstacle.OTHER_STEP
    assert _shown(third, _at_hour(1, "Vessana hit by third strike", "A depot burned.")) is None


def test_headlines_that_name_other_places_which_the_other_text_does_not_mention_are_two_events() -> None:
    bolm = _at_hour(
        1, "Rail yard at Bolmgrad burns", "Wagons of fuel burned at Bolmgrad after drones came in the night."
    )
    assert _shown(item(1, *KARSK), bolm) is Obstacle.OTHER_NAMES


@pytest.mark.parametrize(
    ("title", "text"),
    [
        pytest.param(
            "Rail yard burns", "A rail yard burned after drones came in the night.", id="no name in one headline"
        ),
        pytest.param(
            "Rail yard at Bolmgrad burns",
            "A yard at Bolmgrad, near Karsk, burned after drones came.",
            id="text has both",
        ),
        pytest.param(
            "Rail yard at Karsk burns", "A rail yard in the west of Karsk burned in the night.", id="one name in both"
        ),
        pytest.param(
            "Rail yard at Bolmgrad burns", "A yard at Bolmgrad burned; Karskian firemen came.", id="a form of the name"
        ),
        pytest.param(
            "Fire seen from Moscow", "Smoke was seen from Moscow in the night.", id="a capital may stand for more"
        ),
        pytest.param("Rail yard at Bolmgrad burns", "", id="no text that says it is a name"),
    ],
)
def test_one_side_that_may_leave_a_name_out_shows_nothing(title: str, text: str) -> None:
    assert _shown(item(1, *KARSK), _at_hour(1, title, text)) is None


def test_names_of_two_languages_are_not_compared() -> None:
    german = _at_hour(1, "Bahnhof von Bolmgrad brennt", "Der Bahnhof von Bolmgrad brannte.", language="de")
    assert _shown(item(1, *KARSK), german) is None


CAMPAIGN = "The drones came over the Sumtal region on {day}, officials announced later."
DEPOT = item(1, "Drones hit oil depot in Sumtal region", CAMPAIGN.format(day="Monday"))


@pytest.mark.parametrize(
    ("title", "text", "hours", "parted"),
    [
        ("Drones strike rail yard in Sumtal region", CAMPAIGN.format(day="Wednesday"), 47, True),
        ("A freight train burns after drone attack in Sumtal region", CAMPAIGN.format(day="March 6"), 47, True),
        ("Drones strike rail yard in Sumtal region", "The drones came over the Sumtal region.", 47, False),
        ("Oil depot in Sumtal region burns after drone attack", CAMPAIGN.format(day="Wednesday"), 47, False),
        ("Drones strike rail yard in Sumtal region", CAMPAIGN.format(day="Monday"), 12, False),
        ("Drones strike rail yard in Sumtal region", CAMPAIGN.format(day="Monday"), 47, False),
        ("Rescuers leave Sumtal region", "The search ended on Wednesday, two days after drones came.", 47, False),
        ("Minister visits Sumtal region", "The minister came to the Sumtal region on Wednesday.", 47, False),
    ],
    ids=[
        "another target on another day",
        "the day as a date",
        "no day named",
        "the same target",
        "hours apart",
        "the day of the first",
        "goes back to an earlier day",
        "no attack",
    ],
)
def test_an_attack_of_another_day_on_something_else_is_another_event(
    title: str, text: str, hours: float, *, parted: bool
) -> None:
    assert _shown(DEPOT, _at_hour(hours, title, text)) is (Obstacle.OTHER_STEP if parted else None)


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("uk", ("Дрони влучили в нафтобазу", "Уночі 4 березня."), ("Дрони вдарили по школі", "Уночі 6 березня.")),
        ("ru", ("Дроны атаковали нефтебазу", "В ночь на 4 марта."), ("Дроны ударили по школе", "В ночь на 6 марта.")),
        ("fr", ("Un drone frappe un dépôt", "Le 4 mars."), ("Une école visée par un drone", "Le 6 mars.")),
        ("de", ("Drohne trifft Tanklager", "Am 4. März."), ("Schule brennt nach Drohnenangriff", "Am 6. März.")),
    ],
)
def test_attacks_are_read_in_each_language(language: str, first: tuple[str, str], second: tuple[str, str]) -> None:
    one = item(1, *first, language=language)
    assert _shown(one, _at_hour(47, *second, language=language)) is Obstacle.OTHER_STEP
