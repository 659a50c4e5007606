"""The picture that an entry carries, whoever reads the document."""

import json

import pytest

from watchers.common_feed import common_feed
from watchers.json_feed import parse_json
from watchers.xml_feed import parse_xml

URL = "https://wire.example/feed.xml"
JPG, SMALL = "https://img.wire.example/ferry.jpg", "https://img.wire.example/ferry-small.jpg"
CASES = [
    (f'<media:content url="{JPG}" medium="image"/>', JPG),
    (f'<media:content url="{JPG}" type="image/jpeg"/>', JPG),
    (f'<media:content url="{JPG}?w=900"/>', f"{JPG}?w=900"),
    ('<media:content url="https://img.wire.example/ferry" width="9"/>', ""),
    (f'<media:content url="https://v.wire.example/a.mp4" medium="video"/><media:thumbnail url="{SMALL}"/>', SMALL),
    (f'<media:thumbnail url="{SMALL}"/><media:content url="{JPG}" medium="image"/>', JPG),
    (f'<media:group><media:content url="{JPG}" medium="image"/></media:group>', JPG),
    (f'<media:content url="https://v.wire.example/a.mp4" type="video/mp4"><media:thumbnail url="{SMALL}"/></media:content>', SMALL),
    (f'<enclosure url="{JPG}" type="image/jpeg" length="9"/>', JPG),
    ('<enclosure url="https://wire.example/a.mp3" type="audio/mpeg" length="9"/>', ""),
    ('<media:content url="/ferry.jpg" medium="image"/>', "https://wire.example/ferry.jpg"),
    ('<media:content url="javascript:alert(1)" medium="image"/>', ""),
    ("<media:content medium='image'/>", ""),
    ("", ""),
]  # fmt: skip


def rss(inside: str) -> bytes:
    item = f"<item><title>Ferry aground</title><link>https://wire.example/1</link>{inside}</item>"
    spaces = 'xmlns:media="http://search.yahoo.com/mrss/"'
    return f'<rss version="2.0" {spaces}><channel><title>Wire</title>{item}</channel></rss>'.encode()


@pytest.mark.parametrize(("inside", "picture"), CASES)
def test_an_entry_of_rss_has_the_picture_that_it_carries(inside: str, picture: str) -> None:
    assert parse_xml(rss(inside), url=URL, content_type="").entries[0].picture == picture


@pytest.mark.parametrize(("inside", "_picture"), CASES)
def test_the_fast_reader_finds_the_same(inside: str, _picture: str) -> None:
    fast = common_feed(rss(inside), URL)
    assert fast is None or fast == parse_xml(rss(inside), url=URL, content_type="")


def test_an_entry_of_atom_has_the_picture_that_it_encloses() -> None:
    link = f'<link rel="enclosure" type="image/png" href="{JPG}"/><link href="https://wire.example/1"/>'
    entry = f"<entry><id>a</id><title>Ferry aground</title><updated>2026-03-03T12:00:00Z</updated>{link}</entry>"
    body = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title>{entry}</feed>'.encode()
    read = parse_xml(body, url=URL, content_type="")
    assert read.entries[0].picture == JPG
    assert common_feed(body, URL) in (None, read)


@pytest.mark.parametrize("name", ["image", "banner_image"])
def test_an_entry_of_json_has_its_image(name: str) -> None:
    item = {"id": "1", "title": "Ferry aground", name: "/ferry.jpg"}
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Wire", "items": [item]}).encode()
    assert parse_json(body, url=URL).entries[0].picture == "https://wire.example/ferry.jpg"
