"""The picture that an entry of a feed carries, by its address: nobody here opens it.

Source: https://www.rssboard.org/media-rss
"""

from collections.abc import Iterable, Mapping
from typing import Any

from watchers.feed_text import absolute, harmless

_TYPE_CHARS = 40  # of a MIME type
_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".gif")


def picture_of(
    contents: Iterable[Mapping[str, Any]],
    thumbnails: Iterable[Mapping[str, Any]],
    enclosures: Iterable[Mapping[str, Any]],
    base: str,
) -> str:
    """The first that is a picture of its contents, else its thumbnail, else a picture that it encloses; "": none.

    Args:
        contents: The attributes of each `media:content`, in order.
        thumbnails: Of each `media:thumbnail`.
        enclosures: Of each `enclosure`, its address under `href`.
        base: Where the document came from.
    """
    named = [
        *(_text(one, "url") for one in contents if _is_picture(one)),
        *(_text(one, "url") for one in thumbnails),
        *(_text(one, "href") for one in enclosures if _kind(one).startswith("image/")),
    ]
    return next((found for address in named if address and (found := absolute(address, base))), "")


def _is_picture(content: Mapping[str, Any]) -> bool:
    medium, kind = harmless(content.get("medium"), _TYPE_CHARS).lower(), _kind(content)
    if medium or kind:
        return medium == "image" or (not medium and kind.startswith("image/"))
    return _text(content, "url").lower().partition("?")[0].endswith(_SUFFIXES)


def _kind(attributes: Mapping[str, Any]) -> str:
    return harmless(attributes.get("type"), _TYPE_CHARS).lower()


def _text(attributes: Mapping[str, Any], name: str) -> str:
    value = attributes.get(name)
    return value if isinstance(value, str) else ""
