"""The figures for Prometheus: some counted as the log's lines are written, some read when they are asked for."""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from bot.monitoring.metric_list import COUNTED, READ, MetricKind
from bot.monitoring.readiness import age_s
from handlers.commands.table import COMMANDS
from newsroom.clock import Clock
from storage.incidents import IncidentKind
from storage.states import ChatState, DeliveryState
from storage.workload import NOT_ADMITTED, Workload

# What `heard` names besides commands. A word that somebody typed is no label: each would be a series for ever.
_OTHER_UPDATES = frozenset({"button", "text", "met", "left", "migrated", "turned_away"})


# Events that are there from the start, at 0: Prometheus sees no increase in a series that begins with 1.
OWN_BUGS = (
    *("update_failed", "delivery_failed", "settling_failed", "poll_failed"),
    *("post_failed", "job_failed", "digest_failed", "item_set_aside", "done_already"),
)
_SILENCE = "wirewatch_telegram_silent_seconds"
_ALARMING = (*OWN_BUGS, "given_up", "database_waits", "inbox_waits")


class Metrics:
    """All metrics of one run of the program."""

    def __init__(self) -> None:
        # Else each counter has a second series: when it began, as the process's start says for all of them.
        disable_created_metrics()  # type: ignore[no-untyped-call]  # the library gives it no types
        self.registry = CollectorRegistry()
        self._counters: dict[str, Counter] = {}
        self._gauges: dict[str, Gauge] = {}
        self._histograms: dict[str, Histogram] = {}
        self._left_out: set[str] = set()
        for spec in (*COUNTED, *READ):
            labels = [name for name, _ in spec.labels]
            match spec.kind:
                case MetricKind.COUNTER:
                    self._counters[spec.name] = Counter(spec.name, spec.meaning, labels, registry=self.registry)
                case MetricKind.GAUGE:
                    self._gauges[spec.name] = Gauge(spec.name, spec.meaning, labels, registry=self.registry)
                case MetricKind.HISTOGRAM:
                    self._histograms[spec.name] = Histogram(
                        spec.name, spec.meaning, labels, buckets=spec.buckets, registry=self.registry
                    )
        for event in _ALARMING:
            self._counters["wirewatch_log_events_total"].labels(event=event, level="error")
        ProcessCollector(registry=self.registry)
        self._gauges["wirewatch_start_time_seconds"].set_to_current_time()

    def count(self, event: str, level: str, fields: Mapping[str, Any]) -> None:
        """A line of the log; called for each, from whatever thread."""
        self._counters["wirewatch_log_events_total"].labels(event=event, level=level).inc()
        match event:
            case "polled":
                self._counters["wirewatch_polls_total"].labels(outcome=str(fields["outcome"])).inc()
                self._took("wirewatch_poll_seconds", fields)
            case "decided":
                self._counters["wirewatch_decided_entries_total"].inc(fields["entries"])
                self._took("wirewatch_decision_seconds", fields)
            case "delivered":
                self._delivered(fields)
            case "heard":
                command, failed = _known(fields["command"]), str(bool(fields["failed"])).lower()
                self._counters["wirewatch_commands_total"].labels(command=command, failed=failed).inc()
                self._took("wirewatch_command_seconds", fields)

    def _delivered(self, fields: Mapping[str, Any]) -> None:
        kind, outcome = str(fields["kind"]), str(fields["outcome"]).lower()
        self._counters["wirewatch_deliveries_total"].labels(kind=kind, outcome=outcome).inc()
        self._took("wirewatch_delivery_seconds", fields)
        if kind == "card" and outcome == "sent":
            self._histograms["wirewatch_alert_wait_seconds"].observe(fields["waited_ms"] / 1000)

    def _took(self, name: str, fields: Mapping[str, Any]) -> None:
        self._histograms[name].observe(fields["duration_ms"] / 1000)

    def text(self) -> bytes:
        """As Prometheus reads it."""
        return generate_latest(self.registry)

    def read_work(self, work: Workload, clock: Clock) -> None:
        """Set what the database knows."""
        self._set("wirewatch_undecided_entries", work.undecided)
        self._set("wirewatch_oldest_undecided_seconds", age_s(work.undecided_since, clock))
        self._set("wirewatch_oldest_undelivered_alert_seconds", age_s(work.alert_due_since, clock))
        self._set("wirewatch_updates_waiting", work.updates_undone)
        self._set("wirewatch_topics", work.topics)
        self._set("wirewatch_database_bytes", work.size_bytes)
        self._set("wirewatch_sources", work.sources - work.sources_ill, state="well")
        self._set("wirewatch_sources", work.sources_ill, state="ill")
        for state in DeliveryState:
            self._set("wirewatch_deliveries_stored", work.deliveries.get(state, 0), state=state.value)
        for name in (*(state.value for state in ChatState), NOT_ADMITTED):
            self._set("wirewatch_chats", work.chats.get(name, 0), state=name)
        for kind in IncidentKind:
            self._set("wirewatch_incidents", work.incidents.get(kind.value, 0), kind=kind.value)

    def read_state(self, *, ready: bool, silent_s: float | None, database: str) -> None:
        """Set what the program itself knows; `silent_s`: None where it does not ask Telegram, then that is left out."""
        self._set("wirewatch_ready", int(ready))
        self._show(_SILENCE, shown=silent_s is not None)
        self._set(_SILENCE, silent_s or 0.0)
        self._set("wirewatch_build_info", 1, version=version("wirewatch"), database=database)

    def _show(self, name: str, *, shown: bool) -> None:
        gauge = self._gauges[name]
        if shown and name in self._left_out:
            self.registry.register(gauge)
            self._left_out.remove(name)
        elif not shown and name not in self._left_out:
            self.registry.unregister(gauge)
            self._left_out.add(name)

    def _set(self, name: str, value: float, **labels: str) -> None:
        gauge = self._gauges[name]
        (gauge.labels(**labels) if labels else gauge).set(value)


def _known(command: object) -> str:
    if not isinstance(command, str):
        return "other"
    found = COMMANDS.find(command)
    return found.name if found else command if command in _OTHER_UPDATES else "other"
