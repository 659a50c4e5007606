"""A night shift hands over to the morning's, in the chat as people use it."""

import re
from datetime import timedelta

import pytest

from newsroom.desk.digest import PAGE_STORIES
from standin.initial_chats import FORUM_ID
from tests.builders import NOW
from tests.journeys.shift import Shift, labels, shift

TITLES = (
    "Ferry runs aground off Lower Quay",
    "Bank buys the island ferry line for a pound",
    "Minister opens a school for ferry pilots",
    "Painter sells portrait of a ferry for millions",
    "Court jails ferry captain who drank",
    "Storm keeps the northern ferry in harbour",
    "Strike at the ferry kitchens ends after a month",
    "Whale swims beside the morning ferry",
    "Ferry museum finds a forgotten engine",
    "Students race home-made ferry across the lake",
    "Ferry tickets rise by a tenth in April",
    "Choir sings on ferry for a wedding",
)
EVENING = NOW + timedelta(hours=6)
INJURED = "people were injured in the ferry fire off Upper Quay."


async def two_numbers(desk: Shift) -> None:
    """One outlet's number in the evening, and another's in the night."""
    await desk.brings(1, "Ferry fire injures 14", f"Fourteen {INJURED}", key="fire")
    await desk.later(hours=8)
    await desk.brings(2, "Ferry fire injures 11", f"Eleven {INJURED}")


async def test_the_morning_reads_what_the_night_brought_and_what_changed_in_what_it_knew(either_database: str) -> None:
    async with shift(either_database, EVENING) as desk:
        await desk.say("/track ferry")
        await two_numbers(desk)
        await desk.brings(3, "Ferry line sold to a bank", "The bank bought the ferry line for a pound, it said.")
        (list_,) = await desk.say(f"/since {EVENING + timedelta(hours=1):%H:%M}")
        assert "2 stories on 1 topic" in list_.text
        fire, sale = list_.text.index("Ferry fire"), list_.text.index("Ferry line sold")
        assert fire < sale, "two publishers weigh more than one"
        assert "2 independent, 1 before" in list_.text
        assert "⚠ Figures differ (injured): 14 — Sample Outlet 1, 11 — Sample Outlet 2" in list_.text
        assert labels(list_) == ["1", "2", "📊 Chart"]
        (card,) = await desk.press(list_, "2")
        assert "Ferry line sold to a bank" in card.text


async def test_a_contradiction_ends_when_one_of_the_two_gives_the_others_number(either_database: str) -> None:
    async with shift(either_database, EVENING) as desk:
        await desk.say("/track ferry")
        await two_numbers(desk)
        (card,) = [one for one in desk.sent() if "Mute story" in "".join(labels(one))]
        assert "Figures differ (injured)" in card.text
        await desk.later(hours=1)
        await desk.brings(1, "Ferry fire injured 11, not 14", "Eleven people were injured in the fire, not fourteen.")
        (card,) = [one for one in desk.sent() if "Mute story" in "".join(labels(one))]
        assert "Figures differ" not in card.text
        assert "Since then one of the two has given the other's number" in (await desk.say("/disagreements 1"))[0].text
        (since,) = await desk.say("/since yesterday")
        assert "Figures differ" not in since.text


async def test_what_a_correction_says_of_an_earlier_version_contradicts_nobody(either_database: str) -> None:
    async with shift(either_database, EVENING) as desk:
        await desk.say("/track ferry")
        await two_numbers(desk)
        assert "Figures differ" in (await desk.say("/disagreements 1"))[0].text
        note = "Correction: An earlier version of this article said that 14 people were injured."
        await desk.brings(1, "Ferry fire injures 11", f"Eleven {INJURED} {note}", key="fire")
        assert "Figures differ" not in (await desk.say("/disagreements 1"))[0].text


async def test_since_alone_goes_on_where_this_person_stopped_reading(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry")
        await desk.brings(1, "Ferry runs aground", "The ferry ran aground off Lower Quay at noon.")
        first, hint = await desk.say("/since")
        assert ("Ferry runs aground" in first.text, "goes on where you stopped" in hint.text) == (True, True)
        await desk.later(hours=3)
        await desk.brings(3, "Ferry line sold to a bank", "The bank bought the ferry line for a pound, it said.")
        (second,) = await desk.say("/since")
        assert ("runs aground" in second.text, "line sold" in second.text) == (False, True)
        (third,) = await desk.say("/since")
        assert "nothing new on your 1 topic" in third.text


async def test_every_story_is_on_one_page_and_the_pages_are_turned_in_one_message(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry")
        for number, title in enumerate(TITLES):
            await desk.later(hours=30)  # too far apart to be one story
            await desk.brings(1 + number % 5, title, f"{title}.")
        (message,) = await desk.say("/since 60d")
        stories = re.search(r"(\d+) stories", message.text)
        assert stories
        found: list[str] = []
        for _ in range(-(-int(stories[1]) // PAGE_STORIES)):
            shown = desk.sent()[-1]
            assert shown.message_id == message.message_id, "a page is turned where it is"
            found += [title for title in TITLES if title in shown.text]
            if "More ▶" in labels(shown):
                await desk.press(shown, "More ▶")
        assert len(found) == len(set(found)) == int(stories[1]) > PAGE_STORIES
        assert "◀ Back" in labels(desk.sent()[-1])


async def test_a_forum_thread_reads_of_its_own_topics_and_the_main_one_of_all(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry", FORUM_ID, thread=2)
        await desk.say("/track tram", FORUM_ID, thread=3)
        await desk.brings(1, "Ferry runs aground", "The ferry ran aground off Lower Quay at noon.")
        await desk.brings(2, "Tram line opens in Upper Square", "The tram runs every ten minutes, the city said.")
        for thread, wanted in ((2, (True, False)), (3, (False, True)), (None, (True, True))):
            (message,) = await desk.say("/since 1h", FORUM_ID, thread=thread)
            assert ("Ferry runs" in message.text, "Tram line" in message.text) == wanted


async def test_where_a_topic_is_tracked_of_late_its_empty_list_offers_to_search_for_what_came_before(
    either_database: str,
) -> None:
    async with shift(either_database) as desk:
        await desk.brings(1, TITLES[0], f"{TITLES[0]}.")
        await desk.say("/track ferry")
        nothing, late = await desk.say("/since 3h")
        assert "nothing new on your 1 topic" in nothing.text
        assert "• ferry — " in late.text
        assert labels(late) == ["🔎 ferry"]


@pytest.mark.parametrize("text", ["/since soon", "/since today 23:00"])
async def test_what_is_no_time_is_answered_with_an_example(either_database: str, text: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry")
        (answer,) = await desk.say(text)
        assert "/since 18:00" in answer.text


async def test_where_nothing_is_tracked_the_way_to_begin_is_named(either_database: str) -> None:
    async with shift(either_database) as desk:
        (answer,) = await desk.say("/since")
        assert "/track" in answer.text


async def test_two_digests_a_day_have_each_story_once_and_miss_none(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry")
        (answer,) = await desk.say("/digest 13:00 18:00")
        assert "at 13:00, 18:00" in answer.text
        assert "The next one: 13:00" in answer.text
        await desk.brings(1, TITLES[0], f"{TITLES[0]}.")
        await desk.later(hours=2)
        await desk.say("/digest 08:00 20:00")  # changed in the middle of a day
        await desk.brings(2, TITLES[1], f"{TITLES[1]}.")
        await desk.later(hours=24)
        digests = [message.text for message in desk.sent() if message.text.startswith("🗞 Digest")]
        assert [[title in text for title in TITLES[:2]] for text in digests] == [
            [True, False],
            [False, True],
            [False, False],
        ]


async def test_a_weekly_digest_comes_on_its_day_and_covers_the_week(either_database: str) -> None:
    async with shift(either_database) as desk:  # on a Tuesday
        await desk.say("/track ferry")
        await desk.say("/digest weekly monday 09:00")
        await desk.brings(1, TITLES[0], f"{TITLES[0]}.")
        await desk.later(days=7)
        (weekly,) = [message.text for message in desk.sent() if message.text.startswith("🗞 Digest")]
        assert TITLES[0] in weekly
        assert "9 Mar 2026" in weekly


async def test_a_chat_of_several_topics_reads_them_in_sections_and_sees_them_drawn(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry")
        await desk.say("/track tram")
        await desk.brings(1, TITLES[0], f"{TITLES[0]}.")
        await desk.brings(2, "Tram line opens in Upper Square", "The tram runs every ten minutes, the city said.")
        await desk.later(hours=1)
        await desk.brings(3, TITLES[1], f"{TITLES[1]}.")
        (list_,) = await desk.say("/since 3h")
        lines = list_.text.splitlines()
        ferry, tram = lines.index("ferry"), lines.index("tram")
        assert (ferry < tram) == (lines.index(next(line for line in lines if line.startswith("1. "))) == ferry + 1)
        headlines = {line: [one for one in lines if line in one] for line in (TITLES[0], TITLES[1], "Tram line")}
        assert all(len(found) == 1 for found in headlines.values())
        both = sorted(lines.index(headlines[title][0]) for title in TITLES[:2])
        assert not both[0] < tram < both[1]
        (drawn,) = await desk.press(list_, "📊 Chart")
        assert drawn.kind == "photo"
        assert "Items by topic" in drawn.text


async def test_one_topic_needs_no_heading_and_a_channels_list_no_chart(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/manage @newsroom_channel")
        await desk.say("/track ferry")
        await desk.brings(1, TITLES[0], f"{TITLES[0]}.")
        (list_,) = await desk.say("/since 3h")
        assert "ferry" not in list_.text.splitlines()
        assert labels(list_) == ["1"]
