"""A topic is changed in its place: its words by typing, its mode and its voices by buttons, and back again."""

from dataclasses import replace

import pytest

from handlers.sentences.catalogue import languages
from handlers.sentences.reader import Reader
from newsroom.source import SourceKind
from standin import user_actions
from standin.chat_state import SimulatedMessage
from standin.initial_chats import COLLEAGUE, FORUM_ID, GROUP_ID, PRIVATE_ID, TOPICS
from storage import sources
from tests.builders import spec
from tests.journeys.shift import Shift, labels, shift

MEMBER = COLLEAGUE.id


def now(desk: Shift, message: SimulatedMessage) -> SimulatedMessage:
    return desk.telegram.server.state.chats[message.chat_id].messages[message.message_id]


async def news(desk: Shift) -> None:
    await desk.brings(1, "Ferry strike closes the northern pier", "The ferry crews walked out at noon.")
    await desk.brings(2, "Museum buys a lantern", "The museum bought a lantern at an auction.")


async def test_a_topics_words_are_typed_anew_from_its_card_and_undo_brings_the_old_ones(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track museum")
        await news(desk)
        (listed,) = await desk.say("/topics")
        assert labels(listed) == ["1 ⏸", "1 🗞", "1 ✕", "1 ✎"]
        await desk.press(listed, "1 ✎")
        card = now(desk, listed)
        assert card.text.startswith("🔔 museum\nItems with “museum”.\nTracked since ")
        assert "1 alert in the last 7 days" in card.text
        (asked,) = await desk.press(card, "✎ Edit")
        assert "This topic asks: museum" in asked.text
        (wrong,) = await desk.say("ferry (")
        assert "▸" in wrong.text
        (done,) = await desk.say("ferry strike")
        assert "Tracking from now on: ferry strike" in done.text
        assert "it would have sent 1 alert" in done.text
        assert "1. 🔔 ferry strike" in (await desk.say("/topics"))[0].text
        await desk.press(done, "↩ Undo")
        assert "1. 🔔 museum" in (await desk.say("/topics"))[0].text


async def test_what_is_open_of_the_new_words_is_shown_and_not_sent_again_and_what_comes_is_sent(
    either_database: str,
) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track museum")
        await news(desk)
        before = len(desk.sent())
        (done,) = await desk.say("/change 1 ferry")
        assert "Ferry strike closes the northern pier" in done.text
        await desk.later(minutes=5)
        assert len(desk.sent()) == before + 1, "the story that was open was alerted"
        await desk.brings(3, "Ferry runs aground at Lower Quay", "A ferry ran aground in the fog.")
        assert "runs aground" in desk.sent()[-1].text


async def test_the_cards_buttons_change_how_it_is_alerted_and_lead_back_to_the_list(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track museum")
        (listed,) = await desk.say("/topics")
        await desk.press(listed, "1 ✎")
        for button, mark in (("Digest only", "🗞"), ("⏸ Pause", "⏸"), ("Alerts now", "🔔")):
            await desk.press(now(desk, listed), button)
            assert now(desk, listed).text.startswith(f"{mark} museum")
        await desk.press(now(desk, listed), "‹ List")
        assert now(desk, listed).text.startswith("Topics: 1")
        await desk.press(now(desk, listed), "1 ✎")
        await desk.press(now(desk, listed), "From 2 publishers on")
        assert "Tracking from now on: museum min:2" in now(desk, listed).text
        await desk.brings(1, "Museum buys a lantern", "The museum bought a lantern at an auction.")
        assert not any("lantern" in message.text for message in desk.sent())
        await desk.press(now(desk, listed), "‹ Topic")
        assert "✓ From 2 publishers on" in labels(now(desk, listed))
        await desk.press(now(desk, listed), "✕ Stop tracking")
        assert "No longer tracked" in now(desk, listed).text
        await desk.press(now(desk, listed), "↩ Undo")
        assert "museum min:2" in now(desk, listed).text, "it waits for two as before"


@pytest.mark.parametrize("stop", ["/untrack museum", "✕"])
async def test_what_stopped_is_tracked_again_by_a_tap(either_database: str, stop: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track museum min:2")
        (shown,) = await desk.say("/topics")
        if stop == "✕":
            await desk.press(shown, "1 ✕")
            shown = now(desk, shown)
        else:
            (shown,) = await desk.say(stop)
        await desk.press(shown, "↩ Undo")
        assert "museum min:2" in (await desk.say("/topics"))[0].text


REFUSED = {
    "alone it lists the topics": ("/change", "Topics: 2"),
    "without a number": ("/change ferry strike", "Write the topic's number"),
    "a number of none": ("/change 9 ferry", "tracks nothing called “9”"),
    "without words it asks": ("/change 1", "This topic asks: museum"),
    "by one tap": ("/change_1", "This topic asks: museum"),
    "what another topic asks": ("/change 1 oil", "tracked here already, as topic 2"),
    "what can never come": ("/change 1 source:nosuch oil", "No watched source is called"),
    "a wish alone": ("/change 1 min:2", "min:"),
    "what is no number of a topic": ("/change ² ferry", "Write the topic's number"),
}


async def test_what_can_not_be_done_says_why_and_changes_nothing(
    either_database: str, subtests: pytest.Subtests
) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track museum")
        await desk.say("/track oil")
        for what, (typed, answer) in REFUSED.items():
            with subtests.test(what):
                assert answer in (await desk.say(typed))[0].text
                await desk.say("/cancel")
                (listed,) = await desk.say("/topics")
                assert "1. 🔔 museum ·" in listed.text
                assert "2. 🔔 oil ·" in listed.text


@pytest.mark.parametrize(
    ("typed", "tracked"),
    [
        pytest.param("/change 7 ferry", ["museum", "g7 summit"], id="a figure within another topic's words"),
        pytest.param("/change 112 ferry", ["museum", "112"], id="another topic's words"),
    ],
)
async def test_a_number_of_no_topic_changes_none_however_others_are_worded(
    either_database: str, typed: str, tracked: list[str]
) -> None:
    async with shift(either_database) as desk:
        for query in tracked:
            await desk.say(f"/track {query}")
        assert "tracks nothing called" in (await desk.say(typed))[0].text
        (listed,) = await desk.say("/topics")
        assert all(f"{number}. 🔔 {query} ·" in listed.text for number, query in enumerate(tracked, start=1))


async def test_the_number_decides_where_another_topic_is_worded_so(either_database: str) -> None:
    async with shift(either_database) as desk:
        for query in ("museum", "1", "112"):
            await desk.say(f"/track {query}")
        assert "Tracking from now on: ferry\nBefore: museum" in (await desk.say("/change 1\nferry"))[0].text


async def test_a_topic_that_goes_while_its_words_are_awaited_leaves_the_others_as_they_are(
    either_database: str,
) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track museum")
        await desk.say("/track g1 summit")
        (topics,) = await desk.say("/topics")
        await desk.say("/change 1")
        await desk.press(topics, "1 ✕")
        assert "tracks nothing called “1”" in (await desk.say("ferry strike"))[0].text
        assert "2. 🔔 g1 summit ·" in (await desk.say("/topics"))[0].text


WAITS = {
    "nothing of them is typed": ("ferry", "ferry min:2 confirm:3"),
    "one is typed": ("ferry min:4", "ferry min:4 confirm:3"),
    "one is typed away": ("ferry min:1", "ferry confirm:3"),
}


async def test_what_a_topic_waits_for_stays_unless_it_is_typed(either_database: str, subtests: pytest.Subtests) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track museum min:2 confirm:3")
        for what, (typed, now_asked) in WAITS.items():
            with subtests.test(what):
                (asked,) = await desk.say("/change 1")
                assert "This topic asks: museum\n" in asked.text, "who copies it and drops confirm: would still have it"
                (done,) = await desk.say(typed)
                assert f"Tracking from now on: {now_asked}\nBefore: museum min:2 confirm:3" in done.text
                await desk.press(done, "↩ Undo")
                assert "1. 🔔 museum min:2 confirm:3" in (await desk.say("/topics"))[0].text


async def test_a_tap_that_is_made_twice_sets_what_its_button_says_and_no_more(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track museum min:3")
        (listed,) = await desk.say("/topics")
        await desk.press(listed, "1 ✎")
        card, button = now(desk, listed), "✓ From 3 publishers on"
        user_actions.press(desk.telegram.server, card.chat_id, card.message_id, button)
        await desk.press(card, button)
        assert "Tracking from now on: museum\nBefore: museum min:3" in now(desk, listed).text
        await desk.press(now(desk, listed), "↩ Undo")
        assert "1. 🔔 museum min:3" in (await desk.say("/topics"))[0].text


async def test_in_a_group_only_who_may_change_what_comes_changes_a_topic(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track museum", GROUP_ID, user=PRIVATE_ID)
        (listed,) = await desk.say("/topics", GROUP_ID, user=MEMBER)
        await desk.press(listed, "1 ✎", user=MEMBER)
        card = now(desk, listed)
        assert card.text.startswith("🔔 museum")
        await desk.press(card, "⏸ Pause", user=MEMBER)
        assert now(desk, listed).text.startswith("🔔 museum"), "a member paused it"
        await desk.press(card, "⏸ Pause", user=PRIVATE_ID)
        assert now(desk, listed).text.startswith("⏸ museum")


async def test_the_dialogue_is_in_every_language(either_database: str, subtests: pytest.Subtests) -> None:
    async with shift(either_database) as desk:
        for language in languages():
            say = Reader(language=language).say
            with subtests.test(language):
                await desk.say(f"/language {language}")
                (tracked,) = await desk.say("/track museum")
                (asked,) = await desk.press(tracked, say("button.edit_topic"))
                assert "museum" in asked.text
                (done,) = await desk.say("ferry strike")
                await desk.press(done, say("button.undo"))
                assert "museum" in now(desk, done).text.splitlines()[0]
                await desk.say("/untrack museum")


async def test_sources_are_chosen_by_taps_each_of_which_says_what_it_would_have_sent(either_database: str) -> None:
    async with shift(either_database) as desk:
        async with desk.database.write() as tx:
            kinds = (SourceKind.STATE, SourceKind.WIRE)
            feeds = [replace(spec(n), kind=kind, language="uk", country="ua") for n, kind in enumerate(kinds, start=1)]
            await sources.sync_operator_sources(tx, [*feeds, spec(3), spec(4), spec(5)], desk.now, 300)
        await desk.say("/track museum OR ferry")
        await news(desk)
        (listed,) = await desk.say("/topics")
        for button in ("1 ✎", "📡 Which sources", "Kinds of media", "State media"):
            await desk.press(now(desk, listed), button)
        assert now(desk, listed).text.startswith("🔔 (museum OR ferry) -kind:state")
        assert "it would have sent 1 alert." in now(desk, listed).text, "an example is promised, and none is there"
        assert "✕ State media" in labels(now(desk, listed))
        before = len(desk.sent())
        await desk.brings(1, "Ferry sinks at Lower Quay", "A ferry sank in the fog.")
        assert len(desk.sent()) == before, "a state outlet was alerted of"
        await desk.press(now(desk, listed), "✕ State media")
        assert now(desk, listed).text.startswith("🔔 museum OR ferry\n")
        for button in ("📡 Which sources", "Languages", "Ukrainian", "📡 Which sources", "Countries", "Ukraine"):
            await desk.press(now(desk, listed), button)
        for button in ("📡 Which sources", "Leave out sources", "Sample Outlet 2"):
            await desk.press(now(desk, listed), button)
        query = now(desk, listed).text.splitlines()[0]
        assert query == '🔔 (museum OR ferry) lang:uk country:ua -source:"Sample Outlet 2"'
        assert "✕ Sample Outlet 2" in labels(now(desk, listed))
        for button in ("📡 Which sources", "‹ Topic", "‹ List"):
            await desk.press(now(desk, listed), button)
        assert now(desk, listed).text.startswith("Topics: 1")


async def test_a_publisher_of_several_feeds_is_left_out_by_one_tap_and_taken_back_by_another(
    either_database: str,
) -> None:
    """Its sources had to be left out one by one, and each new one came again."""
    async with shift(either_database) as desk:
        feeds = [replace(spec(n), name=f"Herald {n}", family="Harbour Press (Ltd.)") for n in (1, 2)]
        async with desk.database.write() as tx:
            await sources.sync_operator_sources(tx, [*feeds, spec(3)], desk.now, 300)
        await desk.say("/track ferry")
        (listed,) = await desk.say("/topics")
        for button in ("1 ✎", "📡 Which sources", "Leave out sources"):
            await desk.press(now(desk, listed), button)
        assert labels(now(desk, listed))[:2] == ["Harbour Press (Ltd.): all 2 sources", "Herald 1"]
        await desk.press(now(desk, listed), "Harbour Press (Ltd.): all 2 sources")
        assert now(desk, listed).text.startswith('🔔 ferry -source:"Harbour Press Ltd"\n')
        shown = labels(now(desk, listed))
        assert "✕ Harbour Press (Ltd.): all 2 sources" in shown
        assert not [label for label in shown if "Herald" in label], "each is left out with its publisher"
        async with desk.database.write() as tx:
            later = replace(spec(4), name="Herald 4", family="Harbour Press (Ltd.)")
            await sources.sync_operator_sources(tx, [*feeds, spec(3), later], desk.now, 300)
        before = len(desk.sent())
        for source in (1, 4):
            await desk.brings(source, "Ferry sinks at Lower Quay", "A ferry sank in the fog.")
        assert len(desk.sent()) == before
        await desk.brings(3, "Ferry line sold to a bank", "The bank bought the ferry line for a pound.")
        assert "Ferry line sold" in desk.sent()[-1].text
        await desk.press(now(desk, listed), "✕ Harbour Press (Ltd.): all 2 sources")
        assert now(desk, listed).text.startswith("🔔 ferry\n")


@pytest.mark.parametrize("watched", [True, False])
async def test_a_source_that_is_left_out_can_be_taken_back_by_a_tap_however_many_there_are(
    either_database: str,
    watched: bool,  # noqa: FBT001 - pytest passes by name
) -> None:
    async with shift(either_database) as desk:
        feeds = [replace(spec(n), name=f"Outlet {n:02}") for n in range(1, 26)]
        async with desk.database.write() as tx:
            await sources.sync_operator_sources(tx, [*feeds, replace(spec(26), name="Outletz")], desk.now, 300)
        await desk.say("/track museum -source:outletz")
        if not watched:
            async with desk.database.write() as tx:
                await sources.sync_operator_sources(tx, feeds, desk.now, 300)
        (listed,) = await desk.say("/topics")
        for button in ("1 ✎", "📡 Which sources", "Leave out sources"):
            await desk.press(now(desk, listed), button)
        shown = [label for label in labels(now(desk, listed)) if "utlet" in label]
        assert [label.casefold() for label in (shown[0], shown[-1])] == ["outlet 01", "✕ outletz"]
        assert len(shown) == 24
        await desk.press(now(desk, listed), shown[-1])
        assert now(desk, listed).text.startswith("🔔 museum\n")


async def test_a_topic_that_would_ask_for_nothing_stays_as_it_is(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track lang:en")
        (listed,) = await desk.say("/topics")
        for button in ("1 ✎", "📡 Which sources", "Languages", "✓ English"):
            await desk.press(now(desk, listed), button)
        assert now(desk, listed).text.startswith("🔔 lang:en")


async def test_a_topics_alerts_come_into_the_thread_where_its_card_is_asked_for(either_database: str) -> None:
    caucasus, ukraine = TOPICS
    async with shift(either_database) as desk:
        await desk.say("/track ferry", FORUM_ID, thread=caucasus)
        await news(desk)
        (listed,) = await desk.say("/topics", FORUM_ID, thread=ukraine)
        await desk.press(listed, "1 ✎")
        assert "Its alerts come into another thread." in now(desk, listed).text
        assert f"https://t.me/c/{str(FORUM_ID)[4:]}/{caucasus}" in f"{now(desk, listed).entities}"
        before = len(desk.sent(FORUM_ID))
        await desk.press(now(desk, listed), "📍 Alerts here")
        assert "another thread" not in now(desk, listed).text
        assert "1 alert in the last 7 days" in now(desk, listed).text, "it came into the thread before"
        await desk.later(minutes=5)
        assert len(desk.sent(FORUM_ID)) == before, "what was open was alerted anew"
        await desk.brings(3, "Ferry runs aground at Lower Quay", "A ferry ran aground in the fog.")
        (alert,) = desk.sent(FORUM_ID)[before:]
        assert alert.thread_id == ukraine
