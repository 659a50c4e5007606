"""Each metric is documented, and dashboards and rules ask for metrics that exist."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.monitoring.metric_list import COUNTED, READ
from bot.monitoring.metrics import OWN_BUGS, Metrics
from scripts.metrics_page import PAGE, page
from tests.docs.test_operations import logged

DEPLOY = Path(__file__).parents[3] / "deploy"
_METRIC = re.compile(r"\b(?:wirewatch|process)_[a-z_]+")


def samples() -> dict[str, float]:
    return _samples(Metrics())


def _samples(metrics: Metrics) -> dict[str, float]:
    families = text_string_to_metric_families(metrics.text().decode())
    return {
        sample.name + "".join(f" {value}" for value in sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def known() -> set[str]:
    """Each name that a query may use."""
    ends = ("", "_bucket", "_sum", "_count")
    ours = {f"{spec.name}{end}" for spec in COUNTED for end in ends} | {spec.name for spec in READ}
    return ours | {name.split(" ")[0] for name in samples() if name.startswith("process_")}


def test_the_page_is_written_from_the_list() -> None:
    assert PAGE.read_text("utf-8") == page(), "run python -m scripts.metrics_page"


def test_each_metric_is_explained_on_the_page() -> None:
    assert [name for name in known() if f"`{re.sub('_(bucket|sum|count)$', '', name)}`" not in page()] == []


def expressions() -> list[str]:
    rules = yaml.safe_load((DEPLOY / "alerts.yml").read_text("utf-8"))["groups"][0]["rules"]
    panels = json.loads((DEPLOY / "grafana.json").read_text("utf-8"))["panels"]
    return [rule["expr"] for rule in rules] + [target["expr"] for panel in panels for target in panel["targets"]]


@pytest.mark.parametrize("expression", expressions())
def test_a_rule_or_panel_asks_for_metrics_and_labels_that_exist(expression: str) -> None:
    labels = {name for spec in (*COUNTED, *READ) for name, _ in spec.labels} | {"job", "le"}
    assert set(_METRIC.findall(expression)) - known() == set()
    assert set(re.findall(r"[{,]\s*([a-z]+)(?:=|!)", expression)) - labels == set()


def test_a_rule_asks_for_events_that_the_program_logs() -> None:
    named = {
        one for text in expressions() for found in re.findall(r'event=~?"([^"]+)"', text) for one in found.split("|")
    }
    assert named - logged() == set()
    assert set(OWN_BUGS) <= named


def test_a_bug_that_never_came_counts_from_nought_so_that_the_first_is_an_increase() -> None:
    assert {samples()[f"wirewatch_log_events_total {event} error"] for event in OWN_BUGS} == {0.0}


def test_each_series_is_one_that_the_page_explains() -> None:
    """A client of Prometheus adds `_created` to each counter and histogram where nobody asks it not to."""
    metrics = Metrics()
    metrics.count("polled", "info", {"outcome": "fetched", "duration_ms": 300})
    assert {name.split(" ")[0] for name in _samples(metrics)} - known() == set()


def test_what_somebody_typed_makes_no_series_of_its_own() -> None:
    metrics = Metrics()
    for name in ("track", "follow", "zebra", None, "button"):
        metrics.count("heard", "info", {"command": name, "failed": False, "duration_ms": 3})
    counted = {name: value for name, value in _samples(metrics).items() if "commands_total" in name}
    assert counted == {
        "wirewatch_commands_total track false": 2,
        "wirewatch_commands_total other false": 2,
        "wirewatch_commands_total button false": 1,
    }


def test_promtool_takes_the_files() -> None:
    promtool = os.environ.get("PROMTOOL") or shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed; name it by PROMTOOL")
    for what, name in (("rules", "alerts.yml"), ("config", "prometheus.yml")):
        ran = subprocess.run([promtool, "check", what, name], cwd=DEPLOY, capture_output=True, text=True, check=False)  # noqa: S603 - the tool that was named
        assert ran.returncode == 0, ran.stderr
