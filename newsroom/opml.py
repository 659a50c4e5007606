"""Lists of feeds as feed readers exchange them (OPML), read and written.

Source: OPML 2.0, http://opml.org/spec2.opml: an `outline` with an `xmlUrl` is a feed, `text` or `title` its name;
outlines nest. Feed readers write other letter case and leave out `type`, so neither decides.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring
from xml.parsers import expat

MOST_FEEDS = 2_000  # a guess: the largest lists that people share have some hundred; what follows is not read


class NoOpmlError(ValueError):
    """The file is no OPML."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpmlFeed:
    """A feed of a list.

    Attributes:
        name: As the list has it; "" where it has none.
    """

    url: str
    name: str


class _OpmlReader:
    def __init__(self) -> None:
        self.feeds: dict[str, OpmlFeed] = {}
        self._opened = False

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if not self._opened and tag.lower() != "opml":
            raise NoOpmlError
        self._opened = True
        given = {name.lower(): value.strip() for name, value in attributes.items()}
        url = given.get("xmlurl", "")
        if tag.lower() == "outline" and url and len(self.feeds) < MOST_FEEDS:
            self.feeds.setdefault(url, OpmlFeed(url=url, name=given.get("title") or given.get("text", "")))

    def refuse(self, *_given: object) -> None:
        """A document that defines entities can be made to grow without bound."""
        raise NoOpmlError


def read_opml(document: bytes) -> tuple[OpmlFeed, ...]:
    """The feeds of a list, each address once, in its order.

    Raises:
        NoOpmlError: it is none, or breaks XML's rules.
    """
    reader = _OpmlReader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.begin
    parser.EntityDeclHandler = reader.refuse
    try:
        parser.Parse(document, True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # LookupError: an encoding that nobody knows
        raise NoOpmlError from error
    return tuple(reader.feeds.values())


def write_opml(title: str, feeds: Iterable[OpmlFeed]) -> bytes:
    """A list that any feed reader takes."""
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = _printable(title)
    body = SubElement(root, "body")
    for feed in feeds:
        name = _printable(feed.name)
        SubElement(body, "outline", type="rss", text=name, title=name, xmlUrl=_printable(feed.url))
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _printable(value: str) -> str:
    """Without what XML 1.0 can't hold."""
    return "".join(letter for letter in value if letter.isprintable())
