import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.opml import MOST_FEEDS, NoOpmlError, OpmlFeed, read_opml, write_opml

HERALD = OpmlFeed(url="https://herald.example/rss?a=1&b=2", name="The Herald & Sons")
LISTS = {
    "as the standard has it": '<opml version="2.0"><body><outline type="rss" text="T" title="The Herald &amp; Sons" xmlUrl="{}"/></body></opml>',
    "in folders": '<opml><head><title>x</title></head><body><outline text="News"><outline text="North"><outline text="The Herald &amp; Sons" xmlUrl="{}"/></outline></outline></body></opml>',
    "in other letter case": '<OPML><BODY><Outline TEXT="The Herald &amp; Sons" XMLURL=" {} "/></BODY></OPML>',
    "twice": '<opml><body><outline text="The Herald &amp; Sons" xmlUrl="{0}"/><outline text="again" xmlUrl="{0}"/></body></opml>',
    "with a type of its own": '<?xml version="1.0"?><!-- mine --><opml><body><outline type="atom" text="The Herald &amp; Sons" xmlUrl="{}" htmlUrl="https://herald.example/"/></body></opml>',
}


@pytest.mark.parametrize("listed", LISTS.values(), ids=LISTS)
def test_a_list_is_read_however_a_feed_reader_writes_it(listed: str) -> None:
    assert read_opml(listed.format(HERALD.url.replace("&", "&amp;")).encode()) == (HERALD,)


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1251", "utf-8-sig"])
def test_a_list_is_read_in_the_encoding_that_it_declares(encoding: str) -> None:
    name = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{name}"?><opml><body><outline text="Вісник" xmlUrl="https://v.example/"/></body></opml>'
    assert [feed.name for feed in read_opml(text.encode(encoding))] == ["Вісник"]


NO_LISTS = {
    "empty": b"",
    "no XML": b"https://herald.example/rss",
    "a feed": b"<rss version='2.0'><channel/></rss>",
    "a page": b"<!doctype html><html><body><p>Hello</body></html>",
    "cut off": b"<opml><body><outline text='x'",
    "an unknown encoding": b"<?xml version='1.0' encoding='nonsense-9'?><opml/>",
    "rubbish": bytes(range(256)),
    "entities that grow": b"<!DOCTYPE opml [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><opml><body>&b;</body></opml>",
    "a file of the machine": b"<!DOCTYPE opml [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><opml><body>&a;</body></opml>",
}


@pytest.mark.parametrize("document", NO_LISTS.values(), ids=NO_LISTS)
def test_what_is_no_list_is_refused(document: bytes) -> None:
    with pytest.raises(NoOpmlError):
        read_opml(document)


def test_no_more_than_the_most_feeds_are_read() -> None:
    listed = [OpmlFeed(url=f"https://{n}.example/", name="") for n in range(MOST_FEEDS + 5)]
    assert len(read_opml(write_opml("all", listed))) == MOST_FEEDS


@given(st.binary(max_size=400))
def test_any_bytes_are_a_list_or_refused(document: bytes) -> None:
    with contextlib.suppress(NoOpmlError):
        read_opml(document)


_WRITTEN = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=30)


@given(st.lists(st.builds(OpmlFeed, url=_WRITTEN, name=_WRITTEN), unique_by=lambda feed: feed.url, max_size=8))
def test_what_was_written_is_read(feeds: list[OpmlFeed]) -> None:
    assert read_opml(write_opml("Desk <1>", feeds)) == tuple(feeds)
