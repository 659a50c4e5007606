"""The process that parses: reads requests from standard input, writes answers to standard output, until its input ends.

It is started with `python -P -m watchers.parse_worker WALL_LIMIT_S MEMORY_LIMIT_BYTES` and imports nothing but the
parsers. A process of our own rather than a pool of `multiprocessing`'s (pebble was measured): that imports the
program's main module into each worker, 60 MB and 0.7 s after each kill against 21 MB and 0.07 s.
"""

import contextlib
import os
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import BinaryIO, TypeAlias

from watchers.known_entries import read_feed
from watchers.parsed_feed import ParsedFeed
from watchers.source_problem import Problem, ProblemCode, SourceProblem, problem
from watchers.worker_protocol import (
    LENGTH,
    READY,
    FeedRead,
    FeedUnreadable,
    ParseRequest,
    end_frame,
    entry_frames,
    read_request,
)

_NICENESS = 5
# The parent kills at the wall limit; this ends a worker that its parent, killed itself, left behind in a long parse.
_GRACE_S = 1.0
Respond: TypeAlias = Callable[[BinaryIO, ParseRequest, bytes], None]


def answer(request: ParseRequest, body: bytes) -> ParsedFeed | Problem:
    """Parse, whatever comes of it."""
    try:
        return read_feed(request, body)
    except SourceProblem as exc:
        return exc.problem
    except Exception as exc:  # noqa: BLE001 - one source's document must end no worker
        return problem(ProblemCode.PARSE_CRASH, detail=type(exc).__name__)


def respond(answers: BinaryIO, request: ParseRequest, body: bytes) -> None:
    """Write all frames of an answer."""
    outcome = answer(request, body)
    if isinstance(outcome, ParsedFeed):
        answers.writelines(entry_frames(outcome.entries))
        answers.write(end_frame(FeedRead(feed=replace(outcome, entries=()), memory_bytes=_peak_bytes())))
    else:
        answers.write(end_frame(FeedUnreadable(problem=outcome, memory_bytes=_peak_bytes())))


def _serve(requests: BinaryIO, answers: BinaryIO, responding: Respond, wall_limit_s: float) -> None:
    while (head := _frame(requests)) is not None and (body := _frame(requests)) is not None:
        signal.setitimer(signal.ITIMER_REAL, wall_limit_s + _GRACE_S)
        responding(answers, read_request(head), body)
        answers.flush()
        signal.setitimer(signal.ITIMER_REAL, 0)


def _frame(stream: BinaryIO) -> bytes | None:
    prefix = stream.read(LENGTH.size)
    return stream.read(LENGTH.unpack(prefix)[0]) if len(prefix) == LENGTH.size else None


def _peak_bytes() -> int:
    """The largest resident size so far; by getrusage it would begin with that of the parent, which exec hands on."""
    with contextlib.suppress(OSError), open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 - pathlib costs an import
        return next((int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:")), 0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def main(responding: Respond = respond) -> None:
    """Serve, each document within the wall limit, until standard input ends."""
    wall_limit_s, memory_limit_bytes = float(sys.argv[1]), int(sys.argv[2])
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr  # a stray print must not break the frames
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to act on
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the default ends the process even inside a regular expression
    with contextlib.suppress(ValueError, OSError):  # macOS knows no limit on address space
        resource.setrlimit(resource.RLIMIT_AS, (memory_limit_bytes, memory_limit_bytes))
    with contextlib.suppress(OSError):
        os.nice(_NICENESS)
    answers.write(READY)
    answers.flush()
    _serve(sys.stdin.buffer, answers, responding, wall_limit_s)


if __name__ == "__main__":
    main()
