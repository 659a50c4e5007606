"""News sitemaps to entries: what a site without a feed publishes for search engines has headline, date and address.

expat reads them, without entities of their own; elements are known by their names without prefix, below the one that
they belong to: the prefix `news` is often declared for another version of the schema, or not at all.

Source: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
Source: https://www.sitemaps.org/protocol.html
"""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from watchers.entry_dates import entry_dates
from watchers.feed_date_order import DatePlace, date_place
from watchers.feed_text import absolute, feed_title, harmless, language_tag
from watchers.parsed_feed import (
    MAX_ENTRIES,
    MAX_GUID_CHARS,
    MAX_LABEL_CHARS,
    MAX_TAGS,
    MAX_TITLE_CHARS,
    MAX_URL_CHARS,
    EntryProblem,
    FeedEntry,
    ParsedFeed,
)
from watchers.source_problem import ProblemCode, SourceProblem, problem
from watchers.stray_bytes import utf8_text

_KEPT_CHARS = 2 * max(MAX_TITLE_CHARS, MAX_URL_CHARS)  # of one text; what is longer is cut
_FIELDS = {
    ("loc",): "url",
    ("lastmod",): "updated",
    ("news", "title"): "title",
    ("news", "publication_date"): "published",
    ("news", "keywords"): "keywords",
    ("news", "publication", "name"): "outlet",
    ("news", "publication", "language"): "language",
}
_DEEPEST = 2 + max(len(path) for path in _FIELDS)
_REFERENCE = re.compile(rb"&(?:#[0-9]{1,7};|#x[0-9a-fA-F]{1,6};|([a-zA-Z][a-zA-Z0-9]{1,31});)?")
_XML_NAMES = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"'][^>]{0,100}\?>")
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff")


def parse_news_sitemap(body: bytes, *, url: str, language: str | None = None) -> ParsedFeed:
    """Read a sitemap's pages that are news; the others are no entries.

    Args:
        body: Of the document.
        url: Where it came from.
        language: The source's, for its dates.

    Raises:
        SourceProblem: None of its pages is news, or it can't be read.
    """
    found = _read(body)
    if not found.news:
        raise SourceProblem(
            problem(ProblemCode.MALFORMED if found.damaged and not found.pages else ProblemCode.SITE_MAP)
        )
    first = found.news[0]
    declared = language_tag(first.get("language"))
    entries, problems = _entries(found.news, url, date_place(declared, url, language))
    return ParsedFeed(
        title=feed_title(first.get("outlet")),
        site_url=absolute("/", url),
        language=declared,
        entries=entries,
        problems=problems,
    )


def _entries(
    rows: Sequence[Mapping[str, str]], url: str, place: DatePlace
) -> tuple[tuple[FeedEntry, ...], tuple[EntryProblem, ...]]:
    entries: list[FeedEntry] = []
    problems: list[EntryProblem] = []
    for position, row in enumerate(rows[:MAX_ENTRIES]):
        entry = _entry(row, url, place)
        if entry is None:
            problems.append(EntryProblem(position=position, reason="no title or address"))
        else:
            entries.append(entry)
    if len(rows) > MAX_ENTRIES:
        problems.append(EntryProblem(position=MAX_ENTRIES, reason="entries past the limit"))
    return tuple(entries), tuple(problems)


def _entry(row: Mapping[str, str], base: str, place: DatePlace) -> FeedEntry | None:
    address, title = absolute(row.get("url"), base), feed_title(row.get("title"))
    if not address or not title:
        return None
    dates = entry_dates([row.get("published")], row.get("updated"), place)
    return FeedEntry(
        guid=address[:MAX_GUID_CHARS],
        url=address,
        title=title,
        published=dates.published,
        published_day=dates.published_day,
        zoneless=dates.zoneless,
        updated=dates.updated,
        language=language_tag(row.get("language")),
        tags=_tags(row.get("keywords", "")),
    )


def _tags(keywords: str) -> tuple[str, ...]:
    names = (harmless(word, MAX_LABEL_CHARS) for word in keywords.split(",")[:MAX_TAGS])
    return tuple(dict.fromkeys(name for name in names if name))


@dataclass(slots=True)
class _FoundPages:
    """What expat has come by so far: `pages` counts all, `news` has the fields of those that are news."""

    pages: int = 0
    news: list[dict[str, str]] = field(default_factory=list)
    damaged: bool = False
    _path: list[str] = field(default_factory=list)
    _depth: int = 0
    _row: dict[str, str] = field(default_factory=dict)
    _texts: list[str] | None = None
    _chars: int = 0

    def started(self, name: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            return
        self._path.append(name.rpartition(":")[2].lower())
        if self._depth == 2 and self._path[1] == "url":  # noqa: PLR2004 - below the root
            self._row = {}
        self._texts, self._chars = ([], 0) if tuple(self._path[2:]) in _FIELDS else (None, 0)

    def text(self, data: str) -> None:
        if self._texts is not None and self._chars < _KEPT_CHARS:
            self._texts.append(data)
            self._chars += len(data)

    def ended(self, _name: str) -> None:
        self._depth -= 1
        if self._depth >= _DEEPEST:
            return
        field_name = _FIELDS.get(tuple(self._path[2:])) if self._path[1:2] == ["url"] else None
        if field_name and self._texts is not None:
            self._row.setdefault(field_name, "".join(self._texts).strip())
        if self._path[1:] == ["url", "news"]:
            self._row.setdefault("news", "")
        if self._path[1:] == ["url"]:
            self.pages += 1
            if "news" in self._row and len(self.news) <= MAX_ENTRIES:
                self.news.append(self._row)
        self._texts = None
        self._path.pop()


def _read(body: bytes) -> _FoundPages:
    """The pages as far as the document can be read; once more without what most often makes it ill-formed."""
    found = _parsed(body)
    return _parsed(_REFERENCE.sub(_valid_reference, body)) if found.damaged else found


def _parsed(body: bytes) -> _FoundPages:
    found = _FoundPages()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = found.started, found.ended
    parser.CharacterDataHandler = found.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(_text(body), True)
    except (expat.ExpatError, ValueError, LookupError, UnicodeError):
        found.damaged = True
    return found


def _refuse(*_declared: object) -> None:
    """A sitemap needs no entities of its own, and some are made to be bombs."""
    raise ValueError("a document type")


def _text(body: bytes) -> bytes | str:
    """What expat can read: it knows few encodings of several bytes, and no space before the declaration."""
    if body.startswith(_WIDE_BOMS):
        return body
    body = body.removeprefix(b"\xef\xbb\xbf").lstrip()
    declared = _DECLARED.match(body)
    unnamed = declared is None or declared[1].lower() in {b"utf-8", b"utf8", b"utf-16"}
    text = utf8_text(body, unnamed=unnamed)
    if text is not None:
        return text
    if declared is None or unnamed:
        return body
    return body[declared.end() :].decode(declared[1].decode("ascii"), "replace")


def _valid_reference(match: "re.Match[bytes]") -> bytes:
    if match[0] == b"&":
        return b"&amp;"
    name = match[1]
    if name is None or name in _XML_NAMES:
        return match[0]
    character = html.unescape(f"&{name.decode()};")
    return f"&#{ord(character)};".encode() if len(character) == 1 else b"&amp;" + match[0][1:]
