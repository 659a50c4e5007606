"""Sample feed documents as they are at an instant: pure, so that a tour and a server serve the same."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from html import escape

from bot.local.wires.sample import FeedFormat, Outlet, Quirk, SampleHealth, SampleItem
from bot.local.wires.scenario import Scenario, change_times

NEWEST = 40  # entries in a document; more than any outlet prints in a sample day
_TURN = timedelta(hours=4)  # how long the malformed feed stays broken in one way
_XML = "application/xml"
TYPES = {
    FeedFormat.RSS: "application/rss+xml",
    FeedFormat.ATOM: "application/atom+xml",
    FeedFormat.JSON: "application/feed+json",
}
_ERROR_PAGE = b"<br />\n<b>Warning</b>: feed_query(): sample database has gone away in <b>/srv/feed.php</b> on line 7"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDocument:
    """An answer to a feed request; `etag` comes quoted, and empty with any status but 200."""

    status: int
    body: bytes
    content_type: str
    etag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """A feed document, and from when on it is served."""

    slug: str
    at: datetime
    document: FeedDocument


def feed_document(scenario: Scenario, slug: str, now: datetime, base_url: str) -> FeedDocument:
    """The outlet's feed at `now`: the newest 40 items that have appeared, with the edits due.

    Args:
        scenario: The sample world.
        slug: An outlet's; any other gives 404.
        now: Sample time.
        base_url: The address of the wires, without a slash at its end.
    """
    outlet = scenario.outlet(slug)
    if outlet is None:
        return FeedDocument(status=404, body=b"no such sample outlet\n", content_type="text/plain")
    if outlet.health is SampleHealth.DEAD:
        status = 410 if now >= scenario.gone_at else 503
        return FeedDocument(status=status, body=b"", content_type="text/plain")
    edition = _Edition(scenario=scenario, outlet=outlet, now=now, base_url=base_url)
    body = _RENDER[outlet.format](edition).encode(outlet.encoding, errors="xmlcharrefreplace")
    if outlet.health is SampleHealth.MALFORMED:
        return _broken(body, (now - scenario.starts) // _TURN)
    return _answer(body, f"{TYPES[outlet.format]}; charset={outlet.encoding}")


def captured(scenario: Scenario, base_url: str) -> Iterator[Captured]:
    """Every document that is new, in order of time, from the first poll at `starts` on."""
    before: dict[str, bytes] = {}
    for at in (scenario.starts, *change_times(scenario)):
        for outlet in scenario.outlets:
            document = feed_document(scenario, outlet.slug, at, base_url)
            fingerprint = document.body + bytes([document.status % 256])
            if before.get(outlet.slug) != fingerprint:
                before[outlet.slug] = fingerprint
                yield Captured(slug=outlet.slug, at=at, document=document)


def article_html(outlet: Outlet, item: SampleItem, now: datetime, base_url: str) -> str:
    """The item's text with the outlet's footer under it."""
    title, html = item.as_of(now)
    footer = outlet.footer.format(
        url=f"{base_url}/{outlet.slug}/articles/{item.key}",
        home=f"{base_url}/{outlet.slug}/",
        title=escape(title),
        outlet=escape(outlet.name),
    )
    return f"{html}\n{footer}".strip()


def _answer(body: bytes, content_type: str) -> FeedDocument:
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    return FeedDocument(status=200, body=body, content_type=content_type, etag=etag)


def _broken(body: bytes, turn: int) -> FeedDocument:
    if turn % 2:
        return _answer(_ERROR_PAGE, "text/html")
    # A bare ampersand, an entity that XML lacks, and no closing tags: a lenient parser still finds every item.
    spoilt = body.replace(b"</title>", b" & more&nbsp;</title>", 1).replace(b"</channel>\n</rss>\n", b"")
    return _answer(spoilt, _XML)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edition:
    scenario: Scenario
    outlet: Outlet
    now: datetime
    base_url: str

    @property
    def home(self) -> str:
        return f"{self.base_url}/{self.outlet.slug}/"

    @property
    def items(self) -> tuple[SampleItem, ...]:
        return self.scenario.printed(self.outlet.slug, self.now)[:NEWEST]

    def title(self, item: SampleItem) -> str:
        return item.as_of(self.now)[0]

    def html(self, item: SampleItem) -> str:
        return article_html(self.outlet, item, self.now, self.base_url)

    def link(self, item: SampleItem) -> str:
        path = f"/{self.outlet.slug}/articles/{item.key}"
        return path if Quirk.RELATIVE_LINKS in self.outlet.quirks else self.base_url + path

    def stated(self, item: SampleItem) -> str:
        zone = timezone(timedelta(hours=self.outlet.utc_offset_h))
        return format_datetime(item.published.astimezone(zone))


def _rss(edition: _Edition) -> str:
    outlet = edition.outlet
    entries = "".join(_rss_item(edition, item) for item in edition.items)
    return (
        f'<?xml version="1.0" encoding="{outlet.encoding}"?>\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">\n<channel>\n'
        f"<title>{escape(outlet.name)}</title>\n<link>{edition.home}</link>\n"
        f"<description>{escape(outlet.tagline)}</description>\n<language>{outlet.language}</language>\n"
        f"{entries}</channel>\n</rss>\n"
    )


def _rss_item(edition: _Edition, item: SampleItem) -> str:
    quirks, html = edition.outlet.quirks, edition.html(item)
    lines = [f"<title>{escape(edition.title(item))}</title>", f"<link>{edition.link(item)}</link>"]
    if Quirk.NO_GUIDS not in quirks:
        lines.append(f'<guid isPermaLink="false">{item.guid}</guid>')
    if Quirk.NO_DATES not in quirks:
        lines.append(f"<pubDate>{edition.stated(item)}</pubDate>")
    if Quirk.PICTURES in quirks:
        address = f"https://pictures.{edition.outlet.slug}.example/{item.key}.jpg"
        lines.append(f'<enclosure url="{address}" type="image/jpeg" length="90000"/>')
    credit = edition.scenario.outlet(item.credit) if item.credit else None
    if credit is not None:
        lines.append(f'<source url="{edition.base_url}/{credit.slug}/feed">{escape(credit.name)}</source>')
    if Quirk.FULL_TEXT in quirks:
        lines.append(f"<description>{escape(html.split('</p>', 1)[0] + '</p>')}</description>")
        lines.append(f"<content:encoded><![CDATA[{html}]]></content:encoded>")
    else:
        lines.append(f"<description>{escape(html)}</description>")
    return "<item>\n" + "\n".join(lines) + "\n</item>\n"


def _atom(edition: _Edition) -> str:
    outlet = edition.outlet
    updated = max((item.changed(edition.now) for item in edition.items), default=edition.now)
    entries = "".join(_atom_entry(edition, item) for item in edition.items)
    return (
        f'<?xml version="1.0" encoding="{outlet.encoding}"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.language}">\n'
        f"<title>{escape(outlet.name)}</title>\n<subtitle>{escape(outlet.tagline)}</subtitle>\n"
        f'<id>tag:{outlet.slug}.example,2024:feed</id>\n<link href="{edition.home}"/>\n'
        f'<link rel="self" href="{edition.home}feed"/>\n<updated>{updated.isoformat()}</updated>\n{entries}</feed>\n'
    )


def _atom_entry(edition: _Edition, item: SampleItem) -> str:
    outlet = edition.outlet
    return (
        f"<entry>\n<id>tag:{outlet.slug}.example,2024:{item.key}</id>\n"
        f'<title>{escape(edition.title(item))}</title>\n<link href="{edition.link(item)}"/>\n'
        f"<published>{item.published.isoformat()}</published>\n"
        f"<updated>{item.changed(edition.now).isoformat()}</updated>\n"
        f"<author><name>{escape(outlet.name)} desk</name></author>\n"
        f'<content type="html">{escape(edition.html(item))}</content>\n</entry>\n'
    )


def _json_feed(edition: _Edition) -> str:
    outlet = edition.outlet
    entries = [
        {
            "id": item.guid,
            "url": edition.link(item),
            "title": edition.title(item),
            "content_html": edition.html(item),
            "date_published": item.published.isoformat(),
            "date_modified": item.changed(edition.now).isoformat(),
            "language": item.language,
        }
        for item in edition.items
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "description": outlet.tagline,
        "language": outlet.language,
        "home_page_url": edition.home,
        "feed_url": f"{edition.home}feed",
        "items": entries,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


_RENDER = {FeedFormat.RSS: _rss, FeedFormat.ATOM: _atom, FeedFormat.JSON: _json_feed}
