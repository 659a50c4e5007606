"""What is posted goes where a feed may be read, within ten seconds, and is led nowhere else."""

import asyncio
import time

import pytest
from aiohttp import web

from handlers.sentences.reader import Reader
from tests.watchers.loopback import serve
from tests.watchers.test_discover import InnerNames
from watchers import fetch, unhurried
from watchers.address_guard import AddressGuard
from watchers.fetch import Fetcher, FetchSettings
from watchers.source_problem import Problem, ProblemCode


class AnyAddress(AddressGuard):
    """Receivers of tests are on this machine."""

    def permits(self, address: str) -> bool:
        return bool(address)


async def test_a_post_arrives_with_its_headers() -> None:
    found: list[tuple[bytes, str, str]] = []

    async def take(request: web.Request) -> web.Response:
        found.append((await request.read(), request.headers["X-Mine"], request.headers["Content-Type"]))
        return web.Response(status=204)

    async with serve({"/hook": take}) as url, Fetcher(FetchSettings(), AnyAddress()) as fetcher:
        assert await fetcher.post(f"{url}/hook", b"{}", {"X-Mine": "1"}) == 204
    assert found == [(b"{}", "1", "application/json")]


async def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    async def elsewhere(_request: web.Request) -> web.Response:
        return web.Response(status=307, headers={"Location": "/other"})

    async def other(_request: web.Request) -> web.Response:
        raise AssertionError("nobody is led here")

    routes = {"/hook": elsewhere, "/other": other}
    async with serve(routes) as url, Fetcher(FetchSettings(), AnyAddress()) as fetcher:
        assert await fetcher.post(f"{url}/hook", b"{}", {}) == 307


async def test_a_receiver_that_dawdles_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "_POST_S", 0.2)

    async def dawdle(_request: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return web.Response()

    async with serve({"/hook": dawdle}) as url, Fetcher(FetchSettings(), AnyAddress()) as fetcher:
        answer = await fetcher.post(f"{url}/hook", b"{}", {})
    assert isinstance(answer, Problem)
    assert answer.code is ProblemCode.TIMEOUT


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/", "http://[::ffff:127.0.0.1]/", "http://localhost/", "http://10.1.2.3/"]
)
async def test_nothing_is_posted_into_a_private_network(address: str) -> None:
    async with Fetcher(FetchSettings()) as fetcher:
        answer = await fetcher.post(address, b"{}", {})
    assert isinstance(answer, Problem)
    assert answer.code is ProblemCode.PRIVATE_NETWORK


async def test_a_post_goes_by_the_proxy_of_the_settings() -> None:
    asked: list[str] = []

    async def take(request: web.Request) -> web.Response:
        asked.append(f"{request.url}")
        return web.Response()

    class Names(AnyAddress):
        async def check_name(self, host: str, port: int) -> None:
            assert (host, port) == ("hooks.test", 80)

    async with serve({"/hook": take}) as proxy, Fetcher(FetchSettings(proxy_url=proxy), Names()) as fetcher:
        assert await fetcher.post("http://hooks.test/hook", b"{}", {}) == 200
    assert asked == ["http://hooks.test/hook"]


async def test_a_first_post_does_not_show_by_when_it_fails_which_inner_names_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(unhurried, "UNHURRIED_S", 0.5)
    answers, times_s = set(), []
    async with Fetcher(FetchSettings(), resolver=InnerNames()) as fetcher:
        for host in ("wiki.corp.example", "none.corp.example"):
            began_s = time.monotonic()
            found = await fetcher.first_post(f"http://{host}/", b"{}", {})
            times_s.append(time.monotonic() - began_s)
            assert isinstance(found, Problem)
            answers.add(Reader().html(found.sentence).replace(host, "HOST"))
    assert len(answers) == 1
    assert max(times_s) - min(times_s) < 0.1
    assert min(times_s) >= 0.5


async def test_first_posts_take_their_turns_at_a_host() -> None:
    there, most = 0, 0

    async def take(_request: web.Request) -> web.Response:
        nonlocal there, most
        there += 1
        most = max(most, there)
        await asyncio.sleep(0.05)
        there -= 1
        return web.Response()

    async with serve({"/hook": take}) as url, Fetcher(FetchSettings(per_host=2), AnyAddress()) as fetcher:
        await asyncio.gather(*(fetcher.first_post(f"{url}/hook", b"{}", {}) for _ in range(8)))
    assert most == 2


async def test_a_first_post_to_no_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unhurried, "UNHURRIED_S", 0.05)
    async with Fetcher(FetchSettings(), AnyAddress()) as fetcher:
        found = await fetcher.first_post("http://[x/", b"{}", {})
    assert isinstance(found, Problem)
    assert found.code is ProblemCode.BAD_ADDRESS
