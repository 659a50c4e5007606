"""A topic is read by other programs at a private address, until that is ended."""

import asyncio
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import feedparser
import pytest

from bot.topic_listener import topic_listener
from config.schema import PublishSettings
from handlers.topic_reading import ServedPage, TooManyReadersError, TopicReading
from standin.chat_state import SimulatedMessage
from tests.journeys.shift import Shift, labels, shift

PUBLIC = PublishSettings(public_url="https://bot.example.org/news", port=0)
FERRY = "The ferry Aurora ran aground off Lower Quay, the coast guard said."


class Reader:
    """A feed reader that asks at the public address, which leads to a port of this machine."""

    def __init__(self, port: int, session: aiohttp.ClientSession) -> None:
        self._port, self._session = port, session

    async def asks(self, address: str, **headers: str) -> tuple[int, bytes, Any]:
        path = address.removeprefix("https://bot.example.org")
        url = f"http://127.0.0.1:{self._port}{path}"
        async with self._session.get(url, headers=headers) as answer:
            return answer.status, await answer.read(), answer.headers


@asynccontextmanager
async def published(desk: Shift) -> AsyncGenerator[Reader]:
    reading = TopicReading(desk.database, desk.program.clock.clock(), str(PUBLIC.public_url))
    async with topic_listener(PUBLIC, reading) as port, aiohttp.ClientSession() as session:
        yield Reader(port, session)


def address_in(message: SimulatedMessage) -> str:
    (address,) = re.findall(r"https://\S+\.atom", message.text)
    return str(address)


async def test_a_topic_is_read_at_its_address_with_what_its_chat_may_see(either_database: str) -> None:
    async with shift(either_database, publish=PUBLIC) as desk, published(desk) as reader:
        await desk.say("/track ferry")
        await desk.brings(1, "Ferry <Aurora> & crew aground", FERRY)
        await desk.brings(2, "Parliament votes on the budget", "The budget passed.")
        (made,) = await desk.say("/rss ferry")
        address = address_in(made)
        assert "verybody" not in made.text, "it is a private chat"
        assert len(address.rpartition("/")[2]) > 40
        status, body, headers = await reader.asks(address)
        assert (status, headers["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
        feed = feedparser.parse(body)
        assert not feed.bozo
        assert feed.version == "atom10"
        assert feed.feed.title == "ferry"
        (entry,) = feed.entries
        assert entry.title == "Ferry <Aurora> & crew aground"
        assert entry.link.startswith("https://outlet1.example/")
        assert "Sample Outlet 1" in entry.content[0].value
        assert address.rpartition("/")[2].removesuffix(".atom") not in body.decode()


async def test_who_has_it_already_is_answered_that_nothing_changed(either_database: str) -> None:
    async with shift(either_database, publish=PUBLIC) as desk, published(desk) as reader:
        await desk.say("/track ferry")
        await desk.brings(1, "Ferry aground", FERRY)
        address = address_in((await desk.say("/rss ferry"))[0])
        _, _, headers = await reader.asks(address)
        for known in ({"If-None-Match": headers["ETag"]}, {"If-Modified-Since": headers["Last-Modified"]}):
            status, body, again = await reader.asks(address, **known)
            assert (status, body, again["ETag"]) == (304, b"", headers["ETag"])
        status, _, _ = await reader.asks(address, **{"If-None-Match": '"other"'})
        assert status == 200


async def test_a_new_address_ends_the_old_one_and_so_do_off_and_untrack(either_database: str) -> None:
    async with shift(either_database, publish=PUBLIC) as desk, published(desk) as reader:
        await desk.say("/track ferry")
        (made,) = await desk.say("/rss ferry")
        first = address_in(made)
        (known,) = await desk.say("/rss ferry")
        assert "since" in known.text
        assert "http" not in known.text
        await desk.press(known, "📡 New address")
        assert (await reader.asks(first))[0] == 200, "one tap, and who read there found nothing"
        await desk.press(known, "📡 New address")
        second = address_in(known)
        assert [(await reader.asks(one))[0] for one in (first, second)] == [404, 200]
        assert "has ended" in (await desk.say("/rss ferry off"))[0].text
        assert (await reader.asks(second))[0] == 404
        third = address_in((await desk.say("/rss ferry"))[0])
        assert (await reader.asks(third))[0] == 200
        await desk.say("/untrack ferry")
        assert (await reader.asks(third))[0] == 404
        for path in ("/", "/news/topics/.atom", "/news/topics/x.atom", "/../etc/passwd"):
            assert (await reader.asks(path))[0] == 404


async def test_the_list_has_a_button_for_each_topic(either_database: str) -> None:
    async with shift(either_database, publish=PUBLIC) as desk:
        await desk.say("/track ferry")
        await desk.say("/track oil")
        await desk.say("/rss oil")
        (listed,) = await desk.say("/rss")
        assert labels(listed) == ["📡 1 Make an address", "✕ 2 End its address"]
        for answer, left in (("‹ Keep it", "✕ 2 End its address"), ("✕ End the address", "📡 2 Make an address")):
            (asked,) = await desk.say("/rss")
            await desk.press(asked, "✕ 2 End its address")
            await desk.press(asked, answer)
            assert left in labels((await desk.say("/rss"))[0])
        assert "📡 RSS" in labels((await desk.say("/settings"))[0])


async def test_where_no_public_address_is_set_it_says_what_the_operator_has_to_name(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track ferry")
        assert "publish.public_url" in (await desk.say("/rss ferry"))[0].text
        assert "📡 RSS" not in labels((await desk.say("/settings"))[0])


async def test_no_log_has_the_secret(either_database: str, capsys: pytest.CaptureFixture[str]) -> None:
    async with shift(either_database, publish=PUBLIC) as desk, published(desk) as reader:
        await desk.say("/track ferry")
        address = address_in((await desk.say("/rss ferry"))[0])
        await reader.asks(address)
        await reader.asks(f"{address}x")
    logged = "".join(capsys.readouterr())
    assert "topic_read" in logged
    assert address.rpartition("/")[2].removesuffix(".atom") not in logged


async def test_a_flood_of_readers_is_answered_in_turns_and_those_past_the_limit_come_again(
    either_database: str,
) -> None:
    async with shift(either_database, publish=PUBLIC) as desk:
        await desk.say("/track ferry")
        await desk.brings(1, "Ferry aground", FERRY)
        path = address_in((await desk.say("/rss ferry"))[0]).removeprefix(str(PUBLIC.public_url))
        reading = TopicReading(desk.database, desk.program.clock.clock(), str(PUBLIC.public_url))
        asked = await asyncio.gather(*(reading.page(path) for _ in range(500)), return_exceptions=True)
        served = {id(one) for one in asked if isinstance(one, ServedPage)}
        assert 1 <= len(served) <= 2
        assert {type(one) for one in asked} == {ServedPage, TooManyReadersError}
        assert isinstance(await reading.page(path), ServedPage)
        assert await reading.page("/topics/no-secret.atom") is None
