"""A second process, on one folder or on one port, says one sentence and touches nothing."""

import asyncio
import os
import sys
from pathlib import Path

from tests.journeys.test_local_mode import ROOT, START_S, local_mode


async def second(folder: Path, port: str) -> tuple[int, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WIREWATCH_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot.cli", "run", "--port", port),
        cwd=folder,
        env=clean | {"PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        _, complaint = await asyncio.wait_for(process.communicate(), START_S)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode or 0, complaint.decode()


def files(folder: Path) -> dict[str, tuple[int, int]]:
    """What the first process writes: which file it is, and how long; not what it puts in place anew each second."""
    kept = [path for path in (folder / "var").iterdir() if ".json" not in path.name]
    return {p.name: (p.stat().st_ino, p.stat().st_size) for p in kept}


async def test_a_second_start_says_one_sentence_and_leaves_the_first_alone(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    async with local_mode(here) as address:
        port = address.rpartition(":")[2]
        before = files(here)
        code, complaint = await second(here, "0")
        assert (code, complaint.count("\n")) == (1, 1), complaint
        assert "another Wirewatch (process" in complaint
        code, complaint = await second(there, port)
        assert (code, complaint.count("\n")) == (1, 1), complaint
        assert f"Port {port} is taken" in complaint
        after = files(here)
        for name, (inode, size) in before.items():
            assert after[name][0] == inode, f"{name} was taken away"
            assert after[name][1] >= size, f"{name} was cut"
        assert not (there / "var" / "local.db").exists()
