"""The own corpus of feeds: each document gives the items that a reader should get, by either reader."""

from datetime import UTC

import pytest

from newsroom.source import Source, SourceId
from tests.watchers.feeds_as_they_are import DOCUMENTS as USUAL_DOCUMENTS
from tests.watchers.feeds_as_they_are import URL, FeedDocument, Item, entry, json_feed, rss
from tests.watchers.feeds_of_programs import OF_PROGRAMS
from watchers.common_feed import common_feed
from watchers.entry_cleaning import clean_entries
from watchers.entry_slices import entry_slices
from watchers.known_entries import read_feed
from watchers.parsed_feed import FeedEntry, ParsedFeed
from watchers.source_problem import SourceProblem
from watchers.worker_protocol import ParseRequest
from watchers.xml_feed import parse_xml

DOCUMENTS = [*USUAL_DOCUMENTS, *OF_PROGRAMS]
SOURCE = Source(id=SourceId(1), name="Sample Wire", url=URL, family="wire")


def read(document: FeedDocument) -> ParsedFeed:
    return read_feed(ParseRequest(URL, document.content_type, {}, ""), document.body)


def as_items(feed: ParsedFeed) -> list[Item]:
    return [
        (
            entry.title,
            entry.url,
            "" if entry.published is None else entry.published.astimezone(UTC).isoformat(timespec="minutes"),
            entry.paragraphs[0].text if entry.paragraphs else "",
        )
        for entry in clean_entries(feed.entries, SOURCE, frozenset())
    ]


@pytest.mark.parametrize("document", [d for d in DOCUMENTS if d.code is None], ids=lambda document: document.name)
def test_a_document_gives_the_items_that_a_reader_should_get(document: FeedDocument) -> None:
    assert as_items(read(document)) == list(document.items)


@pytest.mark.parametrize("document", [d for d in DOCUMENTS if d.code is not None], ids=lambda document: document.name)
def test_what_is_no_feed_is_called_what_it_is(document: FeedDocument) -> None:
    with pytest.raises(SourceProblem) as caught:
        read(document)
    assert caught.value.problem.code is document.code


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_both_readers_read_a_document_alike(document: FeedDocument) -> None:
    feed = None
    if entry_slices(document.body, document.content_type) is not None:
        feed = common_feed(document.body, URL)
    if feed is not None:
        assert feed == parse_xml(document.body, url=URL, content_type=document.content_type)


def test_a_title_is_plain_before_it_is_cleaned() -> None:
    """What the parse worker gives is shown as it is where a feed is looked up."""
    read_ones: list[FeedEntry] = [
        entry for document in DOCUMENTS if document.code is None for entry in read(document).entries
    ]
    assert [
        entry.title for entry in read_ones if "<b" in entry.title or "</" in entry.title or "&amp;" in entry.title
    ] == ["Use of <b> in old pages ends"]


DOUBTFUL = [
    pytest.param("en", "", "", id="English alone says nothing of the order"),
    pytest.param("en", "de", "2026-11-03T09:00+00:00", id="the source's language"),
    pytest.param("en-us", "", "2026-03-11T09:00+00:00", id="the feed's"),
    pytest.param("en-us", "de", "2026-11-03T09:00+00:00", id="the source's before the feed's"),
    pytest.param("en-us", "en", "2026-03-11T09:00+00:00", id="the feed's country where both say one language"),
]


@pytest.mark.parametrize(("declared", "known", "published"), DOUBTFUL)
@pytest.mark.parametrize("form", ["rss", "json"])
def test_the_language_of_the_source_decides_what_a_date_means(
    form: str, declared: str, known: str, published: str
) -> None:
    date = "03/11/2026 09:00:00 +0000"
    body = (
        rss(entry(more=f"<pubDate>{date}</pubDate>"), head=f"<title>W</title><language>{declared}</language>")
        if form == "rss"
        else json_feed({"id": "1", "title": "A bridge opens", "date_published": date}, language=declared)
    )
    (item,) = as_items(read_feed(ParseRequest(URL, "", {}, "", known), body.encode()))
    assert item[2] == published


def test_the_corpus_is_large_and_each_of_its_names_stands_once() -> None:
    assert len({document.name for document in DOCUMENTS}) == len(DOCUMENTS) >= 260


def test_a_document_whose_bytes_were_cut_anywhere_harms_nothing() -> None:
    for document in DOCUMENTS:
        for end in range(0, len(document.body), max(1, len(document.body) // 7)):
            try:
                read_feed(ParseRequest(URL, document.content_type, {}, ""), document.body[:end])
            except SourceProblem:
                continue
