import asyncio
import os
import signal
from asyncio.subprocess import Process

import pytest

from tests.patience import AT_LAST_S
from watchers.parse import Parser
from watchers.parsed_feed import ParsedFeed
from watchers.source_problem import Failed, ProblemCode
from watchers.worker_protocol import ParseRequest

URL = "https://wire.example/feed"
SOUND = b"<rss version='2.0'><channel><item><title>A bridge opens</title></item></channel></rss>"
# feedparser#562: an address in an author's name is looked for by a pattern that takes the square of the length.
HANGS = b"<rss version='2.0'><channel><item><author>" + b"a." * 100_000 + b"@</author></item></channel></rss>"


def titles(outcome: ParsedFeed | Failed) -> list[str]:
    assert isinstance(outcome, ParsedFeed), outcome
    return [entry.title for entry in outcome.entries]


def code(outcome: ParsedFeed | Failed) -> ProblemCode:
    assert isinstance(outcome, Failed), outcome
    return outcome.problem.code


async def started(parser: Parser) -> Process:
    """The first worker's process, once it runs."""
    async with asyncio.timeout(AT_LAST_S):
        while (process := parser._workers[0].process) is None:
            await asyncio.sleep(0.01)
    return process


async def test_one_worker_reads_one_document_after_the_other() -> None:
    async with Parser() as parser:
        assert titles(await parser.parse(SOUND, url=URL)) == ["A bridge opens"]
        assert code(await parser.parse(b"", url=URL)) is ProblemCode.EMPTY
        process = parser._workers[0].process
        outcomes = await asyncio.gather(*(parser.parse(SOUND, url=URL) for _ in range(5)))
        assert [titles(outcome) for outcome in outcomes] == [["A bridge opens"]] * 5
        assert parser._workers[0].process is process


async def test_a_document_that_hangs_is_killed_while_others_are_read() -> None:
    async with Parser(workers=2, wall_limit_s=4.0) as parser:
        hanging = asyncio.create_task(parser.parse(HANGS, url=URL))
        await asyncio.sleep(0.1)
        assert [titles(await parser.parse(SOUND, url=URL)) for _ in range(3)] == [["A bridge opens"]] * 3
        assert not hanging.done()
        assert code(await hanging) is ProblemCode.PARSE_TIMEOUT


async def test_after_a_hang_the_only_worker_is_replaced() -> None:
    async with Parser(wall_limit_s=2.0) as parser:
        hanging = asyncio.create_task(parser.parse(HANGS, url=URL))
        process = await started(parser)
        assert titles(await parser.parse(SOUND, url=URL)) == ["A bridge opens"]
        assert code(await hanging) is ProblemCode.PARSE_TIMEOUT
        assert process.returncode == -signal.SIGKILL


async def test_a_worker_that_dies_in_the_middle_costs_one_document() -> None:
    async with Parser(wall_limit_s=20) as parser:
        task = asyncio.create_task(parser.parse(HANGS, url=URL))
        process = await started(parser)
        await asyncio.sleep(0.3)
        os.kill(process.pid, signal.SIGKILL)
        assert code(await task) is ProblemCode.PARSE_CRASH
        assert titles(await parser.parse(SOUND, url=URL)) == ["A bridge opens"]


async def test_a_worker_that_died_at_rest_costs_no_document() -> None:
    async with Parser() as parser:
        await parser.parse(SOUND, url=URL)
        process = parser._workers[0].process
        assert process is not None
        process.kill()
        await process.wait()
        assert titles(await parser.parse(SOUND, url=URL)) == ["A bridge opens"]


async def test_a_worker_whose_parent_is_gone_ends_itself_even_in_a_hang() -> None:
    async with Parser(wall_limit_s=0.1) as parser:
        worker = parser._workers[0]
        process = await worker.start()
        exchange = asyncio.create_task(worker.exchange(ParseRequest(URL, "", {}), HANGS))  # past the parent's own limit
        assert await asyncio.wait_for(process.wait(), 10) == -signal.SIGALRM
        with pytest.raises(asyncio.IncompleteReadError):
            await exchange


async def test_running_out_of_memory_is_a_problem_of_that_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watchers.parse.MEMORY_LIMIT_BYTES", 100 << 20)
    async with Parser(wall_limit_s=20) as parser:
        huge = SOUND.replace(b"bridge", b"b" * (30 << 20))
        assert code(await parser.parse(huge, url=URL)) is ProblemCode.PARSE_CRASH
        assert titles(await parser.parse(SOUND, url=URL)) == ["A bridge opens"]


async def test_a_worker_that_has_grown_is_retired(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watchers.parse.RETIRE_ABOVE_BYTES", 0)
    async with Parser() as parser:
        await parser.parse(SOUND, url=URL)
        process = parser._workers[0].process
        await parser.parse(SOUND, url=URL)
        assert parser._workers[0].process is not process


async def test_a_cancelled_parse_leaves_the_parser_usable() -> None:
    async with Parser(wall_limit_s=20) as parser:
        task = asyncio.create_task(parser.parse(HANGS, url=URL))
        await asyncio.sleep(0.3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert titles(await parser.parse(SOUND, url=URL)) == ["A bridge opens"]


async def test_many_entries_come_back_in_order() -> None:
    items = b"".join(b"<item><title>T%d</title></item>" % n for n in range(1_001))
    async with Parser(wall_limit_s=60) as parser:
        found = titles(await parser.parse(b"<rss version='2.0'><channel>" + items + b"</channel></rss>", url=URL))
    assert found == [f"T{n}" for n in range(1_001)]


async def test_a_worker_sees_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_TELEGRAM_TOKEN", "123:secret")
    async with Parser() as parser:
        await parser.parse(SOUND, url=URL)
        process = parser._workers[0].process
        assert process is not None
        with open(f"/proc/{process.pid}/environ", "rb") as environment:  # noqa: ASYNC230, PTH123 - memory, not a disk
            assert b"secret" not in environment.read()


async def test_closing_ends_the_workers() -> None:
    parser = Parser(workers=2)
    await asyncio.gather(parser.parse(SOUND, url=URL), parser.parse(SOUND, url=URL))
    processes = [worker.process for worker in parser._workers]
    await parser.aclose()
    assert all(process is not None and process.returncode is not None for process in processes)


async def test_a_worker_of_a_large_program_is_not_taken_for_large_itself() -> None:
    """Linux hands a parent's peak on through exec: by that figure every document would cost a new process."""
    ballast = bytearray(300 << 20)
    ballast[::4096] = b"x" * len(ballast[::4096])
    async with Parser() as parser:
        await parser.parse(SOUND, url=URL)
        assert not parser._workers[0].spent
    assert ballast


async def test_of_several_idle_workers_all_but_one_end_soon() -> None:
    async with Parser(workers=3) as parser:
        await asyncio.gather(*(parser.parse(SOUND, url=URL) for _ in range(3)))
        assert all(worker.process is not None for worker in parser._workers)
        for worker in parser._workers:
            parser._end_one_more(worker)  # as each one's clock does after half a minute
        assert sum(worker.process is not None for worker in parser._workers) == 1


async def test_a_worker_ends_once_it_was_idle_for_long_and_the_next_document_starts_another() -> None:
    async with Parser(workers=2, idle_s=(0.05, 0.02)) as parser:
        assert isinstance(await parser.parse(SOUND, url=URL), ParsedFeed)
        assert sum(worker.process is not None for worker in parser._workers) == 1, "started as needed"
        async with asyncio.timeout(AT_LAST_S):
            while any(worker.process is not None for worker in parser._workers):
                await asyncio.sleep(0.01)
        assert isinstance(await parser.parse(SOUND, url=URL), ParsedFeed)
