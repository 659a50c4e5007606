import asyncio
import hashlib
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from tests.watchers.loopback import Handler, redirect, serve, static
from watchers.fetch import Fetched, Fetcher, FetchOutcome, FetchRequest, FetchSettings, Gone, NotModified, Unchanged
from watchers.source_problem import Failed, ProblemCode

FEED = b"<rss version='2.0'><channel/></rss>"
FEED_HASH = hashlib.sha256(FEED).hexdigest()
LIMIT_BYTES = 100_000
QUICK = FetchSettings(
    connect_timeout_s=1, read_timeout_s=0.3, total_timeout_s=0.8, body_limit_bytes=LIMIT_BYTES, redirects_max=3
)


async def visit(handler: Handler, settings: FetchSettings = QUICK, **request: Any) -> FetchOutcome:
    async with serve({"/feed": handler}) as server, Fetcher(settings) as fetcher:
        return await fetcher.fetch(FetchRequest(url=f"{server}/feed", trusted=True, **request))


def code(outcome: FetchOutcome) -> ProblemCode:
    assert isinstance(outcome, Failed), outcome
    return outcome.problem.code


class TestAnswers:
    async def test_a_body_comes_with_all_that_the_next_visit_needs(self) -> None:
        outcome = await visit(
            static(FEED, ETag='"1"', Last_Modified="Tue, 03 Nov 2026 12:00:00 GMT", Cache_Control="max-age=300")
        )
        assert isinstance(outcome, Fetched)
        assert (outcome.body, outcome.body_hash) == (FEED, FEED_HASH)
        assert (outcome.etag, outcome.last_modified) == ('"1"', "Tue, 03 Nov 2026 12:00:00 GMT")
        assert (outcome.max_age_s, outcome.permanent_url) == (300, None)
        assert outcome.content_type == "application/rss+xml"
        assert outcome.final_url.endswith("/feed")

    async def test_validators_are_sent_back_and_304_is_not_modified(self) -> None:
        async def answer(request: web.Request) -> web.Response:
            known = request.headers.get("If-None-Match") == '"1"' and "If-Modified-Since" in request.headers
            return web.Response(status=304 if known else 500)

        outcome = await visit(answer, etag='"1"', last_modified="Tue, 03 Nov 2026 12:00:00 GMT")
        assert outcome == NotModified(etag='"1"', last_modified="Tue, 03 Nov 2026 12:00:00 GMT")

    async def test_304_to_a_visit_without_validators_is_a_problem(self) -> None:
        assert code(await visit(static(b"", status=304))) is ProblemCode.HTTP_STATUS

    async def test_the_same_body_under_a_new_validator_is_unchanged(self) -> None:
        outcome = await visit(static(FEED, ETag='"2"'), etag='"1"', body_hash=FEED_HASH)
        assert outcome == Unchanged(etag='"2"')

    async def test_a_new_body_under_an_old_validator_is_seen(self) -> None:
        assert isinstance(await visit(static(FEED, ETag='"1"'), etag='"1"', body_hash="0" * 64), Fetched)

    async def test_410_is_gone(self) -> None:
        assert await visit(static(b"", status=410)) == Gone()

    @pytest.mark.parametrize(
        ("status", "expected"),
        [
            (204, ProblemCode.EMPTY),
            (400, ProblemCode.HTTP_STATUS),
            (401, ProblemCode.FORBIDDEN),
            (403, ProblemCode.FORBIDDEN),
            (404, ProblemCode.NOT_FOUND),
            (418, ProblemCode.HTTP_STATUS),
            (429, ProblemCode.RATE_LIMITED),
            (451, ProblemCode.FORBIDDEN),
            (500, ProblemCode.SERVER_ERROR),
            (503, ProblemCode.SERVER_ERROR),
        ],
    )
    async def test_a_status_names_a_problem(self, status: int, expected: ProblemCode) -> None:
        assert code(await visit(static(b"", status=status))) is expected

    @pytest.mark.parametrize("status", [429, 503])
    async def test_retry_after_is_handed_on(self, status: int) -> None:
        outcome = await visit(static(b"", status=status, Retry_After="120"))
        assert isinstance(outcome, Failed)
        assert outcome.retry_after == timedelta(minutes=2)

    async def test_an_empty_body_is_a_problem(self) -> None:
        assert code(await visit(static(b""))) is ProblemCode.EMPTY

    async def test_the_visitor_says_who_it_is_and_keeps_no_cookies(self) -> None:
        requests: list[tuple[str, str | None]] = []

        async def answer(request: web.Request) -> web.Response:
            requests.append((request.headers["User-Agent"], request.headers.get("Cookie")))
            return web.Response(body=FEED, headers={"Set-Cookie": "id=1"})

        async with serve({"/feed": answer}) as server, Fetcher(FetchSettings(user_agent="Desk/1")) as fetcher:
            for _ in range(2):
                await fetcher.fetch(FetchRequest(url=f"{server}/feed", trusted=True))
        assert requests == [("Desk/1", None)] * 2


class TestRedirects:
    async def fetch(self, *statuses: int) -> tuple[FetchOutcome, str]:
        routes = {f"/{n}": redirect(f"/{n + 1}", status) for n, status in enumerate(statuses)}
        routes[f"/{len(statuses)}"] = static(FEED)
        async with serve(routes) as server, Fetcher(QUICK) as fetcher:
            return await fetcher.fetch(FetchRequest(url=f"{server}/0", trusted=True)), server

    @pytest.mark.parametrize(
        ("statuses", "permanent"),
        [
            pytest.param((301,), True, id="301"),
            pytest.param((308, 301), True, id="308 and 301"),
            pytest.param((302,), False, id="302"),
            pytest.param((301, 307), False, id="301 and 307"),
            pytest.param((303, 301), False, id="303 and 301"),
        ],
    )
    async def test_a_source_has_moved_if_every_hop_is_permanent(
        self, statuses: tuple[int, ...], *, permanent: bool
    ) -> None:
        outcome, server = await self.fetch(*statuses)
        assert isinstance(outcome, Fetched)
        assert outcome.final_url == f"{server}/{len(statuses)}"
        assert outcome.permanent_url == (outcome.final_url if permanent else None)

    async def test_more_hops_than_allowed_are_a_problem(self) -> None:
        assert isinstance((await self.fetch(302, 302, 302))[0], Fetched)
        assert code((await self.fetch(302, 302, 302, 302))[0]) is ProblemCode.REDIRECT_LOOP

    async def test_an_endless_redirect_is_a_problem(self) -> None:
        assert code(await visit(redirect("/feed"))) is ProblemCode.REDIRECT_LOOP

    @pytest.mark.parametrize("location", ["ftp://x.example/", "javascript:1", "http://["])
    async def test_a_redirect_to_what_is_no_web_address_is_a_problem(self, location: str) -> None:
        assert code(await visit(redirect(location))) is ProblemCode.BAD_ADDRESS

    async def test_410_behind_a_passing_redirect_does_not_end_a_source(self) -> None:
        async with (
            serve({"/a": redirect("/b", 302), "/b": static(b"", status=410)}) as server,
            Fetcher(QUICK) as fetcher,
        ):
            assert code(await fetcher.fetch(FetchRequest(url=f"{server}/a", trusted=True))) is ProblemCode.NOT_FOUND


class TestCredentials:
    async def test_those_of_an_address_are_sent_and_never_told(self) -> None:
        async def answer(request: web.Request) -> web.Response:
            return web.Response(status=200 if "Authorization" in request.headers else 401, body=FEED)

        async with serve({"/feed": answer}) as server, Fetcher(QUICK) as fetcher:
            url = server.replace("http://", "http://ann:geheim@") + "/feed"
            outcome = await fetcher.fetch(FetchRequest(url=url, trusted=True))
        assert isinstance(outcome, Fetched)
        assert "geheim" not in outcome.final_url

    async def test_they_do_not_follow_a_redirect_to_another_site(self) -> None:
        requests: list[str | None] = []

        async def answer(request: web.Request) -> web.Response:
            requests.append(request.headers.get("Authorization"))
            return web.Response(body=FEED)

        async with (
            serve({"/feed": answer}) as other,
            serve({"/feed": redirect(f"{other}/feed")}) as server,
            Fetcher(QUICK) as fetcher,
        ):
            url = server.replace("http://", "http://ann:geheim@") + "/feed"
            await fetcher.fetch(FetchRequest(url=url, trusted=True))
        assert requests == [None]

    @pytest.mark.parametrize("path", ["feed?token=geheim", "geheim"])
    async def test_no_problem_names_more_than_the_host(self, path: str) -> None:
        async with Fetcher(QUICK) as fetcher:
            outcomes = [
                await fetcher.fetch(FetchRequest(url=f"http://ann:geheim@{host}/{path}"))
                for host in ("127.0.0.1:1", "nowhere.invalid", "[", "x" * 300)
            ]
        assert all(isinstance(outcome, Failed) and "geheim" not in repr(outcome) for outcome in outcomes)


async def test_no_more_visits_at_once_than_a_host_and_all_together_may_have() -> None:
    now = most = 0

    async def answer(_: web.Request) -> web.Response:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.02)
        now -= 1
        return web.Response(body=FEED)

    async with serve({"/feed": answer}) as server, Fetcher(FetchSettings(per_host=2)) as fetcher:
        request = FetchRequest(url=f"{server}/feed", trusted=True)
        outcomes = await asyncio.gather(*(fetcher.fetch(request) for _ in range(10)))
    assert all(isinstance(outcome, Fetched) for outcome in outcomes)
    assert most == 2
    assert fetcher._slots._hosts == {}


async def test_a_queue_at_one_slow_host_keeps_no_one_from_another() -> None:
    hold = asyncio.Event()

    async def slow(_: web.Request) -> web.Response:
        await hold.wait()
        return web.Response(body=FEED)

    settings = FetchSettings(at_once=3, per_host=1)
    async with (
        serve({"/feed": slow}) as ill,
        serve({"/feed": static(FEED)}, "127.0.0.2") as well,
        Fetcher(settings) as fetcher,
    ):
        queue = [asyncio.create_task(fetcher.fetch(FetchRequest(url=f"{ill}/feed", trusted=True))) for _ in range(6)]
        await asyncio.sleep(0.05)
        assert isinstance(await fetcher.fetch(FetchRequest(url=f"{well}/feed", trusted=True)), Fetched)
        hold.set()
        await asyncio.gather(*queue)
