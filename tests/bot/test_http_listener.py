"""What anybody may send to the program's own servers harms nothing, and no line of the log has a part of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import pytest
from aiohttp import web
from telegram import Bot

from bot.clocks import machine_clock
from bot.http_listener import CONNECTION_TIMES, MOST_CONNECTIONS, ConnectionTimes, listening
from bot.topic_listener import topic_listener
from bot.webhook_listener import webhook_listener
from config.schema import PublishSettings, TelegramSettings
from handlers.topic_reading import TopicReading
from handlers.updates.webhook import Webhook
from storage.database import Database

PUBLIC = "https://bot.example.org"
SECRET = "Fq7mTopSecretOfATopicsAddress0123456789abcd"  # noqa: S105 - opens nothing
REQUESTS = (
    b"GET /topics/%b.atom HTTP/9.9\r\n\r\n",
    b"GET /topics/%b\xff.atom HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /topics/%b.atom HTTP/1.1\r\nHost: x\r\nno header\r\n\r\n",
    b"GET /topics/%b.atom HTTP/1.1\r\nHost: x\r\nIf-None-Match: \xff\r\nIf-Modified-Since: \xfe\r\n\r\n",
    b"GET /topics/%b\xed\xa0\x80.atom HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /" + b"%b" * 300 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"POST /%b HTTP/1.1\r\nHost: x\r\nX-Telegram-Bot-Api-Secret-Token: \xff\xfe\r\nContent-Length: 2\r\n\r\n{}",
    b"POST /%b HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
    b"POST /%b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"\x16\x03\x01%b\r\n\r\n",
)


@pytest.fixture
async def ports(database: Database) -> AsyncIterator[list[int]]:
    """Where topics are read, and where Telegram calls."""
    reading = TopicReading(database, machine_clock(), PUBLIC)
    webhook = Webhook(database, Bot("1:a"), machine_clock(), PUBLIC)
    async with AsyncExitStack() as opened:
        published = topic_listener(PublishSettings(public_url=PUBLIC, port=0), reading)
        called = webhook_listener(TelegramSettings(webhook_port=0), webhook)
        yield [await opened.enter_async_context(published), await opened.enter_async_context(called)]


async def answered(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    try:
        return await asyncio.wait_for(reader.readline(), 10.0)
    finally:
        writer.close()


@pytest.mark.parametrize("number", range(len(REQUESTS)))
async def test_no_request_that_can_not_be_read_is_logged_or_fails(
    ports: list[int], number: int, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    request = REQUESTS[number].replace(b"%b", SECRET.encode())
    for port in ports:
        status = await answered(port, request)
        assert b" 500 " not in status
        assert b" 4" in status
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []
    assert SECRET not in "".join(capsys.readouterr()) + caplog.text


async def test_connections_past_the_limit_are_ended_and_leave_room_once_others_go(ports: list[int]) -> None:
    idle = [await asyncio.open_connection("127.0.0.1", ports[0]) for _ in range(MOST_CONNECTIONS)]
    _, writer = idle[0]
    writer.write(b"GET /first HTTP/1.1\r\nHost: x\r\n\r\n")
    assert b"404" in await idle[0][0].readline()  # all of them are there
    assert await answered(ports[0], b"GET /x HTTP/1.1\r\nHost: x\r\n\r\n") == b""
    for _, writer in idle:
        writer.close()
    async with asyncio.timeout(10.0):
        while not await answered(ports[0], b"GET /x HTTP/1.1\r\nHost: x\r\n\r\n"):
            await asyncio.sleep(0.02)


TIMES = ConnectionTimes(first_s=0.5, next_s=2.0, look_every_s=0.05)


@asynccontextmanager
async def impatient() -> AsyncIterator[int]:
    """A server of the program's that reads a body, with short times."""

    async def take(request: web.Request) -> web.Response:
        return web.Response(body=await request.read() or b"x" * 10_000_000)

    app = web.Application()
    app.router.add_route("*", "/", take)
    async with listening(app, "127.0.0.1", 0, "publish.port", TIMES) as port:
        yield port


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Dripped: "], ids=["silent", "half a header"])
async def test_connections_that_ask_for_nothing_shut_out_nobody_for_long(begun: bytes) -> None:
    async with impatient() as port:
        idle = [await asyncio.open_connection("127.0.0.1", port) for _ in range(MOST_CONNECTIONS)]
        for _, writer in idle:
            writer.write(begun)
        async with asyncio.timeout(10.0):
            while not await answered(port, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx"):
                await asyncio.sleep(0.02)
            assert all([await reader.read() == b"" for reader, _ in idle])
        for _, writer in idle:
            writer.close()


@pytest.mark.parametrize(
    "begun",
    [
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf a body",
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
    ids=["half a body", "an answer that is not taken"],
)
async def test_a_request_or_an_answer_that_does_not_go_on_ends_its_connection(begun: bytes) -> None:
    async with impatient() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1_000)
        writer.write(begun)
        await asyncio.sleep(TIMES.next_s + 2.0)
        with suppress(ConnectionError):
            assert len(await asyncio.wait_for(reader.read(), 10.0)) < 10_000_000
        writer.close()


def test_a_proxy_keeps_an_idle_connection_for_less_than_we_do() -> None:
    assert (CONNECTION_TIMES.first_s, CONNECTION_TIMES.next_s) == (10.0, 75.0)
