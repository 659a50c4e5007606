"""What people say of a source counts from the next report on, in a desk that runs as in one that was restarted."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from desk.loop import DeskLoop
from newsroom.chat import ChatId
from newsroom.clock import Clock
from newsroom.desk.state import AlertRules
from newsroom.matching.query import parse
from newsroom.source import Source, SourceId
from storage import chats, intake, source_words, sources, topics
from storage.database import Database
from storage.tables import cards
from storage.tables import sources as source_table
from tests.builders import CHAT, NOW, entry, place, spec
from tests.desk.test_own_voices import REPORTS


async def modes(database: Database, *, joined: bool, restarted: bool, for_all: bool) -> list[str]:
    """The chat's cards where two outlets and a third report one fire; the third is the first's publisher, it is said."""
    now = NOW
    clock = Clock(lambda: now)
    desk = DeskLoop(database, AlertRules(), clock)
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Desk", None, None, "UTC", NOW)
        await topics.track(tx, place(CHAT), parse("zeppelin"), 1, NOW, min_independent=3)
        await sources.sync_operator_sources(
            tx, [spec(number) for number in (1, 2, *([3] if for_all else []))], NOW, 300
        )
        if not for_all:
            await sources.add_chat_source(tx, spec(3), CHAT, NOW, 300)
    for number, report in ((3, REPORTS[2]), (1, REPORTS[0]), (2, REPORTS[1])):
        now += timedelta(minutes=5)
        async with database.write() as tx:
            taken = entry(f"{number}", *report, url=f"https://outlet{number}.example/a", published=now)
            await intake.take(tx, number, [taken], now, background=False)
        while await desk.turn():
            pass
        if number == 3 and joined:
            await declared(database, SourceId(number), for_all=for_all)
            desk = DeskLoop(database, AlertRules(), clock) if restarted else desk
    async with database.read() as connection:
        return list((await connection.execute(select(cards.c.mode).where(cards.c.chat_id == CHAT))).scalars())


async def declared(database: Database, number: SourceId, *, for_all: bool) -> None:
    third = (await database.ask(source_words.all_sources))[number]
    async with database.write() as tx:
        if for_all:
            await source_words.set_family(tx, third.id, "family-1")
        else:
            await source_words.join(tx, third, ChatId(CHAT), "family-1")


@pytest.mark.parametrize("for_all", [True, False])
async def test_three_publishers_are_three_voices(database: Database, *, for_all: bool) -> None:
    assert await modes(database, joined=False, restarted=False, for_all=for_all) == ["alert"]


@pytest.mark.parametrize("for_all", [True, False])
@pytest.mark.parametrize("restarted", [True, False])
async def test_who_is_said_to_be_anothers_is_no_voice_more(
    database: Database, *, for_all: bool, restarted: bool
) -> None:
    assert "alert" not in await modes(database, joined=True, restarted=restarted, for_all=for_all)


async def source_row(database: Database) -> Source:
    return (await database.ask(source_words.all_sources))[SourceId(1)]


async def test_an_owners_word_outlives_the_next_start_and_is_taken_back_to_what_the_list_says_by_then(
    database: Database,
) -> None:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(1)], NOW, 300)
        await source_words.rename(tx, 1, "Harbour Wire")
        await source_words.set_family(tx, 1, "Harbour Press")
        await sources.sync_operator_sources(tx, [spec(1)], NOW, 300)
    assert (await source_row(database)).name == "Harbour Wire"
    assert (await source_row(database)).family == "Harbour Press"
    async with database.write() as tx:
        assert await source_words.as_listed(tx, 1) == "family-1"
        assert await source_words.as_listed(tx, 1) is None
        await source_words.rename(tx, 1, "Sample Outlet 1")
        rows = (await tx.execute(select(source_table.c.listed_name, source_table.c.listed_family))).one()
    assert tuple(rows) == (None, None), "as in the list, it follows the list again"


async def test_a_chats_word_is_about_all_its_feeds_of_that_domain_and_no_one_elses(database: Database) -> None:
    async with database.write() as tx:
        for number, family in ((1, "site.example"), (2, "site.example"), (3, "other.example")):
            await sources.add_chat_source(tx, _of(number, family), CHAT, NOW, 300)
        await sources.add_chat_source(tx, _of(1, "site.example"), -5, NOW, 300)
        first = (await source_words.all_sources(tx.connection))[SourceId(1)]
        await source_words.join(tx, first, ChatId(CHAT), "Reuters")
        rows = await tx.execute(select(source_table.c.joined_family).order_by(source_table.c.id))
        assert list(rows.scalars()) == ["Reuters", "Reuters", None, None]


def _of(number: int, family: str) -> sources.SourceSpec:
    asked = spec(number)
    return sources.SourceSpec(url=asked.url, name=asked.name, family=family, kind=asked.kind)
