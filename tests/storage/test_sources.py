from datetime import timedelta

import pytest
from sqlalchemy import select

from newsroom.chat import ChatId
from newsroom.sentence import sentence
from storage import poll_state, sources
from storage.columns import AnyRow
from storage.database import Database
from storage.poll_state import PollState
from storage.tables import sources as source_table
from tests.builders import CHAT, GROUP, NOW, at, spec

CLAIM = timedelta(minutes=2)
EVERY_S = 300
ENDED = sentence("problem.ended", source="Sample Outlet 1")


def state(**changed: object) -> PollState:
    values: dict[str, object] = {
        "next_due_at": at(5),
        "interval_s": 300,
        "failures": 0,
        "failing_since": None,
        "problem": None,
        "notified_at": None,
        "etag": '"1"',
        "last_modified": None,
        "body_hash": "h",
        "moved_to": None,
        "moved_polls": 0,
    }
    return PollState(**(values | changed))  # type: ignore[arg-type] # the table above holds every field by its name


async def row(database: Database, source_id: int = 1) -> AnyRow:
    async with database.read() as connection:
        found: AnyRow = (await connection.execute(select(source_table).where(source_table.c.id == source_id))).one()
        return found


async def due(database: Database, minutes: float, limit: int = 10) -> list[int]:
    async with database.write() as tx:
        return [claimed.source.id for claimed in await poll_state.claim_due(tx, at(minutes), limit, CLAIM)]


async def test_the_longest_overdue_source_is_first_and_no_more_than_asked_for_are_taken(database: Database) -> None:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(1), spec(2), spec(3), spec(4)], NOW, EVERY_S)
        for source_id, minutes in ((1, 3), (2, 1), (3, 2), (4, 9)):
            await poll_state.settle_poll(tx, source_id, state(next_due_at=at(minutes)), NOW, read=True, fresh=False)
    assert await due(database, 5, limit=2) == [2, 3]
    assert await due(database, 5) == [1]


async def test_a_claimed_source_is_nobody_elses_until_the_claim_runs_out(database: Database) -> None:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec()], NOW, EVERY_S)
    assert [await due(database, minutes) for minutes in (0, 1, 2, 2.1)] == [[1], [], [], [1]]


async def test_a_settled_poll_frees_the_source_for_its_next_time(database: Database) -> None:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec()], NOW, EVERY_S)
    await due(database, 0)
    async with database.write() as tx:
        await poll_state.settle_poll(tx, 1, state(), at(1), read=True, fresh=True)
    assert await due(database, 4.9) == []
    assert await database.ask(lambda c: poll_state.next_due(c, NOW)) == at(5)
    assert await due(database, 5) == [1]


async def test_only_a_poll_that_read_a_feed_ends_the_time_of_background(database: Database) -> None:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec()], NOW, EVERY_S)
        await poll_state.settle_poll(
            tx, 1, state(failures=1, problem=sentence("problem.dns", host="x")), at(1), read=False, fresh=False
        )
    failed = await row(database)
    assert (failed.first_polled_at, failed.last_ok_at, failed.last_polled_at) == (None, None, at(1))
    async with database.write() as tx:
        await poll_state.settle_poll(tx, 1, state(), at(2), read=True, fresh=True)
        await poll_state.settle_poll(tx, 1, state(), at(3), read=True, fresh=False)
    read = await row(database)
    assert (read.first_polled_at, read.last_ok_at, read.last_new_at) == (at(2), at(3), at(2))


async def test_what_the_operators_file_no_longer_names_is_retired_and_comes_back_by_its_name(
    database: Database,
) -> None:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(1), spec(2)], NOW, EVERY_S)
        await sources.sync_operator_sources(tx, [spec(2)], NOW, EVERY_S)
    assert [s.source.id for s in await database.ask(sources.active_sources)] == [2]
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(1), spec(2)], NOW, EVERY_S)
    assert [s.source.id for s in await database.ask(sources.active_sources)] == [1, 2]


async def test_an_empty_file_retires_the_operators_sources_and_leaves_the_chats_own(database: Database) -> None:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(1)], NOW, EVERY_S)
        await sources.add_chat_source(tx, spec(2), CHAT, NOW, EVERY_S)
        await sources.sync_operator_sources(tx, [], NOW, EVERY_S)
    assert [s.source.url for s in await database.ask(lambda c: sources.active_sources(c, CHAT))] == [spec(2).url]


async def test_the_file_says_how_often_and_that_the_source_is_trusted(database: Database) -> None:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(1, fixed_interval_s=60)], NOW, EVERY_S)
    stored = await row(database)
    assert (stored.interval_s, stored.fixed_interval_s, stored.trusted, stored.origin) == (60, 60, True, "config")


async def own_source(database: Database, number: int = 1, chat: ChatId = CHAT) -> int:
    async with database.write() as tx:
        added = await sources.add_chat_source(tx, spec(number), chat, NOW, EVERY_S)
    assert added is not None
    return added


async def test_a_feed_that_two_chats_add_is_each_chats_own(database: Database) -> None:
    first, second = await own_source(database), await own_source(database, chat=GROUP)
    assert first != second
    assert await own_source(database, chat=GROUP) == second, "added twice"
    async with database.write() as tx:
        assert [await sources.owner_of(tx, one) for one in (first, second)] == [CHAT, GROUP]
        await sources.remove_chat_source(tx, first, GROUP)
        await sources.remove_chat_source(tx, second, GROUP)
    assert [(await row(database, one)).state for one in (first, second)] == ["active", "retired"]
    assert not (await row(database, first)).trusted


async def test_a_chat_meets_the_sources_for_all_and_its_own(database: Database) -> None:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(1)], NOW, EVERY_S)
    await own_source(database, 2)
    await own_source(database, 3, GROUP)

    async def met(chat: ChatId | None) -> list[str]:
        return [one.source.url for one in await database.ask(lambda c: sources.active_sources(c, chat))]

    assert await met(CHAT) == [spec(1).url, spec(2).url]
    assert await met(GROUP) == [spec(1).url, spec(3).url]
    assert await met(None) == [spec(1).url]


async def test_what_is_watched_for_all_is_not_watched_for_a_chat_once_more(database: Database) -> None:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec()], NOW, EVERY_S)
        assert await sources.add_chat_source(tx, spec(), CHAT, NOW, EVERY_S) is None
        assert await poll_state.move(tx, 1, "https://elsewhere.example/feed")
        assert await sources.add_chat_source(tx, spec(), CHAT, NOW, EVERY_S) is None, "by its old address"
    assert await due(database, 60) == [1]


async def test_what_the_operator_lists_is_a_chats_own_no_more(database: Database) -> None:
    own = await own_source(database)
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec()], NOW, EVERY_S)
    assert ((await row(database, own)).state, (await row(database, own + 1)).origin) == ("retired", "config")


async def test_what_a_chat_adds_again_is_polled_again(database: Database) -> None:
    source_id = await own_source(database)
    async with database.write() as tx:
        await poll_state.retire(tx, source_id, ENDED, at(1))
    assert await own_source(database) == source_id
    assert (await row(database, source_id)).state == "active"


async def test_a_chats_feed_moves_where_another_chat_watches_and_not_where_itself_does(database: Database) -> None:
    first = await own_source(database, 1)
    await own_source(database, 2)
    await own_source(database, 3, GROUP)
    async with database.write() as tx:
        assert not await poll_state.move(tx, first, spec(2).url)
        assert await poll_state.move(tx, first, spec(3).url)


async def test_a_retired_source_is_polled_no_more_and_still_listed_for_its_chat(database: Database) -> None:
    async with database.write() as tx:
        await sources.add_chat_source(tx, spec(), CHAT, NOW, EVERY_S)
        await poll_state.retire(tx, 1, ENDED, at(1))
    assert await due(database, 60) == []
    assert await database.ask(lambda c: poll_state.next_due(c, NOW)) is None
    listed = await database.ask(lambda c: sources.chat_sources(c, CHAT))
    assert [(s.state.value, s.problem) for s in listed] == [("retired", ENDED)]


async def test_an_operators_feed_that_has_ended_stays_ended_while_the_file_names_it(database: Database) -> None:
    """At each start it was polled, ended and told of once more."""
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(1), spec(2)], NOW, EVERY_S)
        await poll_state.retire(tx, 1, ENDED, at(1))
        await sources.sync_operator_sources(tx, [spec(1), spec(2)], at(2), EVERY_S)
    assert await due(database, 60) == [2]


async def test_an_operators_feed_that_moved_and_then_ended_stays_ended(database: Database) -> None:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec()], NOW, EVERY_S)
        assert await poll_state.move(tx, 1, "https://elsewhere.example/feed")
        await poll_state.retire(tx, 1, ENDED, at(1))
        await sources.sync_operator_sources(tx, [spec()], at(2), EVERY_S)
    assert await due(database, 60) == []


async def test_a_feed_that_has_ended_lives_again_once_it_is_taken_out_of_the_file_and_put_back(
    database: Database,
) -> None:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec()], NOW, EVERY_S)
        await poll_state.retire(tx, 1, ENDED, at(1))
        await sources.sync_operator_sources(tx, [], at(2), EVERY_S)
        await sources.sync_operator_sources(tx, [spec()], at(3), EVERY_S)
    assert await due(database, 60) == [1]


async def test_a_source_follows_its_permanent_redirect_and_forgets_the_old_validators(database: Database) -> None:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec()], NOW, EVERY_S)
        await poll_state.settle_poll(
            tx, 1, state(moved_to="https://outlet1.example/new", moved_polls=3), NOW, read=True, fresh=False
        )
        assert await poll_state.move(tx, 1, "https://outlet1.example/new")
    moved = await row(database)
    assert (moved.url, moved.moved_to, moved.moved_polls, moved.etag) == ("https://outlet1.example/new", None, 0, None)


async def test_a_source_does_not_move_onto_another(database: Database) -> None:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(1), spec(2)], NOW, EVERY_S)
        assert not await poll_state.move(tx, 1, spec(2).url)
    assert (await row(database, 1)).url == spec(1).url


@pytest.mark.parametrize("field", PollState.__slots__)
async def test_a_poll_leaves_every_field_of_its_state(database: Database, field: str) -> None:
    values = {
        "next_due_at": at(7),
        "interval_s": 17,
        "failures": 4,
        "failing_since": at(1),
        "problem": sentence("problem.refused", host="wire.example"),
        "notified_at": at(2),
        "etag": '"2"',
        "last_modified": "Tue, 03 Mar 2026 12:00:00 GMT",
        "body_hash": "cafe",
        "moved_to": "https://outlet1.example/new",
        "moved_polls": 2,
    }
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec()], NOW, EVERY_S)
        await poll_state.settle_poll(tx, 1, state(**values), NOW, read=False, fresh=False)
    assert getattr(await row(database), field) == values[field]


async def test_a_source_that_moved_is_still_the_one_that_the_file_names(database: Database) -> None:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec()], NOW, 60)
        assert await poll_state.move(tx, 1, "https://elsewhere.example/feed")
        await sources.sync_operator_sources(tx, [spec()], NOW, 60)
        rows = await sources.active_sources(tx.connection)
    assert [(one.source.id, one.source.url) for one in rows] == [(1, "https://elsewhere.example/feed")]
