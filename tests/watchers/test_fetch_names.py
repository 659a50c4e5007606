"""Servers whose name or certificate is out of the ordinary."""

import asyncio
import shutil
import socket
import ssl
import subprocess
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from tests.watchers.loopback import serve, static
from watchers.fetch import Fetched, Fetcher, FetchRequest, FetchSettings
from watchers.source_problem import Failed, ProblemCode

FEED = b"<rss version='2.0'><channel/></rss>"
QUICK = FetchSettings(connect_timeout_s=2, read_timeout_s=2, total_timeout_s=4)


class ToLoopback(AbstractResolver):
    """Every name is this machine's."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002 - as it is asked
    ) -> list[ResolveResult]:
        self.asked.append(host)
        return [
            ResolveResult(
                hostname=host, host="127.0.0.1", port=port, family=socket.AF_INET, proto=0, flags=socket.AI_NUMERICHOST
            )
        ]

    async def close(self) -> None:
        pass


async def test_a_host_of_other_letters_is_asked_for_by_its_plain_name() -> None:
    names = ToLoopback()
    async with serve({"/міст.xml": static(FEED)}) as server, Fetcher(QUICK, resolver=names) as fetcher:
        url = f"{server.replace('127.0.0.1', 'новини.example')}/міст.xml"
        outcome = await fetcher.fetch(FetchRequest(url=url, trusted=True))
    assert isinstance(outcome, Fetched)
    assert names.asked == ["xn--b1amarcd.example"]


@pytest.fixture
def own_certificate(tmp_path: Path) -> ssl.SSLContext:
    """A server's, that nobody but itself has signed."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("there is no openssl to make a certificate with")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    files = ["-keyout", str(key), "-out", str(certificate), "-subj", "/CN=localhost"]
    subprocess.run([openssl, *made, *files], check=True, capture_output=True, timeout=30)  # noqa: S603 - a fixed command
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


async def test_a_certificate_that_only_its_server_signed_is_refused_and_the_mend_named(
    own_certificate: ssl.SSLContext,
) -> None:
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(body=FEED)

    app = web.Application()
    app.router.add_get("/feed", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=own_certificate).start()
        async with Fetcher(QUICK) as fetcher, asyncio.timeout(20):
            url = f"https://localhost:{runner.addresses[0][1]}/feed"
            outcome = await fetcher.fetch(FetchRequest(url=url, trusted=True))
    finally:
        await runner.cleanup()
    assert isinstance(outcome, Failed)
    assert outcome.problem.code is ProblemCode.TLS
    assert outcome.problem.sentence.name == "problem.tls"
    assert asked == []
