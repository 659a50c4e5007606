"""The fixed jobs: what is to be done again and again, and how often."""

from dataclasses import dataclass
from datetime import timedelta

from bot import memory_tuning
from bot.jobs import Job
from config.schema import Settings
from desk.reclustering import ReclusteringLoop
from handlers import digest_schedule
from handlers.sending import operator_notices
from newsroom.clock import Clock
from storage import chats, inbox, retention
from storage.clock_step import ClockStep
from storage.database import Database
from storage.retention import Horizons
from watchers.poll import LEARNED_OVER, Poll
from watchers.silence import notice_lag, notice_silence


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often the clockwork ticks, in real seconds."""

    poll_s: float = 1.0
    digest_s: float = 10.0
    trouble_s: float = 10.0
    repair_s: float = 600.0
    silence_s: float = 900.0
    settle_s: float = 10.0
    give_back_s: float = 600.0
    look_through_s: float = 86_400.0
    daily_s: float = 3_600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """What the jobs work with."""

    settings: Settings
    clock: Clock
    database: Database
    poll: Poll
    repairs: ReclusteringLoop


def jobs(duties: Duties, rhythm: Rhythm) -> list[Job]:
    """Every job of a running program."""
    database, clock, admin_chat = duties.database, duties.clock, duties.settings.access.admin_chat
    step = ClockStep(database)

    async def look_about() -> None:
        await step.look(clock.now())
        await notice_lag(database, clock)
        await operator_notices.queue_notices(database, admin_chat, clock.now())

    return [
        Job(name="poll", every_s=rhythm.poll_s, run=duties.poll.tick),
        Job(name="digests", every_s=rhythm.digest_s, run=lambda: digest_schedule.send_due(database, clock.now())),
        Job(name="troubles", every_s=rhythm.trouble_s, run=look_about),
        Job(name="repair", every_s=rhythm.repair_s, run=duties.repairs.turn),
        Job(name="settle", every_s=rhythm.settle_s, run=memory_tuning.settle),
        Job(name="give_back", every_s=rhythm.give_back_s, run=memory_tuning.give_back),
        Job(name="look_through", every_s=rhythm.look_through_s, run=memory_tuning.look_through),
        Job(name="silence", every_s=rhythm.silence_s, run=lambda: notice_silence(database, clock)),
        Job(name="daily", every_s=rhythm.daily_s, run=lambda: _daily(duties)),
    ]


async def _daily(duties: Duties) -> None:
    now, keep = duties.clock.now(), duties.settings.retention
    async with duties.database.write() as tx:
        await chats.retry_suspended(tx, now)
    async with duties.database.write() as tx:
        await inbox.forget(tx, now - timedelta(days=keep.updates_days))
    await retention.forget(
        duties.database,
        Horizons(
            deliveries=now - timedelta(days=keep.deliveries_days),
            items=now - timedelta(days=keep.items_days),
            paragraphs=now - LEARNED_OVER,
        ),
    )
