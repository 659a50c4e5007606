"""The bytes of a feed, whatever its format, to entries with keys of their own. Pure; runs in the worker process."""

import re
from collections.abc import Mapping
from dataclasses import replace

from watchers.feed_text import digest, language_tag
from watchers.json_feed import parse_json
from watchers.news_sitemap import parse_news_sitemap
from watchers.other_document import INDEX, MAP, is_page, other_document, root_name
from watchers.parsed_feed import MAX_GUID_CHARS, FeedEntry, ParsedFeed
from watchers.source_problem import ProblemCode, SourceProblem, problem
from watchers.xml_feed import parse_xml

SNIFFED_BYTES = 4096  # feeds with long licence comments before the root have been seen, none longer than 2 kB
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_FEED = re.compile(rb"<(?:[a-z0-9]{1,20}:)?(?:rss|feed|rdf|channel|item|entry)[\s>]", re.IGNORECASE)


def parse_feed(body: bytes, url: str, content_type: str, headers: Mapping[str, str] | None = None) -> ParsedFeed:
    """`read_entries`, with one entry per guid."""
    return settled(read_entries(body, url, content_type, headers))


def read_entries(
    body: bytes, url: str, content_type: str, headers: Mapping[str, str] | None = None, language: str = ""
) -> ParsedFeed:
    """Read a feed document, its entries with the guids that it gives them.

    Args:
        body: Decompressed.
        url: Where it came from at last; relative links are relative to it.
        content_type: As the server sent it; its `charset` counts, for XML less than what the document says itself.
        headers: Of the answer, names in lower case; only `content-language` is used.
        language: The source's where it is known: it decides what a date of words or of doubtful order means.

    Raises:
        SourceProblem: The document is empty, no feed, or nothing in it can be read.
    """
    start = body[:SNIFFED_BYTES].replace(b"\0", b"")
    for bom in _BOMS:
        start = start.removeprefix(bom)
    start = start.lstrip()
    if not start:
        raise SourceProblem(problem(ProblemCode.EMPTY))
    known = language_tag(language)
    if start.startswith((b"{", b"[")):
        return parse_json(body, url=url, language=known)
    # Told apart before parsing: a page of 1 MB costs feedparser eight seconds.
    if is_page(start) and not _FEED.search(start):
        return _of_page(body, start, url, known)
    if root_name(start) == MAP:
        return parse_news_sitemap(body, url=url, language=known)
    if root_name(start) == INDEX:
        raise SourceProblem(problem(ProblemCode.SITE_MAP))
    try:
        return parse_xml(body, url=url, content_type=content_type, headers=headers, language=known)
    except SourceProblem as exc:
        if _FEED.search(start):
            raise
        raise SourceProblem(problem(other_document(start))) from exc


def _of_page(body: bytes, start: bytes, url: str, language: str | None) -> ParsedFeed:
    """The one kind of page that is read: the preview of a Telegram channel."""
    if b"tgme_" not in body:
        raise SourceProblem(problem(other_document(start)))
    from watchers.channel_preview import parse_channel_preview  # most workers never need a parser of pages

    return parse_channel_preview(body, url=url, language=language)


def settled(feed: ParsedFeed) -> ParsedFeed:
    """The feed with one entry per guid, and its language in each entry that names none.

    An entry repeated under its guid and address is left out, else two titles under one guid would look like an edit
    at every poll. A guid that stands for several addresses, as in feeds that write the site's name into each, is told
    apart by the address (or the title) in all of its entries: were the first left as it is, the next poll's first
    entry would look like an edit of this one's.
    """
    pages: dict[str, set[str]] = {}
    for entry in feed.entries:
        pages.setdefault(entry.guid, set()).add(entry.url or entry.title)
    kept: dict[str, FeedEntry] = {}
    for given in feed.entries:
        guid = given.guid if len(pages[given.guid]) == 1 else _distinct_guid(given)
        kept.setdefault(guid, replace(given, guid=guid, language=given.language or feed.language))
    return replace(feed, entries=tuple(kept.values()), duplicates=len(feed.entries) - len(kept))


def _distinct_guid(entry: FeedEntry) -> str:
    return f"{entry.guid[: MAX_GUID_CHARS - 25]}#{digest(entry.url or entry.title)}"
