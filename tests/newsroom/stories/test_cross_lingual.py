"""Stories over languages, with an encoder made for the test: it knows the vector of each item."""

from collections.abc import Mapping

import numpy as np
import pytest

from handlers.sentences.reader import Reader
from newsroom.item import Item
from newsroom.stories.clusterer import StoryClusterer
from newsroom.stories.cross_lingual import SentenceEncoder
from newsroom.stories.embeddings import LazyEmbedding
from newsroom.stories.placement import NewStory, SameStory
from newsroom.stories.reclustering import recluster
from tests.newsroom.stories.writing import MONDAY, item, take

ENGLISH = item(1, "Ferry runs aground off Odesa", "A ferry hit rocks near Odesa, the coast guard said.")


def in_ukrainian(hours: float = 2, title: str = "Біля Одеси сів на мілину пором") -> Item:
    return item(2, title, "Людей рятували пожежники й волонтери.", hours=hours, language="uk")


def turned(degrees: float) -> LazyEmbedding:
    return LazyEmbedding.made(np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))], dtype=np.float16))


def knowing(degrees: Mapping[int, float]) -> SentenceEncoder:
    return lambda one: turned(degrees[one.id])


def test_two_languages_are_one_story_where_names_and_meaning_agree() -> None:
    placed = take(StoryClusterer(knowing({1: 0, 2: 30})), [ENGLISH, in_ukrainian()])[1]
    assert isinstance(placed, SameStory)
    assert placed.of == ENGLISH.id
    assert Reader().plain(placed.why) == "says the same in another language, shared: Одеси; 2 h apart"


@pytest.mark.parametrize(
    ("degrees", "other"),
    [
        pytest.param(75, in_ukrainian(), id="another meaning"),
        pytest.param(0, in_ukrainian(title="Пором сів на мілину"), id="no name in common"),
        pytest.param(0, in_ukrainian(hours=60), id="days later"),
    ],
)
def test_they_stay_apart_with(degrees: float, other: Item) -> None:
    assert isinstance(take(StoryClusterer(knowing({1: 0, 2: degrees})), [ENGLISH, other])[1], NewStory)


OTHER_WORDS = item(2, "Passengers freed from stranded vessel", "A boat lies on a sandbank near Odesa.", hours=2)


def test_within_one_language_meaning_joins_what_few_words_leave_apart() -> None:
    assert isinstance(take(StoryClusterer(), [ENGLISH, OTHER_WORDS])[1], NewStory)
    assert isinstance(take(StoryClusterer(knowing({1: 0, 2: 20})), [ENGLISH, OTHER_WORDS])[1], SameStory)


def test_within_one_language_meaning_alone_joins_nothing() -> None:
    twin = item(2, "Passengers freed from stranded vessel", "Nobody was hurt on the sandbank.", hours=2)
    assert isinstance(take(StoryClusterer(knowing({1: 0, 2: 0})), [ENGLISH, twin])[1], NewStory)


def test_a_language_that_nobody_knows_is_not_taken_for_another() -> None:
    unknown = item(2, "Odesa 2 OK", "", hours=2, language=None)
    assert isinstance(take(StoryClusterer(knowing({1: 0, 2: 55})), [ENGLISH, unknown])[1], NewStory)


def test_a_repair_leaves_together_what_the_encoder_joined() -> None:
    clusterer = StoryClusterer(knowing({1: 0, 2: 30}))
    take(clusterer, [ENGLISH, in_ukrainian()])
    assert not recluster(clusterer.snapshot(), MONDAY).splits


def test_what_has_left_the_window_is_not_joined() -> None:
    clusterer = StoryClusterer(knowing({1: 0, 2: 0}))
    take(clusterer, [ENGLISH])
    late = in_ukrainian(hours=200)
    clusterer.expire(late.arrived_at)
    assert isinstance(clusterer.place(late), NewStory)


def test_an_edited_item_is_compared_by_its_new_words() -> None:
    clusterer = StoryClusterer(knowing({1: 0, 2: 0}))
    take(clusterer, [ENGLISH, item(1, "Market opens in Kherson", "Traders came to Kherson again.")])
    assert isinstance(clusterer.place(in_ukrainian()), NewStory)
