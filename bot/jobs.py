"""Clockwork: the few fixed jobs. Feeds are no jobs of their own; one tick asks the database what is due."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from storage.database import StorageError

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something to do again and again, `every_s` real seconds."""

    name: str
    every_s: float
    run: Callable[[], Awaitable[Any]]


def scheduler(jobs: list[Job]) -> AsyncIOScheduler:
    """The jobs on a scheduler that is not started yet.

    A late run is run all the same (the default of one second would skip it), several late ones are one, and a job
    never runs beside itself. Source: measured, see docs/decisions/0004.
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
