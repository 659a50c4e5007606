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
    assert [shown for shown in headlines.items() if shown[0][0] == HERE] == [((HERE, 1), 9), ((HERE, 2), 8)]
    headlines[HERE, ItemId(2)] = StoryId(9)
    assert headlines.of_story(HERE, StoryId(9)) == [1, 2]


def test_what_a_story_showed_is_known_by_place_and_by_chat() -> None:
    headlines = shown()
    headlines[place(GROUP, 5), ItemId(4)] = StoryId(7)
    assert headlines.of_story(THERE, StoryId(7)) == [1]
    assert headlines.of_story(place(GROUP, 9), StoryId(7)) == []
    assert headlines.of_chat(THERE.chat, StoryId(7)) == [(THERE, 1), (place(GROUP, 5), 4)]
    assert len(headlines) == 4


def test_what_was_taken_out_is_not_missed_when_its_item_is_forgotten() -> None:
    headlines = shown()
    assert headlines.pop((HERE, ItemId(1))) == 7
    headlines.forget([ItemId(1)])
    assert dict(headlines) == {(HERE, 2): 8}
    headlines.clear()
    assert not headlines
    headlines.forget([ItemId(2)])
