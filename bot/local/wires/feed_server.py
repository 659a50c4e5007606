"""The sample wires over loopback HTTP."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from html import escape

from aiohttp import web

from bot.local.wires.feed_documents import TYPES, article_html, feed_document
from bot.local.wires.sample import Outlet
from bot.local.wires.scenario import Scenario

_SHUTDOWN_S = 0.5
_HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wires:
    """Sample wires being served; `base_url` has no slash at its end."""

    base_url: str

    @property
    def port(self) -> int:
        """Where they are served on loopback."""
        return int(self.base_url.rpartition(":")[2])


@asynccontextmanager
async def serve_wires(scenario: Scenario, clock: Callable[[], datetime], port: int = 0) -> AsyncIterator[Wires]:
    """Serve the scenario on loopback while the context is open.

    Args:
        scenario: The sample world.
        clock: Sample time, asked at every request.
        port: 0 for any free one.

    Raises:
        OSError: The port is taken; choose another or 0.
    """
    runner = web.AppRunner(_application(scenario, clock), access_log=None, shutdown_timeout=_SHUTDOWN_S)
    await runner.setup()
    try:
        site = web.TCPSite(runner, _HOST, port)
        await site.start()
        yield Wires(base_url=f"http://{_HOST}:{runner.addresses[0][1]}")
    finally:
        await runner.cleanup()


def _application(scenario: Scenario, clock: Callable[[], datetime]) -> web.Application:
    pages = _Pages(scenario=scenario, clock=clock)
    application = web.Application()
    application.add_routes(
        [
            web.get("/", pages.index),
            web.get("/{slug}", pages.home),
            web.get("/{slug}/", pages.home),
            web.get("/{slug}/feed", pages.feed),
            web.get("/{slug}/articles/{key}", pages.article),
        ]
    )
    return application


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pages:
    scenario: Scenario
    clock: Callable[[], datetime]

    async def index(self, _request: web.Request) -> web.Response:
        rows = "".join(
            f'<li><a href="/{outlet.slug}/">{escape(outlet.name)}</a> ({outlet.kind}, {outlet.language}): '
            f"{escape(outlet.tagline)}</li>"
            for outlet in self.scenario.outlets
        )
        return _page("Sample wires", f"<h1>Sample wires</h1><p>{self.clock():%d %b %Y %H:%M} UTC</p><ul>{rows}</ul>")

    async def home(self, request: web.Request) -> web.Response:
        outlet = self._outlet(request)
        rows = "".join(
            f'<li><a href="/{outlet.slug}/articles/{item.key}">{escape(item.as_of(self.clock())[0])}</a></li>'
            for item in self.scenario.printed(outlet.slug, self.clock())
        )
        link = f'<link rel="alternate" type="{TYPES[outlet.format]}" href="/{outlet.slug}/feed">'
        return _page(outlet.name, f"<h1>{escape(outlet.name)}</h1><ul>{rows}</ul>", head=link, outlet=outlet)

    async def feed(self, request: web.Request) -> web.Response:
        slug = request.match_info["slug"]
        document = feed_document(self.scenario, slug, self.clock(), _base_url(request))
        if document.etag and any(f'"{tag.value}"' == document.etag for tag in request.if_none_match or ()):
            return web.Response(status=304, headers={"ETag": document.etag})
        response = web.Response(
            status=document.status, body=document.body, headers={"Content-Type": document.content_type}
        )
        if document.etag:
            response.headers["ETag"] = document.etag
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            response.enable_compression(web.ContentCoding.gzip)
        return response

    async def article(self, request: web.Request) -> web.Response:
        outlet, now = self._outlet(request), self.clock()
        item = self.scenario.item(outlet.slug, request.match_info["key"])
        if item is None or item.at > now:
            raise web.HTTPNotFound(text="no such sample article")
        title = escape(item.as_of(now)[0])
        body = article_html(outlet, item, now, _base_url(request))
        return _page(item.as_of(now)[0], f"<article><h1>{title}</h1>{body}</article>", outlet=outlet)

    def _outlet(self, request: web.Request) -> Outlet:
        outlet = self.scenario.outlet(request.match_info["slug"])
        if outlet is None:
            raise web.HTTPNotFound(text="no such sample outlet")
        return outlet


def _base_url(request: web.Request) -> str:
    return f"{request.scheme}://{request.host}"


def _page(title: str, body: str, *, head: str = "", outlet: Outlet | None = None) -> web.Response:
    language = outlet.language if outlet else "en"
    text = (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>{head}'
        "<style>body{font:16px/1.5 sans-serif;max-width:40em;margin:2em auto;padding:0 1em}</style></head>"
        f"<body>{body}<hr><p>Sample text of Wirewatch's local mode: no outlet here is real.</p></body></html>"
    )
    return web.Response(text=text, content_type="text/html")
