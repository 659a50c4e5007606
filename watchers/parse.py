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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from watchers.parsed_feed import EntryProblem, FeedEntry, ParsedFeed
from watchers.source_problem import Failed, ProblemCode, problem
from watchers.worker_answer import AnswerReader, WorkerAnswerError
from watchers.worker_protocol import LENGTH, READY, FeedRead, ParseRequest, request_frames

__all__ = ["EntryProblem", "Failed", "FeedEntry", "ParsedFeed", "Parser"]

# The worst input of 5 MB took 1.0 GB (unclosed elements, 205 MB for each MB); nothing real takes 200 MB.
MEMORY_LIMIT_BYTES = 1 << 30
RETIRE_ABOVE_BYTES = 256 << 20
_STARTING_S = 20.0
# Then a worker ends: 30 to 45 MB, and a new one takes 0.1 s to start. One beside others was for a burst, and ends soon.
_IDLE_S, _ONE_MORE_IDLE_S = 300.0, 30.0
# The GNU C library gives large blocks back when they are freed: left to itself it keeps what one large document took
# (28 MB in place of 34 after the documents of `prove feeds`). A quarter of a megabyte: the size of a usual document.
_MEMORY = {"MALLOC_MMAP_THRESHOLD_": "262144", "MALLOC_TRIM_THRESHOLD_": "262144"}
_PACKAGES = Path(__file__).resolve().parents[1]


@dataclass(slots=True)
class _Worker:
    """A process, started when first needed and again after each end."""

    command: Sequence[str]
    process: Process | None = None
    spent: bool = field(default=False)
    ends: asyncio.TimerHandle | None = None

    async def start(self) -> Process:
        if self.process is not None and (self.spent or self.process.returncode is not None):
            await self.stop()
        if self.process is None:
            self.spent = False
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", *self.command),
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                # Nothing of the parent's environment: a token is no business of what reads strangers' documents.
                env={"PYTHONPATH": str(_PACKAGES), "PATH": os.defpath, "PYTHONUTF8": "1"} | _MEMORY,
            )
            if self.process.stdout is not None:
                await self.process.stdout.readexactly(len(READY))
        return self.process

    async def exchange(self, request: ParseRequest, body: bytes) -> ParsedFeed | Failed:
        """Have a document parsed.

        Raises:
            WorkerAnswerError: The worker answered what is no answer.
            asyncio.IncompleteReadError, ConnectionError: It ended before its answer did.
        """
        process = await self.start()
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("a worker was started without pipes")
        process.stdin.write(request_frames(request, body))
        await process.stdin.drain()
        answer, end = AnswerReader(), None
        while end is None:
            (length_bytes,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
            end = answer.take(await process.stdout.readexactly(answer.expect(length_bytes)))
        self.spent = end.memory_bytes > RETIRE_ABOVE_BYTES
        if isinstance(end, FeedRead):
            return replace(end.feed, entries=tuple(answer.entries))
        return Failed(problem=end.problem)

    async def stop(self) -> None:
        await _killed(self.let_go())

    def let_go(self) -> Process | None:
        process, self.process = self.process, None
        return process


async def _killed(process: Process | None) -> None:
    if process is None:
        return
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    await process.communicate()


class Parser:
    """Worker processes for documents; use it as an asynchronous context, or call `aclose` at the end.

    Args:
        workers: Documents parsed at once, each in a process that is started when it is needed and ends when it is not
            for some minutes. A document that hangs holds its worker for the wall limit.
        wall_limit_s: Seconds that one document may take, once its worker has started.
        module: What each worker process runs.
        idle_s: Seconds without a document after which the last worker ends, and after which one beside others does.
    """

    def __init__(
        self,
        workers: int = 1,
        wall_limit_s: float = 8.0,
        module: str = "watchers.parse_worker",
        idle_s: tuple[float, float] = (_IDLE_S, _ONE_MORE_IDLE_S),
    ) -> None:
        self._wall_limit_s = wall_limit_s
        self._idle_s, self._one_more_idle_s = idle_s
        self._ending: set[asyncio.Task[None]] = set()
        self._workers = [_Worker((module, str(wall_limit_s), str(MEMORY_LIMIT_BYTES))) for _ in range(workers)]
        self._idle: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        for worker in self._workers:
            self._idle.put_nowait(worker)

    async def parse(
        self,
        body: bytes,
        *,
        url: str,
        content_type: str = "",
        headers: Mapping[str, str] | None = None,
        listing: str = "",
        language: str = "",
    ) -> ParsedFeed | Failed:
        """Read a document in the next free worker; waits for one without limit, parses within the wall limit.

        Entries that `listing` has, that of an earlier document, are left out. `language`: the source's, for its dates.
        """
        request = ParseRequest(url, content_type, dict(headers or {}), listing, language)
        worker = await self._idle.get()
        if worker.ends is not None:
            worker.ends.cancel()
        try:
            return await self._guarded(worker, request, body)
        finally:
            loop = asyncio.get_running_loop()
            worker.ends = loop.call_later(self._one_more_idle_s, self._end_one_more, worker)
            self._idle.put_nowait(worker)

    def _end_one_more(self, worker: _Worker) -> None:
        # The last in is the first out: what was not needed for so long is beyond what comes at once.
        if any(other.process is not None for other in self._workers if other is not worker):
            self._end_idle(worker)
        else:
            more_s = max(0.0, self._idle_s - self._one_more_idle_s)
            worker.ends = asyncio.get_running_loop().call_later(more_s, self._end_idle, worker)

    def _end_idle(self, worker: _Worker) -> None:
        task = asyncio.create_task(_killed(worker.let_go()))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _guarded(self, worker: _Worker, request: ParseRequest, body: bytes) -> ParsedFeed | Failed:
        settled = False
        try:
            async with asyncio.timeout(_STARTING_S):
                await worker.start()
            async with asyncio.timeout(self._wall_limit_s):
                outcome = await worker.exchange(request, body)
            settled = True
        except TimeoutError:
            return Failed(problem=problem(ProblemCode.PARSE_TIMEOUT))
        except (asyncio.IncompleteReadError, ConnectionError, WorkerAnswerError) as exc:
            # Out of memory, ended from outside, or no worker of ours any more.
            return Failed(problem=problem(ProblemCode.PARSE_CRASH, detail=type(exc).__name__))
        finally:
            # A worker in the middle of something can't take the next document: also when this task was cancelled.
            if not settled:
                await worker.stop()
        return outcome

    async def aclose(self) -> None:
        """End the workers; what they were parsing fails as a crash."""
        for worker in self._workers:
            if worker.ends is not None:
                worker.ends.cancel()
            await worker.stop()
        await asyncio.gather(*self._ending)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
