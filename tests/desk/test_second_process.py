"""The process that looks again at the stories ends with the program, however that ends."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

from tests.patience import AT_LAST_S

ROOT = Path(__file__).parents[2]
PROGRAM = """
import os, time
from desk.second_process import second_process
if __name__ == "__main__":
    with second_process() as beside:
        print(beside.submit(os.getpid).result(), flush=True)
        time.sleep(60)
"""


def lives(process: int) -> bool:
    return Path(f"/proc/{process}").exists()


async def test_a_killed_program_leaves_no_process_behind(tmp_path: Path) -> None:
    """One of 100 MB stayed for ever, for each kill of a program that had run for ten minutes."""
    script = tmp_path / "program.py"
    script.write_text(PROGRAM)
    environment = os.environ | {"PYTHONPATH": f"{ROOT}"}
    program = await asyncio.create_subprocess_exec(sys.executable, str(script), stdout=PIPE, env=environment)
    assert program.stdout is not None
    async with asyncio.timeout(AT_LAST_S):
        beside = int(await program.stdout.readline())
        program.send_signal(signal.SIGKILL)
        await program.wait()
        while lives(beside):
            await asyncio.sleep(0.05)
