"""What a source sends again is known, whatever it changed about it: of two documents nothing comes twice."""

import pytest

from newsroom.source import Source, SourceId
from storage import intake
from storage.database import Database
from storage.intake import Taken
from storage.sources import sync_operator_sources
from tests.builders import NOW, at, spec
from tests.watchers.feeds_as_they_are import SITE, URL, entry, json_feed, rss
from watchers.entry_cleaning import clean_entries, shared_urls
from watchers.known_entries import read_feed
from watchers.worker_protocol import ParseRequest

SOURCE = Source(id=SourceId(1), name="Sample Wire", url=URL, family="wire")
TEXT = "<description>The new bridge at Orsett opened to traffic at noon on Monday.</description>"


def one(link: str = f"{SITE}/2026/bridge", guid: str = "", title: str = "A bridge opens", more: str = TEXT) -> str:
    named = f'<guid isPermaLink="false">{guid}</guid>' if guid else ""
    return rss(entry(title, named + more, f"<link>{link}</link>" if link else ""))


AGAIN = [
    pytest.param(one(guid="a-1"), one(guid="b-2"), id="another guid"),
    pytest.param(one(guid="a-1"), one(), id="no guid any more"),
    pytest.param(one(), one(guid="a-1"), id="a guid at last"),
    pytest.param(one(guid="1"), one("https://other.example/x", guid="1"), id="another address"),
    pytest.param(one(), one(f"{SITE}/2026/bridge?utm_source=rss&amp;utm_campaign=x"), id="trackers"),
    pytest.param(one(), one(f"{SITE}/2026/bridge/amp"), id="the AMP page"),
    pytest.param(one(), one("https://wire-example.cdn.ampproject.org/c/s/wire.example/2026/bridge"), id="AMP's cache"),
    pytest.param(one("https://www.wire.example/b"), one("https://m.wire.example/b"), id="the page for small screens"),
    pytest.param(one(), one("http://wire.example/2026/bridge"), id="http"),
    pytest.param(one(), one(f"{SITE}/2026/bridge/"), id="a slash at the end"),
    pytest.param(one(), one(f"{SITE}/2026/bridge#comments"), id="a place on the page"),
    pytest.param(one(), one("/2026/bridge"), id="a relative address"),
    pytest.param(one("", guid="g1"), one("", guid="g2"), id="a guid that changes at each visit, and no address"),
    pytest.param(one(guid=f"{SITE}/?p=1"), one(guid=f"{SITE}/?p=1&amp;r=2"), id="a guid with a number of the visit"),
    pytest.param(one(title="AT&amp;amp;T opens"), one(title="AT&amp;amp;amp;T opens"), id="escaped once more"),
    pytest.param(one(), one(title="  A bridge\n opens "), id="white space in the title"),
    pytest.param(
        one(),
        json_feed(
            {
                "id": "9",
                "url": f"{SITE}/2026/bridge",
                "title": "A bridge opens",
                "content_text": "The new bridge at Orsett opened to traffic at noon on Monday.",
            }
        ),
        id="in another format",
    ),
]


async def taken(database: Database, body: str, minutes: float) -> Taken:
    feed = read_feed(ParseRequest(URL, "", {}, ""), body.encode())
    entries = clean_entries(feed.entries, SOURCE, frozenset())
    async with database.write() as tx:
        shared = shared_urls(feed.entries)
        return await intake.take(tx, 1, entries, at(minutes), background=False, shared_urls=shared)


@pytest.fixture
async def watched(database: Database) -> Database:
    async with database.write() as tx:
        await sync_operator_sources(tx, [spec(1)], NOW, 300)
    return database


@pytest.mark.parametrize(("first", "second"), AGAIN)
async def test_what_is_sent_again_is_known(watched: Database, first: str, second: str) -> None:
    assert await taken(watched, first, 0) == Taken(new=1)
    assert await taken(watched, second, 300) == Taken(known=1)


async def test_a_title_that_changes_is_an_edit_of_the_same_item(watched: Database) -> None:
    await taken(watched, one(guid="a-1"), 0)
    assert await taken(watched, one(guid="a-1", title="A bridge opens at last"), 5) == Taken(edited=1)


async def test_another_story_under_the_same_headline_is_new(watched: Database) -> None:
    await taken(watched, one(guid="a-1", title="Weather"), 0)
    other = one(f"{SITE}/2026/weather-2", guid="a-2", title="Weather", more="<description>Rain.</description>")
    assert await taken(watched, other, 60) == Taken(new=1)


async def test_five_items_that_roll_over_quickly_come_once_each(watched: Database) -> None:
    """Each visit finds five, two of them new: none is taken twice, and those that left and came again are known."""
    new = 0
    for visit in range(12):
        numbers = range(2 * visit, 2 * visit + 5)
        body = rss(*(entry(f"Report {n}", f"<guid>{SITE}/{n}</guid>", f"<link>{SITE}/{n}</link>") for n in numbers))
        new += (await taken(watched, body, visit)).new
    assert new == 2 * 11 + 5
    first = rss(*(entry(f"Report {n}", f"<guid>{SITE}/{n}</guid>", f"<link>{SITE}/{n}</link>") for n in range(5)))
    assert await taken(watched, first, 600) == Taken(known=5)
