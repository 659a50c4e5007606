"""The card of a source: every button of it, by one whose feed it is, in each language."""

import hashlib
from email.utils import format_datetime

import pytest

from handlers.sentences.catalogue import languages
from handlers.sentences.reader import Reader
from standin.chat_state import SimulatedMessage
from standin.initial_chats import COLLEAGUE, GROUP_ID, PRIVATE_ID
from storage import sources
from tests.builders import NOW, spec
from tests.journeys.shift import Shift, labels, shift
from watchers.fetch_outcome import Fetched, FetchOutcome, FetchRequest

NAME = "Sample Outlet 7"


class Web:
    """Every feed can be read."""

    async def fetch(self, request: FetchRequest) -> FetchOutcome:
        body = (
            f"<rss version='2.0'><channel><title>O</title><item><guid>{request.url}</guid><title>Harbour news</title>"
            f"<link>https://example.org/a</link><pubDate>{format_datetime(NOW)}</pubDate></item></channel></rss>"
        ).encode()
        return Fetched(body=body, body_hash=hashlib.sha256(body).hexdigest(), final_url=request.url)


def now(desk: Shift, message: SimulatedMessage) -> SimulatedMessage:
    return desk.telegram.server.state.chats[message.chat_id].messages[message.message_id]


async def card_of(desk: Shift, chat: int = PRIVATE_ID) -> SimulatedMessage:
    """The card of a feed that the chat added, opened from its list."""
    await desk.say("/start", chat, user=PRIVATE_ID)
    async with desk.database.write() as tx:
        await sources.add_chat_source(tx, spec(7), chat, desk.now, 300, PRIVATE_ID)
    await desk.visits(minutes=2)
    (listed,) = await desk.say("/feeds", chat, user=PRIVATE_ID)
    await desk.press(listed, f"✓ {NAME}")
    return listed


@pytest.mark.parametrize("language", languages())
async def test_each_button_does_what_it_says_and_undo_takes_it_back(either_database: str, language: str) -> None:
    say = Reader(language=language).say
    async with shift(either_database, fetching=Web()) as desk:
        await desk.say(f"/language {language}")
        card = await card_of(desk)
        assert now(desk, card).text.startswith(f"✓ {NAME} (outlet7.example)")
        await desk.press(now(desk, card), say("button.pause_feed"))
        assert now(desk, card).text.startswith("⏸")
        assert say("button.visit_feed") not in labels(now(desk, card))
        await desk.press(now(desk, card), say("button.resume_feed"))
        await desk.press(now(desk, card), say("button.visit_feed"))
        await desk.visits(minutes=2)
        await desk.press(now(desk, card), say("button.rename_feed"))
        (renamed,) = await desk.say("Harbour Courier")
        assert "Harbour Courier" in renamed.text
        await desk.press(renamed, say("button.undo"))
        await desk.press(now(desk, card), say("button.publisher"))
        (wrong,) = await desk.say("Sample Outlet 22")
        assert "Sample Outlet 22" in wrong.text
        (joined,) = await desk.say("Sample Outlet 2")
        assert "family-2" in joined.text
        await desk.press(joined, say("button.undo"))
        await desk.press(now(desk, card), say("button.remove_feed"))
        assert NAME in now(desk, card).text
        await desk.press(now(desk, card), say("button.undo"))
        assert NAME in now(desk, card).text.splitlines()[0]
        await desk.press(now(desk, card), say("button.back_to_list"))
        assert NAME in now(desk, card).text


async def test_a_member_of_a_group_opens_its_card_and_changes_nothing(either_database: str) -> None:
    async with shift(either_database, fetching=Web()) as desk:
        card = await card_of(desk, GROUP_ID)
        for button in ("⏸ Pause", "✕ Remove", "✎ Rename", "Publisher"):
            await desk.press(now(desk, card), button, user=COLLEAGUE.id)
            assert now(desk, card).text.startswith(f"✓ {NAME}"), f"{button} did something"
