"""Nothing that a chat gets depends on another chat's sources and corrections: the short form of `make prove`."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from benchmarks.prove.isolation import differences, template_in, views
from benchmarks.prove.mixes import ONE, OTHER, MixStep, mix


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    with ThreadPoolExecutor(1) as aside:  # a loop of its own, wherever the tests' is
        return aside.submit(asyncio.run, template_in(folder)).result()


@pytest.mark.parametrize("seed", range(8))
async def test_a_chat_sees_the_same_with_and_without_the_other_chats_sources(
    seed: int, template: Path, tmp_path: Path
) -> None:
    compared, differing = await differences(seed, template, tmp_path)
    assert differing == []
    assert compared > 200


@pytest.mark.parametrize("seed", range(100, 104))
async def test_a_desk_that_starts_anew_before_each_step_decides_the_same(
    seed: int, template: Path, tmp_path: Path
) -> None:
    steps = [step for step in mix(seed) if step.kind != "restart"]
    restarted = [one for step in steps for one in (MixStep(kind="restart", at=step.at), step)]
    assert await views(steps, None, template, tmp_path / "one.db") == await views(
        restarted, None, template, tmp_path / "other.db"
    )


def test_mixes_hold_what_they_are_about() -> None:
    steps = [step for seed in range(20) for step in mix(seed)]
    assert {step.owner for step in steps} == {None, ONE, OTHER}
    assert {step.kind for step in steps} >= {"publish", "edit", "split", "merge", "recluster", "restart"}
    assert {step.kind for step in steps} >= {"accept", "refuse", "stop"}
