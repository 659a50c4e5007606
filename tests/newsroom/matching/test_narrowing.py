"""Words that narrow a query that finds too much."""

from newsroom.matching.narrowing import narrowing_words
from newsroom.story import StoryId
from tests.builders import item

TITLES = (
    "Ferry fire injures cook",
    "Ferry fire in harbour",
    "Ferry strike begins in harbour",
    "Ferry strike ends",
    "Ferry strike costs millions",
    "Ferry museum opens",
)
STORIES = {StoryId(n): [item(n, title, "")] for n, title in enumerate(TITLES, start=1)}


def offered(*asked: str, most: int = 4) -> list[tuple[str, int]]:
    return [(one.word, one.left) for one in narrowing_words(STORIES, asked, most)]


def test_a_word_is_offered_with_how_many_stories_it_leaves_the_most_first() -> None:
    assert offered("ferry") == [("strike", 3), ("fire", 2), ("harbour", 2)]


def test_words_of_the_query_of_all_stories_and_of_one_alone_are_not() -> None:
    words = {word for word, _ in offered("ferry", "strike")}
    assert words.isdisjoint({"ferry", "strike", "museum"})


def test_no_more_are_offered_than_asked_for() -> None:
    assert offered("ferry", most=1) == [("strike", 3)]
