"""What we ask of aiohttp and of the parse worker is in force there; see `tests/architecture/test_limits.py`.

That a visit ends at them is in `test_fetch_hostile.py`, that a document does in `test_parse.py`.
"""

import asyncio
import os
from pathlib import Path

import pytest
from aiohttp import TCPConnector, web

from tests.watchers.loopback import serve
from watchers import parse
from watchers.address_guard import AddressGuard
from watchers.fetch import Fetched, Fetcher, FetchRequest, FetchSettings
from watchers.parse import Parser

SETTINGS = FetchSettings(connect_timeout_s=3.5, read_timeout_s=4.5, at_once=7)
FEED = b"<rss version='2.0'><channel><item><title>A bridge opens</title></item></channel></rss>"


@pytest.mark.parametrize("trusted", [True, False])
async def test_a_session_of_the_fetcher_carries_the_limits_of_the_settings(*, trusted: bool) -> None:
    guard = AddressGuard()
    async with Fetcher(SETTINGS, guard) as fetcher:
        session = fetcher._sessions[trusted]
        connector = session.connector
        assert isinstance(connector, TCPConnector)
        assert (session.timeout.connect, session.timeout.sock_read, session.timeout.total) == (3.5, 4.5, None)
        assert (connector.limit, connector._cached_hosts._ttl, session.trust_env) == (7, 300, False)
        assert connector._socket_factory == (None if trusted else guard.open_socket)


async def test_a_visit_goes_by_the_proxy_of_the_settings_and_by_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """`HTTP_PROXY` in the environment is another program's."""
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(f"{request.url}")
        return web.Response(body=FEED, content_type="application/rss+xml")

    request = FetchRequest(url="http://wire.test/feed", trusted=True)
    async with serve({"/feed": answer}) as proxy, Fetcher(FetchSettings(proxy_url=proxy)) as fetcher:
        assert isinstance(await fetcher.fetch(request), Fetched)
        monkeypatch.setenv("HTTP_PROXY", proxy)
        async with Fetcher(FetchSettings()) as direct:
            assert not isinstance(await direct.fetch(request), Fetched)
    assert asked == ["http://wire.test/feed"]


async def test_the_worker_runs_under_the_limits_of_memory_and_time_and_gives_way_to_others() -> None:
    async with Parser(wall_limit_s=6.5) as parser:
        await parser.parse(FEED, url="https://wire.example/feed")
        process = parser._workers[0].process
        assert process is not None
        about = Path(f"/proc/{process.pid}")
        limits = await asyncio.to_thread((about / "limits").read_text)
        arguments = await asyncio.to_thread((about / "cmdline").read_text)
        niceness = (await asyncio.to_thread((about / "stat").read_text)).rsplit(")", 1)[1].split()[16]
    space = next(line.split()[3:5] for line in limits.splitlines() if line.startswith("Max address space"))
    assert space == [f"{parse.MEMORY_LIMIT_BYTES}"] * 2
    assert arguments.split("\0")[4:6] == ["6.5", f"{parse.MEMORY_LIMIT_BYTES}"]
    assert int(niceness) >= min(os.nice(0) + 5, 19)
