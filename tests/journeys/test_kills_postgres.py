"""Real processes that share a PostgreSQL, killed under load: nothing is lost, and only what was in flight comes twice."""

from pathlib import Path

from tests.journeys.kills.rig import run_kills
from tests.journeys.kills.world import Plan
from tests.postgres import fresh_database

SEED = 20261129
ROLES = ("watch", "watch,chat", "desk,push", "desk,push,chat")  # each role twice: the other process takes over


async def test_four_kills_among_processes_lose_nothing_and_repeat_only_what_was_in_flight(
    tmp_path: Path, postgres: str
) -> None:
    plan = Plan(seed=SEED, kills=4, chats=8, outlets=4, roles=ROLES)
    async with fresh_database(postgres) as url:
        report = await run_kills(plan, tmp_path, server=url)
    assert not report.broken, report
    assert report.twice <= report.in_flight, report
    assert report.stop_s < 10, report
