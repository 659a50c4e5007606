"""Every metric, with what it means: docs/metrics.md is written from this list (`python -m scripts.metrics_page`)."""

from dataclasses import dataclass
from enum import Enum

from prometheus_client import Counter, Gauge, Histogram


class MetricKind(Enum):
    """How a metric behaves, and what makes it."""

    COUNTER = Counter
    GAUGE = Gauge
    HISTOGRAM = Histogram


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricSpec:
    """One metric.

    Attributes:
        meaning: In one sentence, as Prometheus shows it and the page prints it.
        labels: Each with its values, in words.
        buckets: Of a histogram, in seconds.
    """

    name: str
    kind: MetricKind
    meaning: str
    labels: tuple[tuple[str, str], ...] = ()
    buckets: tuple[float, ...] = ()


# Of requests over a network: a quick answer, the limits of a fetch (30 s) and of a poll of Telegram (25 s).
_REQUEST_S = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
# From "at once" to the ten minutes after which /readyz complains.
_WAIT_S = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1_800.0)

_COUNTER, _GAUGE, _HISTOGRAM = MetricKind.COUNTER, MetricKind.GAUGE, MetricKind.HISTOGRAM

COUNTED = (
    MetricSpec(
        name="wirewatch_log_events_total",
        kind=_COUNTER,
        meaning="Lines of the log, whether its level shows them or not.",
        labels=(("event", "its name, as docs/operations.md lists them"), ("level", "debug, info, warning, error")),
    ),
    MetricSpec(
        name="wirewatch_polls_total",
        kind=_COUNTER,
        meaning="Visits to feeds that ended.",
        labels=(("outcome", "fetched, notmodified, failed, gone, ..."),),
    ),
    MetricSpec(
        name="wirewatch_poll_seconds",
        kind=_HISTOGRAM,
        meaning="How long visits to feeds took, from the request until all was stored.",
        buckets=_REQUEST_S,
    ),
    MetricSpec(
        name="wirewatch_decided_entries_total",
        kind=_COUNTER,
        meaning="Items, edits and corrections that the desk decided.",
    ),
    MetricSpec(
        name="wirewatch_decision_seconds",
        kind=_HISTOGRAM,
        meaning="How long the desk took for a batch.",
        buckets=_REQUEST_S,
    ),
    MetricSpec(
        name="wirewatch_deliveries_total",
        kind=_COUNTER,
        meaning="Requests to Telegram that ended.",
        labels=(
            ("kind", "message, edit, card, list, notice, answer, document, photo"),
            ("outcome", "sent, alreadyso, slower, shut, ..."),
        ),
    ),
    MetricSpec(
        name="wirewatch_delivery_seconds",
        kind=_HISTOGRAM,
        meaning="How long a delivery took once it was taken up, the wait for its slot included.",
        buckets=_REQUEST_S,
    ),
    MetricSpec(
        name="wirewatch_alert_wait_seconds",
        kind=_HISTOGRAM,
        meaning="How long an alert's card waited from the desk's decision until Telegram had it.",
        buckets=_WAIT_S,
    ),
    MetricSpec(
        name="wirewatch_commands_total",
        kind=_COUNTER,
        meaning="Commands, presses and other updates of Telegram's that were answered.",
        labels=(
            ("command", "a command, button, text, met, left, migrated, turned_away; other: what is no command of ours"),
            ("failed", "true where our own bug set it aside, else false"),
        ),
    ),
    MetricSpec(
        name="wirewatch_command_seconds",
        kind=_HISTOGRAM,
        meaning="How long an update took from the inbox to its queued answer.",
        buckets=_REQUEST_S,
    ),
)

READ = (
    MetricSpec(
        name="wirewatch_ready", kind=_GAUGE, meaning="1 where /readyz answers 200, 0 where it names something amiss."
    ),
    MetricSpec(
        name="wirewatch_build_info",
        kind=_GAUGE,
        meaning="Always 1: what runs.",
        labels=(("version", "of the program"), ("database", "sqlite, postgresql")),
    ),
    MetricSpec(name="wirewatch_start_time_seconds", kind=_GAUGE, meaning="When the program began, in Unix seconds."),
    MetricSpec(
        name="wirewatch_telegram_silent_seconds",
        kind=_GAUGE,
        meaning="How long ago Telegram last answered a poll well (with a webhook: the question whether it is set). "
        "Left out where the process does not ask Telegram.",
    ),
    MetricSpec(
        name="wirewatch_sources",
        kind=_GAUGE,
        meaning="Feeds that are polled.",
        labels=(("state", "well; ill: it can't be read now"),),
    ),
    MetricSpec(name="wirewatch_undecided_entries", kind=_GAUGE, meaning="What waits for the desk."),
    MetricSpec(
        name="wirewatch_oldest_undecided_seconds",
        kind=_GAUGE,
        meaning="How long the oldest entry has waited for the desk; 0: none waits.",
    ),
    MetricSpec(
        name="wirewatch_deliveries_stored",
        kind=_GAUGE,
        meaning="Deliveries in the database; those that ended are kept for `retention.deliveries_days`.",
        labels=(("state", "due, in_flight, sent, dead"),),
    ),
    MetricSpec(
        name="wirewatch_oldest_undelivered_alert_seconds",
        kind=_GAUGE,
        meaning="How long the oldest alert or edit of one is overdue, of chats that can be written to; 0: none is.",
    ),
    MetricSpec(
        name="wirewatch_updates_waiting", kind=_GAUGE, meaning="Commands and presses that are stored and not answered."
    ),
    MetricSpec(
        name="wirewatch_chats",
        kind=_GAUGE,
        meaning="Chats that the bot knows.",
        labels=(("state", "active; suspended: it shut the bot out; not_admitted"),),
    ),
    MetricSpec(name="wirewatch_topics", kind=_GAUGE, meaning="Topics that all chats track."),
    MetricSpec(
        name="wirewatch_incidents",
        kind=_GAUGE,
        meaning="What is wrong just now, as `access.admin_chat` is told of it.",
        labels=(("kind", "source_failing, source_silent, source_ended, desk_lags, telegram_conflict, telegram_token"),),
    ),
    MetricSpec(
        name="wirewatch_database_bytes", kind=_GAUGE, meaning="The size of the database, without SQLite's -wal."
    ),
)
