"""Strings of strangers, made harmless and bounded before they go further."""

import hashlib
import re
from urllib.parse import quote, urljoin, urlsplit

from newsroom.text.controls import without_controls
from newsroom.text.plain_title import plain_title
from watchers.parsed_feed import MAX_TITLE_CHARS, MAX_URL_CHARS

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,4}")


# Letters, figures and marks that no rule of addresses changes, and no step up or to the side in the path.
_PLAIN_ADDRESS = re.compile(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[\w~%-]+(?:[.,][\w~%-]+)*){1,20}/?(?:\?[\w~%.=&+-]+)?", re.ASCII
)


# A wrapped address breaks between its characters, and the next line is indented.
_LINE_BREAKS = re.compile(r"\s*[\r\n\t]\s*")
_SPACE = re.compile(r"\s")
# Up to the path no white space means anything, wherever it got in: "htt ps: // e.org /a".
_UP_TO_PATH = re.compile(r"(?:h\s*t\s*t\s*p\s*(?:s\s*)?:|/\s*/)[/\s]*[^/#]*", re.IGNORECASE)
_HOST_AND_WORDS = re.compile(r"(https?://[\w-]+(?:\.[\w-]+)+)\s[^/.:?#@]*", re.IGNORECASE)  # "https://e.org see more"
_SLASHES = re.compile(r"^(https?:)/*", re.IGNORECASE)
_SECOND_SCHEME = re.compile(r"^https?:/+(?=https?:/)", re.IGNORECASE)  # of a site whose settings have the scheme twice
_BARE_HOST = re.compile(r"www\.[\w-]+\.\w", re.IGNORECASE)


def plain_address(text: str) -> bool:
    """Whether a text is an address that means the same on every page; False where that would have to be worked out."""
    return len(text) <= MAX_URL_CHARS and _PLAIN_ADDRESS.fullmatch(text) is not None


def harmless(text: object, limit_chars: int) -> str:
    """The text without characters that break databases and messages, cut to the limit; "" for what is no text."""
    if not isinstance(text, str):
        return ""
    # Cut first, so that a title of megabytes costs no more than one at the limit.
    return without_controls(text[: 2 * limit_chars]).strip()[:limit_chars]


def feed_title(text: object) -> str:
    """A title as plain text, harmless and bounded."""
    return plain_title(harmless(text, MAX_TITLE_CHARS))


def absolute(url: object, base: str) -> str:
    """The http(s) address that `url` means on a page at `base`; "" where it means none."""
    if isinstance(url, str) and plain_address(url):
        return url
    raw = harmless(url, MAX_URL_CHARS + 1)
    if not raw or len(raw) > MAX_URL_CHARS:
        return ""
    try:
        joined = urljoin(base, _as_meant(raw))
        parts = urlsplit(joined)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:  # "http://[" and the like
        return ""
    return joined if usable and len(joined) <= MAX_URL_CHARS else ""


def _as_meant(address: str) -> str:
    """An address as browsers read it and as its writer must have meant it.

    Source: https://url.spec.whatwg.org/#url-parsing (line breaks go, white space is encoded, a backslash is a slash)
    """
    address = _LINE_BREAKS.sub("", address)
    if beside_words := _HOST_AND_WORDS.fullmatch(address):
        return beside_words[1]
    start, mark, rest = address.partition("?")
    start = start.replace("\\", "/")
    if leading := _UP_TO_PATH.match(start):
        start = _SPACE.sub("", leading[0]) + start[leading.end() :]
    start = _SECOND_SCHEME.sub("", start)
    start = _SLASHES.sub(lambda found: f"{found[1]}//", start)
    if _BARE_HOST.match(start):
        start = f"https://{start}"
    return _SPACE.sub(lambda found: quote(found[0]), start + mark + rest)


def language_tag(declared: object) -> str | None:
    """`en_US` and `EN-us` as `en-us`; None for what is no language tag."""
    tag = harmless(declared, 40).lower().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None


def digest(*parts: str) -> str:
    """A short stable key of some texts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]
