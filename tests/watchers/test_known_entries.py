"""What comes out new of a document whose known entries are not read is just what comes out new of the whole."""

import os
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.watchers import corpus
from tests.watchers.test_corpus import headers_of
from watchers.feed_document import parse_feed
from watchers.known_entries import read_feed
from watchers.listing import Listing
from watchers.parsed_feed import FeedEntry, ParsedFeed
from watchers.source_problem import Problem, SourceProblem
from watchers.worker_protocol import ParseRequest

SHARED = Path(os.environ.get("WIREWATCH_SHARED", "../shared"))
SNAPSHOTS = SHARED / "eval/data/feeds/snapshots_2020_apr_jul.tar.xz"
REQUEST = ParseRequest("https://wire.example/feed", "application/rss+xml", {})


def whole(request: ParseRequest, body: bytes) -> ParsedFeed | Problem:
    try:
        return parse_feed(body, request.url, request.content_type, request.headers)
    except SourceProblem as error:
        return error.problem


def read(request: ParseRequest, body: bytes, listing: str = "") -> ParsedFeed | Problem:
    try:
        return read_feed(replace(request, listing=listing), body)
    except SourceProblem as error:
        return error.problem


def subsets(listing: Listing) -> Iterator[set[int]]:
    """All known; all but the first; every second; all but the last."""
    numbers = range(len(listing.entries))
    yield from (set(numbers), set(numbers[1:]), set(numbers[::2]), set(numbers[:-1]))


def differences(request: ParseRequest, body: bytes) -> Iterator[str]:
    """How reading a document in part differs from reading it whole, whatever of it is known."""
    expected, first = whole(request, body), read(request, body)
    if not isinstance(expected, ParsedFeed) or not isinstance(first, ParsedFeed):
        if expected != first:
            yield f"{expected} became {first}"
        return
    if replace(first, listing="") != expected:
        yield "without a listing"
    listing = Listing.of_text(first.listing)
    if listing is None:
        return
    for known in subsets(listing):
        entries = tuple(entry for number, entry in enumerate(listing.entries) if number in known)
        part = read(request, body, replace(listing, entries=entries).text())
        rest = [entry for number, entry in enumerate(expected.entries) if number not in known]
        assert isinstance(part, ParsedFeed)
        if (list(part.entries), part.known, part.ttl_s) != (rest, len(known), expected.ttl_s):
            yield f"{sorted(known)} known"


def test_every_file_of_feedparsers_suite_is_read_in_part_as_it_is_read_whole() -> None:
    wrong: list[str] = []
    for file in corpus.files():
        if file.path.endswith(".xml"):
            headers = headers_of(file.body)
            request = ParseRequest(REQUEST.url, headers["content-type"], headers)
            wrong += [f"{file.path}: {difference}" for difference in differences(request, file.body)]
    assert wrong == []


def captured() -> Iterator[tuple[str, bytes]]:
    """Some feeds' documents of consecutive hours: by feed, in order of time."""
    if not SNAPSHOTS.exists():
        pytest.skip("the captured documents are not here")
    with tarfile.open(SNAPSHOTS) as archive:
        names = sorted(member.name for member in archive if member.isfile())
        for name in [name for at in range(0, len(names) - 2, 120) for name in names[at : at + 2]]:
            file = archive.extractfile(name)
            yield name.rpartition("/")[0], file.read() if file else b""


def test_captured_documents_bring_the_same_news_after_the_one_before_them() -> None:
    listings: dict[str, tuple[str, ParsedFeed]] = {}
    known = 0
    for feed, body in captured():
        request = replace(REQUEST, url=f"https://{feed.rpartition('/')[2]}.example/feed", content_type="")
        expected, before = whole(request, body), listings.get(feed)
        part = read(request, body, before[0] if before else "")
        if not isinstance(expected, ParsedFeed) or not isinstance(part, ParsedFeed):
            assert part == expected
            continue
        if before is not None:
            assert fresh(part, before[1]) == fresh(expected, before[1])
        known += part.known
        listings[feed] = part.listing, expected
    assert known > 100, "most entries of most documents were in the one before"


def fresh(feed: ParsedFeed, before: ParsedFeed) -> list[FeedEntry]:
    return [entry for entry in feed.entries if entry not in before.entries]


def rss(*entries: str, head: str = "", declared: str = "utf-8") -> bytes:
    listed = "".join(entries)
    return (
        f'<?xml version="1.0" encoding="{declared}"?><rss version="2.0" xmlns:x="http://x.example/">'
        f"<channel><title>F</title>{head}{listed}</channel></rss>"
    ).encode(declared)


def item(number: int, more: str = "", guid: str = "") -> str:
    return (
        f"<item><guid>{guid or number}</guid><link>https://wire.example/{number}</link>"
        f"<title>Notice {number}</title>{more}</item>"
    )


OLD, NEW = (item(1), item(2)), item(3)


@pytest.mark.parametrize(
    ("before", "after", "known"),
    [
        pytest.param(rss(*OLD), rss(NEW, *OLD), 2, id="one more"),
        pytest.param(rss(*OLD), rss(*OLD), 2, id="nothing new"),
        pytest.param(
            rss(*OLD, head="<lastBuildDate>now</lastBuildDate>"),
            rss(NEW, *OLD, head="<lastBuildDate>later</lastBuildDate>"),
            2,
            id="the document's own date",
        ),
        pytest.param(
            rss(item(1, "<description><![CDATA[</item><item>]]></description>")),
            rss(NEW, item(1, "<description><![CDATA[</item><item>]]></description>")),
            1,
            id="tags in CDATA",
        ),
        pytest.param(rss(item(1, "<!-- <item> -->")), rss(NEW, item(1, "<!-- <item> -->")), 1, id="a tag in a comment"),
        pytest.param(rss(item(1, '<x:y z="a>b"/>')), rss(NEW, item(1, '<x:y z="a>b"/>')), 1, id="a bracket in quotes"),
        pytest.param(rss(*OLD), rss(item(4, guid="1"), *OLD), 0, id="a guid that a known one has"),
        pytest.param(rss(*OLD), rss(item(1, guid="new"), *OLD), 0, id="an address that a known one has"),
        pytest.param(rss(*OLD), rss(NEW, *OLD, head="<language>fr</language>"), 0, id="another language"),
        pytest.param(rss(*OLD), rss(NEW, *OLD, head="<ttl>5</ttl>"), 0, id="another ttl"),
        pytest.param(rss(*OLD), rss(NEW, *OLD, declared="latin-1"), 0, id="another encoding"),
        pytest.param(rss(*OLD, declared="latin-1"), rss(NEW, *OLD, declared="latin-1"), 0, id="not UTF-8"),
        pytest.param(rss(*OLD, declared="utf-16"), rss(NEW, *OLD, declared="utf-16"), 0, id="UTF-16"),
        pytest.param(rss(item(1, "&nbsp;")), rss(NEW, item(1, "&nbsp;")), 0, id="not well-formed"),
        pytest.param(rss(item(1, item(5))), rss(NEW, item(1, item(5))), 0, id="an entry in an entry"),
        pytest.param(rss("<item/>", *OLD), rss(NEW, "<item/>", *OLD), 0, id="an empty tag"),
        pytest.param(rss(OLD[0], OLD[0]), rss(NEW, OLD[0], OLD[0]), 0, id="an entry twice"),
        pytest.param(
            rss(*OLD).replace(b"<rss", b"<!DOCTYPE rss><rss"),
            rss(NEW, *OLD).replace(b"<rss", b"<!DOCTYPE rss><rss"),
            0,
            id="a document type",
        ),
    ],
)
def test_an_entry_is_known_by_its_bytes_where_that_is_certain(before: bytes, after: bytes, known: int) -> None:
    first, expected = read(REQUEST, before), whole(REQUEST, after)
    assert isinstance(first, ParsedFeed)
    assert isinstance(expected, ParsedFeed)
    part = read(REQUEST, after, first.listing)
    assert isinstance(part, ParsedFeed)
    assert part.known == known
    old = whole(REQUEST, before)
    assert isinstance(old, ParsedFeed)
    assert fresh(part, old) == fresh(expected, old)


@pytest.mark.parametrize("listing", ["", "AAAA", "no base64", "A" * 40])
def test_what_is_no_listing_lists_nothing(listing: str) -> None:
    part = read(REQUEST, rss(NEW, *OLD), listing)
    assert isinstance(part, ParsedFeed)
    assert (len(part.entries), part.known) == (3, 0)


PARTS = st.sampled_from(
    [
        "",
        "<title>Bridge &amp; road</title>",
        "<description><![CDATA[<div><p>A</p></div>]]></description>",
        "<description><div>raw</div></description>",
        "<source url='https://a.example/'>Agency</source>",
        "<title xml:lang='uk'>Міст</title>",
        "<category>Town</category>",
        "<pubDate>Mon, 02 Nov 2026 10:00:00 GMT</pubDate>",
        "<author>a@b.example (A)</author>",
        "<link>/relative</link>",
        "<x:deep><x:deeper>1</x:deeper></x:deep>",
        "<image><url>https://a.example/p</url><title>P</title></image>",
    ]
)
ITEMS = st.lists(
    st.builds(
        lambda number, parts: item(number, "".join(parts), guid=f"g{number % 7}"),
        st.integers(0, 9),
        st.lists(PARTS, max_size=3),
    ),
    max_size=8,
)


@given(before=ITEMS, after=ITEMS, kept=st.integers(0, 8))
@settings(max_examples=150, deadline=None)
def test_whatever_a_document_was_before_the_next_brings_the_same_news(
    before: list[str], after: list[str], kept: int
) -> None:
    first, second = rss(*before), rss(*after, *before[:kept])
    read_first, old, expected = read(REQUEST, first), whole(REQUEST, first), whole(REQUEST, second)
    listing = read_first.listing if isinstance(read_first, ParsedFeed) else ""
    part = read(REQUEST, second, listing)
    if not isinstance(expected, ParsedFeed) or not isinstance(part, ParsedFeed):
        assert part == expected
        return
    known = old if isinstance(old, ParsedFeed) else ParsedFeed()
    assert fresh(part, known) == fresh(expected, known)
