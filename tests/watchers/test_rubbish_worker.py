"""Whatever a parsing process answers harms nothing: its document fails, it is replaced, the next one is parsed."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.watchers.rubbish_worker import ANSWERS
from tests.watchers.slow_worker import STARTING_S
from watchers.parse import Parser
from watchers.parsed_feed import MAX_MARKUP_CHARS, FeedEntry, ParsedFeed
from watchers.source_problem import Failed, ProblemCode, problem
from watchers.worker_answer import AnswerReader
from watchers.worker_protocol import LENGTH, MAX_FRAME_BYTES, FeedRead, FeedUnreadable, end_frame, entry_frames

URL = "https://wire.example/feed"
SOUND = b"<rss version='2.0'><channel><item><title>A bridge opens</title></item></channel></rss>"


@pytest.fixture
async def parser() -> AsyncIterator[Parser]:
    async with Parser(wall_limit_s=10.0, module="tests.watchers.rubbish_worker") as parser:
        yield parser


async def fails_alone(parser: Parser, document: bytes) -> Failed:
    """The document fails, by a worker that is no more when the next one is parsed."""
    outcome = await parser.parse(document, url=URL)
    assert parser._workers[0].process is None
    after = await parser.parse(SOUND, url=URL)
    assert isinstance(after, ParsedFeed)
    assert [entry.title for entry in after.entries] == ["A bridge opens"]
    assert isinstance(outcome, Failed)
    return outcome


@pytest.mark.parametrize("rubbish", ANSWERS)
async def test_rubbish_fails_one_document(parser: Parser, rubbish: str) -> None:
    outcome = await fails_alone(parser, rubbish.encode())
    assert outcome.problem == problem(ProblemCode.PARSE_CRASH, detail="WorkerAnswerError")


async def test_a_pickle_is_not_unpickled(parser: Parser, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    outcome = await fails_alone(parser, f"a pickle {mark}".encode())
    assert outcome.problem.code is ProblemCode.PARSE_CRASH
    assert not mark.exists()


async def test_an_answer_without_end_is_cut_off(parser: Parser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watchers.worker_answer.MAX_ANSWER_BYTES", 10 << 20)
    outcome = await fails_alone(parser, b"frames without end")
    assert outcome.problem.detail == "WorkerAnswerError"


async def test_no_answer_is_waited_for_within_the_limit() -> None:
    async with Parser(wall_limit_s=1.5, module="tests.watchers.rubbish_worker") as parser:
        outcome = await fails_alone(parser, b"nothing")
    assert outcome.problem.code is ProblemCode.PARSE_TIMEOUT


async def test_what_a_worker_takes_to_start_is_no_time_of_its_document() -> None:
    """Where much else runs, a sound feed was called too long to read, its worker killed, and so was the next."""
    async with Parser(wall_limit_s=STARTING_S / 2, module="tests.watchers.slow_worker") as parser:
        assert isinstance(await parser.parse(SOUND, url=URL), ParsedFeed)


async def test_a_worker_that_ends_instead_fails_one_document(parser: Parser) -> None:
    outcome = await fails_alone(parser, b"its own end")
    assert outcome.problem.code is ProblemCode.PARSE_CRASH


def frames(sent: bytes) -> list[bytes]:
    found = []
    while sent:
        (length_bytes,) = LENGTH.unpack(sent[: LENGTH.size])
        found.append(sent[LENGTH.size : LENGTH.size + length_bytes])
        sent = sent[LENGTH.size + length_bytes :]
    return found


def test_what_a_worker_writes_is_read_as_it_was() -> None:
    moment = datetime(2026, 3, 1, 10, 0, 0, 123456, tzinfo=UTC)
    entries = (
        FeedEntry(guid="1", title='Мост "открыт" & \U0001f309', published=moment, tags=("a", "b"), language="ru"),
        FeedEntry(guid="2", url="https://wire.example/2", summary="<p>\t\n</p>", updated=moment),
    )
    for end in (
        FeedRead(feed=ParsedFeed(title="F", ttl_s=60), memory_bytes=5),
        FeedUnreadable(problem=problem(ProblemCode.EMPTY, "wire.example"), memory_bytes=5),
    ):
        answer = AnswerReader()
        *before, last = frames(b"".join(entry_frames(entries)) + end_frame(end))
        assert [answer.take(frame) for frame in before] == [None] * len(before)
        assert answer.take(last) == end
        assert tuple(answer.entries) == entries


def test_the_largest_entries_fit_into_their_frames() -> None:
    largest = FeedEntry(guid="g", summary="\U0001f309" * MAX_MARKUP_CHARS, content="\U0001f309" * MAX_MARKUP_CHARS)
    sizes = [len(frame) for frame in frames(b"".join(entry_frames([largest] * 3)))]
    assert len(sizes) == 3
    assert max(sizes) < MAX_FRAME_BYTES
