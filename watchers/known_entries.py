"""A feed without the entries that its source's last document had: they are not read again.

An entry is known by its very bytes, in a frame of the same bytes. What the rest of the document may say of an entry is
whether it shares its guid or its address: where a new one does, or anything is not certain, the whole is read. So what
comes out new is just what comes out new of the whole.
"""

from collections.abc import Sequence
from dataclasses import replace

from watchers.common_feed import common_feed
from watchers.entry_slices import EntrySlices, entry_slices
from watchers.feed_document import read_entries, settled
from watchers.listing import MOST_LISTED, ListedEntry, Listing, distinct, long_hash, short_hash
from watchers.parsed_feed import FeedEntry, ParsedFeed
from watchers.worker_protocol import ParseRequest


def read_feed(request: ParseRequest, body: bytes) -> ParsedFeed:
    """Read what `request.listing` does not list.

    Raises:
        SourceProblem: as `feed_document.read_entries`.
    """
    slices = entry_slices(body, request.content_type)
    if slices is None or len(slices.spans) > MOST_LISTED:
        return settled(_read(request, body))
    sent = [long_hash(body[start:end]) for start, end in slices.spans]
    frame = _frame(request, slices)
    last = Listing.of_text(request.listing) if request.listing else None
    if last is not None and last.frame == frame and distinct(sent):
        news = _news(request, body, slices, sent, last)
        if news is not None:
            return news
    feed = _read(request, body, common=True)
    listing = _listing(feed, frame, sent) if len(feed.entries) == len(sent) and not feed.problems else None
    return replace(settled(feed), listing=listing.text() if listing else "")


def _read(request: ParseRequest, body: bytes, *, common: bool = False) -> ParsedFeed:
    """`common`: the document has its entries where they belong, and may be as most are."""
    if common and "content-language" not in request.headers:
        feed = common_feed(body, request.url)
        if feed is not None:
            return feed
    return read_entries(body, request.url, request.content_type, request.headers, request.language)


def _frame(request: ParseRequest, slices: EntrySlices) -> bytes:
    language = request.headers.get("content-language", "")
    return long_hash(request.url.encode(), request.content_type.encode(), language.encode(), *slices.frame)


def _listing(feed: ParsedFeed, frame: bytes, sent: Sequence[bytes]) -> Listing | None:
    """Of a document that was read as a whole; None where two entries share their guid or their bytes."""
    entries = tuple(_listed(mark, entry) for mark, entry in zip(sent, feed.entries, strict=True))
    if not distinct(sent) or not distinct([entry.guid for entry in entries]):
        return None
    return Listing(frame=frame, ttl_s=feed.ttl_s, entries=entries)


def _listed(sent: bytes, entry: FeedEntry) -> ListedEntry:
    return ListedEntry(sent, short_hash(entry.guid), short_hash(entry.url) if entry.url else b"")


def _news(
    request: ParseRequest, body: bytes, slices: EntrySlices, sent: Sequence[bytes], last: Listing
) -> ParsedFeed | None:
    """Only the entries that `last` has not; None where the others could say something of them."""
    listed = {entry.sent: entry for entry in last.entries}
    new = [mark for mark in sent if mark not in listed]
    feed = ParsedFeed(ttl_s=last.ttl_s)
    if new:
        feed = _read(request, _without(body, slices, [mark in listed for mark in sent]), common=True)
        if len(feed.entries) != len(new) or feed.problems or feed.ttl_s != last.ttl_s:
            return None
    found = {mark: _listed(mark, entry) for mark, entry in zip(new, feed.entries, strict=True)}
    entries = tuple(found.get(mark) or listed[mark] for mark in sent)
    old = {entry.url for entry in entries if entry.sent in listed}
    urls = [entry.url for entry in found.values() if entry.url]
    if not distinct([entry.guid for entry in entries]) or not distinct(urls) or not old.isdisjoint(urls):
        return None
    listing = replace(last, entries=entries)
    return replace(settled(feed), known=len(sent) - len(new), listing=listing.text())


def _without(body: bytes, slices: EntrySlices, known: Sequence[bool]) -> bytes:
    pieces, at = [], 0
    for (start, end), is_known in zip(slices.spans, known, strict=True):
        if is_known:
            pieces.append(body[at:start])
            at = end
    return b"".join([*pieces, body[at:]])
