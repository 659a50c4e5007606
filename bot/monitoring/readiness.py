"""Whether the bot does its work, and if not, why: by what waits and since when."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from newsroom.clock import Clock
from newsroom.sentence import Sentence, sentence
from storage.workload import Workload

# A poll lasts 25 s, one that hangs is cut after 55 s, and its connections are made anew: the next answer is late then.
TELEGRAM_SILENT_AFTER_S = 120.0
# The desk decides hundreds of items a second; people are notified of a lag after as long (desk.lag).
UNDECIDED_AFTER = timedelta(minutes=10)
# A burst to one group, 20 a minute, is out after that; `wirewatch doctor` calls it late after as long.
UNSENT_AFTER = timedelta(minutes=10)


def unready(work: Workload, clock: Clock, telegram_silent_s: float | None) -> Iterator[Sentence]:
    """What is amiss, each with its remedy."""
    if telegram_silent_s is not None and telegram_silent_s > TELEGRAM_SILENT_AFTER_S:
        yield sentence("ready.telegram_silent", seconds=round(telegram_silent_s))
    if (age := age_s(work.undecided_since, clock)) > UNDECIDED_AFTER.total_seconds():
        yield sentence("ready.desk_lags", items=sentence("unit.item", count=work.undecided), minutes=round(age / 60))
    if (age := age_s(work.alert_due_since, clock)) > UNSENT_AFTER.total_seconds():
        yield sentence("ready.alerts_wait", minutes=round(age / 60))


def age_s(since: datetime | None, clock: Clock) -> float:
    """Real seconds since then; 0 where there is nothing that waits."""
    return 0.0 if since is None else max(0.0, (clock.now() - since).total_seconds() / clock.speed())
