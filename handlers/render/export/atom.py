"""A topic's stories as Atom. Source: RFC 4287."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from handlers.html import escape
from handlers.render.heading import lead_in
from handlers.render.sources import REPORTS_ELSEWHERE
from handlers.render.timeline_document import plainly
from handlers.sentences.reader import Reader
from newsroom.desk.story_view import PlacedItem, StoryView
from newsroom.story import numbered
from newsroom.topic import Topic

_SPACE = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPage:
    """A topic's stories as they are read by its address, the one that changed last first.

    Attributes:
        site: The public address under which topics lie; ids hold it, so that no two bots have one alike.
    """

    topic: Topic
    views: Sequence[StoryView]
    site: str
    reader: Reader

    @property
    def changed(self) -> datetime:
        """When any of it changed last."""
        return max((view.updated for view in self.views), default=self.topic.made)


def render_atom(page: TopicPage) -> bytes:
    """The feed; the same as long as none of its stories changes."""
    feed = Element("feed", {"xmlns": _SPACE, "xml:lang": page.reader.language})
    _line(feed, "id", _id(page, "topic"))
    _line(feed, "title", page.topic.text)
    _line(feed, "updated", _time(page.changed))
    _line(SubElement(feed, "author"), "name", "Wirewatch")
    _line(feed, "generator", "Wirewatch")
    for view in page.views:
        _story(SubElement(feed, "entry"), view, page)
    return bytes(tostring(feed, encoding="utf-8", xml_declaration=True))


def _story(entry: Element, view: StoryView, page: TopicPage) -> None:
    lead = lead_in(view, page.reader.language)
    _line(entry, "id", _id(page, f"story-{numbered(view.id)}"))
    _line(entry, "title", lead.title or numbered(view.id))
    _line(entry, "published", _time(view.opened))
    _line(entry, "updated", _time(view.updated))
    if lead.page:
        SubElement(entry, "link", {"rel": "alternate", "href": plainly(lead.page)})
    _line(SubElement(entry, "author"), "name", lead.source.shown)
    _line(entry, "content", "".join(_reports(view.items[:REPORTS_ELSEWHERE], page.reader))).set("type", "html")


def _reports(placed: Iterable[PlacedItem], reader: Reader) -> Iterable[str]:
    """Who reported it when, each with a link to the article."""
    yield "<ul>"
    for one in placed:
        item = one.item
        outlet = escape(item.source.shown)
        named = f'<a href="{escape(item.page)}">{outlet}</a>' if item.page else outlet
        line = reader.labelled(f"{named}, {escape(reader.moment(item.time))}", escape(item.title))
        yield f"<li>{line}</li>"
    yield "</ul>"


def _id(page: TopicPage, part: str) -> str:
    """For ever the same, and nothing of the secret in it."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{page.site}/{page.topic.id}/{part}").urn


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _line(parent: Element, tag: str, text: str) -> Element:
    made = SubElement(parent, tag)
    made.text = plainly(text)
    return made
