"""From a site's address to its feed, for people who know the site and not the feed."""

import asyncio
import html
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from yarl import URL

from newsroom.sentence import Sentence, sentence
from watchers.feed_text import absolute
from watchers.fetch import Fetcher
from watchers.fetch_outcome import Fetched, FetchRequest
from watchers.parse import Parser
from watchers.parsed_feed import ParsedFeed
from watchers.source_problem import Failed, ProblemCode, problem

# In the order of how often sites have them.
COMMON_PATHS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json")
_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "application/json"}
)
MAX_DECLARED = 5
# An answer that there is no feed comes at a multiple of this: how soon a name server knew a name tells where it is.
UNHURRIED_S = 3.0
SEARCH_S = 60.0  # after the first visit; a person is waiting
MAX_PAGE_BYTES = 1 << 20  # the head of every page seen lies in its first 300 kB
MAX_TAGS_READ = 200  # 1 MB of hostile tags takes 50 ms; real heads have some sixty
# Tags are looked for in the text: a tree of a stranger's page takes seconds (lexbor: 6 s for 50,000 nested elements).
_TAG = re.compile(r"<(link|base)\s([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b([a-z]{1,20})\b\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
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
    """No feed: `tried` are the addresses visited in order, `sentence` says why to the person who asked."""

    tried: tuple[str, ...]
    sentence: Sentence


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


async def find_feed(fetcher: Fetcher, parser: Parser, url: str) -> FoundFeed | NoFeedFound:
    """Look for the feed at an address: the address itself, what its page declares, then common places on its site.

    At most 13 visits within a minute, one after the other, and none into a private network. `url` may lack its scheme.
    """
    first = url.strip() if "://" in url else f"https://{url.strip()}"
    visited = await _look(fetcher, parser, first)
    if isinstance(visited, FoundFeed):
        return visited
    if isinstance(visited, Failed) and visited.problem.code in _HOPELESS:
        return NoFeedFound(tried=(first,), sentence=visited.problem.sentence)
    tried = [first]
    with suppress(TimeoutError):
        async with asyncio.timeout(SEARCH_S):
            for candidate in _candidates(visited, first):
                tried.append(candidate)
                found = await _look(fetcher, parser, candidate)
                if isinstance(found, FoundFeed):
                    return found
    return NoFeedFound(tried=tuple(tried), sentence=_sentence(visited, first))


async def find_feed_unhurried(fetcher: Fetcher, parser: Parser, url: str) -> FoundFeed | NoFeedFound:
    """`find_feed` for a stranger, who learns nothing of inner networks: neither by what is answered nor by when."""
    clock = asyncio.get_running_loop().time
    began_s = clock()
    found = await find_feed(fetcher, parser, url)
    if isinstance(found, NoFeedFound):
        await asyncio.sleep(UNHURRIED_S - (clock() - began_s) % UNHURRIED_S)
    return found


async def _look(fetcher: Fetcher, parser: Parser, url: str) -> FoundFeed | Fetched | Failed:
    """The feed at an address, or the page that is there instead, or why there is nothing."""
    outcome = await fetcher.fetch(FetchRequest(url=url))
    if isinstance(outcome, Failed):
        return outcome
    if not isinstance(outcome, Fetched):  # gone; the other two can't come, nothing was sent to compare with
        return Failed(problem=problem(ProblemCode.NOT_FOUND, URL(url).host or ""))
    feed = await parser.parse(outcome.body, url=outcome.final_url, content_type=outcome.content_type)
    if isinstance(feed, ParsedFeed):
        return FoundFeed(url=outcome.permanent_url or url, feed=feed)
    return outcome if feed.problem.code is ProblemCode.NOT_A_FEED else feed


def _candidates(visited: Fetched | Failed, first: str) -> tuple[str, ...]:
    where = visited.final_url if isinstance(visited, Fetched) else first
    declared = feed_links(visited.body, where) if isinstance(visited, Fetched) else ()
    site = URL(where).origin()
    common = (str(site.with_path(path)) for path in COMMON_PATHS)
    return tuple(link for link in dict.fromkeys((*declared, *common)) if link != first)


def _sentence(visited: Fetched | Failed, first: str) -> Sentence:
    if isinstance(visited, Fetched):
        return sentence("problem.no_feed_declared", host=URL(first).host or sentence("problem.host_unknown"))
    return visited.problem.sentence
