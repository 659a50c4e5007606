from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from newsroom.clean_entry import CleanEntry
from storage import intake, sources
from storage.columns import AnyRow
from storage.database import Bell, Database
from storage.intake import Taken
from storage.items import items_by_id
from storage.tables import item_versions, items, queue
from tests.builders import NOW, at, entry, spec

PAGE = "https://outlet1.example/page"


@pytest.fixture
async def watched(database: Database) -> Database:
    """Two sources, nothing read yet."""
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(1), spec(2)], NOW, 300)
    return database


async def poll(
    database: Database, *entries: CleanEntry, minutes: float = 0, source: int = 1, background: bool = False
) -> Taken:
    taken = Taken()
    for chunk in intake.chunks(entries):
        async with database.write() as tx:
            taken += await intake.take(tx, source, chunk, at(minutes), background=background)
    return taken


async def rows(database: Database) -> Sequence[AnyRow]:
    async with database.read() as connection:
        found: Sequence[AnyRow] = (await connection.execute(select(items).order_by(items.c.id))).all()
        return found


async def queued(database: Database) -> list[tuple[str, int]]:
    async with database.read() as connection:
        found = await connection.execute(select(queue).order_by(queue.c.id))
        return [(row.kind, row.item_id) for row in found]


async def test_a_new_entry_is_kept_and_queued_and_the_desk_is_woken(watched: Database) -> None:
    assert await poll(watched, entry("a"), entry("b", "Tram stops")) == Taken(new=2)
    assert await queued(watched) == [("item", 1), ("item", 2)]
    assert watched.quiet(Bell.DESK)
    kept = (await rows(watched))[0]
    assert (kept.key, kept.version, kept.arrived_at, kept.decided_at) == ("a", 1, NOW, None)


async def test_items_of_one_source_share_its_value(watched: Database) -> None:
    """The desk has 50,000 items in memory, of a few sources."""
    await poll(watched, entry("a"), entry("b", "Tram stops"))
    one, other = (await watched.ask(lambda c: items_by_id(c, [1, 2]))).values()
    assert one.source is other.source


async def test_the_same_document_once_more_brings_nothing(watched: Database) -> None:
    document = [entry("a"), entry("b", "Tram stops"), entry("c", "Bus stops")]
    await poll(watched, *document)
    watched.quiet(Bell.DESK)
    assert await poll(watched, *reversed(document), minutes=5) == Taken(known=3)
    assert len(await queued(watched)) == 3
    assert not watched.quiet(Bell.DESK)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(entry("a"), entry("a"), Taken(known=1), id="the same in every way"),
        pytest.param(entry("a", url=PAGE), entry("a", url=PAGE + "2"), Taken(known=1), id="by guid, at a new address"),
        pytest.param(entry("a", url=PAGE), entry("z", url=PAGE), Taken(known=1), id="by address, under a new guid"),
        pytest.param(entry("a", url=PAGE), entry("z", url=""), Taken(known=1), id="by text, where both are new"),
        pytest.param(entry("a"), entry("a", "Ferry runs again"), Taken(edited=1), id="a new headline under its guid"),
        pytest.param(
            entry("a", url=PAGE),
            entry("z", "Ferry runs again", url=PAGE),
            Taken(edited=1),
            id="a new headline at its address under a new guid",
        ),
        pytest.param(
            entry("a", url=""), entry("z", "Ferry runs again", url=""), Taken(new=1), id="no address, all else new"
        ),
        pytest.param(entry("a"), entry("z", "Tram stops"), Taken(new=1), id="another item"),
    ],
)
async def test_an_entry_is_known_by_guid_then_address_then_text(
    watched: Database, before: CleanEntry, after: CleanEntry, expected: Taken
) -> None:
    await poll(watched, before)
    assert await poll(watched, after, minutes=5) == expected


async def test_a_feed_that_changes_every_guid_every_hour_floods_nobody(watched: Database) -> None:
    def document(hour: int) -> list[CleanEntry]:
        return [entry(f"{hour}-{n}", f"Headline {n}", url=f"{PAGE}/{n}") for n in range(30)]

    await poll(watched, *document(0))
    for hour in range(1, 5):
        assert await poll(watched, *document(hour), minutes=60 * hour) == Taken(known=30)


async def test_an_address_that_a_document_gives_to_several_entries_is_no_identity(watched: Database) -> None:
    live = [entry("1", "First update", url=PAGE), entry("2", "Second update", url=PAGE)]
    assert await poll(watched, *live) == Taken(new=2)
    assert await poll(watched, *live, entry("3", "Third update", url=PAGE), minutes=5) == Taken(new=1, known=2)


async def test_the_text_of_another_source_is_no_identity(watched: Database) -> None:
    await poll(watched, entry("a"))
    assert await poll(watched, entry("a"), source=2) == Taken(new=1)


async def test_an_edit_keeps_the_version_that_it_replaces_and_is_queued(watched: Database) -> None:
    await poll(watched, entry("a", "38 killed"))
    await poll(watched, entry("a", "39 killed"), minutes=5)
    await poll(watched, entry("a", "40 killed"), minutes=9)
    (item,) = await rows(watched)
    assert (item.title, item.version, item.arrived_at) == ("40 killed", 3, NOW)
    async with watched.read() as connection:
        versions = (await connection.execute(select(item_versions).order_by(item_versions.c.version))).all()
        payloads = (await connection.execute(select(queue.c.payload).order_by(queue.c.id))).scalars().all()
    assert [(v.version, v.title, v.replaced_at) for v in versions] == [
        (1, "38 killed", at(5)),
        (2, "39 killed", at(9)),
    ]
    assert await queued(watched) == [("item", 1), ("edit", 1), ("edit", 1)]
    assert payloads == [None, {"to": 2}, {"to": 3}]


async def test_an_edit_taken_back_is_an_edit_too(watched: Database) -> None:
    await poll(watched, entry("a", "38 killed"))
    await poll(watched, entry("a", "39 killed"), minutes=5)
    assert await poll(watched, entry("a", "38 killed"), minutes=9) == Taken(edited=1)


async def test_what_a_first_poll_brings_is_background(watched: Database) -> None:
    await poll(watched, entry("a"), background=True)
    await poll(watched, entry("b", "Tram stops"), minutes=5)
    assert [row.background for row in await rows(watched)] == [True, False]


@pytest.mark.parametrize(
    ("says", "kept"),
    [
        pytest.param(at(-90), at(-90), id="the past as it is"),
        pytest.param(at(600), NOW, id="tomorrow was seen today"),
        pytest.param(None, None, id="nothing stays nothing"),
    ],
)
async def test_a_date_is_never_later_than_our_own_clock(watched: Database, says: object, kept: object) -> None:
    await poll(watched, entry("a", published=says))  # type: ignore[arg-type] # a row of the table above
    assert (await rows(watched))[0].published == kept


@pytest.mark.parametrize(
    ("hours_into_day", "kept"),
    [
        pytest.param(9, None, id="that day: it counts as published when it is read"),
        pytest.param(35, None, id="it is that day still in the Pacific"),
        pytest.param(37, datetime(2026, 11, 20, 23, 59, 59, tzinfo=UTC), id="it is over everywhere"),
    ],
)
async def test_of_a_day_alone_nothing_is_taken_for_older_than_it_may_be(
    watched: Database, hours_into_day: int, kept: datetime | None
) -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC) + timedelta(hours=hours_into_day)
    dated = replace(entry("a"), published=None, published_day=date(2026, 11, 20))
    async with watched.write() as tx:
        await intake.take(tx, 1, [dated], now, background=False)
    assert [row.published for row in await rows(watched)] == [kept]


async def test_what_was_told_first_is_decided_first(watched: Database) -> None:
    await poll(watched, entry("new", "C", published=at(-1)), entry("old", "A", published=at(-9)), entry("?", "D"))
    assert [row.key for row in await rows(watched)] == ["old", "new", "?"]


async def test_paragraphs_are_counted_once_for_each_new_item(watched: Database) -> None:
    footer, lead = -(2**63), 2**63 - 1
    document = [
        entry("a", "A", hashes=(footer, footer, lead)),
        entry("b", "B", hashes=(footer,)),
    ]
    await poll(watched, *document)
    await poll(watched, *document, minutes=5)
    await poll(watched, entry("a", "A, edited", hashes=(footer,)), minutes=9)
    async with watched.write() as tx:
        assert await intake.paragraph_counts(tx.connection, 1, at(-60)) == ({footer: 2}, 2)
        assert await intake.paragraph_counts(tx.connection, 1, at(60)) == ({}, 0)
        assert await intake.paragraph_counts(tx.connection, 2, at(-60)) == ({}, 0)


async def test_ten_thousand_new_entries_are_taken_in_chunks_that_let_others_write(watched: Database) -> None:
    many = [entry(f"{n}", f"Headline {n}", hashes=(7, n + 8)) for n in range(10_000)]
    pieces = intake.chunks(many)
    assert max(len(piece) for piece in pieces) <= 200
    assert [e for piece in pieces for e in piece] == many
    assert await poll(watched, *many[:1_000]) == Taken(new=1_000)
    assert await poll(watched, *many[:1_000], minutes=5) == Taken(known=1_000)


async def test_a_hostile_entry_is_kept_whole(watched: Database, kind_of_database: str) -> None:
    """But for the one character that PostgreSQL's texts can't hold."""
    title = "\x00\x1b\u202e" + "A" * 100_000 + "😀"
    await poll(watched, entry("a", title, text="", url=""))
    kept = title.replace("\x00", "\ufffd") if kind_of_database == "postgresql" else title
    assert (await rows(watched))[0].title == kept
    assert await poll(watched, entry("a", title, text="", url=""), minutes=5) == Taken(known=1)
