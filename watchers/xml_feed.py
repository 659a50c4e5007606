"""RSS and Atom documents to entries, through feedparser.

feedparser is handed a stream, never bytes or a string: bytes it would open as a path, an address it would fetch. Its
sanitizer and its rewriting of links inside markup stay off: the reader's text is made elsewhere, and they cost most of
the time on full-text feeds (195 against 829 entries a second).

It raises on 300 of 18,128 mutated documents, mostly over one character reference. What raises is taken apart by halves
until only the bad entries are left out.
"""

import html
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import feedparser

from watchers.entry_dates import entry_dates
from watchers.entry_pictures import picture_of
from watchers.feed_bytes import put_right
from watchers.feed_date_order import DatePlace, date_place
from watchers.feed_dates import feed_date, stated_east
from watchers.feed_text import absolute, digest, feed_title, harmless, language_tag
from watchers.parsed_feed import (
    MAX_ENTRIES,
    MAX_GUID_CHARS,
    MAX_LABEL_CHARS,
    MAX_MARKUP_CHARS,
    MAX_TAGS,
    MAX_TITLE_CHARS,
    EntryProblem,
    FeedEntry,
    ParsedFeed,
)
from watchers.source_problem import ProblemCode, SourceProblem, problem

MAX_TTL_S = 7 * 24 * 3600
# Not the days on which something ends (`prism:expirationDate`, `dcterms:valid`).
_DATE_FIELD = re.compile(
    r"(?:\w+_)?(?:date|(?:publi(?:shed|cation)|pub|posted|issued|creat(?:ed|ion)|available)_?(?:date|at|on|time)?)"
)
_READ_ANYWAY = frozenset({"published", "created", "updated"})
_PERIODS_S = {"hourly": 3600, "daily": 86_400, "weekly": 604_800}
_ENTRY_STARTS = re.compile(rb"<(?:item|entry)[\s>]", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_CHARACTER_REFERENCE = re.compile(rb"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,8}));")
# Said of many sound documents: a wrong charset or `text/html` in the server's header.
_HARMLESS_COMPLAINTS = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
# feedparser knows the one of the two that it is like.
_RSS_1_1, _RSS_1_0 = b"http://purl.org/net/rss1.1#", b"http://purl.org/rss/1.0/"
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff")
_SURROGATES = range(0xD800, 0xE000)
_LAST_CODE_POINT = 0x10FFFF


@dataclass(frozen=True, slots=True)
class _Read:
    """feedparser's view of a document; `raw` entries are its dictionaries, None stands for one that it raised on."""

    version: str
    feed: Mapping[str, Any]
    raw: Sequence[Mapping[str, Any] | None]
    damaged: bool


def parse_xml(
    body: bytes, *, url: str, content_type: str, headers: Mapping[str, str] | None = None, language: str | None = None
) -> ParsedFeed:
    """Read an RSS or Atom document; `language` is the source's, for its dates.

    Raises:
        SourceProblem: It is no feed, or damaged so that nothing of it can be read.
    """
    body, content_type = put_right(body, content_type)
    # Without the address: an id that is no address stays as it is, and links are resolved here.
    sent = {"content-type": content_type}
    if of_server := (headers or {}).get("content-language"):
        sent["content-language"] = of_server
    document = _read(body, sent)
    if not document.version and not document.raw:
        raise SourceProblem(problem(ProblemCode.MALFORMED if document.damaged else ProblemCode.NOT_A_FEED))
    entries, problems = _entries(document, url, _place(document.feed, url, language))
    if not entries and (document.damaged or problems):
        raise SourceProblem(problem(ProblemCode.MALFORMED))
    return ParsedFeed(
        title=feed_title(_get(document.feed, "title")),
        site_url=absolute(_get(document.feed, "link"), url),
        language=_feed_language(document.feed),
        ttl_s=ttl_s(document.feed),
        entries=entries,
        problems=problems,
    )


def _place(feed: Mapping[str, Any], url: str, language: str | None) -> DatePlace:
    """Where the feed is from, and by which clock it goes as far as its own dates say."""
    place = date_place(_feed_language(feed), url, language)
    own = (feed_date(_get(feed, name), place) for name in ("published", "updated"))
    return replace(place, clock_east=stated_east(one for one in own if one is not None))


def _read(body: bytes, headers: Mapping[str, str]) -> _Read:
    try:
        return _feedparser(body, headers)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - six kinds were seen (UnicodeEncodeError, KeyError, ...): any means "not as it is"
        body = _mended(body)
    starts = [m.start() for m in _ENTRY_STARTS.finditer(body)][: MAX_ENTRIES + 1]
    if not starts:
        return _Read("", {}, (), damaged=True)
    head, pieces = body[: starts[0]], [body[a:b] for a, b in zip(starts, [*starts[1:], len(body)], strict=True)]
    parts = list(_halves(head, pieces, headers))
    first = next((part for part in parts if part.version), None)
    raw = [entry for part in parts for entry in part.raw]
    return _Read(first.version if first else "", first.feed if first else {}, raw, damaged=True)


def _mended(body: bytes) -> bytes:
    """The document without what makes feedparser raise most often: references to no character, NULs in the header."""
    if not body.startswith(_WIDE_BOMS) and body.count(0) < len(body) // 4:  # UTF-16 without BOM is every second byte 0
        body = body.replace(b"\0", b"")
    return _CHARACTER_REFERENCE.sub(_valid_reference, body)


def _halves(head: bytes, pieces: list[bytes], headers: Mapping[str, str]) -> Iterator[_Read]:
    try:
        yield _feedparser(head + b"".join(pieces), headers)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - as above; a single piece that raises is the bad entry
        if len(pieces) == 1:
            yield _Read("", {}, (None,), damaged=True)
            return
        middle = len(pieces) // 2
        yield from _halves(head, pieces[:middle], headers)
        yield from _halves(head, pieces[middle:], headers)


def _feedparser(body: bytes, headers: Mapping[str, str]) -> _Read:
    parsed = feedparser.parse(
        io.BytesIO(body.replace(_RSS_1_1, _RSS_1_0)),
        response_headers=dict(headers),
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    complaint = parsed.get("bozo_exception")
    damaged = complaint is not None and not isinstance(complaint, _HARMLESS_COMPLAINTS)
    return _Read(str(parsed.get("version") or ""), parsed["feed"], parsed["entries"], damaged=damaged)


def _valid_reference(match: "re.Match[bytes]") -> bytes:
    value = int(match[1], 16) if match[1] else int(match[2])
    return b"&#xFFFD;" if value in _SURROGATES or value > _LAST_CODE_POINT or value == 0 else match[0]


def _entries(document: _Read, url: str, place: DatePlace) -> tuple[tuple[FeedEntry, ...], tuple[EntryProblem, ...]]:
    entries: list[FeedEntry] = []
    problems: list[EntryProblem] = []
    for position, raw in enumerate(document.raw[:MAX_ENTRIES]):
        if raw is None:
            problems.append(EntryProblem(position=position, reason="unreadable markup"))
            continue
        try:
            entries.append(_entry(raw, url, place, is_rss=document.version.startswith("rss")))
        except MemoryError:
            raise
        except Exception as exc:  # noqa: BLE001 - one bad entry harms none
            problems.append(EntryProblem(position=position, reason=type(exc).__name__))
    if (rest := len(document.raw) - MAX_ENTRIES) > 0:
        problems.append(EntryProblem(position=MAX_ENTRIES, reason=f"{rest} entries past the limit"))
    return tuple(entries), tuple(problems)


def _entry(raw: Mapping[str, Any], base: str, place: DatePlace, *, is_rss: bool) -> FeedEntry:
    url = _page(raw, base, is_rss=is_rss)
    title = harmless(_get(raw, "title"), MAX_TITLE_CHARS)
    content = _content(_get(raw, "content"))
    summary = _markup(_get(raw, "summary_detail")) or ("" if content else _of_player(raw))
    guid = harmless(_get(raw, "id"), MAX_GUID_CHARS) or url or digest(title or summary)
    source = _get(raw, "source")
    published = [_get(raw, "published"), _get(raw, "created"), *_extension_dates(raw)]
    dates = entry_dates(published, _get(raw, "updated"), place)
    return FeedEntry(
        guid=guid,
        url=url,
        title=feed_title(title),
        summary=summary,
        content=content,
        published=dates.published,
        published_day=dates.published_day,
        zoneless=dates.zoneless,
        updated=dates.updated,
        author=harmless(_get(raw, "author"), MAX_LABEL_CHARS),
        credit=harmless(_get(source, "title"), MAX_LABEL_CHARS) if isinstance(source, dict) else "",
        language=language_tag(_get(raw, "language")) or language_tag(_get(_get(raw, "title_detail"), "language")),
        tags=_tags(_get(raw, "tags")),
        picture=_picture(raw, base),
    )


def _picture(raw: Mapping[str, Any], base: str) -> str:
    links = [link for link in _list(raw, "links") if _get(link, "rel") == "enclosure"]
    return picture_of(_list(raw, "media_content"), _list(raw, "media_thumbnail"), links, base)


def _list(raw: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = _get(raw, key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _page(raw: Mapping[str, Any], base: str, *, is_rss: bool) -> str:
    """The entry's page: the link that feedparser takes for it, else another link to a page, else what it encloses.

    Of several links in an RSS item the first is the item's: feedparser takes the last, often its author's or
    its picture's. RSS 1.0 names an item by its address alone, where it has no link.
    """
    named = _get(raw, "id") if _get(raw, "guidislink") is None else None
    # Else the link would be one of the service's that counts clicks.
    if shared := absolute(_get(raw, "feedburner_origlink"), base):
        return shared
    links = _list(raw, "links")
    pages = [link for link in links if _get(link, "rel") == "alternate"]
    if is_rss and len(links) > 1 and (first := _first(pages, base)):
        return first
    if found := absolute(_get(raw, "link"), base) or absolute(named, base):
        return found
    return _first([*pages, *(link for link in links if _get(link, "rel") == "enclosure")], base)


def _first(links: Sequence[Mapping[str, Any]], base: str) -> str:
    return next((url for link in links if (url := absolute(_get(link, "href"), base))), "")


def _get(mapping: Any, key: str) -> Any:
    # Past its own `get`, which answers "updated" with "published" and warns of it.
    return dict.get(mapping, key) if isinstance(mapping, dict) else None


def _extension_dates(raw: Mapping[str, Any]) -> list[object]:
    """Dates in fields of other vocabularies (`prism:publicationDate`, `dcterms:available`), in their order."""
    return [value for key, value in raw.items() if key not in _READ_ANYWAY and _DATE_FIELD.fullmatch(key)]


def _markup(detail: Any) -> str:
    value = harmless(_get(detail, "value"), MAX_MARKUP_CHARS)
    plain = _get(detail, "type") == "text/plain"
    return html.escape(value, quote=False)[:MAX_MARKUP_CHARS] if plain else value


def _content(details: Any) -> str:
    """The longest of the entry's texts: some feeds give a teaser and the whole side by side. A file is no text."""
    texts = [d for d in details if _is_text(str(_get(d, "type")))] if isinstance(details, list) else []
    return max((_markup(d) for d in texts), key=len, default="")


def _is_text(media_type: str) -> bool:
    return media_type.startswith("text/") or "ml" in media_type or "/" not in media_type


def _of_player(raw: Mapping[str, Any]) -> str:
    """What is written below a picture, a video or an episode (`feed_bytes` keeps it apart): some items say no more."""
    words = harmless(_get(raw, "itunes_words") or _get(raw, "media_words"), MAX_MARKUP_CHARS)
    return words if _TAG.search(words) else html.escape(words, quote=False)[:MAX_MARKUP_CHARS]


def _tags(tags: Any) -> tuple[str, ...]:
    if not isinstance(tags, list):
        return ()
    names = (harmless(_get(t, "term") or _get(t, "label"), MAX_LABEL_CHARS) for t in tags[:MAX_TAGS])
    return tuple(dict.fromkeys(name for name in names if name))


def _feed_language(feed: Mapping[str, Any]) -> str | None:
    return language_tag(_get(feed, "language")) or language_tag(_get(_get(feed, "title_detail"), "language"))


def ttl_s(feed: Mapping[str, Any]) -> int | None:
    """RSS `<ttl>` (minutes), else the syndication module's period over frequency.

    Source: https://www.rssboard.org/rss-specification#ltttlgtSubelementOfLtchannelgt
    Source: https://web.resource.org/rss/1.0/modules/syndication/
    """
    minutes = _number(_get(feed, "ttl"))
    if minutes is not None:
        return min(minutes * 60, MAX_TTL_S) or None
    period_s = _PERIODS_S.get(str(_get(feed, "sy_updateperiod") or "").strip().lower())
    if period_s is None:
        return None
    return period_s // max(1, _number(_get(feed, "sy_updatefrequency")) or 1)


def _number(raw: object) -> int | None:
    text = harmless(raw, 10)
    return int(text) if text.isascii() and text.isdigit() else None
