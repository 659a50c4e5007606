"""What a chat that has nothing yet is offered."""

from newsroom.starter_sets import WORLD, Beat, StarterFeed, StarterSet, StarterSets

FEEDS = (StarterFeed(name="Sample Wire", url="https://w.example/feed", language="en"),)
SETS = StarterSets(
    sets=tuple(
        StarterSet(country=country, beat=beat, feeds=FEEDS)
        for country, beat in (("ua", Beat.NEWS), (WORLD, Beat.WORLD), ("ua", Beat.BUSINESS))
    ),
    topics={"en": ("ferry",), "uk": ("пором",), "fr": ()},
)


def test_each_country_is_offered_once_with_all_its_sets() -> None:
    assert SETS.countries == ("ua", WORLD)
    assert [one.beat for one in SETS.of("ua")] == [Beat.NEWS, Beat.BUSINESS]
    assert SETS.of("xx") == ()


def test_topics_are_those_of_the_first_language_that_has_any() -> None:
    assert SETS.topics_in("fr", "uk", "en") == ("пором",)
    assert SETS.topics_in("de") == ()
