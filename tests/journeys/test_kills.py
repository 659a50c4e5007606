"""The real process, killed under load: nothing is lost, and only what was in flight may come twice."""

from pathlib import Path

from tests.journeys.kills.rig import run_kills
from tests.journeys.kills.world import Plan

SEED = 20261123


async def test_ten_kills_lose_nothing_and_repeat_only_what_was_in_flight(tmp_path: Path) -> None:
    report = await run_kills(Plan(seed=SEED, kills=10), tmp_path)
    assert not report.broken, report
    assert report.twice <= report.in_flight, report
    assert report.stop_s < 10, report
