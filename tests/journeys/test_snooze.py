"""People who want silence for a while, and what they missed."""

from standin.initial_chats import FORUM_ID
from tests.journeys.shift import Shift, labels, shift

FERRY = ("Ferry runs aground", "The ferry ran aground off Lower Quay at noon.")
SALE = ("Ferry line sold to a bank", "The bank bought the ferry line for a pound, it said.")
TRAM = ("Tram line opens in Upper Square", "The tram runs every ten minutes, the city said.")
FIRE = ("Fire on ferry injures cook", "A fire broke out in the kitchen of the ferry, and a cook was hurt.")


def news(desk: Shift, chat: int | None = None) -> str:
    """All that the bot has sent."""
    sent = desk.sent() if chat is None else desk.sent(chat)
    return "\n".join(message.text for message in sent)


async def test_a_quiet_chat_gets_no_alert_and_one_list_at_its_end(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry OR tram")
        (answer,) = await desk.say("/quiet 2h")
        assert "Quiet until 14:00" in answer.text
        await desk.brings(1, *FERRY)
        await desk.brings(2, *TRAM)
        await desk.later(hours=1, minutes=45)
        assert FERRY[0] not in news(desk)
        await desk.later(minutes=15)
        (list_,) = [m for m in desk.sent() if FERRY[0] in m.text]
        assert TRAM[0] in list_.text
        await desk.brings(3, *SALE)
        assert SALE[0] in desk.sent()[-1].text


async def test_what_waited_comes_at_once_when_the_quiet_is_ended_by_its_button(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry")
        (answer,) = await desk.say("/quiet 8h")
        await desk.brings(1, *FERRY)
        await desk.press(answer, "🔔 End it now")
        assert "Alerts come again" in news(desk)
        assert sum(FERRY[0] in m.text for m in desk.sent()) == 1
        await desk.later(hours=9)
        assert sum(FERRY[0] in m.text for m in desk.sent()) == 1, "the list came again at the end that had been set"


async def test_a_longer_quiet_keeps_what_waits_until_its_own_end(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry")
        (answer,) = await desk.say("/quiet 1h")
        await desk.brings(1, *FERRY)
        await desk.press(answer, "8 h")
        await desk.later(hours=7, minutes=45)
        assert FERRY[0] not in news(desk)
        await desk.later(minutes=15)
        assert sum(FERRY[0] in m.text for m in desk.sent()) == 1


async def test_quiet_off_ends_the_while_first_and_keeps_the_quiet_hours(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry")
        await desk.say("/quiet 22:00-07:00")
        await desk.say("/quiet 2h")
        (answer,) = await desk.say("/quiet off")
        assert "Alerts come again" in answer.text
        assert "22:00" in (await desk.say("/quiet"))[0].text


async def test_a_muted_topic_waits_while_another_alerts(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry")
        await desk.say("/track tram")
        (answer,) = await desk.say("/mute ferry 2h")
        assert "ferry: no alerts until 14:00" in answer.text
        await desk.brings(1, *FERRY)
        await desk.brings(2, *TRAM)
        assert (FERRY[0] in news(desk), TRAM[0] in news(desk)) == (False, True)
        await desk.press(answer, "🔔 Unmute")
        assert FERRY[0] in news(desk)


async def test_topics_of_one_place_that_are_muted_for_different_times_come_each_at_their_own(
    either_database: str,
) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry")
        await desk.say("/track tram")
        await desk.say("/mute ferry 2h")
        await desk.say("/mute tram 4h")
        await desk.brings(2, *TRAM)
        await desk.brings(1, *FERRY)
        await desk.later(hours=2)
        assert (FERRY[0] in news(desk), TRAM[0] in news(desk)) == (True, False)
        await desk.later(hours=2)
        assert sum(TRAM[0] in m.text for m in desk.sent()) == 1


async def test_mute_in_a_forum_thread_is_about_its_topics_alone(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry", FORUM_ID, thread=2)
        await desk.say("/track tram", FORUM_ID, thread=3)
        await desk.say("/mute 2h", FORUM_ID, thread=2)
        await desk.brings(1, *FERRY)
        await desk.brings(2, *TRAM)
        assert (FERRY[0] in news(desk, FORUM_ID), TRAM[0] in news(desk, FORUM_ID)) == (False, True)


async def test_a_story_muted_for_a_while_comes_back_with_what_changed(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry")
        await desk.brings(1, "Ferry fire injures 14", "Fourteen people were injured in the ferry fire off Upper Quay.")
        alert = desk.sent()[-1]
        (muted,) = await desk.press(alert, "🔕 Mute story")
        assert labels(muted) == ["1 h", "8 h", "2 d", "🔔 Unmute"]
        await desk.press(muted, "1 h")
        assert "Muted here until 13:00" in muted.text
        before = len(desk.sent())
        await desk.brings(2, "Ferry fire injures 11", "Eleven people were injured in the ferry fire off Upper Quay.")
        assert len(desk.sent()) == before
        await desk.later(hours=1)
        back = desk.sent()[-1]
        assert len(desk.sent()) == before + 1
        assert "No longer muted" in back.text
        assert "Figures differ (injured)" in back.text
        assert "2 outlets" in alert.text, "its card follows the story again"


async def test_a_muted_story_in_which_nothing_happened_comes_back_in_silence(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry")
        await desk.brings(1, *FERRY)
        await desk.say("/mute 2h", reply_to=desk.sent()[-1])
        before = len(desk.sent())
        await desk.later(hours=3)
        assert len(desk.sent()) == before
        await desk.brings(2, *FIRE)
        assert FIRE[0] in news(desk)


async def test_a_mute_that_ends_in_quiet_hours_waits_for_the_morning(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry")
        await desk.brings(1, *FERRY)
        await desk.say("/mute 2h", reply_to=desk.sent()[-1])
        await desk.say("/quiet 13:00-16:00")
        await desk.later(minutes=15)
        await desk.brings(2, *FERRY)
        await desk.later(hours=3, minutes=30)
        assert "No longer muted" not in news(desk)
        await desk.later(minutes=30)
        assert "No longer muted" in news(desk)
