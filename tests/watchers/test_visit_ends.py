"""How a visit ends otherwise than well: gone, moved, no feed, a mistake of ours, another process in its place."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.clocks import SetClock
from handlers.sentences.reader import Reader
from newsroom.cadence import Bounds
from newsroom.sentence import Sentence
from storage import desk_queue, incidents, poll_state, sources
from storage.database import Database
from storage.poll_state import PolledSource
from tests.builders import NOW, spec
from tests.watchers.test_poll import Flood
from watchers.fetch_outcome import Fetched, FetchOutcome, FetchRequest, Gone, NotModified
from watchers.parse import Parser
from watchers.poll import Fetching, Poll, PollRules

RULES = PollRules(bounds=Bounds(floor_s=60, ceiling_s=3600))
NEW_ADDRESS = "https://new.example/feed"
OURS, ANOTHER = 7, 8  # processes that share the database
PAGE = Fetched(body=b"<html><body><p>Not a feed</p></body></html>", body_hash="1", final_url=spec(1).url)


class Answers:
    """Servers with one answer each; an error is a mistake of ours."""

    def __init__(self, answers: Mapping[int, FetchOutcome | Exception]) -> None:
        self._answers = {spec(number).url: answer for number, answer in answers.items()}

    async def fetch(self, request: FetchRequest) -> FetchOutcome:
        answer = self._answers[request.url]
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
async def watched(database: Database) -> Database:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(1), spec(2)], NOW, 300)
    return database


async def visits(database: Database, fetching: Fetching, times: int = 1, rules: PollRules = RULES) -> str:
    """What came of the last of some visits to source 1."""
    async with Parser(workers=1, wall_limit_s=30) as parser:
        poll = Poll(database, fetching, parser, SetClock(NOW).clock(), rules)
        return [await poll.visit(1) for _ in range(times)][-1]


async def state_of(database: Database, number: int) -> PolledSource:
    return await database.ask(lambda c: poll_state.polled_source(c, number))


def plain(problem: Sentence | None) -> str:
    return "" if problem is None else Reader().plain(problem)


async def test_a_source_that_is_gone_for_good_is_visited_no_more_and_people_are_notified(watched: Database) -> None:
    assert await visits(watched, Answers({1: Gone()})) == "gone"
    async with watched.write() as tx:
        (incident,) = await incidents.to_notify(tx)
        due = await poll_state.claim_due(tx, NOW + timedelta(days=30), 10, timedelta(minutes=2))
    assert spec(1).name in plain(incident.sentence)
    assert [polled.source.id for polled in due] == [2]


@pytest.mark.parametrize(("times", "moved"), [(2, False), (3, True)])
async def test_a_source_that_three_visits_running_find_moved_for_good_is_visited_there(
    watched: Database, times: int, *, moved: bool
) -> None:
    await visits(watched, Answers({1: NotModified(permanent_url=NEW_ADDRESS)}), times)
    assert (await state_of(watched, 1)).source.url == (NEW_ADDRESS if moved else spec(1).url)


async def test_a_source_stays_where_it_is_if_another_one_is_at_its_new_address(watched: Database) -> None:
    assert await visits(watched, Answers({1: NotModified(permanent_url=spec(2).url)}), 4) == "notmodified"
    assert (await state_of(watched, 1)).source.url == spec(1).url


async def test_what_is_no_feed_is_the_sources_problem(watched: Database) -> None:
    assert await visits(watched, Answers({1: PAGE})) == "failed"
    state = (await state_of(watched, 1)).state
    assert (state.failures, state.etag, plain(state.problem) != "") == (1, None, True)


async def test_a_mistake_in_one_visit_is_that_sources_problem_and_keeps_no_other_from_its_own(
    watched: Database,
) -> None:
    async with Parser(workers=1) as parser:
        poll = Poll(watched, Answers({1: ValueError("ours"), 2: NotModified()}), parser, SetClock(NOW).clock(), RULES)
        assert await poll.tick() == 2
        await poll.finish()
    states = [(await state_of(watched, number)).state for number in (1, 2)]
    assert [state.failures for state in states] == [1, 0]
    assert "outlet1.example" in plain(states[0].problem)
    assert all(state.next_due_at > NOW for state in states)


async def test_a_source_whose_visit_could_not_be_written_is_well_at_the_next_one(watched: Database) -> None:
    async with watched.write() as tx:
        await tx.execute(text("ALTER TABLE sources RENAME TO elsewhere"))
        await tx.execute(text("CREATE VIEW sources AS SELECT * FROM elsewhere"))
    assert await visits(watched, Answers({1: NotModified()})) == "waits"
    async with watched.write() as tx:
        await tx.execute(text("DROP VIEW sources"))
        await tx.execute(text("ALTER TABLE elsewhere RENAME TO sources"))
    assert await visits(watched, Answers({1: NotModified()})) == "notmodified"
    assert (await state_of(watched, 1)).state.failures == 0


@pytest.mark.parametrize(
    ("entries", "result"),
    [pytest.param(2, "fetched", id="a few entries"), pytest.param(450, "claim_lost", id="a flood, in pieces")],
)
async def test_a_visit_that_outlived_its_claim_writes_nothing_into_that_of_another_process(
    watched: Database, entries: int, result: str
) -> None:
    async with watched.write() as tx:
        await poll_state.claim_due(tx, NOW, 10, timedelta(minutes=2), ANOTHER)
    assert await visits(watched, Flood(entries), rules=replace(RULES, claimant=OURS)) == result
    assert await watched.ask(desk_queue.waiting) == 0
    assert (await state_of(watched, 1)).first_polled_at is None
