import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchers.feed_document import parse_feed
from watchers.parsed_feed import FeedEntry, ParsedFeed
from watchers.source_problem import SourceProblem

URL = "https://wire.example/feed.json"


def read(items: Any, *, version: str = "1.1", **more: object) -> ParsedFeed:
    document = {"version": f"https://jsonfeed.org/version/{version}", "title": "Sample Wire", "items": items, **more}
    return parse_feed(json.dumps(document).encode(), URL, "application/feed+json")


def test_a_json_feed_is_read_whole() -> None:
    feed = read(
        [
            {
                "id": "n-1",
                "url": "/a",
                "title": "A bridge opens",
                "content_html": "<p>It opened.</p>",
                "summary": "5 < 6",
                "date_published": "2026-11-03T09:00:00+02:00",
                "date_modified": "2026-11-03T08:00:00Z",
                "authors": [{"name": "Ann Lee"}, {"name": "Bo Ek"}],
                "tags": ["Bridges"],
                "language": "de-AT",
            }
        ],
        home_page_url="https://wire.example/",
        language="en",
    )
    assert (feed.title, feed.site_url, feed.language) == ("Sample Wire", "https://wire.example/", "en")
    assert feed.entries == (
        FeedEntry(
            guid="n-1",
            url="https://wire.example/a",
            title="A bridge opens",
            summary="5 &lt; 6",
            content="<p>It opened.</p>",
            published=datetime(2026, 11, 3, 7, tzinfo=UTC),
            updated=datetime(2026, 11, 3, 8, tzinfo=UTC),
            author="Ann Lee, Bo Ek",
            language="de-at",
            tags=("Bridges",),
        ),
    )


def test_version_1_names_one_author() -> None:
    assert read([{"id": "1", "author": {"name": "Ann Lee"}}], version="1").entries[0].author == "Ann Lee"


@pytest.mark.parametrize(
    ("item", "guid"),
    [
        pytest.param({"id": 17}, "17", id="a number is taken as text"),
        pytest.param({"url": "https://wire.example/a"}, "https://wire.example/a", id="missing: the address"),
        pytest.param({"id": True, "external_url": "https://x.example/"}, "https://x.example/", id="neither: the link"),
    ],
)
def test_each_entry_has_a_key(item: dict[str, object], guid: str) -> None:
    assert read([item]).entries[0].guid == guid


def test_plain_text_is_escaped() -> None:
    assert read([{"id": "1", "content_text": "a < b"}]).entries[0].content == "a &lt; b"


def test_what_is_no_entry_is_left_out_alone() -> None:
    feed = read([None, {"id": "1", "title": "\ud800x"}, 5])
    assert [e.title for e in feed.entries] == ["x"]
    assert [p.position for p in feed.problems] == [0, 2]


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=5))
def test_no_value_in_any_place_raises(value: object) -> None:
    keys = ("id", "url", "title", "summary", "content_html", "content_text", "date_published", "authors", "tags")
    try:
        read([dict.fromkeys(keys, value)], home_page_url=value, language=value)
        read([{"id": "1", "author": value, "language": value}])
        read(value)
    except SourceProblem:
        return


def test_comments_and_strings_without_an_end_are_looked_through_once() -> None:
    """Each would be looked for from every place again: a document of five megabytes took for ever."""
    for opens in ('"\\"', "/*", ",  "):
        with pytest.raises(SourceProblem):
            parse_feed(b'{"a": ' + opens.encode() * 500_000, URL, "application/feed+json")
