import asyncio
import gzip
import socket
import time

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from ssrfguard import AddressTable

from handlers.sentences.reader import Reader
from newsroom.sentence import sentence
from tests.handlers.scripted_time import in_no_time
from tests.watchers.loopback import redirect, serve, static
from watchers import unhurried
from watchers.address_guard import AddressGuard
from watchers.discover import (
    MAX_VISITS,
    FoundFeed,
    NoFeedFound,
    feed_links,
    find_feed,
    find_feed_unhurried,
    sitemap_links,
)
from watchers.fetch import Fetcher, FetchSettings
from watchers.parse import Parser
from watchers.parsed_feed import ParsedFeed
from watchers.source_problem import ProblemCode, problem

PAGE = "https://site.example/news/"
RSS = b"<rss version='2.0'><channel><title>Sample Wire</title></channel></rss>"
OPEN_GUARD = AddressGuard(AddressTable(()))


@pytest.mark.parametrize(
    ("head", "links"),
    [
        pytest.param(
            "<link rel=alternate type=application/rss+xml href=/rss>", ("https://site.example/rss",), id="rss"
        ),
        pytest.param(
            '<link rel="ALTERNATE home" type="application/atom+xml; charset=utf-8" href="a.xml">',
            ("https://site.example/news/a.xml",),
            id="atom, relative, several rels",
        ),
        pytest.param(
            "<link rel=alternate type=application/feed+json href=//cdn.example/f.json>",
            ("https://cdn.example/f.json",),
            id="json",
        ),
        pytest.param(
            "<base href='https://other.example/x/'><link rel=alternate type=application/rss+xml href=f>",
            ("https://other.example/x/f",),
            id="base",
        ),
        pytest.param(
            "<link rel=alternate type=application/rss+xml title='Comments' href=/comments/feed>"
            "<link rel=alternate type=application/rss+xml href=/feed><link rel=alternate type=application/rss+xml href=/feed>",
            ("https://site.example/feed", "https://site.example/comments/feed"),
            id="comments come last, repeats once",
        ),
        pytest.param("<link rel=alternate hreflang=de href=/de>", (), id="another language is no feed"),
        pytest.param("<link rel=stylesheet type=application/rss+xml href=/x>", (), id="not an alternate"),
        pytest.param("<link rel=alternate type=application/rss+xml href='javascript:1'>", (), id="a script"),
        pytest.param("", (), id="nothing"),
    ],
)
def test_the_feeds_that_a_page_declares(head: str, links: tuple[str, ...]) -> None:
    assert feed_links(f"<!doctype html><html><head>{head}</head><body>x</body>".encode(), PAGE) == links


def test_an_address_with_a_host_that_is_no_name_does_not_hide_the_other_sitemaps() -> None:
    """Found by `make fuzz`: it was a bug's traceback, and the search of /addfeed had no answer."""
    robots = b"Sitemap: https://w.\x80example/a.xml\nSitemap: https://w.example/news.xml\n"
    assert sitemap_links(robots, "https://w.example/robots.txt")[0] == "https://w.example/news.xml"


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\0\xff" * 1000, id="bytes"),
        pytest.param(b"<link " * 200_000, id="tags never closed"),
        pytest.param(b"<div>" * 200_000, id="nested elements"),
        pytest.param((b"<link " + b"a" * 1990 + b">") * 500, id="attributes without values"),
    ],
)
def test_a_page_that_is_none_declares_nothing(page: bytes) -> None:
    assert feed_links(page, PAGE) == ()


def page(head: str) -> bytes:
    return f"<!doctype html><html><head>{head}</head><body></body></html>".encode()


async def find(routes: dict[str, object], path: str = "/") -> tuple[FoundFeed | NoFeedFound, str]:
    async with (
        serve(routes) as server,  # type: ignore[arg-type]  # handlers, spelled object to keep the tables short
        Fetcher(FetchSettings(), OPEN_GUARD) as fetcher,
        Parser() as parser,
    ):
        return await find_feed(fetcher, parser, server + path), server


async def test_a_feeds_own_address_is_found_at_once() -> None:
    found, server = await find({"/feed.xml": static(RSS)}, "/feed.xml")
    assert found == FoundFeed(url=f"{server}/feed.xml", feed=ParsedFeed(title="Sample Wire"))


async def test_a_declared_feed_is_found_and_a_broken_one_passed_over() -> None:
    head = "".join(f"<link rel=alternate type=application/rss+xml href=/{n}.xml>" for n in ("broken", "good"))
    found, server = await find(
        {"/": static(page(head), content_type="text/html"), "/broken.xml": static(b"<rss"), "/good.xml": static(RSS)}
    )
    assert isinstance(found, FoundFeed)
    assert found.url == f"{server}/good.xml"


async def test_a_common_place_is_tried_where_nothing_is_declared() -> None:
    found, server = await find({"/news": static(page(""), content_type="text/html"), "/rss.xml": static(RSS)}, "/news")
    assert isinstance(found, FoundFeed)
    assert found.url == f"{server}/rss.xml"


async def test_a_feed_that_has_moved_for_good_is_watched_where_it_is() -> None:
    found, server = await find({"/old": redirect("/new"), "/new": static(RSS)}, "/old")
    assert isinstance(found, FoundFeed)
    assert found.url == f"{server}/new"


async def test_a_site_without_a_feed_is_told_with_all_that_was_tried() -> None:
    missing, server = await find({"/": static(page(""), content_type="text/html")})
    assert isinstance(missing, NoFeedFound)
    assert missing.tried[0] == f"{server}/"
    assert f"{server}/feed" in missing.tried
    assert missing.sentence == sentence("problem.no_feed_declared", host="127.0.0.1")


async def test_a_feed_that_has_ended_is_not_found() -> None:
    missing, _ = await find({"/": static(b"", status=410)})
    assert isinstance(missing, NoFeedFound)
    assert missing.sentence == problem(ProblemCode.NOT_FOUND, "127.0.0.1").sentence


async def test_a_private_address_is_not_searched() -> None:
    async with (
        serve({"/": static(RSS)}) as server,
        Fetcher(FetchSettings()) as fetcher,
        Parser() as parser,
    ):
        missing = await find_feed(fetcher, parser, server)
    assert isinstance(missing, NoFeedFound)
    assert missing.tried == (server,)
    assert missing.sentence == problem(ProblemCode.PRIVATE_NETWORK, "127.0.0.1").sentence


@pytest.mark.parametrize("typed", ["", "   ", "not an address", "ftp://x.example", "http://["])
async def test_what_is_no_address_is_told_so(typed: str) -> None:
    async with Fetcher(FetchSettings()) as fetcher, Parser() as parser:
        assert isinstance(await find_feed(fetcher, parser, typed), NoFeedFound)


@pytest.mark.parametrize("typed", ["harbour", "https://harbour", "intranet:8080/feed", "http://user@wiki/", "harbour."])
async def test_a_word_is_no_address_and_nobody_is_asked_where_it_is(typed: str) -> None:
    """“harbour has no address: has the site moved?” sent people looking for a site."""
    async with Fetcher(FetchSettings(), resolver=InnerNames()) as fetcher, Parser() as parser:
        missing = await find_feed(fetcher, parser, typed)
    assert isinstance(missing, NoFeedFound)
    assert missing.tried == ()
    assert missing.sentence == problem(ProblemCode.BAD_ADDRESS).sentence


SITEMAP = (
    b'<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://site.example/a</loc><news:news>'
    b"<news:publication><news:name>Sample Wire</news:name></news:publication><news:title>Ferry</news:title></news:news>"
    b"</url></urlset>"
)
PLAIN_MAP = b"<urlset><url><loc>https://site.example/about</loc></url></urlset>"


def index(*names: str) -> bytes:
    maps = "".join(f"<sitemap><loc>{name}</loc></sitemap>" for name in names)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{maps}</sitemapindex>'.encode()


def as_xml(body: bytes) -> object:
    return static(body, content_type="application/xml")


@pytest.mark.parametrize(
    ("routes", "path", "at"),
    [
        pytest.param({"/n.xml": as_xml(SITEMAP)}, "/n.xml", "/n.xml", id="its own address"),
        pytest.param({"/n.xml.gz": as_xml(gzip.compress(SITEMAP))}, "/n.xml.gz", "/n.xml.gz", id="compressed"),
        pytest.param(
            {"/i.xml": as_xml(index("/posts.xml", "/news.xml")), "/posts.xml": as_xml(PLAIN_MAP), "/news.xml": as_xml(SITEMAP)},
            "/i.xml",
            "/news.xml",
            id="an index of sitemaps",
        ),
        pytest.param(
            {
                "/": static(page(""), content_type="text/html"),
                "/robots.txt": static(b"User-agent: *\nDisallow: /x\nSitemap: /all.xml\n", content_type="text/plain"),
                "/all.xml": as_xml(index("/posts.xml", "/today.xml")),
                "/posts.xml": as_xml(PLAIN_MAP),
                "/today.xml": as_xml(SITEMAP),
            },
            "/",
            "/today.xml",
            id="robots.txt, then an index",
        ),
        pytest.param({"/news-sitemap.xml": as_xml(SITEMAP)}, "/", "/news-sitemap.xml", id="a common place"),
        pytest.param(
            {"/robots.txt": static(b"Sitemap: /news.xml", content_type="text/plain"), "/news.xml": as_xml(SITEMAP)},
            "/robots.txt",
            "/news.xml",
            id="robots.txt itself",
        ),
    ],
)  # fmt: skip
async def test_where_there_is_no_feed_the_news_sitemap_is_found(routes: dict[str, object], path: str, at: str) -> None:
    found, server = await find(routes, path)
    assert isinstance(found, FoundFeed)
    assert (found.url, [entry.title for entry in found.feed.entries]) == (f"{server}{at}", ["Ferry"])


async def test_a_feed_comes_before_a_sitemap() -> None:
    found, server = await find(
        {
            "/": static(page("<link rel=alternate type=application/rss+xml href=/f.xml>"), content_type="text/html"),
            "/f.xml": static(RSS),
            "/robots.txt": static(b"Sitemap: /news.xml", content_type="text/plain"),
            "/news.xml": as_xml(SITEMAP),
        }
    )
    assert isinstance(found, FoundFeed)
    assert found.url == f"{server}/f.xml"


async def test_an_index_of_itself_and_of_thousands_ends_soon() -> None:
    endless = index("/i.xml", *(f"/{number}.xml" for number in range(5_000)))
    missing, _ = await find({"/{any:.*}": as_xml(endless)}, "/i.xml")
    assert isinstance(missing, NoFeedFound)
    assert len(missing.tried) <= MAX_VISITS + 1
    assert missing.sentence == problem(ProblemCode.SITE_MAP).sentence


@pytest.mark.parametrize(
    "typed", ["https://t.me/+AbCdEfGh", "t.me/joinchat/AbCd", "https://t.me/c/123456/7", "@x", "t.me"]
)
async def test_what_is_no_public_channel_is_not_visited(typed: str) -> None:
    async with Fetcher(FetchSettings()) as fetcher, Parser() as parser:
        missing = await find_feed(fetcher, parser, typed)
    assert missing == NoFeedFound(tried=(), sentence=problem(ProblemCode.NO_POSTS).sentence)


@pytest.mark.parametrize(
    "typed", ["@Harbour", "t.me/harbour", "https://t.me/s/harbour", "https://telegram.me/Harbour/41?single"]
)
async def test_a_channel_is_looked_for_at_its_preview_alone(typed: str) -> None:
    async with (
        Fetcher(FetchSettings(), resolver=InnerNames()) as fetcher,
        Parser() as parser,
    ):
        missing = await find_feed(fetcher, parser, typed)
    assert isinstance(missing, NoFeedFound)
    assert missing.tried == ("https://t.me/s/harbour",)


class InnerNames(AbstractResolver):
    """A name server of an inner network: it knows its own names at once, and asks around for all others."""

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,
    ) -> list[ResolveResult]:
        if host == "wiki.corp.example":
            return [ResolveResult(hostname=host, host="10.0.0.5", port=port, family=family, proto=0, flags=0)]
        await asyncio.sleep(0.15)
        raise OSError(socket.EAI_NONAME, "Name or service not known")

    async def close(self) -> None:
        pass


async def test_a_stranger_does_not_learn_which_inner_names_there_are_neither_by_words_nor_by_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(unhurried, "UNHURRIED_S", 0.5)
    answers, times_s = set(), []
    async with Fetcher(FetchSettings(), resolver=InnerNames()) as fetcher, Parser() as parser:
        for host in ("wiki.corp.example", "none.corp.example"):
            began_s = time.monotonic()
            missing = await find_feed_unhurried(fetcher, parser, f"http://{host}/")
            times_s.append(time.monotonic() - began_s)
            assert isinstance(missing, NoFeedFound)
            answers.add(Reader().html(missing.sentence).replace(host, "HOST"))
    assert len(answers) == 1
    assert max(times_s) - min(times_s) < 0.1
    assert min(times_s) >= 0.5


@pytest.mark.parametrize("host", ["wiki.corp.example", "none.corp.example"])
def test_a_mistyped_domain_takes_one_unhurried_wait_and_not_two(host: str) -> None:
    async def takes_s() -> float:
        async with Fetcher(FetchSettings(), resolver=InnerNames()) as fetcher:
            began_s = asyncio.get_running_loop().time()
            # no parser: nothing is read of a host that is not there
            missing = await find_feed_unhurried(fetcher, Parser(), f"http://{host}/")
            assert isinstance(missing, NoFeedFound)
            return asyncio.get_running_loop().time() - began_s

    assert in_no_time(takes_s()) == pytest.approx(unhurried.UNHURRIED_S)


class OpenWithin(AddressGuard):
    """The stranger's server is on this machine, the inner network is elsewhere."""

    def permits(self, address: str) -> bool:
        return address == "127.0.0.1"


class TheStrangersAndInnerNames(InnerNames):
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        if host == "stranger.example":
            return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=family, proto=0, flags=0)]
        return await super().resolve(host, port, family)


@pytest.mark.parametrize("way", ["an index", "a robots.txt", "a page", "a redirect"])
async def test_a_stranger_does_not_see_by_when_their_server_is_asked_next_which_inner_names_there_are(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What leads to an inner name is served, then something else of the stranger's is asked for: the time between."""
    monkeypatch.setattr(unhurried, "UNHURRIED_S", 0.5)
    waits_s = []
    for host in ("wiki.corp.example", "none.corp.example"):
        times_s: dict[str, float] = {}

        async def any_of(request: web.Request, host: str = host, times_s: dict[str, float] = times_s) -> web.Response:
            times_s[request.path] = time.monotonic()
            inner = f"http://{host}/x"
            if way == "an index" and request.path == "/":
                return web.Response(body=index(inner, "/next"), content_type="application/xml")
            if way == "a robots.txt" and request.path == "/robots.txt":
                return web.Response(text=f"Sitemap: {inner}\nSitemap: /next\n")
            if way == "a page" and request.path == "/":
                links = "".join(f"<link rel=alternate type=application/rss+xml href={to}>" for to in (inner, "/next"))
                return web.Response(body=page(links), content_type="text/html")
            if way == "a redirect" and request.path == "/":
                links = "".join(f"<link rel=alternate type=application/rss+xml href={to}>" for to in ("/to", "/next"))
                return web.Response(body=page(links), content_type="text/html")
            if request.path == "/to":
                await asyncio.sleep(0.4)  # so that the next half second begins while a slow name is looked up
                return web.Response(status=302, headers={"Location": inner})
            return web.Response(status=404)

        async with (
            serve({"/{any:.*}": any_of}) as server,
            Fetcher(FetchSettings(), OpenWithin(), resolver=TheStrangersAndInnerNames()) as fetcher,
            Parser() as parser,
        ):
            await parser.parse(b"<html>", url=server)  # its process takes a while to be there
            await find_feed_unhurried(fetcher, parser, server.replace("127.0.0.1", "stranger.example"))
        led = {"a robots.txt": "/robots.txt", "a redirect": "/to"}.get(way, "/")
        waits_s.append(times_s["/next"] - times_s[led])
    assert abs(waits_s[0] - waits_s[1]) < 0.1
    assert min(waits_s) >= 0.5


async def test_a_feed_that_is_found_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unhurried, "UNHURRIED_S", 60.0)
    async with (
        serve({"/": static(RSS)}) as server,
        Fetcher(FetchSettings(), OPEN_GUARD) as fetcher,
        Parser() as parser,
        asyncio.timeout(20),
    ):
        assert isinstance(await find_feed_unhurried(fetcher, parser, server), FoundFeed)
