"""From a site's address to its feed, for people who know the site and not the feed."""

import asyncio
import html
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from yarl import URL

from newsroom.sentence import Sentence, sentence
from newsroom.text.telegram_channel import channel_name, is_telegram, preview_address
from watchers.feed_text import absolute
from watchers.fetch import Fetcher
from watchers.fetch_outcome import Fetched, FetchRequest
from watchers.other_document import INDEX, root_name
from watchers.parse import Parser
from watchers.parsed_feed import ParsedFeed
from watchers.source_problem import Failed, Problem, ProblemCode, problem
from watchers.unhurried import unhurry

# In the order of how often sites have them.
COMMON_SITEMAPS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml", "/sitemap/news.xml", "/sitemap.xml")
COMMON_PATHS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json")
_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "application/json"}
)
MAX_DECLARED = 5
MAX_VISITS = 24  # of one search: the address, 5 declared feeds, 7 common places, robots.txt, 10 sitemaps
MAX_SITEMAPS_READ = 200  # addresses in a robots.txt or an index; those that name news come first
SEARCH_S = 60.0  # after the first visit; a person is waiting
MAX_PAGE_BYTES = 1 << 20  # the head of every page seen lies in its first 300 kB
MAX_TAGS_READ = 200  # 1 MB of hostile tags takes 50 ms; real heads have some sixty
# Tags are looked for in the text: a tree of a stranger's page takes seconds (lexbor: 6 s for 50,000 nested elements).
_TAG = re.compile(r"<(link|base)\s([^<>]{1,2000})>", re.IGNORECASE)
_SITEMAP = re.compile(rb"^[ \t]{0,20}sitemap[ \t]{0,20}:[ \t]{0,20}(\S{1,2000})", re.IGNORECASE | re.MULTILINE)
_LISTED_MAP = re.compile(rb"<(?:\w{1,20}:)?loc>\s{0,99}(?:<!\[CDATA\[)?\s{0,99}([^<>\s\]]{1,2000})", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b([a-z]{1,20})\b\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_OTHER_DOCUMENTS = frozenset({ProblemCode.NOT_A_FEED, ProblemCode.SITE_MAP, ProblemCode.OTHER_DOCUMENT})
# What speaks of the site as a whole: other addresses there will fare no better.
_HOPELESS = frozenset(
    {
        ProblemCode.BAD_ADDRESS,
        ProblemCode.DNS,
        ProblemCode.REFUSED,
        ProblemCode.TLS,
        ProblemCode.TIMEOUT,
        ProblemCode.PRIVATE_NETWORK,
        ProblemCode.PROXY,
        ProblemCode.RATE_LIMITED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFeed:
    """A feed that was read; `url` is where to watch it, moved or declared."""

    url: str
    feed: ParsedFeed


@dataclass(frozen=True, slots=True, kw_only=True)
class NoFeedFound:
    """No feed: `tried` are the addresses visited in order, `sentence` says why to the person who asked.

    `waited`: the last visit failed at an unhurried time already.
    """

    tried: tuple[str, ...]
    sentence: Sentence
    waited: bool = False


def feed_links(page: bytes, url: str) -> tuple[str, ...]:
    """The feeds that a page declares, absolute, in the page's order but for feeds of comments, which come last.

    Source: https://www.rssboard.org/rss-autodiscovery
    """
    base = url
    links: dict[str, bool] = {}
    for tag, given in _tags(page):
        link = absolute(given.get("href"), base)
        if tag == "base" and link and base == url:
            base = link
        if tag == "link" and link and _declares_feed(given):
            links.setdefault(link, "comment" in f"{link} {given.get('title', '')}".lower())
    return tuple(sorted(links, key=lambda link: links[link])[:MAX_DECLARED])


def _tags(page: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    text = page[:MAX_PAGE_BYTES].decode("utf-8", "replace")
    for tag in islice(_TAG.finditer(text), MAX_TAGS_READ):
        attributes = ((name, one or two or bare) for name, one, two, bare in _ATTRIBUTE.findall(tag[2]))
        yield tag[1].lower(), {name.lower(): html.unescape(value) for name, value in attributes}


def _declares_feed(given: Mapping[str, str]) -> bool:
    kind = given.get("type", "").partition(";")[0].strip().lower()
    return "alternate" in given.get("rel", "").lower().split() and kind in _FEED_TYPES


def sitemap_links(document: bytes, url: str) -> tuple[str, ...]:
    """The sitemaps that a robots.txt or an index of sitemaps lists, absolute, those that name news first.

    Source: https://www.sitemaps.org/protocol.html#submit_robots
    """
    start = document[:MAX_PAGE_BYTES]
    pattern = _LISTED_MAP if root_name(start) == INDEX else _SITEMAP
    found = (m[1].decode("utf-8", "replace") for m in islice(pattern.finditer(start), MAX_SITEMAPS_READ))
    links = dict.fromkeys(link for one in found if (link := absolute(html.unescape(one), url)))
    return tuple(sorted(links, key=lambda link: "news" not in urlsplit(link).path.lower())[:MAX_DECLARED])


def _maps_in(fetched: Fetched) -> tuple[str, ...]:
    return sitemap_links(fetched.body, fetched.final_url)


async def find_feed(fetcher: Fetcher, parser: Parser, url: str) -> FoundFeed | NoFeedFound:
    """Look for the feed at an address: the address itself, what its page declares, common places on its site.

    Where there is none, for its news sitemap: those that its robots.txt lists, then common places. A Telegram channel's
    address is that of its preview. At most 24 visits within a minute, one after the other, and none into a private
    network. `url` may lack its scheme.
    """
    typed = url.strip()
    if is_telegram(typed) or typed.startswith("@"):
        return await _find_channel(fetcher, parser, typed)
    first = typed if "://" in typed else f"https://{typed}"
    if not _names_a_site(first):
        return NoFeedFound(tried=(), sentence=problem(ProblemCode.BAD_ADDRESS).sentence)
    visited = await _look(fetcher, parser, first)
    if isinstance(visited, FoundFeed):
        return visited
    if isinstance(visited, Failed) and visited.problem.code in _HOPELESS:
        return NoFeedFound(tried=(first,), sentence=visited.problem.sentence, waited=visited.waited)
    search = _Search(fetcher=fetcher, parser=parser, tried=[first])
    with suppress(TimeoutError):
        async with asyncio.timeout(SEARCH_S):
            if found := await search.beyond(visited, first):
                return found
    return NoFeedFound(tried=tuple(search.tried), sentence=_sentence(visited, first))


def _names_a_site(url: str) -> bool:
    """Not where somebody wrote a word in place of an address: no site on the internet has a name without a dot."""
    try:
        host = URL(url).host or ""
    except ValueError:
        return False
    return "." in host.strip(".") or ":" in host


async def _find_channel(fetcher: Fetcher, parser: Parser, typed: str) -> FoundFeed | NoFeedFound:
    """The preview of a channel, and nothing else: other addresses of that host are other people's."""
    name = channel_name(f"t.me/{typed[1:]}" if typed.startswith("@") else typed)
    if not name:
        return NoFeedFound(tried=(), sentence=problem(ProblemCode.NO_POSTS).sentence)
    address = preview_address(name)
    found = await _look(fetcher, parser, address)
    if isinstance(found, FoundFeed):
        return FoundFeed(url=address, feed=found.feed)
    if isinstance(found, Failed):
        return NoFeedFound(tried=(address,), sentence=found.problem.sentence, waited=found.waited)
    # Whatever else is there: a channel has no other page on which to look for a feed.
    return NoFeedFound(tried=(address,), sentence=problem(ProblemCode.NO_POSTS).sentence)


@dataclass(frozen=True, slots=True)
class _OtherDocument:
    """What is at an address that is no feed, and why it is none."""

    fetched: Fetched
    problem: Problem


@dataclass(slots=True, kw_only=True)
class _Search:
    """The visits of one search; `tried` are its addresses in order."""

    fetcher: Fetcher
    parser: Parser
    tried: list[str]

    async def beyond(self, visited: _OtherDocument | Failed, first: str) -> FoundFeed | None:
        """What is elsewhere on the site of an address that was visited."""
        where = first if isinstance(visited, Failed) else visited.fetched.final_url
        declared: tuple[str, ...] = ()
        if isinstance(visited, _OtherDocument) and visited.problem.code is ProblemCode.NOT_A_FEED:
            declared = feed_links(visited.fetched.body, where)
        elif isinstance(visited, _OtherDocument) and (found := await self._first_of(_maps_in(visited.fetched))):
            return found
        site = URL(where).origin()
        if found := await self._first_of((*declared, *(str(site.with_path(path)) for path in COMMON_PATHS))):
            return found
        robots = await self.fetcher.fetch(FetchRequest(url=str(site.with_path("/robots.txt")), unhurried=True))
        self.tried.append(str(site.with_path("/robots.txt")))
        maps = _maps_in(robots) if isinstance(robots, Fetched) else ()
        return await self._first_of((*maps, *(str(site.with_path(path)) for path in COMMON_SITEMAPS)))

    async def _first_of(self, addresses: Sequence[str]) -> FoundFeed | None:
        """The first that is a feed, or an index of sitemaps of which one is."""
        waiting = deque(addresses)
        while waiting and len(self.tried) < MAX_VISITS:
            address = waiting.popleft()
            if address in self.tried:
                continue
            self.tried.append(address)
            found = await _look(self.fetcher, self.parser, address)
            if isinstance(found, FoundFeed):
                return found
            if isinstance(found, _OtherDocument) and found.problem.code is ProblemCode.SITE_MAP:
                waiting.extendleft(reversed(sitemap_links(found.fetched.body, found.fetched.final_url)))
        return None


async def find_feed_unhurried(fetcher: Fetcher, parser: Parser, url: str) -> FoundFeed | NoFeedFound:
    """`find_feed` for a stranger, who learns nothing of inner networks: neither by what is answered nor by when."""
    began_s = asyncio.get_running_loop().time()
    found = await find_feed(fetcher, parser, url)
    if isinstance(found, NoFeedFound) and not found.waited:  # else a mistyped domain would take twice as long
        await unhurry(began_s)
    return found


async def _look(fetcher: Fetcher, parser: Parser, url: str) -> FoundFeed | _OtherDocument | Failed:
    """The feed at an address, or what is there instead, or why there is nothing."""
    outcome = await fetcher.fetch(FetchRequest(url=url, unhurried=True))
    if isinstance(outcome, Failed):
        return outcome
    if not isinstance(outcome, Fetched):  # gone; the other two can't come, nothing was sent to compare with
        return Failed(problem=problem(ProblemCode.NOT_FOUND, URL(url).host or ""))
    feed = await parser.parse(outcome.body, url=outcome.final_url, content_type=outcome.content_type)
    if isinstance(feed, ParsedFeed):
        return FoundFeed(url=outcome.permanent_url or url, feed=feed)
    return _OtherDocument(outcome, feed.problem) if feed.problem.code in _OTHER_DOCUMENTS else feed


def _sentence(visited: _OtherDocument | Failed, first: str) -> Sentence:
    if isinstance(visited, _OtherDocument) and visited.problem.code is ProblemCode.NOT_A_FEED:
        return sentence("problem.no_feed_declared", host=URL(first).host or sentence("problem.host_unknown"))
    return visited.problem.sentence
