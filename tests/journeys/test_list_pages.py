"""Long lists in a chat: every line of them can be reached by buttons."""

from config.schema import PublishSettings
from standin.chat_state import SimulatedMessage
from standin.initial_chats import PRIVATE_ID
from storage import sources
from tests.builders import spec
from tests.journeys.shift import Shift, labels, shift

WORDS = [f"harbour{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"[:23]]


def now(desk: Shift, number: int) -> SimulatedMessage:
    return desk.telegram.server.state.chats[PRIVATE_ID].messages[number]


async def whole(desk: Shift, first: SimulatedMessage) -> list[str]:
    """All pages of a list, turned to the end by its button."""
    pages = [first.text]
    while "More ▶" in labels(now(desk, first.message_id)):
        await desk.press(now(desk, first.message_id), "More ▶")
        pages.append(now(desk, first.message_id).text)
    return pages


async def test_every_topic_is_on_a_page_and_a_change_stays_on_its_page(either_database: str) -> None:
    async with shift(either_database) as desk:
        for word in WORDS:
            await desk.say(f"/track {word}")
        (listed,) = await desk.say("/topics")
        pages = await whole(desk, listed)
        assert len(pages) == 3
        assert all(any(word in page for page in pages) for word in WORDS)
        await desk.press(now(desk, listed.message_id), "23 ⏸")
        assert "⏸ harbourw" in now(desk, listed.message_id).text
        assert "page 3 of 3" in now(desk, listed.message_id).text
        await desk.press(now(desk, listed.message_id), "◀ Back")
        assert "page 2 of 3" in now(desk, listed.message_id).text


async def test_every_feed_and_every_source_is_on_a_page(either_database: str) -> None:
    async with shift(either_database) as desk:
        async with desk.database.write() as tx:
            for number in range(11, 34):
                await sources.add_chat_source(tx, spec(number), PRIVATE_ID, desk.now, 300)
        for command, most in (("/feeds", 3), ("/sources", 2)):
            (listed,) = await desk.say(command)
            pages = await whole(desk, listed)
            assert len(pages) == most
            assert f"page 1 of {most}" in pages[0]
            assert all(f"Sample Outlet {number}" in "\n".join(pages) for number in range(11, 34))


async def test_every_topic_has_a_button_for_its_address_on_a_page(either_database: str) -> None:
    async with shift(either_database, publish=PublishSettings(public_url="https://bot.example.org", port=0)) as desk:
        for word in WORDS:
            await desk.say(f"/track {word}")
        (listed,) = await desk.say("/rss")
        shown = labels(listed)
        while "More ▶" in labels(now(desk, listed.message_id)):
            await desk.press(now(desk, listed.message_id), "More ▶")
            shown += labels(now(desk, listed.message_id))
        assert all(f"📡 {number} Make an address" in shown for number in range(1, len(WORDS) + 1))
