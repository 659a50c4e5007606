"""What /metrics of a running process says of it, for `wirewatch top`."""

from collections import defaultdict
from dataclasses import dataclass

import httpx
from prometheus_client.parser import text_string_to_metric_families

# A process whose database does not answer says so after five seconds.
_ANSWER_S = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningProcess:
    """What a process says of itself.

    Attributes:
        silent_s: How long ago Telegram last answered it; None: it does not ask Telegram.
        visit_s: How long its visits to feeds took, on average since it began; None: it has made none.
        started_s: When it began, in Unix seconds.
    """

    ready: bool
    memory_bytes: int
    silent_s: float | None
    visit_s: float | None
    started_s: float


async def running_process(url: str) -> RunningProcess | None:
    """Ask at the address of /metrics; None: it does not answer, or is no program of ours."""
    try:
        async with httpx.AsyncClient(timeout=_ANSWER_S, proxy=None, trust_env=False) as client:
            answer = await client.get(url)
            answer.raise_for_status()
        return read_metrics(answer.text)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        return None


def read_metrics(text: str) -> RunningProcess | None:
    """What the text of /metrics says; None: it is not of a program of ours.

    Raises:
        ValueError: it is no text of metrics.
    """
    found: dict[str, float] = defaultdict(float)
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found[sample.name] += sample.value
    if "wirewatch_ready" not in found:
        return None
    visits = found["wirewatch_poll_seconds_count"]
    return RunningProcess(
        ready=found["wirewatch_ready"] == 1,
        memory_bytes=int(found["process_resident_memory_bytes"]),
        silent_s=found.get("wirewatch_telegram_silent_seconds"),
        visit_s=found["wirewatch_poll_seconds_sum"] / visits if visits else None,
        started_s=found["wirewatch_start_time_seconds"],
    )
