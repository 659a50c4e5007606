"""Servers that lie about how they packed a feed: it is read all the same, and no bomb is unpacked."""

import contextlib
import gzip
import tracemalloc
import zlib

import brotli  # type: ignore[import-untyped]  # it ships no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.watchers.feeds_as_they_are import DATE, SITE, entry, rss
from tests.watchers.loopback import serve, static
from watchers.content_encoding import BodyTooLargeError, BrokenEncodingError, unpacked
from watchers.feed_document import parse_feed
from watchers.fetch import Fetched, Fetcher, FetchRequest, FetchSettings

FEED = rss(entry("A bridge opens", f"<pubDate>{DATE}</pubDate>")).encode()
BOM_FEED = b"\xef\xbb\xbf\n" + FEED
LIMIT_BYTES = 100_000


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


LIES = [
    pytest.param(FEED, "gzip", FEED, id="called gzip, and plain"),
    pytest.param(BOM_FEED, "gzip", BOM_FEED, id="called gzip, and plain behind a mark and a line"),
    pytest.param(FEED, "deflate", FEED, id="called deflate, and plain"),
    pytest.param(FEED, "br", FEED, id="called brotli, and plain"),
    pytest.param(gzip.compress(FEED), "", FEED, id="gzip, and called nothing"),
    pytest.param(gzip.compress(FEED), "identity", FEED, id="gzip, and called identity"),
    pytest.param(gzip.compress(gzip.compress(FEED)), "gzip", FEED, id="gzip twice, called once"),
    pytest.param(gzip.compress(gzip.compress(FEED)), "gzip, gzip", FEED, id="gzip twice, called twice"),
    pytest.param(gzip.compress(FEED), "gzip, gzip", FEED, id="gzip once, called twice"),
    pytest.param(gzip.compress(FEED), "GZip", FEED, id="in capitals"),
    pytest.param(gzip.compress(FEED), "x-gzip", FEED, id="by its old name"),
    pytest.param(gzip.compress(FEED[:50]) + gzip.compress(FEED[50:]), "gzip", FEED, id="in two members"),
    pytest.param(gzip.compress(FEED) + bytes(300), "gzip", FEED, id="with zeros behind it"),
    pytest.param(zlib.compress(FEED), "deflate", FEED, id="deflate with its header"),
    pytest.param(raw_deflate(FEED), "deflate", FEED, id="deflate without its header"),
    pytest.param(brotli.compress(gzip.compress(FEED)), "gzip, br", FEED, id="two encodings in their order"),
    pytest.param(FEED, "utf-8", FEED, id="a character set where the encoding belongs"),
]


@pytest.mark.parametrize(("body", "encoding", "document"), LIES)
def test_the_bytes_are_believed_more_than_the_header(body: bytes, encoding: str, document: bytes) -> None:
    assert unpacked(body, encoding, LIMIT_BYTES) == document


@pytest.mark.parametrize(("body", "encoding"), [pytest.param(*lie.values[:2], id=lie.id) for lie in LIES])
async def test_a_feed_whose_server_lies_has_its_item(body: bytes, encoding: str) -> None:
    async with (
        serve({"/feed": static(body, Content_Encoding=encoding or "identity")}) as server,
        Fetcher(FetchSettings()) as fetcher,
    ):
        outcome = await fetcher.fetch(FetchRequest(url=f"{server}/feed", trusted=True))
    assert isinstance(outcome, Fetched), outcome
    feed = parse_feed(outcome.body, "https://wire.example/feed", "")
    assert [(one.title, one.url) for one in feed.entries] == [("A bridge opens", f"{SITE}/a")]


@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("encoding", ["gzip", "", "gzip, gzip, gzip"])
def test_a_bomb_is_unpacked_no_further_than_the_limit(layers: int, encoding: str) -> None:
    bomb = bytes(20 << 20)
    for _ in range(layers):
        bomb = gzip.compress(bomb)
    tracemalloc.start()
    with contextlib.suppress(BodyTooLargeError):
        assert len(unpacked(bomb, encoding, LIMIT_BYTES)) <= LIMIT_BYTES
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10 * LIMIT_BYTES


def test_a_bomb_of_brotli_is_unpacked_little_further_than_the_limit() -> None:
    """The library gives the block that it is in to its end."""
    bomb = brotli.compress(bytes(20 << 20), quality=1)
    tracemalloc.start()
    with pytest.raises(BodyTooLargeError):
        unpacked(bomb, "br", LIMIT_BYTES)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10 * LIMIT_BYTES


def test_a_document_as_large_as_the_limit_is_taken_and_one_byte_more_is_not() -> None:
    for size, fits in ((LIMIT_BYTES, True), (LIMIT_BYTES + 1, False)):
        for packed, encoding in ((gzip.compress(b"<" * size), "gzip"), (zlib.compress(b"<" * size), "deflate")):
            if fits:
                assert len(unpacked(packed, encoding, LIMIT_BYTES)) == size
            else:
                with pytest.raises(BodyTooLargeError):
                    unpacked(packed, encoding, LIMIT_BYTES)


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        pytest.param(b"abcd", "gzip", id="neither packed nor a document"),
        pytest.param(b"\x1f\x8b\x08nonsense", "", id="the beginning of gzip alone"),
        pytest.param(b"\x1f\x8b\x08nonsense", "gzip", id="gzip that is broken"),
        pytest.param(gzip.compress(FEED), "gzip, gzip, gzip, gzip", id="more layers than anybody has"),
    ],
)
def test_what_is_neither_is_a_broken_transfer(body: bytes, encoding: str) -> None:
    with pytest.raises(BrokenEncodingError):
        unpacked(body, encoding, LIMIT_BYTES)


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "br", "gzip, br", "deflate,gzip", "", "x"]))
def test_whatever_comes_is_a_document_or_one_of_two_errors(body: bytes, encoding: str) -> None:
    try:
        unpacked(body, encoding, LIMIT_BYTES)
    except (BodyTooLargeError, BrokenEncodingError):
        return


def test_a_file_of_very_many_members_is_refused_and_not_unpacked_one_by_one() -> None:
    """Of 40,000 empty members, 800 kB, unpacking took 6 s on the event loop."""
    document = b"<rss/>"
    assert unpacked(gzip.compress(b"") * 50 + gzip.compress(document), "gzip", 5_000_000) == document
    with pytest.raises(BrokenEncodingError):
        unpacked(gzip.compress(b"") * 200_000, "gzip", 5_000_000)
