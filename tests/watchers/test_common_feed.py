"""What is read by expat alone comes out just as feedparser's reading of it does."""

import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.watchers import corpus
from tests.watchers.test_corpus import headers_of
from watchers.common_feed import common_feed
from watchers.entry_slices import entry_slices
from watchers.feed_date_order import DatePlace
from watchers.feed_date_text import plain_date
from watchers.feed_dates import _Reading, common_date, feed_date
from watchers.xml_feed import parse_xml

SHARED = Path(os.environ.get("WIREWATCH_SHARED", "../shared"))
SNAPSHOTS = SHARED / "eval/data/feeds/snapshots_2020_apr_jul.tar.xz"
URL = "https://wire.example/news/feed.xml"


def both_alike(body: bytes, content_type: str = "") -> bool | None:
    """Whether both read the same; None where the document is left to feedparser."""
    if entry_slices(body, content_type) is None:
        return None
    feed = common_feed(body, URL)
    return None if feed is None else feed == parse_xml(body, url=URL, content_type=content_type)


def test_every_common_file_of_feedparsers_suite_is_read_alike() -> None:
    read, wrong = 0, []
    for file in corpus.files():
        headers = headers_of(file.body)
        if file.path.endswith(".xml") and "content-language" not in headers:
            alike = both_alike(file.body, headers["content-type"])
            read += alike is not None
            if alike is False:
                wrong.append(file.path)
    assert wrong == []
    assert read > 450


def captured() -> Iterator[tuple[str, bytes]]:
    if not SNAPSHOTS.exists():
        pytest.skip("the captured documents are not here")
    with tarfile.open(SNAPSHOTS) as archive:
        for member in sorted((m for m in archive if m.isfile()), key=lambda m: m.name)[::50]:
            file = archive.extractfile(member)
            yield member.name, file.read() if file else b""


def test_every_common_captured_document_is_read_alike() -> None:
    found = {name: both_alike(body) for name, body in captured()}
    assert [name for name, alike in found.items() if alike is False] == []
    assert sum(alike is True for alike in found.values()) > len(found) // 2, "most feeds are as most are"


TEXTS = st.sampled_from(
    [
        "",
        " ",
        "Bridge opens",
        "Brücke &amp; Straße",
        "Ã¼ber",
        "it\u0092s \u0080 5",
        "<![CDATA[<p>A &amp; B</p>]]>",
        "&lt;b&gt;bold&lt;/b&gt; &amp;amp; more",
        "https://wire.example/a?b=1&amp;c=2",
        "/relative/path",
        "../up",
        "HTTP://Wire.Example/x/../y",
        "http:///odd",
        "//other.example/a",
        "tag:wire.example,2026:1",
        "mailto:a@b.example",
        "Mon, 02 Nov 2026 10:00:00 GMT",
        "2026-11-02T10:00:00+02:00",
        "2 ноября 2026",
        "en-GB",
        "60",
        "x" * 300,
        "a&#160;b\u00a0",
    ]
)
NAMES = st.sampled_from(
    [
        *("title", "link", "guid", "description", "pubDate", "author", "category", "source", "comments", "enclosure"),
        *("content:encoded", "dc:creator", "dc:date", "slash:comments", "media:content", "media:title", "atom:link"),
        *("dc:language", "itunes:author", "unknown"),
    ]
)
ATTRIBUTES = st.sampled_from(
    [
        *("", "", "", ' isPermaLink="false"', ' isPermaLink="true"', ' domain="d"', ' url="https://a.example/"'),
        *(' rel="self" href="https://a.example/s"', ' href="/r"', ' type="html"', ' xml:lang="uk"', ' xml:base="/b/"'),
    ]
)
ELEMENTS = st.lists(
    st.builds(lambda name, attribute, text: f"<{name}{attribute}>{text}</{name}>", NAMES, ATTRIBUTES, TEXTS), max_size=6
).map("".join)
ATOM_NAMES = st.sampled_from(
    ["title", "link", "id", "summary", "content", "published", "updated", "author", "category", "rights", "unknown"]
)
ATOM_ATTRIBUTES = st.sampled_from(
    [
        *("", "", ' type="html"', ' type="text"', ' type="xhtml"', ' rel="alternate" href="https://a.example/1"'),
        *(' href="/r?a=1&amp;b=2"', ' rel="self" href="https://a.example/s"', ' term="t" label="l"', ' label="l"'),
        ' href="https://a.example/2" type="application/json"',
    ]
)
PEOPLE = st.sampled_from(["<name>A. Writer</name>", "<name>A</name><email>a@b.example</email>", "<uri>/a</uri>"])
ATOM_ELEMENTS = st.lists(
    st.builds(lambda name, more, text: f"<{name}{more}>{text}</{name}>", ATOM_NAMES, ATOM_ATTRIBUTES, TEXTS | PEOPLE),
    max_size=6,
).map("".join)
SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:itunes="http://www.itunes.com/DTDs/PodCast-1.0.dtd"'
)


@given(channel=ELEMENTS, items=st.lists(ELEMENTS, min_size=1, max_size=3))
@settings(max_examples=400, deadline=None)
def test_any_rss_document_is_read_alike_or_left_to_feedparser(channel: str, items: list[str]) -> None:
    listed = "".join(f"<item>{item}</item>" for item in items)
    body = f'<rss version="2.0" {SPACES}><channel>{channel}{listed}</channel></rss>'.encode()
    assert both_alike(body) is not False


@given(
    feed=ATOM_ELEMENTS, entries=st.lists(ATOM_ELEMENTS, min_size=1, max_size=3), language=st.sampled_from(["", "de"])
)
@settings(max_examples=400, deadline=None)
def test_any_atom_document_is_read_alike_or_left_to_feedparser(feed: str, entries: list[str], language: str) -> None:
    listed = "".join(f"<entry>{entry}</entry>" for entry in entries)
    of = f' xml:lang="{language}"' if language else ""
    body = f'<feed xmlns="http://www.w3.org/2005/Atom"{of}>{feed}{listed}</feed>'.encode()
    assert both_alike(body) is not False


@pytest.mark.parametrize(
    "text",
    [
        *("mon, 02 nov 2026 10:00:00 gmt", "wed, 1 mar 2017 23:59:60 +0530", "tue, 31 jan 2023 24:00:00 -0000"),
        *("2026-11-02t10:00:00z", "2026-11-02t10:00:00.123+02:00", "2026-06-07t08:09:10-11:30"),
        *("fri, 05 jan 2024 10:00:00 +9900", "2024-02-29t00:00:00z"),
    ],
)
def test_the_two_forms_of_nearly_all_dates_are_read_as_any_other_is(text: str) -> None:
    by_words = _Reading(DatePlace()).read(*plain_date(text))
    assert by_words is not None
    assert common_date(text) in {None, by_words}
    assert feed_date(text) == by_words
