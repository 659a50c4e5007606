"""feedparser's own 2,248 test files through our reading of them.

Expected entry counts come from two places: feedparser's own parse of the same bytes, and, independent of any code, the
`Expect:` line in each file, which names entries by number (`entries[1]`) and so says how many there are at least.
"""

import io
import re

import feedparser
import pytest
from aiohttp import web

from tests.watchers import corpus
from tests.watchers.loopback import serve
from watchers.feed_document import parse_feed
from watchers.fetch import Fetched, Fetcher, FetchRequest, FetchSettings
from watchers.source_problem import SourceProblem

_HEADER = re.compile(rb"^Header:\s+([^:\n]+):(.+)$", re.MULTILINE)
_EXPECT = re.compile(rb"^Expect:\s*(.+)$", re.MULTILINE)
_ENTRY_NUMBER = re.compile(rb"entries\[(\d+)\]")
URL = "http://127.0.0.1:8097/tests/feed.xml"


def headers_of(body: bytes) -> dict[str, str]:
    sent = {name.decode().lower(): value.decode().strip() for name, value in _HEADER.findall(body)}
    return {"content-type": "application/xml", **sent}


def count_ours(body: bytes) -> int:
    """Entries read, told apart and left out; 0 where the file is no feed or nothing in it can be read."""
    try:
        feed = parse_feed(body, URL, headers_of(body)["content-type"], headers_of(body))
    except SourceProblem:
        return 0
    return len(feed.entries) + feed.duplicates + len(feed.problems)


def test_every_file_of_feedparsers_suite_is_read_without_a_crash_and_with_the_expected_number_of_entries() -> None:
    wrong: list[str] = []
    files = entries = promised = 0
    for file in corpus.files():
        if not file.path.endswith(".xml"):
            continue
        files += 1
        theirs = len(feedparser.parse(io.BytesIO(file.body), response_headers=headers_of(file.body)).entries)
        ours = count_ours(file.body)
        entries += ours
        expect = _EXPECT.search(file.body)
        least = max((int(n) + 1 for n in _ENTRY_NUMBER.findall(expect[1] if expect else b"")), default=0)
        promised += least
        if ours != theirs or ours < least:
            wrong.append(f"{file.path}: {ours} entries, feedparser {theirs}, its Expect line at least {least}")
    assert wrong == []
    assert (files, entries) == (2242, 1209)
    assert promised > 900


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        pytest.param("gzip.gz", "gzip", id="gzip"),
        pytest.param("gzip.gz", "identity", id="a gzip file that is called no encoding"),
        pytest.param("deflate.z", "deflate", id="deflate"),
        pytest.param("deflate-no-headers.z", "deflate", id="deflate without zlib's header"),
    ],
)
async def test_its_compressed_files_are_unpacked_by_the_fetcher(name: str, encoding: str) -> None:
    body = next(file.body for file in corpus.files() if file.path == f"compression/{name}")

    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=body, headers={"Content-Encoding": encoding}, content_type="application/xml")

    async with serve({"/feed": answer}) as server, Fetcher(FetchSettings()) as fetcher:
        outcome = await fetcher.fetch(FetchRequest(url=f"{server}/feed", trusted=True))
    assert isinstance(outcome, Fetched)
    assert feedparser.parse(io.BytesIO(outcome.body)).version == "atom10"
