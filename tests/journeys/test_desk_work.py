"""A desk at work on stories: who has which, and which are kept at hand."""

from standin.chat_state import SimulatedMessage
from standin.initial_chats import CHANNEL_ID, COLLEAGUE, FORUM_ID, GROUP_ID, NEWCOMERS, PRIVATE_ID, bring_newcomers
from tests.journeys.shift import Shift, labels, shift

FERRY = ("Ferry runs aground", "The ferry ran aground off Lower Quay at noon.")
GROWN = ("Ferry aground off Lower Quay at noon", "The ferry ran aground off Lower Quay at noon, the harbour said.")
EMIL = NEWCOMERS[2].id
TAKE, RELEASE, SAVE, UNSAVE = "✋ I take this", "✋ Release", "⭐ Save", "☆ Unsave"


async def alerted(desk: Shift, chat: int = PRIVATE_ID, title: str = FERRY[0], thread: int | None = None) -> int:
    """The message that shows a story in a chat, or in a thread of it."""
    sent = desk.sent(chat)
    (found,) = [m for m in sent if title in m.text and labels(m)[:1] == ["🕒 Timeline"] and m.thread_id == thread]
    return found.message_id


def message(desk: Shift, number: int, chat: int = PRIVATE_ID) -> SimulatedMessage:
    """As it is now."""
    return desk.telegram.server.state.chats[chat].messages[number]


def toast(desk: Shift) -> str:
    """The note over the chat that the last press got."""
    return list(desk.telegram.server.state.presses.values())[-1].answer or ""


async def test_a_tap_shows_on_the_card_who_has_the_story_and_the_next_one_lets_it_go(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry", GROUP_ID)
        await desk.brings(1, *FERRY)
        card = await alerted(desk, GROUP_ID)
        assert await desk.press(message(desk, card, GROUP_ID), TAKE, user=COLLEAGUE.id) == []
        assert "✋ taken by Colleague · 12:00" in message(desk, card, GROUP_ID).text
        assert RELEASE in labels(message(desk, card, GROUP_ID))
        await desk.press(message(desk, card, GROUP_ID), RELEASE, user=COLLEAGUE.id)
        assert "taken by" not in message(desk, card, GROUP_ID).text
        assert TAKE in labels(message(desk, card, GROUP_ID))


async def test_another_persons_tap_says_who_has_it_and_an_admins_releases_it(either_database: str) -> None:
    async with shift(either_database) as desk:
        bring_newcomers(desk.telegram.server.state)
        await desk.say("/track ferry", GROUP_ID)
        await desk.brings(1, *FERRY)
        card = await alerted(desk, GROUP_ID)
        await desk.press(message(desk, card, GROUP_ID), TAKE, user=COLLEAGUE.id)
        await desk.press(message(desk, card, GROUP_ID), RELEASE, user=EMIL)
        assert "Colleague has it, since 12:00" in toast(desk)
        assert "taken by Colleague" in message(desk, card, GROUP_ID).text
        await desk.press(message(desk, card, GROUP_ID), RELEASE)
        assert "taken by" not in message(desk, card, GROUP_ID).text


async def test_who_has_it_stays_on_the_card_as_the_story_grows(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry", GROUP_ID)
        await desk.brings(1, *FERRY)
        card = await alerted(desk, GROUP_ID)
        await desk.press(message(desk, card, GROUP_ID), TAKE)
        await desk.brings(2, *GROWN)
        text = message(desk, card, GROUP_ID).text
        assert ("2 outlets" in text, "taken by Reporter" in text) == (True, True)


async def test_every_thread_of_a_forum_shows_it_and_no_other_chat(either_database: str) -> None:
    async with shift(either_database) as desk:
        for chat, thread in ((FORUM_ID, 2), (FORUM_ID, 3), (GROUP_ID, None), (PRIVATE_ID, None), (CHANNEL_ID, None)):
            await desk.say("/track ferry", chat, thread=thread)
        await desk.brings(1, *FERRY)
        first, second = [await alerted(desk, FORUM_ID, thread=thread) for thread in (2, 3)]
        await desk.press(message(desk, first, FORUM_ID), TAKE, user=COLLEAGUE.id)
        for number in (first, second):
            assert "taken by Colleague" in message(desk, number, FORUM_ID).text
        others = [m.text for chat in (PRIVATE_ID, GROUP_ID, CHANNEL_ID) for m in desk.sent(chat)]
        assert "Colleague" not in "\n".join(others)
        (story,) = await desk.say("/story 1", GROUP_ID)
        assert "Colleague" not in story.text


async def test_a_channels_readers_get_no_button_of_a_desk(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry", CHANNEL_ID)
        await desk.brings(1, *FERRY)
        assert TAKE not in labels(message(desk, await alerted(desk, CHANNEL_ID), CHANNEL_ID))
        (answer,) = await desk.say("/take 1", CHANNEL_ID)
        assert "is a channel: its readers would read" in answer.text


async def test_take_and_release_are_written_too(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry")
        await desk.brings(1, *FERRY)
        card = await alerted(desk)
        (answer,) = await desk.say("/take", reply_to=message(desk, card))
        assert "Ferry runs aground: taken by Reporter" in answer.text
        assert "taken by Reporter" in message(desk, card).text
        assert "You have it already" in (await desk.say("/take 1"))[0].text
        assert "free again" in (await desk.say("/release 1"))[0].text
        assert "Nobody has taken" in (await desk.say("/release 1"))[0].text
        assert "taken by" not in message(desk, card).text


async def test_a_story_that_was_asked_for_shows_who_takes_it_in_its_place(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry")
        await desk.brings(1, *FERRY)
        card = await alerted(desk)
        (asked,) = await desk.say("/story 1")
        assert await desk.press(asked, TAKE) == []
        for number in (asked.message_id, card):
            assert "taken by Reporter" in message(desk, number).text


async def test_whoever_is_forgotten_is_on_no_card_any_more(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry", GROUP_ID)
        await desk.brings(1, *FERRY)
        card = await alerted(desk, GROUP_ID)
        await desk.press(message(desk, card, GROUP_ID), TAKE)
        (asked,) = await desk.say("/forgetme")
        await desk.press(asked, labels(asked)[0])
        assert "taken by" not in message(desk, card, GROUP_ID).text


async def test_a_star_saves_a_story_and_is_its_own_undo(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry")
        await desk.brings(1, *FERRY)
        card = await alerted(desk)
        assert await desk.press(message(desk, card), SAVE) == []
        assert FERRY[0] in (await desk.say("/saved"))[0].text
        await desk.press(message(desk, card), UNSAVE)
        assert "Nothing is saved here" in (await desk.say("/saved"))[0].text
        assert SAVE in labels(message(desk, card))


async def test_saved_stories_come_in_pages_and_an_unsaved_one_comes_back_by_its_undo(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track harbour")
        for number, word in enumerate(("Alder", "Birch", "Cedar", "Drake", "Elder", "Fjord", "Grove"), start=1):
            await desk.brings(1, f"{word} harbour opens pier of {word}", f"{word} opened its pier near {word} town.")
            await desk.say(f"/save {number}")
            await desk.later(minutes=15)
        (listed,) = await desk.say("/saved")
        assert "Saved: 7 stories" in listed.text
        assert "1. Grove harbour" in listed.text
        await desk.press(listed, "Older ▶")
        assert "6. Birch harbour" in message(desk, listed.message_id).text
        await desk.press(message(desk, listed.message_id), "☆ 6")
        assert "No longer saved: Birch harbour" in message(desk, listed.message_id).text
        assert "Saved: 6 stories" in message(desk, listed.message_id).text
        await desk.press(message(desk, listed.message_id), "↩ Undo")
        assert "Saved: 7 stories" in message(desk, listed.message_id).text
        (again,) = await desk.say("/unsave 3")
        await desk.press(again, "↩ Undo")
        answer = message(desk, again.message_id)
        assert answer.text.startswith("⭐ Saved: Cedar harbour"), "a second card of the story stood in its place"
        assert "Cedar harbour" in (await desk.say("/saved"))[0].text
        await desk.say("/unsave 3")
        (never,) = await desk.say("/unsave 3")
        assert "is not saved here" in never.text
        assert labels(never) == [], "its Undo would save what never was saved"


async def test_a_note_in_reply_to_an_alert_is_under_the_card_and_in_full_below_the_story(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry", GROUP_ID)
        await desk.brings(1, *FERRY)
        card = await alerted(desk, GROUP_ID)
        words = "The harbour <b>calls</b> back at five. " + "Ask for the log of the bridge. " * 5
        (noted,) = await desk.say(f"/note {words}", GROUP_ID, user=COLLEAGUE.id, reply_to=message(desk, card, GROUP_ID))
        assert "Noted on Ferry runs aground. Everybody here reads it" in noted.text
        text = message(desk, card, GROUP_ID).text
        assert "📝 Colleague · 12:00: The harbour <b>calls</b> back at five." in text
        assert text.endswith("…")
        _, notes = await desk.say("/story 1", GROUP_ID)
        assert "1 note — Ferry runs aground" in notes.text
        assert " ".join(words.split()) in notes.text


async def test_a_note_that_lacks_its_words_or_its_story_asks_for_them(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry")
        await desk.brings(1, *FERRY)
        card = await alerted(desk)
        await desk.say("/note", reply_to=message(desk, card))
        assert "Noted on" in (await desk.say("3 divers search"))[0].text
        assert "Reporter · 12:00: 3 divers search" in message(desk, card).text
        assert "Which story, and what?" in (await desk.say("/note"))[0].text
        (alone,) = await desk.say("1 second note")
        assert ("Noted on" in alone.text, "verybody" in alone.text) == (True, False)
        assert "second note\n2 notes: /story_1" in message(desk, card).text
        assert "600: shorten it" in (await desk.say("/note 1 " + "a" * 600))[0].text.replace("has ", "")


async def test_the_button_of_a_card_asks_for_a_note_and_then_shows_them(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry")
        await desk.brings(1, *FERRY)
        card = await alerted(desk)
        (asked,) = await desk.press(message(desk, card), "📝 Note")
        assert "What shall the note on “Ferry runs aground” say?" in asked.text
        await desk.say("First")
        for number in range(2, 8):
            await desk.say(f"/note 1 Number {number}")
        (listed,) = await desk.press(message(desk, card), "📝 Notes: 7")
        assert "Number 7" in listed.text
        await desk.press(listed, "Older ▶")
        assert "7. 📝 Reporter · 12:00\nFirst" in message(desk, listed.message_id).text


async def test_a_note_is_deleted_by_its_writer_or_an_admin_and_by_nobody_else(either_database: str) -> None:
    async with shift(either_database) as desk:
        bring_newcomers(desk.telegram.server.state)
        await desk.say("/track ferry", GROUP_ID)
        await desk.brings(1, *FERRY)
        card = await alerted(desk, GROUP_ID)
        (noted,) = await desk.say("/note 1 Call the harbour", GROUP_ID, user=COLLEAGUE.id)
        await desk.press(noted, "🗑 Delete", user=EMIL)
        assert "Colleague wrote it" in toast(desk)
        await desk.press(noted, "🗑 Delete", user=COLLEAGUE.id)
        assert "/note 1 Call the harbour" in message(desk, noted.message_id, GROUP_ID).text
        assert "Call the harbour" not in message(desk, card, GROUP_ID).text
        await desk.press(noted, "↩ Undo", user=COLLEAGUE.id)
        assert "Call the harbour" in message(desk, card, GROUP_ID).text
        await desk.press(noted, "🗑 Delete", user=PRIVATE_ID)
        assert labels(message(desk, noted.message_id, GROUP_ID)) == [], "it would come back under another name"
        await desk.say("/note 1 Call the mayor", GROUP_ID, user=COLLEAGUE.id)
        _, listed = await desk.say("/story 1", GROUP_ID)
        await desk.press(listed, "🗑 1", user=COLLEAGUE.id)
        assert "No notes on" in message(desk, listed.message_id, GROUP_ID).text
        assert "↩ Undo" in labels(message(desk, listed.message_id, GROUP_ID))


async def test_a_forgotten_persons_note_stays_without_their_name(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry", GROUP_ID)
        await desk.brings(1, *FERRY)
        card = await alerted(desk, GROUP_ID)
        await desk.say("/note 1 Call the harbour", GROUP_ID)
        (asked,) = await desk.say("/forgetme")
        await desk.press(asked, labels(asked)[0])
        assert "📝 somebody · 12:00: Call the harbour" in message(desk, card, GROUP_ID).text
