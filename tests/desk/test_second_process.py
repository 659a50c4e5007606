"""The process that looks again at the stories ends with the program, however that ends."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

from desk.second_process import second_process
from newsroom.stories.reclustering import recluster
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


def test_ctrl_c_at_the_terminal_does_not_end_it_before_the_program() -> None:
    """The terminal sends it to every process: its traceback was the last that people saw of a program well ended."""
    with second_process() as beside:
        os.kill(beside.submit(os.getpid).result(), signal.SIGINT)
        assert beside.submit(int, "7").result() == 7


def test_the_process_loads_the_second_look_and_nothing_of_the_desk() -> None:
    """With the desk and its database it would take more than twice the memory."""
    with second_process() as beside:
        names = beside.submit(
            eval, f"__import__('{recluster.__module__}') and sorted(__import__('sys').modules)"
        ).result()
    ours = {name for name in names if name.partition(".")[0] in {"bot", "desk", "handlers", "storage", "watchers"}}
    assert recluster.__module__ in names
    assert ours <= {"desk", "desk.second_process"}
    assert "sqlalchemy" not in names
