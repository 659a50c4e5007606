"""What a process has used, with the processes that it started: read from /proc, as far as they live."""

import os
import resource
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_MIB = 1 << 20


def cpu_s(pid: int) -> float:
    """Processor seconds of a process, of those that it started, and of those of them that have ended."""
    return sum(sum(map(int, _stat(one)[11:15])) / _TICKS for one in family(pid))


def resident_mib(pid: int, *, alone: bool = False) -> float:
    """Resident memory of a process and of those that it started; `alone`: without them."""
    counted = [pid] if alone else family(pid)
    pages = sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in counted)
    return pages * os.sysconf("SC_PAGE_SIZE") / _MIB


def peak_mib() -> float:
    """The most resident memory that this process has had.

    Not `ru_maxrss`: of a small process that a large one began it is the large one's.
    Source: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html.
    """
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1_024


def family(pid: int) -> list[int]:
    """The process and those that it started, and theirs."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found


def _stat(pid: int) -> list[str]:
    """The fields behind the name: the twelfth and thirteenth are its own time, then that of ended children."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def children_cpu_s() -> float:
    """Processor seconds of the processes that this one started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What a command used: processor seconds with children, and seconds by the clock.

    Attributes:
        start_cpu_s: Of its start, where that is not in `cpu_s`.
        printed: What it wrote.
    """

    cpu_s: float
    clock_s: float
    printed: str
    start_cpu_s: float = 0.0


def used_by(command: Sequence[str], folder: Path, given: str = "") -> Used:
    """Run a command to its end, at home in a folder; `given` is what it reads."""
    before_s, began_s = children_cpu_s(), time.perf_counter()
    home = {**os.environ, "HOME": str(folder)}
    done = subprocess.run(command, check=False, input=given, capture_output=True, text=True, env=home)  # noqa: S603 - a command of the benchmark that measures it
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr[-2_000:]}")
    return Used(cpu_s=children_cpu_s() - before_s, clock_s=time.perf_counter() - began_s, printed=done.stdout)
