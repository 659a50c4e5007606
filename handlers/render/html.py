"""The one place where text becomes Telegram's HTML: escaping, cutting, quoting."""

import html
import re

MESSAGE_CHARS = 4096  # of the text after its tags are read. Source: telegram bot API, sendMessage.text
_TAG = re.compile(r"<(/?)([a-z]+)[^<>]*>|&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def escape(text: str) -> str:
    """User or feed text as it stands: no tag, no control character, no direction override gets through."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return html.escape(_CONTROL.sub("", whole), quote=True).replace("&#x27;", "'")


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
    return f'<a href="{html.escape(url, quote=True)}">{escape(text)}</a>'


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
    """Characters as Telegram counts them: tags none, an entity one."""
    return len(_TAG.sub(lambda m: "" if m.group(2) else "x", text))


def fit(text: str, limit: int = MESSAGE_CHARS) -> str:
    """The longest beginning that Telegram takes: whole lines where it can be, never inside a tag or an entity."""
    if visible_length(text) <= limit:
        return text
    kept: list[str] = []
    room = limit - 2  # for the ellipsis and its line
    for line in text.split("\n"):
        cost = visible_length(line) + 1
        if cost > room:
            if not kept:
                kept.append(_fit_line(line, room))
            break
        kept.append(line)
        room -= cost
    return _closed("\n".join(kept).rstrip("\n") + "\n…")


def split(text: str, limit: int = MESSAGE_CHARS) -> list[str]:
    """The text as messages that Telegram takes, cut between lines; a line that is too long is cut short."""
    pages: list[str] = []
    page: list[str] = []
    room = limit
    for line in text.split("\n"):
        whole = line if visible_length(line) < limit else _closed(_fit_line(line, limit - 2) + "…")
        cost = visible_length(whole) + 1
        if cost > room and page:
            pages.append("\n".join(page).strip("\n"))
            page, room = [], limit
        page.append(whole)
        room -= cost
    pages.append("\n".join(page).strip("\n"))
    return [page for page in pages if page]


def _fit_line(line: str, room: int) -> str:
    at = 0
    while at < len(line) and room > 0:
        found = _TAG.match(line, at)
        at = found.end() if found else at + 1
        room -= 0 if found and found.group(2) else 1
    return line[:at]


def _closed(text: str) -> str:
    """Close the tags that the cut left open."""
    still_open: list[str] = []
    for found in _TAG.finditer(text):
        if not found.group(2):
            continue
        if not found.group(1):
            still_open.append(found.group(2))
        elif still_open and still_open[-1] == found.group(2):
            still_open.pop()
    return text + "".join(f"</{tag}>" for tag in reversed(still_open))
