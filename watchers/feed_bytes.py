"""The bytes of an XML feed, put right where its servers and generators are known to get them wrong.

feedparser believes the server, then the declaration, then guesses; one wrong byte makes it read the whole document in
another encoding. Texts of pictures and players take the place of the item's own text in it. Both are mended before.
"""

import re

from watchers.stray_bytes import utf8_text

_DECLARED = re.compile(rb"(<\?xml[^>]{0,200}?encoding\s*=\s*)([\"'])[^\"'>]{1,40}\2")
_CHARSET = re.compile(r";?\s*charset\s*=\s*[^;]*", re.IGNORECASE)
# A character beyond the first 65,536 as references to its two halves.
_HALF_REFERENCES = re.compile(
    rb"&#(?:(5[5-6][0-9]{3})|[xX](d[89ab][0-9a-f]{2}));&#(?:(5[6-7][0-9]{3})|[xX](d[c-f][0-9a-f]{2}));", re.IGNORECASE
)
_HIGH, _LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
_FIRST_BEYOND = 0x10000
_OF_PLAYERS = re.compile(rb"<(/?)(media:description|itunes:summary)\b[^<>]{0,500}?(/?)>")


def put_right(body: bytes, content_type: str) -> tuple[bytes, str]:
    """The document and its content type, as feedparser reads them rightly."""
    body = _HALF_REFERENCES.sub(_joined_references, body)
    body = _OF_PLAYERS.sub(_renamed, body)
    text = utf8_text(body)
    if text is None:
        return body, content_type
    return _DECLARED.sub(rb"\1\2utf-8\2", text.encode(), count=1), f"{_CHARSET.sub('', content_type)}; charset=utf-8"


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
