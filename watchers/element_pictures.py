"""The picture among an entry's elements, as feedparser would find it."""

from collections.abc import Mapping, Sequence

from watchers.element_tree import XmlElement
from watchers.entry_pictures import picture_of

_MEDIA = "http://search.yahoo.com/mrss/\n"


def element_picture(element: XmlElement, enclosures: Sequence[Mapping[str, str]], base: str) -> str | None:
    """One of Media RSS is anywhere in the entry; None where it is left to feedparser to say which."""
    contents: list[Mapping[str, str]] = []
    thumbnails: list[Mapping[str, str]] = []
    waiting = list(reversed(element.children))
    while waiting:
        one = waiting.pop()
        if one.name == f"{_MEDIA}content":
            contents.append(one.attributes)
        elif one.name == f"{_MEDIA}thumbnail":
            if "url" not in one.attributes:  # feedparser takes its text
                return None
            thumbnails.append(one.attributes)
        waiting += reversed(one.children)
    return picture_of(contents, thumbnails, enclosures, base)


def enclosures_of(element: XmlElement) -> list[Mapping[str, str]]:
    """The attributes of what an entry of RSS encloses, the address where a link has it, as feedparser has them."""
    return [_as_link(child.attributes) for child in element.children if child.name == "enclosure"]


def _as_link(given: Mapping[str, str]) -> Mapping[str, str]:
    return {**given, "href": next((given[name] for name in ("url", "uri", "href") if name in given), "")}
