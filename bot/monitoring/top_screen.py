"""What `wirewatch top` shows: figures to lines of text, each no wider than the terminal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from unicodedata import combining, east_asian_width

from bot.monitoring.readiness import TELEGRAM_SILENT_AFTER_S, UNDECIDED_AFTER, UNSENT_AFTER
from bot.monitoring.running_process import RunningProcess
from handlers.sentences.reader import Reader
from newsroom.text.controls import one_line
from storage.late_sources import FailingSource, LateSource
from storage.states import DeliveryState
from storage.workload import Workload

_LABEL_COLUMNS = 13
_NAME_COLUMNS = 28
_MB = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class TopFigures:
    """All that is shown, at one moment.

    Attributes:
        visited: How many sources were visited within the last minute.
        late: How many there are, and the latest of them.
        failing: How many there are, and those that have failed for longest.
        processes: By the address of their /metrics; None: it does not answer.
    """

    now: datetime
    work: Workload
    visited: int
    late: tuple[int, list[LateSource]]
    failing: tuple[int, list[FailingSource]]
    processes: Mapping[str, RunningProcess | None]


@dataclass(frozen=True, slots=True)
class TopLine:
    """A line of the screen; `amiss`: somebody should look at it."""

    text: str
    amiss: bool = False


def top_screen(figures: TopFigures, columns: int, reader: Reader) -> list[TopLine]:
    """The screen, from top to bottom."""
    lines = [*_state(figures, reader), *_processes(figures, reader), *_late(figures, reader)]
    lines += _failing(figures, reader)
    return [TopLine(_cut(line.text, columns), line.amiss) for line in lines]


def _state(figures: TopFigures, reader: Reader) -> Iterator[TopLine]:
    work, now = figures.work, figures.now
    yield TopLine(reader.say("top.heading", time=f"{now:%Y-%m-%d %H:%M:%S} UTC"))
    yield TopLine("")
    failing, late = figures.failing[0], figures.late[0]
    feeds = reader.say("unit.feed", count=work.sources)
    row = reader.say("top.feeds", feeds=feeds, failing=failing, late=late, visited=figures.visited)
    yield _row(reader, "top.label_feeds", row)
    items = reader.say("unit.item", count=work.undecided)
    yield _row(reader, "top.label_desk", *_waiting(reader, items, work.undecided_since, now, UNDECIDED_AFTER))
    alerts = reader.say("unit.alert", count=work.alerts_due)
    yield _row(reader, "top.label_alerts", *_waiting(reader, alerts, work.alert_due_since, now, UNSENT_AFTER))
    due, dead = (work.deliveries.get(state, 0) for state in (DeliveryState.DUE, DeliveryState.DEAD))
    yield _row(reader, "top.label_outbox", reader.say("top.outbox", due=due, dead=dead))
    yield _row(reader, "top.label_commands", reader.say("top.commands", waiting=work.updates_undone))
    yield _row(reader, "top.label_database", _megabytes(reader, work.size_bytes))


def _waiting(
    reader: Reader, things: str, since: datetime | None, now: datetime, late_after: timedelta
) -> tuple[str, bool]:
    if since is None:
        return reader.say("top.nothing_waits"), False
    return reader.say("top.waits", things=things, span=reader.span(now - since)), now - since > late_after


def _megabytes(reader: Reader, size_bytes: int) -> str:
    return reader.say("top.megabytes", size=f"{size_bytes / _MB:.0f}")


def _processes(figures: TopFigures, reader: Reader) -> Iterator[TopLine]:
    if not figures.processes:
        yield _row(reader, "top.label_process", reader.say("top.no_process"))
    for url, process in figures.processes.items():
        if process is None:
            yield _row(reader, "top.label_process", reader.say("top.silent_process", url=one_line(url)), amiss=True)
            continue
        state = reader.say("top.ready" if process.ready else "top.not_ready")
        memory = _megabytes(reader, process.memory_bytes)
        runs = reader.span(figures.now - datetime.fromtimestamp(process.started_s, UTC))
        if process.silent_s is None:
            row = reader.say("top.process_without_telegram", state=state, memory=memory, runs=runs)
        else:
            telegram = reader.span(timedelta(seconds=process.silent_s))
            row = reader.say("top.process", state=state, telegram=telegram, memory=memory, runs=runs)
        amiss = not process.ready or (process.silent_s or 0.0) > TELEGRAM_SILENT_AFTER_S
        yield _row(reader, "top.label_process", row, amiss=amiss)
        if process.visit_s is not None:
            yield _row(reader, "top.label_visits", reader.say("top.visits", seconds=f"{process.visit_s:.2f}"))


def _late(figures: TopFigures, reader: Reader) -> Iterator[TopLine]:
    number, late = figures.late
    if not late:
        return
    yield from (TopLine(""), TopLine(reader.say("top.late", sources=reader.say("unit.source", count=number))))
    for one in late:
        why = "top.slow_source" if one.under_way else "top.late_source"
        yield _source(one.name, reader.say(why, span=reader.span(figures.now - one.due_at)))


def _failing(figures: TopFigures, reader: Reader) -> Iterator[TopLine]:
    number, failing = figures.failing
    if not failing:
        return
    yield from (TopLine(""), TopLine(reader.say("top.failing", sources=reader.say("unit.source", count=number))))
    for one in failing:
        problem = one_line(reader.plain(one.problem))
        if one.since is not None:
            span = reader.span(figures.now - one.since)
            problem = reader.say("top.failing_source", span=span, problem=problem)
        yield _source(one.name, problem)


def _row(reader: Reader, label: str, text: str, amiss: bool = False) -> TopLine:  # noqa: FBT001, FBT002 - from a pair
    return TopLine(_padded(reader.say(label), _LABEL_COLUMNS) + text, amiss)


def _source(name: str, text: str) -> TopLine:
    """Its name comes from a stranger, and may not steer the terminal."""
    return TopLine(f"  {_padded(_cut(one_line(name), _NAME_COLUMNS), _NAME_COLUMNS)}  {text}", amiss=True)


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - _width(text))


def _cut(text: str, columns: int) -> str:
    """As much of it as fits, an ellipsis for the rest."""
    if _width(text) <= columns:
        return text
    end = len(text)
    while _width(text[:end]) >= columns and end:
        end -= 1
    return f"{text[:end]}…"


def _width(text: str) -> int:
    """How many columns of a terminal a text takes: Chinese letters two, accents that join a letter none."""
    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text)
