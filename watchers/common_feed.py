"""RSS 2.0 and Atom documents as most are, read by expat alone: five to ten times as fast as by feedparser.

Whatever is not named here as common is left to feedparser, and what is named comes out just as feedparser reads it: its
ways are followed, also where they are odd (tests/watchers/test_common_feed.py holds both beside each other).
`entry_slices` has found before that the document is UTF-8, well-formed, without a DOCTYPE, and has its entries where
they belong.
"""

import contextlib
import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from feedparser.mixin import _cp1252
from feedparser.urls import _urljoin

from watchers.element_pictures import element_picture, enclosures_of
from watchers.element_tree import XmlElement, root_of
from watchers.feed_dates import common_date
from watchers.feed_text import absolute, digest, feed_title, harmless, language_tag, plain_address
from watchers.parsed_feed import (
    MAX_GUID_CHARS,
    MAX_LABEL_CHARS,
    MAX_MARKUP_CHARS,
    MAX_TAGS,
    MAX_TITLE_CHARS,
    FeedEntry,
    ParsedFeed,
)
from watchers.xml_feed import ttl_s

MOST_BYTES = 1 << 20  # of a document: a longer one is rare, and its elements would take memory
_ATOM, _DC = "http://www.w3.org/2005/Atom\n", "http://purl.org/dc/elements/1.1/\n"
_CONTENT, _SY = "http://purl.org/rss/1.0/modules/content/\n", "http://purl.org/rss/1.0/modules/syndication/\n"
_SLASH, _WFW = "http://purl.org/rss/1.0/modules/slash/\n", "http://wellformedweb.org/CommentAPI/\n"
_MEDIA, _FEEDBURNER = "http://search.yahoo.com/mrss/\n", "http://rssnamespace.org/feedburner/ext/1.0\n"
_LANG = "http://www.w3.org/XML/1998/namespace\nlang"
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_TYPES: Final[Mapping[str, str]] = {"text": "text/plain", "html": "text/html"}
_LINK_ATTRIBUTES = frozenset({"href", "rel", "type", "hreflang", "title", "length"})
_REFERENCE = re.compile("&([A-Za-z0-9_]+);")

# What says nothing that an item has, and holds no element: with attributes or without.
_RSS_BESIDE = frozenset(
    {
        *("comments", "enclosure", f"{_SLASH}comments", f"{_WFW}commentRss", f"{_WFW}comment"),
        *(f"{_MEDIA}content", f"{_MEDIA}thumbnail", f"{_MEDIA}credit"),
    }
)
_CHANNEL_BESIDE = frozenset(
    {
        *("description", "copyright", "generator", "docs", "managingEditor", "webMaster", "pubDate", "lastBuildDate"),
        *("category", f"{_DC}date", f"{_FEEDBURNER}info"),
    }
)
_PICTURES = frozenset({f"{_MEDIA}group", f"{_MEDIA}content"})
_OF_PICTURES = frozenset({f"{_MEDIA}content", f"{_MEDIA}thumbnail", f"{_MEDIA}credit"})
_IMAGE = frozenset({"url", "title", "link", "width", "height", "description"})
_FEED_BESIDE = frozenset(f"{_ATOM}{name}" for name in ("updated", "subtitle", "generator", "icon", "logo"))
_PERSON = frozenset(f"{_ATOM}{name}" for name in ("name", "uri", "email"))


class _UncommonError(Exception):
    """Something that is left to feedparser."""


def common_feed(body: bytes, url: str) -> ParsedFeed | None:
    """The document as `xml_feed.parse_xml` reads it; None where that has to do it."""
    root = root_of(body) if len(body) <= MOST_BYTES else None
    if root is not None:
        with contextlib.suppress(_UncommonError):
            if root.name == "rss":
                return _rss(root, url)
            if root.name == f"{_ATOM}feed":
                return _atom(root, url)
    return None


class _Parts:
    """An element's children by name: those that may come once, each once, and those that may come often."""

    def __init__(self, parent: XmlElement, once: frozenset[str], often: frozenset[str], beside: frozenset[str]) -> None:
        self.one: dict[str, XmlElement] = {}
        self.many: list[XmlElement] = []
        for child in parent.children:
            if child.name in often:
                self.many.append(child)
            elif child.name in once and child.name not in self.one:
                self.one[child.name] = child
            elif not (child.name in beside and not child.children) and not _is_picture(child):
                raise _UncommonError

    def leaf(self, name: str, *attributes: str) -> XmlElement | None:
        """The one of that name, which may have these attributes and no element in it."""
        element = self.one.get(name)
        if element is not None and (element.children or not element.attributes.keys() <= set(attributes)):
            raise _UncommonError
        return element

    def text(self, name: str) -> str | None:
        """Of the one of that name, as feedparser keeps texts; None where there is none."""
        element = self.leaf(name)
        return None if element is None else _text(element)


def _is_picture(element: XmlElement) -> bool:
    """Whether an element holds nothing but addresses and credits of pictures."""
    if element.name not in _PICTURES:
        return False
    return all(child.name in _OF_PICTURES and (not child.children or _is_picture(child)) for child in element.children)


def _text(element: XmlElement) -> str:
    return _mended("".join(element.texts).strip())


def _mended(text: str) -> str:
    """What was encoded twice is decoded, and the places of Windows' own characters are theirs."""
    if not text.isascii():
        with contextlib.suppress(UnicodeError):
            text = text.encode("iso-8859-1").decode("utf-8")
        text = text.translate(_cp1252)
    return text


def _address(element: XmlElement) -> str:
    """An address or an id as feedparser has it, which is not told where the document came from."""
    raw = "".join(element.texts).strip()
    return raw if not raw or plain_address(raw) else _mended(_urljoin("", raw))


def _nothing_else(element: XmlElement, *attributes: str) -> None:
    if not element.attributes.keys() <= set(attributes):
        raise _UncommonError


_RSS_ONCE = frozenset(
    {
        *("title", "link", "guid", "description", "pubDate", "author", "source"),
        *(f"{_CONTENT}encoded", f"{_DC}creator", f"{_DC}date", f"{_FEEDBURNER}origLink"),
    }
)
_RSS_OFTEN = frozenset({"category", f"{_ATOM}link"})
_CHANNEL_ONCE = frozenset({"title", "link", "language", "ttl", "image", f"{_SY}updatePeriod", f"{_SY}updateFrequency"})


def _rss(root: XmlElement, base: str) -> ParsedFeed:
    _nothing_else(root, "version")
    if len(root.children) != 1 or root.children[0].name != "channel" or root.children[0].attributes:
        raise _UncommonError
    parts = _Parts(root.children[0], _CHANNEL_ONCE, frozenset({"item", f"{_ATOM}link"}), _CHANNEL_BESIDE)
    image = parts.one.get("image")
    if image is not None and (image.attributes or any(c.name not in _IMAGE or c.children for c in image.children)):
        raise _UncommonError
    _no_alternate([other for other in parts.many if other.name != "item"])
    link = parts.leaf("link")
    texts = {
        "ttl": parts.text("ttl"),
        "sy_updateperiod": parts.text(f"{_SY}updatePeriod"),
        "sy_updatefrequency": parts.text(f"{_SY}updateFrequency"),
    }
    return ParsedFeed(
        title=feed_title(parts.text("title")),
        site_url=absolute(_channel_link(link), base),
        language=language_tag(parts.text("language")),
        ttl_s=ttl_s(texts),
        entries=tuple(_rss_entry(element, base) for element in parts.many if element.name == "item"),
    )


def _no_alternate(links: Sequence[XmlElement]) -> None:
    """Links of Atom's in RSS, none of which is the page itself."""
    for link in links:
        if (
            link.children
            or link.attributes.get("rel", "alternate").lower() == "alternate"
            or "href" not in link.attributes
        ):
            raise _UncommonError


def _channel_link(link: XmlElement | None) -> str:
    return "" if link is None else _REFERENCE.sub(r"&\g<1>", _address(link))


def _rss_entry(element: XmlElement, base: str) -> FeedEntry:
    if element.attributes:
        raise _UncommonError
    parts = _Parts(element, _RSS_ONCE, _RSS_OFTEN, _RSS_BESIDE)
    _no_alternate([other for other in parts.many if other.name != "category"])
    link, guid = parts.leaf("link"), parts.leaf("guid", "isPermaLink")
    source = parts.leaf("source", "url")
    name, by = parts.leaf("author"), parts.leaf(f"{_DC}creator")
    if name is not None and by is not None:
        raise _UncommonError
    is_link = guid is not None and guid.attributes.get("isPermaLink", "true") == "true"
    number = None if guid is None else _address(guid) if is_link else _text(guid)
    address = _item_link(link) if link is not None else number if is_link else None
    texts = _EntryTexts(
        guid=number,
        link=address,
        shared=parts.text(f"{_FEEDBURNER}origLink"),
        title=parts.text("title"),
        summary=_markup(parts.leaf("description"), "text/html"),
        content=_markup(parts.leaf(f"{_CONTENT}encoded"), "text/html"),
        published=parts.text("pubDate"),
        updated=parts.text(f"{_DC}date"),
        author=_author(name if name is not None else by),
        credit="" if source is None else _text(source),
        encloses=any(child.name == "enclosure" for child in element.children),
        picture=_picture(element, enclosures_of(element), base),
        tags=[_tag(category, "domain") for category in parts.many if category.name == "category"],
    )
    return _entry(base, texts)


def _picture(element: XmlElement, enclosures: Sequence[Mapping[str, str]], base: str) -> str:
    found = element_picture(element, enclosures, base)
    if found is None:
        raise _UncommonError
    return found


def _item_link(link: XmlElement) -> str:
    return _REFERENCE.sub(r"&\g<1>", _address(link).replace("&amp;", "&"))


def _author(element: XmlElement | None) -> str:
    text = "" if element is None else _text(element)
    if len(text) > MAX_LABEL_CHARS:  # feedparser looks for an address in it, which may take it for ever
        raise _UncommonError
    return text


def _tag(category: XmlElement, *attributes: str) -> str:
    """The name of a category; empty where it has none."""
    _nothing_else(category, *attributes)
    if category.children:
        raise _UncommonError
    return _text(category)


_ENTRY_ONCE = frozenset(
    f"{_ATOM}{name}" for name in ("title", "id", "summary", "content", "published", "updated", "author")
)
_ENTRY_OFTEN = frozenset({f"{_ATOM}link", f"{_ATOM}category"})
_FEED_ONCE = frozenset({f"{_ATOM}title", f"{_ATOM}id", f"{_ATOM}author", f"{_ATOM}rights"})
_FEED_OFTEN = frozenset({f"{_ATOM}link", f"{_ATOM}entry"})


def _atom(root: XmlElement, base: str) -> ParsedFeed:
    _nothing_else(root, _LANG)
    language = language_tag(root.attributes.get(_LANG))
    parts = _Parts(root, _FEED_ONCE, _FEED_OFTEN, _FEED_BESIDE)
    title = parts.leaf(f"{_ATOM}title", "type")
    _markup(title, "text/plain")
    guid, link = parts.leaf(f"{_ATOM}id"), _atom_link([e for e in parts.many if e.name == f"{_ATOM}link"])
    if link is None and guid is not None:
        link = _address(guid)
    return ParsedFeed(
        title=feed_title(_text(title)) if title is not None else "",
        site_url=absolute(link, base),
        language=language,
        ttl_s=None,
        entries=tuple(_atom_entry(e, base, language) for e in parts.many if e.name == f"{_ATOM}entry"),
    )


def _atom_entry(element: XmlElement, base: str, language: str | None) -> FeedEntry:
    if element.attributes:
        raise _UncommonError
    parts = _Parts(element, _ENTRY_ONCE, _ENTRY_OFTEN, frozenset())
    guid = parts.leaf(f"{_ATOM}id")
    number = None if guid is None else _address(guid)
    link = _atom_link([e for e in parts.many if e.name == f"{_ATOM}link"])
    title = parts.leaf(f"{_ATOM}title", "type")
    _markup(title, "text/plain")
    texts = _EntryTexts(
        guid=number,
        link=number if link is None else link,
        title=None if title is None else _text(title),
        summary=_markup(parts.leaf(f"{_ATOM}summary", "type"), "text/plain"),
        content=_markup(parts.leaf(f"{_ATOM}content", "type"), "text/plain"),
        published=parts.text(f"{_ATOM}published"),
        updated=parts.text(f"{_ATOM}updated"),
        author=_person(parts.one.get(f"{_ATOM}author")),
        tags=[_category(e) for e in parts.many if e.name == f"{_ATOM}category"],
        language=language if title is not None else None,
        encloses=any(e.attributes.get("rel", "").lower() == "enclosure" for e in parts.many),
        picture=_picture(
            element, [e.attributes for e in parts.many if e.attributes.get("rel", "").lower() == "enclosure"], base
        ),
    )
    return _entry(base, texts)


def _atom_link(links: Sequence[XmlElement]) -> str | None:
    found = None
    for link in links:
        if link.children or "href" not in link.attributes or not link.attributes.keys() <= _LINK_ATTRIBUTES:
            raise _UncommonError
        if "".join(link.texts).strip():
            raise _UncommonError
        given = link.attributes.get("type", "text/html").lower()
        if link.attributes.get("rel", "alternate").lower() == "alternate" and _TYPES.get(given, given) in _HTML:
            if not link.attributes["href"]:
                raise _UncommonError
            found = _urljoin("", link.attributes["href"])
    return found


def _person(author: XmlElement | None) -> str:
    if author is None:
        return ""
    if author.attributes:
        raise _UncommonError
    parts = _Parts(author, _PERSON, frozenset(), frozenset())
    names = [parts.leaf(f"{_ATOM}{name}") for name in ("name", "email")]
    name, email = ("" if element is None else "".join(element.texts).strip() for element in names)
    if len(name) > MAX_LABEL_CHARS or "".join(author.texts).strip():
        raise _UncommonError
    return f"{name} ({email})" if name and email else name or email


def _category(category: XmlElement) -> str:
    if (
        category.children
        or "".join(category.texts).strip()
        or not category.attributes.keys() <= {"term", "scheme", "label"}
    ):
        raise _UncommonError
    return category.attributes.get("term") or category.attributes.get("label") or ""


def _markup(element: XmlElement | None, kind: str) -> str:
    """A text with its type as `FeedEntry` has it: markup, plain text escaped."""
    if element is None:
        return ""
    if "type" in element.attributes:
        given = element.attributes["type"].lower()
        if given not in _TYPES:
            raise _UncommonError
        kind = _TYPES[given]
    value = harmless(_text(element), MAX_MARKUP_CHARS)
    return html.escape(value, quote=False)[:MAX_MARKUP_CHARS] if kind == "text/plain" else value


@dataclass(frozen=True, slots=True, kw_only=True)
class _EntryTexts:
    """What an entry's elements say; None where there is none of that name."""

    guid: str | None
    link: str | None
    title: str | None
    summary: str
    content: str
    published: str | None
    updated: str | None
    author: str
    tags: Sequence[str]
    credit: str = ""
    language: str | None = None
    encloses: bool = False
    shared: str | None = None
    picture: str = ""


def _entry(base: str, texts: _EntryTexts) -> FeedEntry:
    url, title = absolute(texts.shared, base) or absolute(texts.link, base), harmless(texts.title, MAX_TITLE_CHARS)
    if not url and texts.encloses:  # what it encloses may be all that there is to open
        raise _UncommonError
    if len(texts.tags) > MAX_TAGS:  # of which feedparser leaves out others
        raise _UncommonError
    labels = [harmless(tag, MAX_LABEL_CHARS) for tag in texts.tags]
    return FeedEntry(
        guid=harmless(texts.guid, MAX_GUID_CHARS) or url or digest(title or texts.summary),
        url=url,
        title=feed_title(title),
        summary=texts.summary,
        content=texts.content,
        published=_date(texts.published),
        updated=_date(texts.updated),
        author=harmless(texts.author, MAX_LABEL_CHARS),
        credit=harmless(texts.credit, MAX_LABEL_CHARS),
        language=texts.language,
        tags=tuple(dict.fromkeys(label for label in labels if label)),
        picture=texts.picture,
    )


def _date(text: str | None) -> datetime | None:
    if not text:
        return None
    found = common_date(text)
    if found is None:  # what it means may depend on the feed's place and on other fields
        raise _UncommonError
    return found.moment
