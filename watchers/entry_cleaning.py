"""A feed's entries as a reader would read them."""

import html
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from newsroom.clean_entry import CleanEntry, fingerprint, may_be_of
from newsroom.item import may_be_shown
from newsroom.source import Source
from newsroom.text.boilerplate import paragraph_hash
from newsroom.text.clean import clean
from newsroom.text.language_detection import detect
from newsroom.text.url import canonical
from watchers.parsed_feed import FeedEntry

_DETECT_CHARS = 1_000


def raw_mark(entry: FeedEntry) -> str:
    """128 bits of the entry as the feed sent it, as hex."""
    return fingerprint(entry.title, (entry.guid, entry.url, entry.summary, entry.content))


def shared_urls(entries: Iterable[FeedEntry]) -> frozenset[str]:
    """The addresses that a document gives to several entries, canonical."""
    times = Counter(entry.url for entry in entries if entry.url)
    return frozenset(canonical(url) for url, count in times.items() if count > 1)


def clean_entries(entries: Iterable[FeedEntry], source: Source, learned: frozenset[int]) -> list[CleanEntry]:
    """Clean each entry; one without any text of its own is left out."""
    found = [_clean(entry, source, learned) for entry in entries]
    return [entry for entry in found if entry.title or entry.paragraphs]


def _clean(entry: FeedEntry, source: Source, learned: frozenset[int]) -> CleanEntry:
    markup, title = entry.content or entry.summary, html.escape(entry.title, quote=False)  # it is plain text
    # Fingerprinted without what was learned since: a paragraph that becomes boilerplate is no edit of old items.
    whole = clean(title, markup, outlet=source.name)
    text = clean(title, markup, outlet=source.name, learned=learned) if learned else whole
    sample = f"{text.title} {' '.join(p.text for p in text.paragraphs)[:_DETECT_CHARS]}"
    mark = fingerprint(whole.title, (p.text for p in whole.paragraphs))
    return CleanEntry(
        key=entry.guid or canonical(entry.url) or mark,
        url=canonical(entry.url),
        title=text.title,
        paragraphs=text.paragraphs,
        published=entry.published or _edited_that_day(entry),
        published_day=entry.published_day,
        zoneless=entry.zoneless,
        language=detect(sample, entry.language or source.language),
        credit=entry.credit or None,
        fingerprint=mark,
        raw=raw_mark(entry),
        hashes=tuple(paragraph_hash(p.text) for p in whole.paragraphs),
        picture=entry.picture if may_be_shown(entry.picture, source.url) else "",
    )


def _edited_that_day(entry: FeedEntry) -> datetime | None:
    """The time of its edit in place of its publication, unless that was another day's."""
    edited, day = entry.updated, entry.published_day
    return edited if edited is not None and (day is None or may_be_of(edited, day)) else None
