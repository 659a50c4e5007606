"""What the window keeps of an item: counted in objects, since memory differs from machine to machine."""

import gc

from newsroom.item import ItemId
from newsroom.stories.clusterer import StoryClusterer
from newsroom.stories.embeddings import LazyEmbedding
from newsroom.stories.features import Features
from newsroom.stories.placement import Reprint, SameStory
from newsroom.stories.thresholds import LEAST_HOLES, WINDOW_H
from newsroom.story import StoryId
from tests.newsroom.stories.test_cross_lingual import turned
from tests.newsroom.stories.writing import FERRY, FERRY_AGAIN, FERRY_LONG, QUAKE, item, outlet, take

PLACES = ("Odesa", "Rotterdam", "Tarnholm", "Lisbon", "Gdansk")


def features_of(beginning: str) -> list[Features]:
    gc.collect()
    return [one for one in gc.get_objects() if isinstance(one, Features) and one.title.startswith(beginning)]


def test_an_item_is_kept_once_and_without_its_words_as_written() -> None:
    clusterer = StoryClusterer(lambda _: turned(0))
    take(clusterer, [item(n, f"Quokka swims to {place}", "It sat there.") for n, place in enumerate(PLACES, 1)])
    clusterer.features(item(9, "Another headline"))  # the last one that was read is kept with its words
    kept = features_of("quokka swims to")
    assert len(kept) == len(PLACES)
    assert not any(one.words for one in kept)


def test_an_item_that_has_left_the_window_leaves_no_vector() -> None:
    embedding = turned(0)
    clusterer = StoryClusterer(lambda _: embedding)
    one = item(1, "Ferry runs aground off Odesa", "It sat there.")
    clusterer.add(one, StoryId(1))
    clusterer.features(item(2, "Another headline"))
    assert any(isinstance(owner, list) for owner in gc.get_referrers(embedding))
    clusterer.expire(item(3, "Later", hours=400).arrived_at)
    assert clusterer.story_of(ItemId(1)) is None
    assert not any(isinstance(owner, list) for owner in gc.get_referrers(embedding))


def test_a_vector_is_made_once_whoever_asks() -> None:
    made = []
    embedding = LazyEmbedding(lambda: made.append(1) or turned(0).vector)  # type: ignore[func-returns-value]
    assert embedding.vector is embedding.vector
    assert made == [1]


def test_a_copy_that_is_edited_into_a_text_of_its_own_follows_nobody() -> None:
    clusterer = StoryClusterer()
    original, copy = (
        item(n, "Ferry aground", FERRY_LONG, source=outlet(f"Outlet {n}"), url="", hours=n) for n in (1, 2)
    )
    take(clusterer, [original, copy])
    assert clusterer.stored(copy.id).lead == original.id
    clusterer.add(item(2, "Quake shakes Velmora", QUAKE, source=copy.source, url="", hours=2), StoryId(2))
    assert clusterer.stored(copy.id).lead is None
    clusterer.expire(item(9, "Later", hours=1.5 + WINDOW_H).arrived_at)
    assert (clusterer.story_of(original.id), clusterer.story_of(copy.id)) == (None, 2)


def test_what_many_items_leave_behind_as_they_go_changes_no_decision() -> None:
    """From so many holes on the graph is built anew."""
    clusterer = StoryClusterer()
    for number in range(1, LEAST_HOLES + 3):
        clusterer.add(item(number, f"Notice {number * 7919}", hours=number / 1000), StoryId(number))
    ferry = item(5000, "Ferry runs aground off Tarnholm", FERRY, hours=100)
    clusterer.add(ferry, StoryId(5000))
    clusterer.expire(item(9, "Later", hours=50 + WINDOW_H).arrived_at)
    assert len(clusterer) == 1
    again = clusterer.place(item(5001, "Passengers rescued from Tarnholm ferry", FERRY_AGAIN, hours=102))
    assert isinstance(again, SameStory)
    assert (again.of, again.story) == (5000, 5000)


def test_copies_of_an_item_that_is_edited_or_forgotten_are_still_copies_of_each_other() -> None:
    clusterer = StoryClusterer()
    original, copy = (
        item(n, "Ferry aground", FERRY_LONG, source=outlet(f"Outlet {n}"), url="", hours=n) for n in (1, 2)
    )
    take(clusterer, [original, copy])
    clusterer.add(item(1, "Sea Lark pulled free", QUAKE, source=original.source, url="", hours=1), StoryId(1))
    third = item(3, "Ferry aground", FERRY_LONG, source=outlet("Outlet 3"), url="", hours=3)
    placed = clusterer.place(third)
    assert isinstance(placed, Reprint)
    assert placed.of == copy.id
    clusterer.add(third, placed.story)
    clusterer.expire(item(9, "Later", hours=2.5 + WINDOW_H).arrived_at)
    assert clusterer.story_of(copy.id) is None
    (again,) = take(clusterer, [item(4, "Ferry aground", FERRY_LONG, source=outlet("Outlet 4"), url="", hours=4)])
    assert isinstance(again, Reprint)
    assert again.of == third.id
