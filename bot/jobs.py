"""The fixed jobs: what the program does again and again, how often, and the scheduler that runs them.

Feeds are no jobs of their own: one tick asks the database which are due.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import memory_tuning
from config.schema import Settings
from desk.lag import notice_lag
from desk.reclustering import ReclusteringLoop
from desk.word_index_loop import WordIndexLoop
from handlers import digest_schedule, mute_ends, topic_hints
from handlers.sending import operator_notices
from newsroom.clock import Clock
from newsroom.desk.receiver import TURNED_OFF_AFTER
from newsroom.desk.state import STORY_OPEN_FOR
from storage import chats, retention
from storage.clock_step import ClockStep
from storage.database import Database, StorageError
from storage.retention import Horizons
from watchers.poll import LEARNED_OVER, TICK_S, Poll
from watchers.silence import notice_silence

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something to do again and again, `every_s` real seconds."""

    name: str
    every_s: float
    run: Callable[[], Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobIntervals:
    """How often the clockwork ticks, in real seconds."""

    poll_s: float = TICK_S
    digest_s: float = 10.0
    hints_s: float = 600.0
    trouble_s: float = 10.0
    repair_s: float = 600.0
    silence_s: float = 900.0
    settle_s: float = 10.0
    word_index_s: float = 1.0
    give_back_s: float = 600.0
    look_through_s: float = 86_400.0
    daily_s: float = 3_600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class JobContext:
    """What the desk's jobs work with."""

    settings: Settings
    clock: Clock
    database: Database
    repairs: ReclusteringLoop


def watch_jobs(poll: Poll, intervals: JobIntervals) -> list[Job]:
    """Those of a process that watches."""
    return [Job(name="poll", every_s=intervals.poll_s, run=poll.tick)]


def desk_jobs(context: JobContext, intervals: JobIntervals) -> list[Job]:
    """Those of the one process that decides."""
    database, clock, admin_chat = context.database, context.clock, context.settings.access.admin_chat
    step = ClockStep(database)

    async def look_about() -> None:
        await step.look(clock.now())
        await notice_lag(database, clock)
        await operator_notices.queue_notices(database, admin_chat, clock.now())

    return [
        Job(name="digests", every_s=intervals.digest_s, run=lambda: digest_schedule.send_due(database, clock.now())),
        Job(name="mutes", every_s=intervals.digest_s, run=lambda: mute_ends.end_mutes(database, clock.now())),
        Job(name="hints", every_s=intervals.hints_s, run=lambda: topic_hints.point_out(database, clock.now())),
        Job(name="troubles", every_s=intervals.trouble_s, run=look_about),
        Job(name="repair", every_s=intervals.repair_s, run=context.repairs.turn),
        Job(name="word_index", every_s=intervals.word_index_s, run=WordIndexLoop(database).turn),
        Job(name="silence", every_s=intervals.silence_s, run=lambda: notice_silence(database, clock)),
        Job(name="daily", every_s=intervals.daily_s, run=lambda: _daily(context)),
    ]


def process_jobs(intervals: JobIntervals) -> list[Job]:
    """Those of every process: its memory."""
    return [
        Job(name="settle", every_s=intervals.settle_s, run=memory_tuning.settle),
        Job(name="give_back", every_s=intervals.give_back_s, run=memory_tuning.give_back),
        Job(name="look_through", every_s=intervals.look_through_s, run=memory_tuning.look_through),
    ]


async def _daily(context: JobContext) -> None:
    now, keep = context.clock.now(), context.settings.retention
    async with context.database.write() as tx:
        await chats.retry_suspended(tx, now)
    await retention.forget(
        context.database,
        Horizons(
            updates=now - timedelta(days=keep.updates_days),
            deliveries=now - timedelta(days=keep.deliveries_days),
            items=now - timedelta(days=keep.items_days),
            readings=now - STORY_OPEN_FOR,
            paragraphs=now - LEARNED_OVER,
            closed_chats=now - timedelta(days=keep.closed_chats_days),
            posts=now - TURNED_OFF_AFTER,
        ),
    )


def scheduler(jobs: list[Job]) -> AsyncIOScheduler:
    """The jobs on a scheduler that is not started yet.

    A late run is run all the same (the default of one second would skip it), several late ones are one, and a job
    never runs beside itself. Source: measured, see docs/decisions/0004-one-dispatcher.md.
    """
    made = AsyncIOScheduler(
        timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    for job in jobs:
        made.add_job(_logged(job), "interval", seconds=job.every_s, id=job.name)
    return made


def _logged(job: Job) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        try:
            await job.run()
        except asyncio.CancelledError:
            # The program stops; what was not committed is done at the next start.
            log.info("job_ended", job=job.name)
        except StorageError as error:
            log.error("database_waits", job=job.name, error=str(error))  # noqa: TRY400 - the sentence says it all
        except Exception:
            log.exception("job_failed", job=job.name)

    return run
