"""From the first opening to something that is tracked, by taps alone."""

import pytest

from config.load import load_starters
from config.schema import AccessSettings
from newsroom.access import AccessMode
from newsroom.opml import OpmlFeed, write_opml
from standin import initial_chats
from standin.chat_state import SimulatedMessage
from standin.initial_chats import GROUP_ID, PRIVATE_ID
from tests.journeys.shift import labels, shift

OLGA, LEA = 1003, 1006


def country(message: SimulatedMessage, name: str) -> str:
    return next(label for label in labels(message) if name in label and "🔔" not in label)


async def test_a_topic_is_two_taps_away_start_and_the_topic(either_database: str) -> None:
    async with shift(either_database) as desk:
        (start,) = await desk.say("/start")
        topics = [label for label in labels(start) if label.startswith("🔔")]
        assert 2 <= len(topics) <= 3
        (answer,) = await desk.press(start, topics[0])
        assert answer.text.startswith(f"Tracking {topics[0].removeprefix('🔔 ')}")
        assert labels((await desk.say("/start"))[0]) == []


async def test_feeds_and_a_topic_are_five_taps_away_and_in_one_message(either_database: str) -> None:
    async with shift(either_database) as desk:
        (start,) = await desk.say("/start")
        (choice,) = await desk.press(start, country(start, "Ukraine"))
        news = next(label for label in labels(choice) if label.startswith("News"))
        assert await desk.press(choice, news) == []
        assert "Українська правда — pravda.com.ua, Ukrainian" in choice.text
        assert "were not opened then" in choice.text
        add = next(label for label in labels(choice) if "Add" in label)
        assert await desk.press(choice, add) == []
        assert "5 feeds added to this chat" in choice.text
        (answer,) = await desk.press(choice, labels(choice)[0])
        assert answer.text.startswith("Tracking ")
        (listed,) = await desk.say("/feeds")
        assert "Українська правда" in listed.text
        assert "BBC News Україна" in listed.text


async def test_one_goes_back_and_the_same_set_twice_adds_nothing(either_database: str) -> None:
    async with shift(either_database) as desk:
        (shown,) = await desk.say("/starters fr politics")
        await desk.press(shown, "‹ Back")
        assert "France" in shown.text
        await desk.press(shown, "‹ Back")
        assert "From which country?" in shown.text
        await desk.say("/starters FR politics add")
        (again,) = await desk.say("/starters FR politics add")
        assert again.text.startswith("Watched already: 1 feed")
        assert any(label.startswith("🔔") for label in labels(again)), "a tap that adds nothing was a dead end"
        await desk.press(again, "‹ Back")
        assert "From which country?" in again.text


async def test_no_more_feeds_than_a_chat_may_have(either_database: str) -> None:
    many = [OpmlFeed(url=f"https://paper{n}.example/rss", name=f"Paper {n}") for n in range(500)]
    async with shift(either_database) as desk:
        await desk.uploads("many.opml", write_opml("mine", many))
        (answer,) = await desk.say("/starters UA news add")
        assert answer.text.startswith("No room for 5 feeds")


@pytest.mark.parametrize(("language", "first", "asked"), [("uk", "Україна", "Які стрічки?"), ("fr", "France", "Quels flux"), ("ru", "Россия", "Какие ленты?")])  # fmt: skip
async def test_the_readers_own_language_comes_first(
    either_database: str, language: str, first: str, asked: str
) -> None:
    async with shift(either_database) as desk:
        await desk.say(f"/language {language}")
        (start,) = await desk.say("/start")
        countries = [label for label in labels(start) if not label.startswith("🔔")]
        assert first in countries[0]
        (choice,) = await desk.press(start, countries[0])
        assert asked in choice.text


async def test_who_may_not_track_here_is_offered_nothing(either_database: str) -> None:
    access = AccessSettings(mode=AccessMode.INVITE, admins=(PRIVATE_ID,))
    async with shift(either_database, access=access) as desk:
        initial_chats.bring_newcomers(desk.telegram.server.state)
        (made,) = await desk.say("/invite reader")
        code = made.text.split("start=")[1].split()[0]
        welcome = await desk.say(f"/start {code}", OLGA)
        assert [label for message in welcome for label in labels(message)] == []
        assert labels((await desk.say("/start", OLGA))[0]) == []
        (made,) = await desk.say("/invite reporter")
        welcome = await desk.say(f"/start {made.text.split('start=')[1].split()[0]}", LEA)
        assert any(labels(message) for message in welcome), "a reporter who comes by an invite begins with a tap"
        (refused,) = await desk.say("/starters UA news add", OLGA)
        assert "needs the role of reporter" in refused.text
        (owned,) = await desk.say("/start", GROUP_ID, user=PRIVATE_ID)
        assert labels(owned) != []
        (member,) = await desk.say("/start", GROUP_ID, user=OLGA)
        assert labels(member) == []


def test_the_sets_are_small_and_each_address_is_in_one_form() -> None:
    known = load_starters()
    assert {"en", "uk", "fr", "ru", "local"} <= set(known.topics)
    assert all(2 <= len(queries) <= 4 for queries in known.topics.values())
    assert known.collected is not None
    assert len({(one.country, one.beat) for one in known.sets}) == len(known.sets)
    for one in known.sets:
        assert 1 <= len(one.feeds) <= 6
        assert len({feed.url for feed in one.feeds}) == len(one.feeds)
        assert all(feed.url.startswith("https://") for feed in one.feeds)
    names = {feed.url: feed.name for one in known.sets for feed in one.feeds}
    assert all(names[feed.url] == feed.name for one in known.sets for feed in one.feeds), "one address has two names"
