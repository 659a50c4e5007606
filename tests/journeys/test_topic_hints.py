"""A topic that floods or finds nothing is pointed out once, by day, with a way out that is one tap."""

from datetime import timedelta

from standin.chat_state import SimulatedMessage
from standin.initial_chats import CHANNEL_ID, PRIVATE_ID
from tests.builders import NOW
from tests.journeys.shift import Shift, labels, shift

# Words of no language: reports of these are as unlike as reports can be.
WORDS = [
    a + b + c
    for c in ("ndo", "sk", "vel", "rum", "tie", "pax")
    for b in ("ara", "olu", "ime")
    for a in "bdfghjklmnprstvz"
]
FLOOD = 60  # in two days and a half: more than fifteen a day
NIGHT = NOW + timedelta(hours=10)  # NOW is noon


def hints(desk: Shift, chat: int = PRIVATE_ID) -> list[SimulatedMessage]:
    return [message for message in desk.sent(chat) if message.text.startswith("💡")]


async def other_news(desk: Shift) -> None:
    """Enough of it that a silent topic is no accident."""
    for number in range(30):
        one, other, third = (WORDS[number * 3 + at] for at in range(3))
        await desk.brings(1 + number % 5, f"Museum {one} {other}", f"{third} {one}.")


async def flood(desk: Shift) -> None:
    for number in range(FLOOD):
        one, other, third = (WORDS[number * 3 + at] for at in range(3))
        strike = "strike" if number % 3 == 0 else third
        await desk.later(hours=1)
        await desk.brings(1 + number % 5, f"Ferry {strike} {one} {other}", f"{third} {one}.")


async def test_a_topic_that_floods_is_pointed_out_once_and_a_word_more_narrows_it(sqlite_database: str) -> None:
    async with shift(sqlite_database) as desk:
        await desk.say("/track ferry")
        await flood(desk)
        await desk.later(days=2)
        (hint,) = hints(desk)
        assert "alerts in three days" in hint.text
        narrower = next(label for label in labels(hint) if label.startswith("+ strike"))
        assert labels(hint)[-2:] == ["Digest only", "Leave it as it is"]
        await desk.press(hint, narrower)
        changed = desk.telegram.server.state.chats[PRIVATE_ID].messages[hint.message_id]
        assert "Tracking from now on: (ferry) strike" in changed.text or "ferry strike" in changed.text
        assert "ferry strike" in (await desk.say("/topics"))[0].text
        await desk.press(changed, "↩ Undo")
        assert "strike" not in (await desk.say("/topics"))[0].text


async def test_a_topic_that_finds_nothing_is_pointed_out_by_day_with_what_a_word_less_finds(
    sqlite_database: str,
) -> None:
    async with shift(sqlite_database, NIGHT) as desk:
        await desk.say("/track museum ferry")
        await desk.later(days=1)
        await other_news(desk)
        await desk.later(days=2, hours=4)
        assert hints(desk) == []  # three days later it is night
        await desk.later(hours=12)
        (hint,) = hints(desk)
        assert "museum ferry has found nothing yet" in hint.text
        less = next(label for label in labels(hint) if label.startswith("museum → "))
        await desk.press(hint, less)
        await desk.brings(1, "Museum opens a new wing", "The museum opened a wing for its harbour pictures.")
        assert "Museum opens a new wing" in desk.sent()[-1].text
        await desk.later(days=3)
        assert len(hints(desk)) == 0  # it was replaced by what it says now


async def test_a_topic_left_as_it_is_is_not_pointed_out_again(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track submarine")
        await other_news(desk)
        await desk.later(days=3, hours=1)
        (hint,) = hints(desk)
        assert labels(hint) == ["✕ Stop tracking", "Leave it as it is"]
        await desk.press(hint, "Leave it as it is")
        await other_news(desk)
        await desk.later(days=4)
        assert hints(desk) == []


async def test_a_channels_topic_is_pointed_out_to_whoever_manages_it_and_its_readers_see_nothing(
    either_database: str,
) -> None:
    async with shift(either_database) as desk:
        await desk.say("/manage @newsroom_channel")
        await desk.say("/track submarine")
        await other_news(desk)
        await desk.later(days=3, hours=1)
        assert hints(desk, CHANNEL_ID) == []
        (hint,) = hints(desk)
        assert "A topic of" in hint.text
        await desk.press(hint, "✕ Stop tracking")
        assert "tracks nothing" in (await desk.say("/topics"))[0].text


async def test_a_topic_stays_unmentioned_while_little_comes_in(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track submarine")
        await desk.brings(1, "Museum buys a lantern", "The museum bought a lantern at an auction.")
        await desk.later(days=5)
        assert hints(desk) == []
