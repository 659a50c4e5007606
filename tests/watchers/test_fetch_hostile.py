"""Servers that mean harm, or do it: each costs its own source a visit, and nobody anything else."""

import asyncio
import gzip
import zlib
from collections.abc import Awaitable, Callable

import brotli  # type: ignore[import-untyped]  # it ships no types
import pytest
from aiohttp import web

from tests.watchers.loopback import Handler, serve, serve_raw, static
from watchers.fetch import Fetched, Fetcher, FetchOutcome, FetchRequest, FetchSettings
from watchers.source_problem import Failed, ProblemCode

FEED = b"<rss version='2.0'><channel/></rss>"
LIMIT_BYTES = 100_000
QUICK = FetchSettings(connect_timeout_s=1, read_timeout_s=0.3, total_timeout_s=0.5, body_limit_bytes=LIMIT_BYTES)


async def visit(handler: Handler, settings: FetchSettings = QUICK) -> FetchOutcome:
    async with serve({"/feed": handler}) as server, Fetcher(settings) as fetcher:
        return await fetcher.fetch(FetchRequest(url=f"{server}/feed", trusted=True))


async def visit_raw(answer: Callable[[asyncio.StreamWriter], Awaitable[None]]) -> FetchOutcome:
    async def handler(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await answer(writer)

    async with serve_raw(handler) as server, Fetcher(QUICK) as fetcher:
        return await fetcher.fetch(FetchRequest(url=f"{server}/feed", trusted=True))


def code(outcome: FetchOutcome) -> ProblemCode:
    assert isinstance(outcome, Failed), outcome
    return outcome.problem.code


def endless(encoding: str, chunk: bytes) -> Handler:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Encoding": encoding})
        await response.prepare(request)
        while True:
            await response.write(chunk)

    return answer


def bomb(kind: str) -> Handler:
    """30 MB of nothing, packed; the answer says how it is packed and goes on for as long as it is read."""
    plain = bytes(30 << 20)
    packed = {"gzip": gzip.compress, "deflate": zlib.compress, "br": lambda b: brotli.compress(b, quality=1)}[kind](
        plain
    )
    return static(packed, Content_Encoding=kind)


@pytest.mark.parametrize("kind", ["gzip", "deflate", "br"])
async def test_a_decompression_bomb_is_stopped_at_the_limit(kind: str) -> None:
    assert code(await visit(bomb(kind), FetchSettings(body_limit_bytes=LIMIT_BYTES))) is ProblemCode.TOO_LARGE


async def test_a_bomb_served_as_a_file_is_stopped_at_the_limit() -> None:
    packed = gzip.compress(bytes(20 << 20))
    assert code(await visit(static(packed))) is ProblemCode.TOO_LARGE


async def test_an_endless_body_is_stopped_at_the_limit() -> None:
    settings = FetchSettings(body_limit_bytes=LIMIT_BYTES)
    assert code(await visit(endless("identity", b"x" * 10_000), settings)) is ProblemCode.TOO_LARGE


async def test_a_body_that_announces_50_mb_is_not_read_at_all() -> None:
    sent = 0

    async def answer(writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n")
        for _ in range(800):
            writer.write(b"x" * 65_536)
            await writer.drain()
            sent += 65_536

    assert code(await visit_raw(answer)) is ProblemCode.TOO_LARGE
    assert sent < 52_428_800


async def test_a_body_shorter_than_announced_is_a_broken_transfer() -> None:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + FEED)
        await writer.drain()

    assert code(await visit_raw(answer)) is ProblemCode.BROKEN_TRANSFER


async def test_a_body_longer_than_announced_is_never_taken_whole() -> None:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + FEED)
        await writer.drain()

    outcome = await visit_raw(answer)
    # What comes after the announced end is the next answer, and no HTTP: it depends on the packets which is seen first.
    assert outcome.body == FEED[:5] if isinstance(outcome, Fetched) else code(outcome) is ProblemCode.BROKEN_TRANSFER


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"\x00\xff" * 50 + b"\r\n\r\n", id="bytes"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n", id="a header of 100 kB"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd", id="no gzip"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n", id="no chunks"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", id="a negative length"),
        pytest.param(b"", id="nothing"),
    ],
)
async def test_what_is_no_http_is_a_broken_transfer(answer: bytes) -> None:
    async def send(writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()

    assert code(await visit_raw(send)) is ProblemCode.BROKEN_TRANSFER


async def test_a_silent_server_is_given_up_after_the_read_time_out() -> None:
    async def answer(_: asyncio.StreamWriter) -> None:
        await asyncio.sleep(60)

    assert code(await visit_raw(answer)) is ProblemCode.TIMEOUT


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\n\r\n", b""], ids=["in the body", "in the head"])
async def test_a_server_that_drips_bytes_is_given_up_when_the_whole_time_is_over(head: bytes) -> None:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        for byte in b"HTTP/1.1 200 OK\r\n" + b"x" * 10_000:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.05)

    assert code(await visit_raw(answer)) is ProblemCode.TIMEOUT


async def test_redirects_share_one_time() -> None:
    async def answer(_: web.Request) -> web.Response:
        await asyncio.sleep(0.25)
        return web.Response(status=302, headers={"Location": "/feed"})

    settings = FetchSettings(total_timeout_s=0.6, redirects_max=100)
    assert code(await visit(answer, settings)) is ProblemCode.TIMEOUT


async def test_nobody_at_the_port_is_refused() -> None:
    async with serve({}) as server:
        pass
    async with Fetcher(QUICK) as fetcher:
        assert code(await fetcher.fetch(FetchRequest(url=server, trusted=True))) is ProblemCode.REFUSED


async def test_a_server_without_tls_at_an_https_address_is_a_tls_problem() -> None:
    async with serve({"/feed": static(FEED)}) as server, Fetcher(QUICK) as fetcher:
        url = server.replace("http:", "https:")
        assert code(await fetcher.fetch(FetchRequest(url=url, trusted=True))) is ProblemCode.TLS


async def test_a_proxy_that_is_not_there_is_named() -> None:
    async with serve({}) as proxy:
        pass
    async with Fetcher(FetchSettings(proxy_url=proxy)) as fetcher:
        outcome = await fetcher.fetch(FetchRequest(url="http://wire.test/feed", trusted=True))
    assert code(outcome) is ProblemCode.PROXY


async def test_cancelling_goes_through() -> None:
    async def answer(_: web.Request) -> web.Response:
        await asyncio.sleep(60)
        return web.Response()

    async with serve({"/feed": answer}) as server, Fetcher(FetchSettings()) as fetcher:
        task = asyncio.create_task(fetcher.fetch(FetchRequest(url=f"{server}/feed", trusted=True)))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
