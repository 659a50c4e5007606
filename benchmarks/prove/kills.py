"""Kills of the real process at random instants under load, 200 on SQLite, 50 among those that share a PostgreSQL.

The short forms stand in the tests.
"""

from collections.abc import Callable
from pathlib import Path

from tests.journeys.kills.rig import run_kills
from tests.journeys.kills.world import Plan, Report
from tests.postgres import fresh_database, make_template, running_server

KILLS, KILLS_POSTGRES = 200, 50


async def run_all_kills(folder: Path, seed: int, kills: int, say: Callable[[str], None]) -> Report:
    """Kills with digests in between."""
    return await run_kills(Plan(seed=seed, kills=kills, digests=True), folder, say)


async def run_all_kills_postgres(folder: Path, seed: int, kills: int, say: Callable[[str], None]) -> Report:
    """The same, each kill of one of six processes that share a database.

    Six processes on two cores take long to start again: asked as often, people would wait an hour for their answers.
    """
    with running_server() as server:
        await make_template(server)
        async with fresh_database(server) as url:
            plan = Plan(seed=seed, kills=kills, outlets=4, asked_every_s=4.0, digests=True)
            return await run_kills(plan, folder, say, url)
