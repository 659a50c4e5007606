"""Writes docs/metrics.md from the metrics' own words: `python -m scripts.metrics_page`."""

from pathlib import Path

from prometheus_client import CollectorRegistry, ProcessCollector

from bot.monitoring.metric_list import COUNTED, READ, MetricSpec

PAGE = Path(__file__).parents[1] / "docs" / "metrics.md"
_HEAD = """# Metrics

With `monitoring.port` in the settings the bot answers on that port, on this machine only unless `monitoring.address`
says otherwise:

| address | answer |
|---|---|
| `/healthz` | 200 while the process is alive and its loop turns; restart it where this does not answer |
| `/readyz` | 200 while it does its work; else 503, and in words what is amiss and what to do, a line each |
| `/metrics` | the figures below, as Prometheus reads them |

`/readyz` complains where the database does not answer within five seconds, where Telegram has not answered a poll for
two minutes, where the oldest item has waited ten minutes for the desk, and where an alert has waited ten minutes to be
sent. None of the three names a chat, a feed, a word of a message or the token; but they answer whoever reaches them.

`deploy/prometheus.yml` asks for them, `deploy/alerts.yml` has rules for an alarm, `deploy/grafana.json` is a dashboard.

Written by `python -m scripts.metrics_page`.

"""


def page() -> str:
    """The whole page."""
    counted = "## Counted as it happens\n\nFrom the lines of the log; they begin at 0 with the program.\n\n" + _table(
        COUNTED
    )
    read = "## Read when asked\n\nFrom the database and the program, in the moment of the question.\n\n" + _table(READ)
    return f"{_HEAD}{counted}\n{read}\n{_process()}"


def _table(specs: tuple[MetricSpec, ...]) -> str:
    lines = ["| metric | kind | labels | what it is |", "|---|---|---|---|"]
    for spec in specs:
        labels = "; ".join(f"`{name}`: {values}" for name, values in spec.labels)
        lines.append(f"| `{spec.name}` | {spec.kind.name.lower()} | {labels} | {spec.meaning} |")
    return "\n".join(lines) + "\n"


def _process() -> str:
    """What the library itself says of the process, on Linux."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    lines = ["## Of the process", "", "| metric | kind | what it is |", "|---|---|---|"]
    for metric in registry.collect():
        name = f"{metric.name}_total" if metric.type == "counter" else metric.name
        lines.append(f"| `{name}` | {metric.type} | {metric.documentation} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Bring the page up to date."""
    PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
