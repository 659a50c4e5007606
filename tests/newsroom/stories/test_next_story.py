"""An item says which other story came next to it, and what kept it out of that."""

import pytest

from newsroom.item import Item, ItemId
from newsroom.stories.clusterer import StoryClusterer
from newsroom.stories.features import extract_features
from newsroom.stories.next_story import NextStory, Obstacle, nearer, obstacle
from newsroom.stories.placement import NewStory, SameStory
from tests.newsroom.stories.writing import FERRY, FERRY_AGAIN, FERRY_LONG, QUAKE, item, take

AGROUND = item(1, "Ferry runs aground off Tarnholm", FERRY)
STRIKE = (
    "Officials in Velmora confirmed it: Teachers in Velmora stopped work to ask for smaller classes and better pay."
)
RESIGNS = (
    "Officials in Velmora confirmed it: The mayor of Velmora resigned over a tender for school meals, the council said."
)


@pytest.mark.parametrize(
    ("first", "second", "missing"),
    [
        pytest.param(
            item(1, "Trains late after storm", "Trains are late after a storm."),
            item(
                2,
                "Storm trains rescue dogs, says breeder",
                "A breeder in Velmora teaches puppies by play, and by noise.",
            ),
            Obstacle.FEW_WORDS,
            id="other words",
        ),
        pytest.param(AGROUND, item(2, "Tarnholm bakers raise the price of rye"), Obstacle.ONE_NAME, id="a town"),
        pytest.param(
            item(1, "Ferry aground off Ashford", "A ferry ran aground off Ashford on Monday. Nobody was hurt."),
            item(2, "Ferry aground off Brackley", "A ferry ran aground off Brackley on Monday. Nobody was hurt."),
            Obstacle.ONE_TEMPLATE,
            id="one template",
        ),
    ],
)
def test_an_item_that_opens_a_story_says_which_came_next_and_what_was_missing(
    first: Item, second: Item, missing: Obstacle
) -> None:
    _, placed = take(StoryClusterer(), [first, second])
    assert isinstance(placed, NewStory)
    assert placed.next_story is not None
    assert (placed.next_story.of, placed.next_story.obstacle) == (1, missing)


@pytest.mark.parametrize(
    ("relative", "hours", "found"),
    [
        pytest.param(0.6, 20, Obstacle.TOO_LONG_BETWEEN, id="one story but for the hours"),
        pytest.param(0.3, 20, Obstacle.BELOW_BAR, id="none at any hour"),
        pytest.param(0.75, 2, Obstacle.BELOW_BAR, id="two hours keep nothing apart"),
        pytest.param(0.9, 2, Obstacle.ANOTHER_NEARER, id="another took it"),
    ],
)
def test_hours_are_what_is_missing_where_without_them_it_would_be_one_story(
    relative: float, hours: float, found: Obstacle
) -> None:
    strike = extract_features(item(1, "Velmora teachers strike", STRIKE))
    mayor = extract_features(item(2, "Velmora mayor resigns", RESIGNS, hours=hours))
    assert obstacle(mayor, strike, relative, enough=True) is found


def test_an_item_unlike_all_has_no_next_story() -> None:
    placed = take(StoryClusterer(), [AGROUND, item(2, "Quake shakes Velmora", QUAKE)])
    assert [one.next_story for one in placed if isinstance(one, NewStory)] == [None, None]


def test_a_story_that_a_person_keeps_it_out_of_came_next() -> None:
    clusterer = StoryClusterer()
    clusterer.cannot_link(ItemId(1), ItemId(2))
    _, placed = take(clusterer, [AGROUND, item(2, "Passengers rescued from Tarnholm ferry", FERRY_AGAIN, hours=2)])
    assert isinstance(placed, NewStory)
    assert placed.next_story is not None
    assert placed.next_story.obstacle is Obstacle.KEPT_APART
    assert placed.next_story.bar_pct is None, "no bar decided"


def test_a_story_that_a_person_keeps_it_out_of_did_not_come_next_where_it_is_unlike() -> None:
    clusterer = StoryClusterer()
    clusterer.cannot_link(ItemId(1), ItemId(2))
    _, placed = take(clusterer, [AGROUND, item(2, "Quake shakes Velmora", QUAKE, hours=2)])
    assert isinstance(placed, NewStory)
    assert placed.next_story is None


def test_a_copy_that_a_person_keeps_apart_from_its_original_opens_a_story() -> None:
    clusterer = StoryClusterer()
    clusterer.cannot_link(ItemId(1), ItemId(2))
    original, copy = (item(n, f"Ferry aground {n}", FERRY_LONG, hours=n) for n in (1, 2))
    _, placed = take(clusterer, [original, copy])
    assert isinstance(placed, NewStory)
    assert placed.next_story is not None
    assert (placed.next_story.of, placed.next_story.obstacle) == (1, Obstacle.KEPT_APART)


def test_an_item_that_joins_a_story_says_which_came_second() -> None:
    clusterer = StoryClusterer()
    clusterer.cannot_link(ItemId(1), ItemId(2))
    placed = take(
        clusterer,
        [
            AGROUND,
            item(2, "Passengers rescued from Tarnholm ferry", FERRY_AGAIN, hours=2),
            item(3, "Tarnholm ferry Sea Lark aground", FERRY_LONG, hours=3),
        ],
    )[-1]
    assert isinstance(placed, SameStory)
    assert placed.next_story is not None
    assert placed.next_story.of == ({1, 2} - {placed.story}).pop()
    assert placed.next_story.likeness_pct is not None
    assert placed.next_story.likeness_pct > 0


def test_a_joined_item_names_no_second_story_that_is_far() -> None:
    placed = take(
        StoryClusterer(),
        [
            AGROUND,
            item(2, "Quake shakes Velmora", QUAKE),
            item(3, "Passengers rescued from Tarnholm ferry", FERRY_AGAIN, hours=2),
        ],
    )[-1]
    assert isinstance(placed, SameStory)
    assert placed.next_story is None


def test_of_two_nearest_stories_the_nearer_by_the_bar_is_named() -> None:
    def near(number: int, bar_pct: int | None) -> NextStory:
        return NextStory(of=ItemId(number), likeness_pct=20, bar_pct=bar_pct, obstacle=Obstacle.BELOW_BAR)

    assert nearer(near(1, 40), near(2, 60)) == near(2, 60)
    assert nearer(near(1, 40), near(2, None)) == near(1, 40)
    assert nearer(None, near(2, 60)) == nearer(near(2, 60), None) == near(2, 60)


def test_words_are_not_counted_between_two_languages() -> None:
    strike = extract_features(item(1, "Velmora teachers strike", STRIKE))
    other = extract_features(item(2, "У Вельморі страйкують вчителі", "Вчителі не вийшли на роботу.", language="uk"))
    assert obstacle(other, strike, 0.3, enough=False) is Obstacle.BELOW_BAR
