"""Documents of strangers beside feeds: lists of feeds, sitemaps, pages, previews of channels."""

from typing import Any

from hypothesis import strategies as st

from benchmarks.fuzz_targets import EDITS, FuzzTarget, edited, wrong
from newsroom.opml import MOST_FEEDS, NoOpmlError, OpmlFeed, read_opml, write_opml
from watchers.channel_preview import parse_channel_preview
from watchers.discover import MAX_DECLARED, feed_links, sitemap_links
from watchers.news_sitemap import parse_news_sitemap
from watchers.parsed_feed import ParsedFeed
from watchers.source_problem import SourceProblem

_URL = "https://w.example/feed"
_OPML = b"""<?xml version="1.0" encoding="utf-8"?><opml version="2.0"><head><title>Ours</title></head><body>
<outline text="Wires"><outline type="rss" text="Wire &amp; co" xmlUrl="https://w.example/feed"/></outline>
<outline title="Second" XMLURL=" http://b.example/rss?key=1 "/></body></opml>"""
_SITEMAP = b"""<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://w.example/1</loc><news:news>
<news:publication><news:name>Wire</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2026-03-02T09:00:00Z</news:publication_date><news:title>Ferry &amp; crew</news:title>
<news:keywords>sea, ferry</news:keywords></news:news></url><url><loc>/2</loc><lastmod>2026</lastmod></url></urlset>"""
_INDEX = b"""<sitemapindex><sitemap><loc>https://w.example/news.xml</loc></sitemap><sitemap><loc><![CDATA[/b.xml]]></loc>
</sitemap></sitemapindex>"""
_ROBOTS = b"User-agent: *\nDisallow: /x\nSitemap: https://w.example/news.xml\nsitemap : /b.xml\n"
_PAGE = b"""<!doctype html><html><head><base href="/a/"><title>W</title>
<link rel="alternate" type="application/rss+xml" title="All" href="feed.xml">
<link rel='alternate stylesheet' type=application/atom+xml href=//b.example/atom></head><body></body></html>"""
_CHANNEL = b"""<html><body><div class="tgme_widget_message" data-post="wire/7"><div class="tgme_widget_message_text">
<b>Ferry</b> stops<br/>at noon</div><a class="tgme_widget_message_date" href="https://t.me/wire/7">
<time datetime="2026-03-02T09:00:00+00:00">09:00</time></a></div></body></html>"""


def _opml(given: tuple[bytes, Any]) -> None:
    """What is read can be written, and is read again as it was."""
    try:
        feeds = read_opml(edited(*given))
    except NoOpmlError:
        return
    again = read_opml(write_opml("Ours", feeds))
    printable = tuple(feed for feed in feeds if (feed.url + feed.name).isprintable())
    if len(feeds) > MOST_FEEDS or not set(printable) <= set(again):
        raise wrong("a list that is not what was read", feeds, again)


def _opml_names(names: list[tuple[str, str]]) -> None:
    read_opml(write_opml("Ours", [OpmlFeed(url=url, name=name) for url, name in names]))


def _sitemap(given: tuple[bytes, Any]) -> None:
    try:
        _examined(parse_news_sitemap(edited(*given), url=_URL))
    except SourceProblem:
        return


def _channel(given: tuple[bytes, Any]) -> None:
    try:
        _examined(parse_channel_preview(edited(*given), url=_URL))
    except SourceProblem:
        return


def _examined(feed: ParsedFeed) -> None:
    for entry in feed.entries:
        if not entry.guid or not entry.url.startswith(("http://", "https://")):
            raise wrong("an entry without address", entry)


def _page(given: tuple[bytes, Any]) -> None:
    document = edited(*given)
    for links in (feed_links(document, _URL), sitemap_links(document, _URL)):
        if len(links) > MAX_DECLARED or not all(link.startswith(("http://", "https://")) for link in links):
            raise wrong("an address that nobody may visit", links)


def _documents(*documents: bytes) -> st.SearchStrategy[tuple[bytes, Any]]:
    return st.tuples(st.sampled_from(documents), EDITS)


DOCUMENT_TARGETS = {
    "opml": FuzzTarget(_documents(_OPML, _OPML.decode().encode("utf-16")), _opml),
    "opml-names": FuzzTarget(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), max_size=5), _opml_names),
    "sitemap": FuzzTarget(_documents(_SITEMAP, _SITEMAP.decode().encode("utf-16")), _sitemap),
    "page": FuzzTarget(_documents(_PAGE, _INDEX, _ROBOTS), _page),
    "channel": FuzzTarget(_documents(_CHANNEL), _channel),
}
