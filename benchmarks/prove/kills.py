"""200 kills of the real process at random instants under load; the short form of it is a test."""

from collections.abc import Callable
from pathlib import Path

from tests.journeys.kills.rig import run_kills
from tests.journeys.kills.world import Plan, Report

KILLS = 200


async def run_all_kills(folder: Path, seed: int, kills: int, say: Callable[[str], None]) -> Report:
    """Kills with digests in between."""
    return await run_kills(Plan(seed=seed, kills=kills, digests=True), folder, say)
