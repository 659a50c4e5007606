"""JSON Feed documents to entries.

Source: https://www.jsonfeed.org/version/1.1/ (1.0 differs by `author` in place of `authors`).
"""

import html
import json
import re
from collections.abc import Mapping
from typing import Any

from watchers.entry_dates import entry_dates
from watchers.feed_date_order import DatePlace, date_place
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
from watchers.stray_bytes import utf8_text

_VERSION = "jsonfeed.org/version/1"
# What templates leave behind and people write by hand, beside the strings that it may be in. An end that is missing is
# the document's, so that no part is read twice.
# Possessive: what may be given back is remembered, 685 MB of it for a string of 5 MB where 23 are enough.
_COMMENT = re.compile(r"""("(?:[^"\\]|\\.)*+(?:"|\Z))|//[^\n]*|/\*.*?(?:\*/|\Z)""", re.DOTALL)
_LAST_COMMA = re.compile(r"""("(?:[^"\\]|\\.)*+(?:"|\Z))|,(?=\s*[\]}])""", re.DOTALL)


def parse_json(body: bytes, *, url: str, language: str | None = None) -> ParsedFeed:
    """Read a JSON Feed of version 1 or 1.1; a feed of a later minor version is read as far as it is the same.

    Args:
        body: Of the document.
        url: Where it came from.
        language: The source's, for its dates.

    Raises:
        SourceProblem: It is no JSON, or JSON that is no feed.
    """
    try:
        document = _document(body)
    except (ValueError, RecursionError) as exc:
        raise SourceProblem(problem(ProblemCode.MALFORMED, detail=type(exc).__name__)) from exc
    if not isinstance(document, dict) or _VERSION not in harmless(document.get("version"), 100):
        raise SourceProblem(problem(ProblemCode.OTHER_DOCUMENT))
    items, declared = document.get("items"), language_tag(document.get("language"))
    place = date_place(declared, url, language)
    entries, problems = _entries(items if isinstance(items, list) else [], url, place)
    return ParsedFeed(
        title=feed_title(document.get("title")),
        site_url=absolute(document.get("home_page_url"), url),
        language=declared,
        entries=entries,
        problems=problems,
    )


def _document(body: bytes) -> Any:
    """What the JSON says; commas before an end and comments, which it must not have, are left out.

    Raises:
        ValueError: It is no JSON.
        RecursionError: It is too deep.
    """
    text = utf8_text(body, unnamed=True)
    if text is None:  # JSON is UTF-8, or with NULs in it UTF-16 and UTF-32
        text = body.decode(json.detect_encoding(body), "surrogatepass")
    text = text.removeprefix("\ufeff")
    try:
        return json.loads(text, strict=False)  # line breaks in texts, as some programs write them
    except ValueError:
        bare = _COMMENT.sub(lambda found: found[1] or " ", text)
        return json.loads(_LAST_COMMA.sub(lambda found: found[1] or "", bare), strict=False)


def _entries(items: list[Any], url: str, place: DatePlace) -> tuple[tuple[FeedEntry, ...], tuple[EntryProblem, ...]]:
    entries: list[FeedEntry] = []
    problems: list[EntryProblem] = []
    for position, item in enumerate(items[:MAX_ENTRIES]):
        if isinstance(item, dict):
            entries.append(_entry(item, url, place))
        else:
            problems.append(EntryProblem(position=position, reason="not an object"))
    if (rest := len(items) - MAX_ENTRIES) > 0:
        problems.append(EntryProblem(position=MAX_ENTRIES, reason=f"{rest} entries past the limit"))
    return tuple(entries), tuple(problems)


def _entry(item: Mapping[str, Any], base: str, place: DatePlace) -> FeedEntry:
    # `url` is the entry's own page; `external_url` is what it comments on, the page to open where there is no own.
    url = absolute(item.get("url"), base) or absolute(item.get("external_url"), base) or _named_by(item.get("id"))
    title = harmless(item.get("title"), MAX_TITLE_CHARS)
    summary = html.escape(harmless(item.get("summary"), MAX_MARKUP_CHARS), quote=False)[:MAX_MARKUP_CHARS]
    content = _content(item)
    tags = item.get("tags")
    dates = entry_dates([item.get("date_published")], item.get("date_modified"), place)
    return FeedEntry(
        guid=_guid(item.get("id")) or url or digest(title or content or summary),
        url=url,
        title=feed_title(title),
        summary=summary,
        content=content,
        published=dates.published,
        published_day=dates.published_day,
        zoneless=dates.zoneless,
        updated=dates.updated,
        author=_author(item),
        language=language_tag(item.get("language")),
        tags=_tags(tags) if isinstance(tags, list) else (),
        picture=absolute(item.get("image"), base) or absolute(item.get("banner_image"), base),
    )


def _named_by(identifier: object) -> str:
    """The address that an id is; the specification asks for one, and many feeds leave the other out then."""
    return absolute(identifier, "") if isinstance(identifier, str) else ""


def _guid(identifier: object) -> str:
    # The specification wants a string and tells readers to take a number as one.
    if isinstance(identifier, int | float) and not isinstance(identifier, bool):
        return f"{identifier}"[:MAX_GUID_CHARS]
    return harmless(identifier, MAX_GUID_CHARS)


def _content(item: Mapping[str, Any]) -> str:
    markup = harmless(item.get("content_html"), MAX_MARKUP_CHARS)
    if markup:
        return markup
    return html.escape(harmless(item.get("content_text"), MAX_MARKUP_CHARS), quote=False)[:MAX_MARKUP_CHARS]


def _author(item: Mapping[str, Any]) -> str:
    authors = item.get("authors")
    named = authors if isinstance(authors, list) else [item.get("author")]
    names = (harmless(a.get("name"), MAX_LABEL_CHARS) for a in named[:MAX_TAGS] if isinstance(a, dict))
    return ", ".join(name for name in names if name)[:MAX_LABEL_CHARS]


def _tags(tags: list[Any]) -> tuple[str, ...]:
    names = (harmless(tag, MAX_LABEL_CHARS) for tag in tags[:MAX_TAGS])
    return tuple(dict.fromkeys(name for name in names if name))
