"""Bodies out of the encodings that HTTP packs them in, believing the bytes more than the header.

Servers say `Content-Encoding: gzip` and send plain text, or pack what is packed already: a proxy unpacked it and left
the header, or a file that is kept packed was packed once more on its way. So each encoding that is named is undone
where the bytes are such; they are left alone where they are a document in plain text.
"""

import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]  # it ships no types

_GZIP = b"\x1f\x8b"
_GZIP_WINDOW, _ZLIB_WINDOW, _RAW_WINDOW = 31, 15, -15  # of 32 kB each, with gzip's header, with zlib's, with none
_MOST_LAYERS = 3  # a server that names more means harm
# What is behind a member is copied for each: 5 MB of empty ones, of 20 bytes, would take minutes on the event loop.
_MOST_MEMBERS = 64
_PLAIN_STARTS = (b"<", b"{", b"[")
_BEFORE_PLAIN = b"\xef\xbb\xbf \t\r\n"


class BrokenEncodingError(ValueError):
    """The bytes are neither what the header says nor a document in plain text."""


class BodyTooLargeError(ValueError):
    """Unpacked, it is larger than the limit."""


def unpacked(body: bytes, encodings: str, limit_bytes: int) -> bytes:
    """The document that a body holds.

    Args:
        body: As it came.
        encodings: The header `Content-Encoding`: in the order in which they were applied.
        limit_bytes: Of each layer; what is larger is unpacked no further.

    Raises:
        BrokenEncodingError: see there.
        BodyTooLargeError: see there.
    """
    named = [name.strip().lower() for name in encodings.split(",")]
    known = [_UNPACK[name] for name in reversed(named) if name in _UNPACK]
    if len(known) > _MOST_LAYERS:
        raise BrokenEncodingError(encodings)
    for unpack in known:
        body = _layer(body, unpack, limit_bytes)
    # A `.gz` file that is served as a file, not as an encoding; or packed twice, and the header names one.
    return _layer(body, _gunzip, limit_bytes) if body.startswith(_GZIP) else body


def _layer(body: bytes, unpack: Callable[[bytes, int], bytes], limit_bytes: int) -> bytes:
    try:
        plain = unpack(body, limit_bytes + 1)
    except (zlib.error, brotli.error) as error:
        if body.startswith(_GZIP) or not body.lstrip(_BEFORE_PLAIN).startswith(_PLAIN_STARTS):
            raise BrokenEncodingError(f"{error}") from error
        return body
    if len(plain) > limit_bytes:
        raise BodyTooLargeError
    return plain


def _gunzip(body: bytes, most: int) -> bytes:
    """All members of it, as a file may have several; zeros or anything else behind the last one is no document."""
    plain = bytearray()
    for _ in range(_MOST_MEMBERS):
        member = zlib.decompressobj(_GZIP_WINDOW)
        plain += member.decompress(body, most - len(plain))
        body = member.unused_data
        if len(plain) >= most or not body.startswith(_GZIP):
            return bytes(plain)
    raise zlib.error(_MOST_MEMBERS)


def _inflate(body: bytes, most: int) -> bytes:
    """By the standard with zlib's header; servers leave it out, as browsers take both."""
    try:
        return zlib.decompressobj(_ZLIB_WINDOW).decompress(body, most)
    except zlib.error:
        return zlib.decompressobj(_RAW_WINDOW).decompress(body, most)


def _unbrotli(body: bytes, most: int) -> bytes:
    decoder = brotli.Decompressor()
    plain: bytes = decoder.process(body, output_buffer_limit=most)
    return plain


_UNPACK: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
}
