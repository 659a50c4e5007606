"""How much of the machine's memory the program has."""

import contextlib
import os
from pathlib import Path


def resident_mb(*, alone: bool = False) -> float:
    """Megabytes of this process and of those that it started; `alone`: without them."""
    pages = 0
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # one that ended while we looked
            parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            if int(process.name) == os.getpid() or (parent == os.getpid() and not alone):
                pages += int((process / "statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
