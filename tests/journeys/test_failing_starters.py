"""A starter set of which feeds can't be read: named in the chat after two visits, and counted as what they are."""

import hashlib
from email.utils import format_datetime

import pytest

from handlers.sentences.catalogue import languages
from handlers.sentences.reader import Reader
from newsroom.text.url import registered_domain
from standin.initial_chats import PRIVATE_ID
from tests.builders import NOW
from tests.journeys.shift import Shift, labels, shift
from watchers.fetch_outcome import Fetched, FetchOutcome, FetchRequest
from watchers.source_problem import Failed, ProblemCode, problem

GONE = ("pravda.com.ua", "suspilne.media")  # of the five feeds of Ukraine's news


class Web:
    """All feeds can be read but two."""

    def __init__(self) -> None:
        self.mended = False

    async def fetch(self, request: FetchRequest) -> FetchOutcome:
        if not self.mended and any(domain in request.url for domain in GONE):
            return Failed(problem=problem(ProblemCode.DNS, registered_domain(request.url)))
        body = (
            f"<rss version='2.0'><channel><title>O</title><item><guid>{request.url}</guid><title>Harbour news</title>"
            f"<link>https://example.org/a</link><pubDate>{format_datetime(NOW)}</pubDate></item></channel></rss>"
        ).encode()
        return Fetched(body=body, body_hash=hashlib.sha256(body).hexdigest(), final_url=request.url)


def notices(desk: Shift) -> list[str]:
    return [one.text for one in desk.sent(PRIVATE_ID) if "can't be read" in one.text]


async def test_two_of_five_that_can_not_be_read_are_named_in_one_message_and_counted_apart(
    either_database: str,
) -> None:
    async with shift(either_database, fetching=Web()) as desk:
        (added,) = await desk.say("/starters UA news add")
        assert "5 feeds added to this chat" in added.text
        assert "Sources: 10 not visited yet (/sources)" in (await desk.say("/status"))[0].text
        before = len(desk.sent())
        await desk.visits(minutes=45)
        (notice,) = [one.text for one in desk.sent()][before:]  # those of one turn come in one message
        assert "Українська правда" in notice
        assert "Суспільне" in notice
        assert "Укрінформ" not in notice, "a feed that is well was spoken of"
        assert "Sources: 8 well, 2 can't be read (/sources)" in (await desk.say("/status"))[0].text
        assert "reads 8 sources" in (await desk.say("/start"))[0].text
        (listed,) = await desk.say("/feeds")
        assert {"✗ Українська правда", "✗ Суспільне", "✓ Укрінформ"} <= set(labels(listed))


async def test_what_can_be_read_again_is_well_and_its_card_said_why_it_was_not(either_database: str) -> None:
    web = Web()
    async with shift(either_database, fetching=web) as desk:
        await desk.say("/starters UA news add")
        await desk.visits(minutes=45)
        (card,) = await desk.say("/feeds Суспільне")
        assert card.text.startswith("✗ Суспільне (suspilne.media)")
        assert "suspilne.media has no address" in card.text
        web.mended = True
        await desk.press(card, "↻ Read now")
        await desk.visits(minutes=2)
        assert (await desk.say("/feeds Суспільне"))[0].text.startswith("✓ Суспільне")
        assert "Sources: 10 well (/sources)" in (await desk.say("/status"))[0].text


async def test_a_paused_feed_is_counted_as_paused(either_database: str) -> None:
    async with shift(either_database, fetching=Web()) as desk:
        await desk.say("/starters UA news add")
        await desk.visits(minutes=45)
        (card,) = await desk.say("/feeds Укрінформ")
        await desk.press(card, "⏸ Pause")
        assert "7 well, 2 can't be read, 1 paused" in (await desk.say("/status"))[0].text


@pytest.mark.parametrize("language", languages())
async def test_every_language_counts_them(sqlite_database: str, language: str) -> None:
    say = Reader(language=language).say
    async with shift(sqlite_database, fetching=Web()) as desk:
        await desk.say(f"/language {language}")
        await desk.say("/starters UA news add")
        await desk.visits(minutes=45)
        shown = (await desk.say("/status"))[0].text
        assert f"{say('status.well', number=8)}, {say('status.ill', number=2)}" in shown
