"""What comes packed, framed or as a file of settings, and what goes to other programs with strangers' words in it."""

import csv
import io
import json
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from xml.etree.ElementTree import fromstring

import brotli  # type: ignore[import-untyped]  # it ships no types
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from benchmarks.fuzz_targets import EDITS, FuzzTarget, edited, wrong
from handlers.commands.read_chat_file import ChatFileError, read_chat_file
from handlers.render.export.atom import TopicPage, render_atom
from handlers.render.export.chat_toml import write_chat_file
from handlers.render.export.csv import render_csv
from handlers.render.export.html_page import render_html
from handlers.render.export.ical import render_ical
from handlers.render.export.json import render_json
from handlers.render.export.timelinejs import render_timelinejs
from handlers.render.timeline_document import TimelineDocument
from handlers.sentences.reader import Reader
from newsroom.desk.story_view import PlacedItem, StoryView
from newsroom.item import Item
from newsroom.sentence import sentence
from newsroom.stories.placement import PlacementKind
from newsroom.story import StoryId
from newsroom.timelines.timeline_entries import CountByOutlet
from tests.builders import NOW, item, source, topic
from tests.handlers.render.timeline_documents import exhibit, line, mention
from watchers.cache_headers import max_age_s, retry_after, validator
from watchers.content_encoding import BodyTooLargeError, BrokenEncodingError, unpacked
from watchers.parsed_feed import FeedEntry, ParsedFeed
from watchers.worker_answer import AnswerReader, WorkerAnswerError
from watchers.worker_protocol import LENGTH, FeedRead, end_frame, entry_frames

_CHAT_FILE = b"""# Ours
wirewatch = 1
chat = 1001

[settings]
zone = "Europe/Kyiv"
language = "uk"
digest = "08:00 18:30 mon,tue,wed,thu,fri"
digest_empty = "silent"
quiet = "22:00-07:00 break:3"

[[topic]]
query = "ferry OR \\"Lower Quay\\" near/5 pilot"
min = 2
confirm = 3
thread = 7
muted_until = 2026-04-01T09:00:00Z

[[topic]]
query = 'lang:uk,ru flood'
mode = "digest"

[[feed]]
url = "https://w.example/feed?key=1"
name = "Wire & co"
"""
_PLAIN = b"<rss><channel><title>Wire</title></channel></rss>" * 20
_LIMIT_BYTES = 100_000
_SHOWN_SIGNS = "=+-@"  # of a cell that a spreadsheet takes for a formula
_CALENDAR_OCTETS = 75
_FRAMES = (
    b"".join(entry_frames([FeedEntry(guid="1", url="https://w.example/1", title="Ferry", published=NOW)])),
    end_frame(FeedRead(feed=ParsedFeed(title="Wire", listing="1\n2"), memory_bytes=30_000_000)),
)
_HOSTILE = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "=1+1",
                    "@SUM(A1)",
                    ";",
                    '"',
                    "'",
                    "\r\n",
                    "\t",
                    "</script>",
                    "<script>x()</script>",
                    "<!--",
                    "]]>",
                    "&amp;",
                    "&#0;",
                    "\u202e",
                    "\ud800",
                    "\x00",
                    "BEGIN:VEVENT",
                    "{{ 7*7 }}",
                    "{0.__class__}",
                    "%s",
                    "🇺🇦",
                ]
            ),
            st.text(max_size=6),
        ),
        max_size=8,
    ).map("".join),
)
_HEADER = st.one_of(
    st.text(max_size=30),
    st.lists(
        st.sampled_from(
            [
                "max-age=",
                "600",
                ",",
                "no-cache",
                "Tue,",
                "03 Mar 2026",
                "99999999999",
                "09:00:00",
                "GMT",
                "-2500",
                "+9999",
                "charset=",
                "utf-7",
                '"',
                "\x00",
                "٣",
                " ",
            ]
        ),
        max_size=8,
    ).map(" ".join),
)
_HEADER_NAMES = ["Cache-Control", "Age", "Expires", "Date", "Retry-After", "ETag"]


def _chat_file(given: tuple[bytes, Any]) -> None:
    """What is read is written, and then read again as it was."""
    try:
        file = read_chat_file(edited(*given), NOW)
    except ChatFileError:
        return
    again = read_chat_file(write_chat_file(file, "Desk", Reader()), NOW)
    plain = all((feed.url + feed.name).isprintable() for feed in file.feeds)
    if replace(again, feeds=()) != replace(file, feeds=()) or (plain and again != file):
        raise wrong("a file that is not what was read", file, again)


def _packed(given: tuple[bytes, Any, list[str]]) -> None:
    body, edits, names = given
    try:
        plain = unpacked(edited(body, edits), ", ".join(names), _LIMIT_BYTES)
    except (BrokenEncodingError, BodyTooLargeError):
        return
    if len(plain) > _LIMIT_BYTES and names:
        raise wrong("larger than the limit", len(plain), names)


def _headers(given: Mapping[str, str]) -> None:
    fresh_s, pause, kept = max_age_s(given), retry_after(given), validator(given.get("ETag"))
    if (fresh_s is not None and fresh_s <= 0) or (pause is not None and pause <= timedelta(0)):
        raise wrong("no time at all", given)
    if kept is not None and not kept.isprintable():
        raise wrong("a header that can't be sent back", given)


def _worker(given: tuple[bytes, Any]) -> None:
    """A worker that reads strangers' documents may one day answer what a stranger wants."""
    answer, reader = edited(*given), AnswerReader()
    try:
        while len(answer) >= LENGTH.size:
            (length,) = LENGTH.unpack_from(answer)
            payload = answer[LENGTH.size : LENGTH.size + reader.expect(length)]
            answer = answer[LENGTH.size + length :]
            if reader.take(payload) is not None:
                return
    except WorkerAnswerError:
        return


def _exports(given: tuple[str, str, str, str]) -> None:
    """Each form is read by a reader of that form, and nothing of it is run."""
    title, text, outlet, address = given
    made = replace(item(1, title, text, of=source(1, name=outlet)), url=address)
    entry = line(
        text, mentions=(mention(of=made),), figures=(CountByOutlet(slot="killed", value=3, number="3", outlet=outlet),)
    )
    document = exhibit(entry, title=title)
    _table(document)
    _markup(render_html(document).decode("utf-8"))
    shown = json.loads(render_timelinejs(document))["events"][0]["text"]
    _markup(shown["headline"] + shown["text"])
    json.loads(render_json(document))
    for written in render_ical(document).split(b"\r\n"):
        if len(written) > _CALENDAR_OCTETS or b"\n" in written or b"\r" in written:
            raise wrong("a line that no calendar reads", written)
    feed = fromstring(_atom(made))  # noqa: S314 - our own
    for content in feed.iter("{http://www.w3.org/2005/Atom}content"):
        _markup(content.text or "")


def _table(document: TimelineDocument) -> None:
    text = render_csv(document).decode("utf-8-sig")
    heads, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    if len(rows) != len(document.rows) or any(len(row) != len(heads) for row in rows):
        raise wrong("a table with other rows", rows)
    for separator in ",;":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if found := [cell for cell in row if cell.strip().startswith(tuple(_SHOWN_SIGNS))]:
                raise wrong("a cell that is a formula", separator, found)


def _markup(html: str) -> None:
    page = LexborHTMLParser(html)
    scripts = [node.tag for node in page.css("script, iframe, object, embed, img, form, base, link")]
    links = [node.attributes.get("href") or "" for node in page.css("a")]
    events = [name for node in page.css("*") for name in node.attributes if name.startswith("on")]
    foreign = [link for link in links if not link.startswith(("http://", "https://", "#", "mailto:"))]
    if scripts or events or foreign:
        raise wrong("markup of strangers", scripts, events, foreign)


def _atom(made: Item) -> bytes:
    placed = PlacedItem(
        item=made, placement=PlacementKind.NEW, of=None, likeness_pct=0, why=sentence("unit.topic", count=1)
    )
    view = StoryView(
        id=StoryId(1),
        opened=NOW,
        updated=NOW,
        version=1,
        outlets=1,
        independent=1,
        items=(placed,),
        related=None,
        disputes=(),
        versions=(),
    )
    return render_atom(TopicPage(topic=topic(), views=(view,), site="https://w.example", reader=Reader()))


def _squeezed(pack: Any) -> bytes:
    return bytes(pack.compress(_PLAIN) + pack.flush())


FILE_TARGETS = {
    "chat-file": FuzzTarget(st.tuples(st.just(_CHAT_FILE), EDITS), _chat_file),
    "packed": FuzzTarget(
        st.tuples(
            st.sampled_from(
                [
                    _PLAIN,
                    _squeezed(zlib.compressobj(wbits=31)),
                    _squeezed(zlib.compressobj(wbits=15)),
                    _squeezed(zlib.compressobj(wbits=-15)),
                    brotli.compress(_PLAIN),
                ]
            ),
            EDITS,
            st.lists(st.sampled_from(["gzip", "x-gzip", "deflate", "br", "zstd", "identity", "", "GZIP"]), max_size=5),
        ),
        _packed,
    ),
    "headers": FuzzTarget(st.dictionaries(st.sampled_from(_HEADER_NAMES), _HEADER), _headers),
    "worker": FuzzTarget(st.tuples(st.sampled_from([*_FRAMES, b"".join(_FRAMES)]), EDITS), _worker),
    "exports": FuzzTarget(
        st.tuples(
            _HOSTILE,
            _HOSTILE,
            _HOSTILE,
            _HOSTILE | _HOSTILE.map(lambda words: f"https://w.example/{words}") | st.just("javascript:alert(1)"),
        ),
        _exports,
    ),
}
