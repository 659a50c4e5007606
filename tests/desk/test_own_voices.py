"""How many voices a chat's own feeds are: as many as the domains that they come from, whatever they are called."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from desk.loop import DeskLoop
from newsroom.chat import ChatId
from newsroom.clock import Clock
from newsroom.desk.state import AlertRules
from newsroom.matching.query import parse
from newsroom.source import SourceKind
from newsroom.stories.publishers import family_of
from storage import chats, intake, sources, topics
from storage.database import Database, Transaction
from storage.sources import SourceSpec
from storage.tables import cards
from tests.builders import CHAT, NOW, entry, place

REPORTS = (
    (
        "Zeppelin burns at Sundby, 9 killed",
        "A zeppelin burned at the field of Sundby at noon. Nine people were killed.",
    ),
    ("Nine dead as zeppelin burns at Sundby", "Nine died when a zeppelin caught fire at Sundby, the mayor said."),
    ("Sundby: zeppelin fire kills nine", "Firemen fought the zeppelin fire at Sundby for hours; nine people are dead."),
)


async def alerted(database: Database, feeds: list[tuple[str, str]]) -> list[str]:
    """The modes of the chat's cards, where each feed (address, name) of its own brings one report of the same fire."""
    now = NOW
    desk = DeskLoop(database, AlertRules(), Clock(lambda: now))
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Desk", None, None, "UTC", NOW)
        await topics.track(tx, place(CHAT), parse("zeppelin"), 1, NOW, min_independent=3)
        added = [await _added(tx, url, name) for url, name in feeds]
    for source, report in zip(added, REPORTS, strict=True):
        now += timedelta(minutes=5)
        async with database.write() as tx:
            taken = entry(str(source), *report, url=f"https://outlet{source}.example/a", published=now)
            await intake.take(tx, source, [taken], now, background=False)
        while await desk.turn():
            pass
    async with database.read() as connection:
        return list((await connection.execute(select(cards.c.mode).where(cards.c.chat_id == CHAT))).scalars())


async def _added(tx: Transaction, url: str, name: str) -> int:
    spec = SourceSpec(url=url, name=name, family=family_of(url, {}), kind=SourceKind.PRIVATE)
    return await sources.add_chat_source(tx, spec, ChatId(CHAT), NOW, 300) or 0


@pytest.mark.parametrize("names", [("Courier", "Bulletin", "Gazette"), ("Reuters", "AFP", "dpa")])
async def test_three_feeds_of_one_domain_are_one_voice_whatever_they_are_called(
    database: Database, names: tuple[str, str, str]
) -> None:
    """Agencies' names are refused at the door; here they came in by it before it was shut."""
    hosts = ("a.site.example", "b.site.example", "site.example")
    feeds = [(f"https://{host}/rss", name) for host, name in zip(hosts, names, strict=True)]
    assert "alert" not in await alerted(database, feeds)


async def test_three_feeds_of_three_domains_are_three_voices_in_their_chat(database: Database) -> None:
    feeds = [(f"https://{name.lower()}.example/rss", name) for name in ("Courier", "Bulletin", "Gazette")]
    assert await alerted(database, feeds) == ["alert"]
