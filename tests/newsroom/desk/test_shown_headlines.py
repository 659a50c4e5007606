from newsroom.desk.shown_headlines import ShownHeadlines
from newsroom.item import ItemId
from newsroom.story import StoryId
from tests.builders import GROUP, place

HERE, THERE = place(), place(GROUP)


def shown() -> ShownHeadlines:
    headlines = ShownHeadlines()
    for where, item, story in ((HERE, 1, 7), (THERE, 1, 7), (HERE, 2, 8)):
        headlines[where, ItemId(item)] = StoryId(story)
    return headlines


def test_forgotten_items_are_forgotten_in_all_places_and_others_stay() -> None:
    headlines = shown()
    headlines.forget([ItemId(1), ItemId(5)])
    assert dict(headlines) == {(HERE, 2): 8}


def test_a_headline_shown_by_another_storys_card_keeps_its_rank() -> None:
    headlines = shown()
    headlines[HERE, ItemId(1)] = StoryId(9)
    assert list(headlines.items()) == [((HERE, 1), 9), ((THERE, 1), 7), ((HERE, 2), 8)]


def test_what_was_taken_out_is_not_missed_when_its_item_is_forgotten() -> None:
    headlines = shown()
    assert headlines.pop((HERE, ItemId(1))) == 7
    headlines.forget([ItemId(1)])
    assert dict(headlines) == {(HERE, 2): 8}
    headlines.clear()
    assert not headlines
    headlines.forget([ItemId(2)])
