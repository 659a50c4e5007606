"""A title as a reader reads it: one line of plain text, whatever markup and escaping a feed put around it."""

import html
import re

from newsroom.text.controls import one_line

_LONGEST_RAW = 20_000  # characters: a bound of what a title costs with its markup
# Times that a title may be escaped: a template, the feed's program and an aggregator behind it, and one to see.
_MOST_TIMES = 4

_CDATA = re.compile(r"(?:<|&lt;)?!\[CDATA\[|\]\](?:>|&gt;)")
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]{0,40})(?:[\s/][^<>]{0,500})?>")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,32}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
# Elements whose content is not the title.
_NOT_SHOWN = re.compile(
    r"<(script|style|head|iframe|object|applet|noscript|template|svg)\b[^<>]{0,500}>.{0,2000}?</\1\s{0,10}>",
    re.IGNORECASE | re.DOTALL,
)
_BREAKS = frozenset(
    re.findall(
        r"\w+",
        "br p div li ul ol dl dt dd tr td th table h1 h2 h3 h4 h5 h6 hr section article blockquote html body figure",
    )
)
_VOID = frozenset(["br", "hr", "img", "wbr", "meta", "link", "embed", "input"])


def plain_title(title: str) -> str:
    """The title as one line of plain text.

    Markup goes, and what was escaped more than once is read to its end. Tags that come to light only so are words of
    the title ("Use of <b> in old pages") where it has tags beside them, or one of them is not closed.
    """
    text = title[:_LONGEST_RAW]
    if "<" not in text and "&" not in text and "]]>" not in text:
        return one_line(text)
    text = _CDATA.sub("", text)
    marked_up = _TAG.search(text) is not None
    text = _without_tags(text)
    for _ in range(_MOST_TIMES):
        if not _ENTITY.search(text):
            break
        text = _CDATA.sub("", html.unescape(text))
        if not marked_up and _are_markup(text):
            text = _without_tags(text)
    return one_line(text)


def _without_tags(text: str) -> str:
    shown = _NOT_SHOWN.sub("", text) if "</" in text else text
    return _TAG.sub(lambda tag: " " if tag.group(1).lower() in _BREAKS else "", shown)


def _are_markup(text: str) -> bool:
    """Whether there are tags, and each that opens is closed as well."""
    opened = {tag.group(1).lower() for tag in _TAG.finditer(text) if not tag.group().startswith("</")}
    closed = {tag.group(1).lower() for tag in _TAG.finditer(text) if tag.group().startswith("</")}
    return bool(opened | closed) and opened - _VOID == closed - _VOID
