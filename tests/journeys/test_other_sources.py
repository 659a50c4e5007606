"""Sources that are no feeds: a news sitemap beside the feed of its site, and a Telegram channel's preview."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from aiohttp import web
from sqlalchemy import update

from config.schema import WatchSettings
from newsroom.source import SourceId, SourceKind
from standin.chat_state import SimulatedMessage
from storage import sources, tables
from storage.sources import SourceSpec
from tests.journeys.shift import Shift, shift
from tests.watchers.loopback import serve
from tests.watchers.test_channel_preview import HEAD, post

OLD, NEW = "Bakers meet in Oldtown", "Ferry strike begins at the northern pier"
TEXT = "The ferry crews of the northern pier stopped work at noon, the harbour said on Monday. No boat has left since."
FEED, MAP, CHANNEL = "/feed.xml", "/news.xml", "/s/harbour"


@dataclass(slots=True)
class Site:
    """What it has published; its feed has the texts, its sitemap the headlines."""

    now: datetime
    titles: list[str] = field(default_factory=lambda: [OLD])
    posts: list[str] = field(default_factory=lambda: [OLD])

    async def feed(self, _request: web.Request) -> web.Response:
        items = "".join(
            f"<item><title>{title}</title><link>https://site.example/{number}</link><description>{TEXT}</description></item>"
            for number, title in enumerate(self.titles)
        )
        return web.Response(text=f'<rss version="2.0"><channel><title>Site</title>{items}</channel></rss>')

    async def sitemap(self, _request: web.Request) -> web.Response:
        pages = "".join(
            f"<url><loc>https://site.example/{number}</loc><news:news><news:publication><news:name>Site"
            f"</news:name></news:publication><news:publication_date>{self.now.isoformat()}</news:publication_date>"
            f"<news:title>{title}</news:title></news:news></url>"
            for number, title in enumerate(self.titles)
        )
        return web.Response(text=f"<urlset>{pages}</urlset>", content_type="application/xml")

    async def channel(self, _request: web.Request) -> web.Response:
        posts = "".join(
            post(number, text, time=self.now.isoformat()) for number, text in enumerate(self.posts, start=1)
        )
        return web.Response(text=f"{HEAD}{posts}</section></body></html>", content_type="text/html")


@asynccontextmanager
async def watching(database_url: str, *paths: str) -> AsyncIterator[tuple[Shift, Site, list[SourceId]]]:
    """A chat that tracks “ferry”, a site, and the sources of it that were read once."""
    async with shift(database_url, watch=WatchSettings(allow_private_networks=True)) as desk:
        site = Site(desk.now)
        async with serve({FEED: site.feed, MAP: site.sitemap, CHANNEL: site.channel}) as address:
            specs = [
                SourceSpec(url=f"{address}{path}", name="Harbour", family="harbour", kind=SourceKind.PRIVATE)
                for path in paths
            ]
            async with desk.database.write() as tx:
                await sources.sync_operator_sources(tx, specs, desk.now, 300)
            ids = {one.source.url: one.source.id for one in await desk.database.ask(sources.active_sources)}
            ordered = [ids[spec.url] for spec in specs]
            for source in ordered:
                await visit(desk, source)
            await desk.say("/track ferry")
            await desk.later(minutes=10)
            yield desk, site, ordered


async def visit(desk: Shift, source: SourceId) -> None:
    """It is due now, and no other is."""
    async with desk.database.write() as tx:
        await tx.execute(update(tables.sources).values(next_due_at=desk.now + timedelta(days=1)))
        await tx.execute(update(tables.sources).where(tables.sources.c.id == source).values(next_due_at=desk.now))
    assert await desk.program.desk.poll.tick() == 1
    await desk.program.desk.poll.finish()
    await desk.program.decide_and_send()


def alerts(desk: Shift) -> list[SimulatedMessage]:
    return [message for message in desk.sent() if "matched: " in message.text]


@pytest.mark.parametrize("first", [0, 1], ids=["the feed first", "the sitemap first"])
async def test_an_item_that_a_feed_and_a_sitemap_both_carry_is_one_alert_of_one_outlet(
    either_database: str, first: int
) -> None:
    async with watching(either_database, FEED, MAP) as (desk, site, ids):
        site.titles.append(NEW)
        await visit(desk, ids[first])
        (alert,) = alerts(desk)
        await desk.later(minutes=10)
        await visit(desk, ids[1 - first])
        await desk.later(minutes=20)
        assert alerts(desk) == [alert]
        assert NEW in alert.text
        assert "1 outlet" in alert.text
        assert "+ Harbour" not in alert.text, "the outlet was counted beside itself"


async def test_a_post_of_a_channel_is_an_alert_with_its_own_text_time_and_link(either_database: str) -> None:
    async with watching(either_database, CHANNEL) as (desk, site, (source,)):
        site.now = desk.now
        site.posts.append(f"<b>{NEW}</b><br/><br/>{TEXT}")
        await visit(desk, source)
        (alert,) = alerts(desk)
        assert NEW in alert.text
        assert "stopped work at noon" in alert.text
        assert any("t.me/Harbour/2" in str(button.get("url")) for row in alert.keyboard or () for button in row)
        assert f"{desk.now:%H:%M}" in alert.text


async def test_a_post_that_is_edited_changes_its_alert(either_database: str) -> None:
    async with watching(either_database, CHANNEL) as (desk, site, (source,)):
        site.posts.append(f"{NEW}<br/>{TEXT}")
        await visit(desk, source)
        site.posts[1] = f"{NEW} and ends at once<br/>{TEXT}"
        await desk.later(minutes=10)
        await visit(desk, source)
        assert ["and ends at once" in message.text for message in alerts(desk)] == [True]
