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
from dataclasses import replace
from typing import BinaryIO

from watchers.feed_document import parse_feed
from watchers.parsed_feed import ParsedFeed
from watchers.source_problem import Failed, ProblemCode, SourceProblem, problem
from watchers.worker_protocol import ENTRIES_PER_FRAME, LENGTH, ParseRequest, ResultEnd, packed, unpacked_request

_NICENESS = 5
# The parent kills at the wall limit; this ends a worker that its parent, killed itself, left behind in a long parse.
_GRACE_S = 1.0


def answer(request: ParseRequest) -> ParsedFeed | Failed:
    """Parse, whatever comes of it."""
    try:
        return parse_feed(request.body, request.url, request.content_type, request.headers)
    except SourceProblem as exc:
        return Failed(problem=exc.problem)
    except Exception as exc:  # noqa: BLE001 - one source's document must end no worker
        return Failed(problem=problem(ProblemCode.PARSE_CRASH, detail=type(exc).__name__))


def _serve(requests: BinaryIO, answers: BinaryIO, wall_limit_s: float) -> None:
    while len(prefix := requests.read(LENGTH.size)) == LENGTH.size:
        request = unpacked_request(requests.read(LENGTH.unpack(prefix)[0]))
        signal.setitimer(signal.ITIMER_REAL, wall_limit_s + _GRACE_S)
        outcome = answer(request)
        if isinstance(outcome, ParsedFeed):
            starts = range(0, len(outcome.entries), ENTRIES_PER_FRAME)
            answers.writelines(packed(outcome.entries[start : start + ENTRIES_PER_FRAME]) for start in starts)
            outcome = replace(outcome, entries=())
        answers.write(packed(ResultEnd(outcome, _peak_bytes())))
        answers.flush()
        signal.setitimer(signal.ITIMER_REAL, 0)


def _peak_bytes() -> int:
    """The largest resident size so far; by getrusage it would begin with that of the parent, which exec hands on."""
    with contextlib.suppress(OSError), open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 - pathlib costs an import
        return next((int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:")), 0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def main() -> None:
    """Serve until standard input ends."""
    wall_limit_s, memory_limit_bytes = float(sys.argv[1]), int(sys.argv[2])
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr  # a stray print must not break the frames
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to act on
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the default ends the process even inside a regular expression
    with contextlib.suppress(ValueError, OSError):  # macOS knows no limit on address space
        resource.setrlimit(resource.RLIMIT_AS, (memory_limit_bytes, memory_limit_bytes))
    with contextlib.suppress(OSError):
        os.nice(_NICENESS)
    _serve(sys.stdin.buffer, answers, wall_limit_s)


if __name__ == "__main__":
    main()
