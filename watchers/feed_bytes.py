"""The bytes of an XML feed, put right where its servers and generators are known to get them wrong.

feedparser believes the server, then the declaration, then guesses; one wrong byte makes it read the whole document in
another encoding. Texts of pictures and players take the place of the item's own text in it. Both are mended before.
"""

import re

# Of text in UTF-8: the beginning of a character of several bytes, and what can't follow or go before.
_SEVERAL = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_DECLARED = re.compile(rb"(<\?xml[^>]{0,200}?encoding\s*=\s*)([\"'])[^\"'>]{1,40}\2")
_CHARSET = re.compile(r";?\s*charset\s*=\s*[^;]*", re.IGNORECASE)
# A character beyond the first 65,536 as two halves, each encoded by itself: Java's "modified UTF-8", old databases.
_HALVES = re.compile(rb"\xed([\xa0-\xaf])([\x80-\xbf])\xed([\xb0-\xbf])([\x80-\xbf])")
_HALF_REFERENCES = re.compile(
    rb"&#(?:(5[5-6][0-9]{3})|[xX](d[89ab][0-9a-f]{2}));&#(?:(5[6-7][0-9]{3})|[xX](d[c-f][0-9a-f]{2}));", re.IGNORECASE
)
_HIGH, _LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
_FIRST_BEYOND = 0x10000
# Beside a stray byte there are so many sound characters of several bytes at least, else it is no UTF-8.
_SOUND_FOR_EACH_STRAY = 2
_OF_PLAYERS = re.compile(rb"<(/?)(media:description|itunes:summary)\b[^<>]{0,500}?(/?)>")


def put_right(body: bytes, content_type: str) -> tuple[bytes, str]:
    """The document and its content type, as feedparser reads them rightly."""
    body = _HALF_REFERENCES.sub(_joined_references, body)
    body = _OF_PLAYERS.sub(_renamed, body)
    text = _utf8(body)
    if text is None:
        return body, content_type
    return _DECLARED.sub(rb"\1\2utf-8\2", text, count=1), f"{_CHARSET.sub('', content_type)}; charset=utf-8"


def _utf8(body: bytes) -> bytes | None:
    """The document in UTF-8 where it is that, whatever is said of it, but for a few bytes; None for any other.

    ASCII alone is none: it may be UTF-7 or ISO-2022-JP.
    """
    if b"\0" in body or body.isascii():
        return None
    body = _HALVES.sub(_joined_halves, body)
    try:
        body.decode()
    except UnicodeDecodeError:
        return _with_strays_read(body)
    return body


def _with_strays_read(body: bytes) -> bytes | None:
    """UTF-8 in which pieces of Windows' encoding were pasted: each such byte is the character that it is there."""
    sound = sum(1 for _ in _SEVERAL.finditer(body))
    rest = _SEVERAL.sub(b"", body)
    strays = len(rest) - len(rest.translate(None, bytes(range(0x80, 0x100))))
    if sound < _SOUND_FOR_EACH_STRAY * strays:
        return None
    pieces = [piece.decode("windows-1252", "replace").encode() for piece in _SEVERAL.split(body)]
    characters = _SEVERAL.findall(body)
    return b"".join(part for pair in zip(pieces, [*characters, b""], strict=True) for part in pair)


def _joined_halves(found: "re.Match[bytes]") -> bytes:
    return found.group().decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16").encode()


def _joined_references(found: "re.Match[bytes]") -> bytes:
    high = int(found[1]) if found[1] else int(found[2], 16)
    low = int(found[3]) if found[3] else int(found[4], 16)
    if high not in _HIGH or low not in _LOW:
        return found.group()
    return b"&#%d;" % (_FIRST_BEYOND + ((high - _HIGH.start) << 10) + (low - _LOW.start))


def _renamed(found: "re.Match[bytes]") -> bytes:
    """An element of a name that feedparser has no rule for, without attributes: it keeps its text by that name."""
    ends, name, alone = found.groups()
    return b"<%s%s:words%s>" % (ends, name.partition(b":")[0], alone)
