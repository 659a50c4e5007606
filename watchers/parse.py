"""Documents to feeds in processes that can be killed.

feedparser has inputs on which it never ends (an `<author>` of 100 kB) or takes its time by the square of the size; no
thread and no pool of the standard library can be stopped in the middle of one. So each document goes to a worker
process, and a worker that exceeds the wall limit is killed and replaced.
"""

import asyncio
import contextlib
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from watchers.parsed_feed import EntryProblem, FeedEntry, ParsedFeed
from watchers.source_problem import Failed, ProblemCode, problem
from watchers.worker_protocol import LENGTH, ParseRequest, ResultEnd, packed, unpacked_answer

__all__ = ["EntryProblem", "Failed", "FeedEntry", "ParsedFeed", "Parser"]

# The worst input of 5 MB took 1.0 GB (unclosed elements, 205 MB for each MB); nothing real takes 200 MB.
MEMORY_LIMIT_BYTES = 1 << 30
RETIRE_ABOVE_BYTES = 256 << 20
_STARTING_S = 20.0
_PACKAGES = Path(__file__).resolve().parents[1]


@dataclass(slots=True)
class _Worker:
    """A process, started when first needed and again after each end."""

    wall_limit_s: float
    process: Process | None = None
    spent: bool = field(default=False)

    async def start(self) -> Process:
        if self.process is not None and (self.spent or self.process.returncode is not None):
            await self.stop()
        if self.process is None:
            self.spent = False
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "watchers.parse_worker"),
                *(str(self.wall_limit_s), str(MEMORY_LIMIT_BYTES)),
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                # Nothing of the parent's environment: a token is no business of what reads strangers' documents.
                env={"PYTHONPATH": str(_PACKAGES), "PATH": os.defpath, "PYTHONUTF8": "1"},
            )
        return self.process

    async def exchange(self, request: ParseRequest) -> ParsedFeed | Failed:
        process = await self.start()
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("a worker was started without pipes")
        process.stdin.write(packed(request))
        await process.stdin.drain()
        entries: list[FeedEntry] = []
        while not isinstance(frame := await _frame(process.stdout), ResultEnd):
            entries += frame
        self.spent = frame.memory_bytes > RETIRE_ABOVE_BYTES
        return (
            replace(frame.outcome, entries=tuple(entries)) if isinstance(frame.outcome, ParsedFeed) else frame.outcome
        )

    async def stop(self) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.communicate()


async def _frame(stream: asyncio.StreamReader) -> tuple[FeedEntry, ...] | ResultEnd:
    (length,) = LENGTH.unpack(await stream.readexactly(LENGTH.size))
    return unpacked_answer(await stream.readexactly(length))


class Parser:
    """Worker processes for documents; use it as an asynchronous context, or call `aclose` at the end.

    Args:
        workers: Documents parsed at once. One worker reads some 800 entries a second; a document that hangs holds its
            worker for the wall limit.
        wall_limit_s: Seconds that one document may take.
    """

    def __init__(self, workers: int = 1, wall_limit_s: float = 8.0) -> None:
        self._wall_limit_s = wall_limit_s
        self._workers = [_Worker(wall_limit_s) for _ in range(workers)]
        self._idle: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        for worker in self._workers:
            self._idle.put_nowait(worker)

    async def parse(
        self, body: bytes, *, url: str, content_type: str = "", headers: Mapping[str, str] | None = None
    ) -> ParsedFeed | Failed:
        """Read a document in the next free worker; waits for one without limit, parses within the wall limit."""
        worker = await self._idle.get()
        try:
            return await self._guarded(worker, ParseRequest(body, url, content_type, dict(headers or {})))
        finally:
            self._idle.put_nowait(worker)

    async def _guarded(self, worker: _Worker, request: ParseRequest) -> ParsedFeed | Failed:
        settled = False
        try:
            async with asyncio.timeout(_STARTING_S):
                await worker.start()
            async with asyncio.timeout(self._wall_limit_s):
                outcome = await worker.exchange(request)
            settled = True
        except TimeoutError:
            return Failed(problem=problem(ProblemCode.PARSE_TIMEOUT))
        except (asyncio.IncompleteReadError, ConnectionError) as exc:  # out of memory, or ended from outside
            return Failed(problem=problem(ProblemCode.PARSE_CRASH, detail=type(exc).__name__))
        finally:
            # A worker in the middle of something can't take the next document: also when this task was cancelled.
            if not settled:
                await worker.stop()
        return outcome

    async def aclose(self) -> None:
        """End the workers; what they were parsing fails as a crash."""
        for worker in self._workers:
            await worker.stop()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
