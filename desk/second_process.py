"""A process beside the program's own, for the ten-minute repair.

This module imports nothing of ours: the process loads it, and with the desk behind it would take 97 MB in place of 42.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager


@contextmanager
def second_process() -> Iterator[Executor]:
    """Where a running program looks again: beside its loops. What is under way at the end is left undone."""
    # spawn: a fork would copy the whole program with its threads and locks.
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(max_workers=1, mp_context=spawn, initializer=_obey_parent)
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _obey_parent() -> None:
    """End with the program and by no other way.

    A terminal's Ctrl-C is the program's to act on. Where that is killed, this process has both ends of the pipe that it
    reads, and would wait for ever.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=wait, daemon=True).start()
