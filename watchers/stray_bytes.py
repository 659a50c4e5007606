"""Documents in UTF-8 in which a few bytes are wrong: each is read for itself, and the rest stays as it is.

Pieces of Windows' encoding are pasted into sound text, characters are cut in the middle, and old databases keep those
beyond the first 65,536 as two halves. A strict reader refuses the whole document over one of them.
"""

import codecs
import re

# A character beyond the first 65,536 as two halves, each encoded by itself: Java's "modified UTF-8", old databases.
_HALVES = re.compile(rb"\xed([\xa0-\xaf])([\x80-\xbf])\xed([\xb0-\xbf])([\x80-\xbf])")
# In the shape of a character, and none: a half alone, one written longer than it may be, one past the last. (Two bytes
# written longer than they may be are a letter and a sign of Windows' encoding as well.)
_NO_CHARACTER = re.compile(
    rb"\xed[\xa0-\xbf][\x80-\xbf]|\xe0[\x80-\x9f][\x80-\xbf]|\xf0[\x80-\x8f][\x80-\xbf]{2}|\xf4[\x90-\xbf][\x80-\xbf]{2}"
)
_BEYOND_ASCII = bytes(range(0x80, 0x100))
# Beside a stray byte there are so many sound characters of several bytes at least, else it is no UTF-8.
_SOUND_FOR_EACH_STRAY = 2
# Or so many bytes altogether, where nothing names another encoding. A guess: a page in French has a letter with an
# accent among 30, one in Russian nothing but letters beyond ASCII in its texts, which are a tenth of it or more.
_BYTES_FOR_EACH_STRAY = 50
_STRAYS = "wirewatch.strays"


def utf8_text(body: bytes, *, unnamed: bool = False) -> str | None:
    """The document where it is UTF-8, whatever is said of it, but for a few bytes; None for any other.

    ASCII alone is none: it may be UTF-7 or ISO-2022-JP. `unnamed`: nothing names another encoding, so that a few bytes
    in a document of ASCII are strays too.
    """
    if b"\0" in body or body.isascii():
        return None
    try:
        return body.decode()
    except UnicodeDecodeError:
        body = _HALVES.sub(_joined, body)
    return body.decode("utf-8", _STRAYS) if _has_few_strays(body, unnamed=unnamed) else None


def _has_few_strays(body: bytes, *, unnamed: bool) -> bool:
    sound = body.decode("utf-8", "ignore")
    encoded = sound.encode()
    strays = len(body) - len(encoded)
    several = len(sound) - len(encoded.translate(None, _BEYOND_ASCII))
    return several >= _SOUND_FOR_EACH_STRAY * strays or (unnamed and len(body) >= _BYTES_FOR_EACH_STRAY * strays)


def _joined(found: "re.Match[bytes]") -> bytes:
    return found.group().decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16").encode()


def _stray(error: UnicodeError) -> tuple[str, int]:
    """What stands for wrong bytes: as Windows reads them, or the sign for an unknown character."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if none := _NO_CHARACTER.match(error.object, error.start):
        return "\ufffd", none.end()
    return error.object[error.start : error.end].decode("windows-1252", "replace"), error.end


codecs.register_error(_STRAYS, _stray)
