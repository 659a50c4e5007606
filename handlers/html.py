"""The one place where text becomes Telegram's HTML: escaping, cutting, quoting."""

import html
import re

import regex

from newsroom.text.controls import without_controls

# Of the text after its tags are read, in units of UTF-16, as Telegram counts the places of bold words and links: an
# emoji is two, a flag four. Its own library counts such a character as one, so a text never has too many either way.
# Source: telegram bot API, sendMessage.text, sendPhoto.caption, MessageEntity.offset
MESSAGE_CHARS, CAPTION_CHARS = 4096, 1024
_WORTH_CUTTING = 4  # with less than this part of the room left, a long line is left out whole
_TAG = re.compile(r"<(/?)([a-z]+)[^<>]*>|&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_ANY_TAG = re.compile(r"<[^<>]*>")
_PIECE = regex.compile(rf"{_TAG.pattern}|\X")  # a tag, an entity, or what is one character to a reader
_LONGEST_CHARACTER = 32  # code points of one character to a reader; a family has 11, what piles up more is a prank


def escape(text: str) -> str:
    """User or feed text as plain text: no tag, no control character, no direction override gets through."""
    return html.escape(without_controls(text), quote=True).replace("&#x27;", "'")


def bold(text: str) -> str:
    """Escaped and bold."""
    return f"<b>{escape(text)}</b>"


def italic(text: str) -> str:
    """Escaped and italic."""
    return f"<i>{escape(text)}</i>"


def code(text: str) -> str:
    """Escaped, to be copied by a tap."""
    return f"<code>{escape(text)}</code>"


def link(text: str, url: str) -> str:
    """Escaped, leading to a web address; plain where there is none."""
    if not url.startswith(("http://", "https://")):
        return escape(text)
    return f'<a href="{html.escape(without_controls(url), quote=True)}">{escape(text)}</a>'


def words_of(html_text: str) -> str:
    """Made HTML as plain words: the tags gone, what was escaped as it was."""
    return html.unescape(_ANY_TAG.sub("", html_text))


def struck(text: str) -> str:
    """Escaped and struck through."""
    return f"<s>{escape(text)}</s>"


def quote(text: str) -> str:
    """Escaped, as a block quotation."""
    return f"<blockquote>{escape(text)}</blockquote>"


def folded(inner: str) -> str:
    """HTML made already, as a quotation that opens by a tap."""
    return f"<blockquote expandable>{inner}</blockquote>"


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters, cut at a word's end with an ellipsis."""
    plain = " ".join(text.split())
    if len(plain) <= limit:
        return plain
    cut = plain[: limit - 1].rsplit(" ", 1)[0] or plain[: limit - 1]
    return cut.rstrip(" ,;:–—-") + "…"


def visible_length(text: str) -> int:
    """Characters as Telegram counts them: tags none, an entity one, an emoji two or more."""
    return _units(_visible(text))


def fit(text: str, limit: int = MESSAGE_CHARS) -> str:
    """The longest beginning that Telegram takes: whole lines where it can be, never inside a tag or an entity."""
    if visible_length(text) <= limit:
        return text
    kept: list[str] = []
    room = limit - 2  # for the ellipsis and its line
    for line in text.split("\n"):
        cost = visible_length(line) + 1
        if cost > room:
            if room > limit // _WORTH_CUTTING:
                kept.append(_fit_line(line, room - 1))
            break
        kept.append(line)
        room -= cost
    whole = "\n".join(kept).rstrip("\n") + "\n…"
    return whole + _closing(whole)


def split(text: str, limit: int = MESSAGE_CHARS) -> list[str]:
    """The text as messages that Telegram takes, cut between lines; a line that is too long is cut short.

    A tag that is open where a message ends is closed there and opened anew in the next.
    """
    pages: list[str] = []
    page, room = "", limit
    for line in text.split("\n"):
        whole = line if visible_length(line) < limit else _shortened_line(line, limit - 2)
        cost = visible_length(whole) + 1
        if cost > room and visible_length(page):
            pages.append(page.strip("\n") + _closing(page))
            page, room = "".join(tag for _, tag in _open_tags(page)), limit
        page += whole + "\n"
        room -= cost
    pages.append(page.strip("\n") + _closing(page))
    return [page for page in pages if _visible(page).strip()]


def _units(text: str) -> int:
    """The length in UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _visible(text: str) -> str:
    return _TAG.sub(lambda m: "" if m.group(2) else "x", text)


def _fit_line(line: str, room: int) -> str:
    at = 0
    while at < len(line) and room > 0 and (found := _PIECE.match(line, at)):
        piece = found.group() if _TAG.fullmatch(found.group()) else found.group()[:_LONGEST_CHARACTER]
        room -= visible_length(piece)
        if room < 0:
            break
        at += len(piece)
    return line[:at]


def _shortened_line(line: str, room: int) -> str:
    """Its beginning, with the tags of the rest, so that what follows is inside the same tags as before."""
    begun = _fit_line(line, room)
    return begun + "…" + "".join(found.group() for found in _TAG.finditer(line, len(begun)) if found.group(2))


def _open_tags(text: str) -> list[tuple[str, str]]:
    """The tags that the text leaves open, outermost first: their names, and as they were written."""
    still_open: list[tuple[str, str]] = []
    for found in _TAG.finditer(text):
        if not found.group(2):
            continue
        if not found.group(1):
            still_open.append((found.group(2), found.group()))
        elif still_open and still_open[-1][0] == found.group(2):
            still_open.pop()
    return still_open


def _closing(text: str) -> str:
    return "".join(f"</{name}>" for name, _ in reversed(_open_tags(text)))
