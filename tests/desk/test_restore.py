"""A desk restarted at any point decides exactly as one that never stopped."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.local.wires.feed_documents import captured
from bot.local.wires.scenario import load_scenario
from desk.kept_files import KeptFiles
from desk.loop import DeskLoop
from desk.restore import restore
from desk.text_file import TextFile
from desk.window_file import WindowFile
from newsroom.chat import MAIN_THREAD, ChatId, Place, QuietHours
from newsroom.clean_entry import CleanEntry
from newsroom.clock import Clock
from newsroom.desk.corrections import CorrectionKind
from newsroom.desk.state import AlertRules
from newsroom.item import ItemId
from newsroom.matching.query import parse
from storage import chats, corrections, intake, sources, topics
from storage.database import Database
from storage.tables import cards, claims, deliveries, disagreements, item_versions, items, matches, queue, stories
from tests.builders import CHAT, GROUP, NOW, at, entry, place, source, spec
from watchers.entry_cleaning import clean_entries
from watchers.feed_document import parse_feed
from watchers.source_problem import SourceProblem

NIGHT = QuietHours(start=22 * 60, end=7 * 60, break_at=3)
DECIDED = {
    "items": select(
        items.c.id, items.c.story_id, items.c.placement, items.c.placed_of, items.c.likeness_pct, items.c.placed_why
    ),
    "stories": select(
        stories.c.id,
        stories.c.version,
        stories.c.outlets,
        stories.c.independent,
        stories.c.related_to,
        stories.c.updated_at,
    ),
    "matches": select(matches.c.item_id, matches.c.topic_id, matches.c.tier, matches.c.words),
    "claims": select(claims.c.item_id, claims.c.slot, claims.c.stated_at),
    "disagreements": select(disagreements.c.slot, disagreements.c.kind, disagreements.c.item_a, disagreements.c.item_b),
    "edits": select(item_versions.c.item_id, item_versions.c.version, item_versions.c.verdict, item_versions.c.changed),
    "cards": select(cards.c.chat_id, cards.c.thread_id, cards.c.story_id, cards.c.mode, cards.c.why),
    "deliveries": select(
        deliveries.c.id,
        deliveries.c.chat_id,
        deliveries.c.thread_id,
        deliveries.c.kind,
        deliveries.c.card_id,
        deliveries.c.payload,
        deliveries.c.due_at,
    ),
}


@dataclass(frozen=True)
class Document:
    """What one feed says at an instant."""

    at: datetime
    source: int
    entries: tuple[CleanEntry, ...]


@dataclass
class Newsroom:
    """A desk under a clock that the test moves; `fresh` puts a new desk in the old one's place."""

    database: Database
    now: datetime = NOW
    most_items: int = 50_000
    texts: TextFile | None = None
    kept: WindowFile | None = None

    def __post_init__(self) -> None:
        self.fresh()

    def fresh(self) -> None:
        clock, files = Clock(lambda: self.now), KeptFiles(texts=self.texts, window=self.kept)
        self.desk = DeskLoop(self.database, AlertRules(), clock, most_items=self.most_items, files=files)

    async def read(self, document: Document, *, background: bool) -> None:
        self.now = document.at
        for chunk in intake.chunks(document.entries):
            async with self.database.write() as tx:
                await intake.take(tx, document.source, chunk, self.now, background=background)

    async def decide(self) -> None:
        while await self.desk.turn():
            pass

    async def decided(self) -> dict[str, list[tuple[Any, ...]]]:
        async with self.database.read() as connection:
            assert (await connection.execute(select(queue))).first() is None
            return {
                name: [
                    tuple(row) for row in await connection.execute(query.order_by(*list(query.selected_columns)[:4]))
                ]
                for name, query in DECIDED.items()
            }


Restarts = Callable[[int], bool]


async def track(database: Database) -> None:
    """Three chats: a reporter who sleeps, a desk of two threads that waits for two publishers, a channel."""
    queries = ("azerbaijan", "exampleville flood", "ukraine OR україна", "ferry", "flood", "title:ferry")
    places = [place(), place(), place(), place(GROUP, 5), place(GROUP, 6), Place(chat=ChatId(-7), thread=MAIN_THREAD)]
    async with database.write() as tx:
        for chat_id, kind in ((CHAT, "private"), (GROUP, "supergroup"), (-7, "channel")):
            await chats.meet(tx, chat_id, kind, "Desk", None, None, "Europe/Kyiv", NOW)
        await chats.set_quiet(tx, CHAT, NIGHT)
        for query, where in zip(queries, places, strict=True):
            least = 2 if where.thread == 5 else 1
            await topics.track(tx, where, parse(query), 1, NOW, min_independent=least, confirm_at=2)


async def played(
    folder: Path,
    documents: Sequence[Document],
    restarts: Restarts,
    most_items: int = 50_000,
    texts: TextFile | None = None,
    stops: Restarts = lambda _: False,
) -> dict[str, list[tuple[Any, ...]]]:
    database = Database(f"sqlite:///{folder}/wirewatch.db")
    await database.open()
    try:
        async with database.write() as tx:
            await sources.sync_operator_sources(tx, [spec(n) for n in range(1, 12)], NOW, 300)
        await track(database)
        kept = WindowFile(folder / "wirewatch.db.window", encoded=False)
        room = Newsroom(database, most_items=most_items, texts=texts, kept=kept)
        known: set[int] = set()
        for number, document in enumerate(documents):
            await room.read(document, background=document.source not in known and document.at == documents[0].at)
            known.add(document.source)
            if stops(number):
                await room.desk.keep_window()
            if restarts(number):
                room.fresh()
            await room.decide()
        return await room.decided()
    finally:
        await database.close()


@cache
def sample_days() -> tuple[Document, ...]:
    """The sample wires as they are polled: three days, reprints, edits and a contradiction among them."""
    scenario = load_scenario()
    numbers = {outlet.slug: number for number, outlet in enumerate(scenario.outlets, start=1)}
    found = []
    for document in captured(scenario, "http://wires.example"):
        number = numbers[document.slug]
        try:
            feed = parse_feed(document.document.body, "http://wires.example", document.document.content_type)
        except SourceProblem:
            continue
        found.append(Document(document.at, number, tuple(clean_entries(feed.entries, source(number), frozenset()))))
    return tuple(found)


def made_document(number: int, key: str, title: str, text: str, minutes: float) -> Document:
    return Document(at(minutes), number, (entry(key, title, text, published=at(minutes)),))


DAY = 24 * 60
SINKING = "A river ferry sank near Lower Quay in Exampleville; rescuers said {} people were killed."
TRAPS = (
    made_document(1, "a", "Ferry sinks near Lower Quay, 38 killed", SINKING.format(38), 0),
    made_document(
        2, "b", "Ferry sinks at Lower Quay: 38 killed", SINKING.format(38) + " Divers went on searching.", 30
    ),
    made_document(
        3, "c", "Ferry disaster at Lower Quay kills 67", SINKING.format(67) + " The mayor spoke at the pier.", 60
    ),
    made_document(
        3, "c", "Ferry disaster at Lower Quay kills 38", SINKING.format(38) + " The mayor spoke at the pier.", 90
    ),
    made_document(1, "a", "Correction: tram halts near Upper Square", "The tram halted near Upper Square.", 120),
    made_document(
        2, "d", "Ferry owner speaks after sinking at Lower Quay", SINKING.format(38) + " The owner wept.", 150
    ),
    made_document(4, "e", "Bakery opens on Upper Square", "A bakery opened on Upper Square.", 6 * DAY),
    made_document(2, "b", "Ferry sinks at Lower Quay: 41 killed", SINKING.format(41) + " Divers went on.", 9 * DAY),
    made_document(5, "f", "Ferry inquiry: 52 killed at Lower Quay", SINKING.format(52), 9 * DAY + 30),
    made_document(5, "g", "Ferry sails again from Lower Quay", "The ferry sails again from Lower Quay.", 9 * DAY + 60),
)
# The newest claims are taken back by an edit: the desk may then hold no older ones in their place.
TAKEN_BACK = (
    *TRAPS[:3],
    made_document(3, "c", "Ferry sails again at Lower Quay", "The mayor spoke at the pier.", 90),
    made_document(6, "h", "Ferry inquiry: 41 killed at Lower Quay", SINKING.format(41), 100),
    made_document(7, "i", "Ferry inquiry: 39 killed at Lower Quay", SINKING.format(39), 110),
)
SPEAKER = made_document(4, "s", "Ukraine elects a speaker", "The parliament of Ukraine elected a speaker.", DAY)


@pytest.mark.parametrize(
    ("documents", "restarts", "most_items"),
    [
        pytest.param(lambda: TRAPS, lambda _: True, 50_000, id="edits of every kind, a restart at each"),
        pytest.param(lambda: TRAPS, lambda _: True, 3, id="no more than three items held, a restart at each"),
        pytest.param(lambda: TAKEN_BACK, lambda _: True, 4, id="no more than four claims held, a restart at each"),
        # The whole of the days with a restart at each of the 138 documents has been run too: alike, 20 s on one core.
        pytest.param(
            lambda: sample_days()[:24], lambda n: n % 5 == 3, 50_000, id="a sample day, now and then a restart"
        ),
    ],
)
async def test_a_restarted_desk_decides_as_one_that_never_stopped_and_has_all_texts_in_memory(
    tmp_path: Path, documents: Callable[[], Sequence[Document]], restarts: Restarts, most_items: int
) -> None:
    (tmp_path / "steady").mkdir()
    (tmp_path / "restarted").mkdir()
    steady = await played(tmp_path / "steady", documents(), lambda _: False, most_items)
    texts = TextFile(tmp_path / "restarted")
    restarted = await played(tmp_path / "restarted", documents(), restarts, most_items, texts)
    assert len(texts) > 0
    assert all(steady.values()), "each kind of row must be there to be compared"
    for name, rows in steady.items():
        assert restarted[name] == rows, name


@pytest.mark.parametrize(
    ("documents", "stops", "most_items"),
    [
        pytest.param(lambda: TRAPS, lambda _: True, 50_000, id="edits of every kind, stopped at each"),
        pytest.param(lambda: TRAPS, lambda n: n % 3 == 1, 50_000, id="stopped at each third, killed at the others"),
        pytest.param(lambda: TRAPS, lambda n: n % 3 == 1, 3, id="no more than three items held"),
        # The whole of the sample days, stopped at each seventh document and killed at each other, has been run: alike.
    ],
)
async def test_a_desk_that_takes_over_its_window_decides_as_one_that_never_stopped(
    tmp_path: Path, documents: Callable[[], Sequence[Document]], stops: Restarts, most_items: int
) -> None:
    """Started anew at each document: the window was kept just now, or some decisions ago."""
    (tmp_path / "steady").mkdir()
    (tmp_path / "restarted").mkdir()
    steady = await played(tmp_path / "steady", documents(), lambda _: False, most_items)
    restarted = await played(tmp_path / "restarted", documents(), lambda _: True, most_items, stops=stops)
    for name, rows in steady.items():
        assert restarted[name] == rows, name


async def test_an_item_edited_before_it_was_decided_is_decided_as_it_came(tmp_path: Path) -> None:
    """Its first words place it; the edit is judged against them."""
    at_once = await played(
        tmp_path,
        [made_document(1, "a", "Ferry hits pier, 3 hurt", "The ferry hit a pier; 3 people were hurt.", 0)],
        lambda _: False,
    )
    database = Database(f"sqlite:///{tmp_path}/late/wirewatch.db")
    await database.open()
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(1)], NOW, 300)
    room = Newsroom(database)
    await room.read(
        made_document(1, "a", "Ferry hits pier, 3 hurt", "The ferry hit a pier; 3 people were hurt.", 0),
        background=False,
    )
    await room.read(
        made_document(1, "a", "Ferry hits pier, 5 hurt", "The ferry hit a pier; 5 people were hurt.", 1),
        background=False,
    )
    await room.decide()
    late = await room.decided()
    await database.close()
    assert [row[:3] for row in late["items"]] == [row[:3] for row in at_once["items"]]
    assert [row[:3] for row in late["edits"]] == [(1, 1, "figure_changed")]


async def test_an_edit_after_its_story_has_closed_changes_no_card(tmp_path: Path) -> None:
    before = await played(tmp_path, TRAPS[:7], lambda _: False)
    (tmp_path / "after").mkdir()
    after = await played(tmp_path / "after", TRAPS[:8], lambda _: False)
    assert after["stories"] == before["stories"]
    assert after["deliveries"] == before["deliveries"]
    assert len(after["edits"]) == len(before["edits"]) + 1


async def test_a_desk_knows_the_told_headlines_of_the_items_that_it_holds_and_no_others(tmp_path: Path) -> None:
    """They came back from the table of cards for seven days, however few items the desk may hold."""
    await played(tmp_path, [*TRAPS[:2], SPEAKER], lambda _: False)
    database = Database(f"sqlite:///{tmp_path}/wirewatch.db")
    await database.open()
    now = SPEAKER.at
    (many, _), (few, _) = await restore(database, now), await restore(database, now, most_items=1)
    await database.close()
    assert {item for _, item in few.announced} < {item for _, item in many.announced}
    assert {item for _, item in few.announced} <= set(few.story_of)


async def grouped(database: Database) -> dict[int, int]:
    async with database.read() as connection:
        return {row.id: row.story_id for row in await connection.execute(select(items.c.id, items.c.story_id))}


async def test_an_edit_that_waited_behind_a_merge_finds_its_item_where_the_merge_put_it(database: Database) -> None:
    """It had read its story before: the edit was late for a story that was gone, and no desk could start again."""
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(n) for n in range(1, 5)], NOW, 300)
    await track(database)
    room = Newsroom(database)
    for document in (TRAPS[0], SPEAKER):
        await room.read(document, background=False)
        await room.decide()
    assert await grouped(database) == {1: 1, 2: 2}
    async with database.write() as tx:
        made = await corrections.put(tx, CorrectionKind.MERGE, ItemId(2), ItemId(1), place(), 1, room.now)
        await corrections.hold_for_all(tx, made, room.now)
    newer = made_document(
        4, "s", "Ukraine elects another speaker", "The parliament of Ukraine elected a speaker.", DAY + 30
    )
    await room.read(newer, background=False)
    await room.decide()
    assert await grouped(database) == {1: 1, 2: 1}
    assert set((await restore(database, room.now))[0].story_of.values()) == {1}


async def test_a_headline_told_by_a_story_that_was_merged_away_is_known_after_a_restart(tmp_path: Path) -> None:
    """Its own story stood still since; told again, it would have come twice."""
    await played(tmp_path, [*TRAPS[:2], SPEAKER], lambda _: False)
    database = Database(f"sqlite:///{tmp_path}/wirewatch.db")
    await database.open()
    now = SPEAKER.at + timedelta(days=8)
    async with database.write() as tx:
        await tx.execute(update(items).values(story_id=1))
        await tx.execute(update(stories).where(stories.c.id == 1).values(updated_at=now))
        await tx.execute(update(stories).where(stories.c.id != 1).values(merged_into=1))
    announced_items = {item for _, item in (await restore(database, now))[0].announced}
    await database.close()
    assert announced_items == {1, 3}
