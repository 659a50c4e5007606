"""The speed that is wanted: each goal is made of values that `make bench` or `benchmarks.side_by_side` measures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from benchmarks.bench_results import MeasuredRows

FEEDS = 1_000  # of the comparison
BESIDE = "side by side, "
_DESK, _ALONE = f"{BESIDE}Wirewatch with the desk", f"{BESIDE}Wirewatch, watchers alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A figure that is wanted. `rows`: of what workloads and sizes it is, and the value is made of theirs."""

    what: str
    unit: str
    wanted: float
    rows: tuple[tuple[str, int | None], ...]
    of: Callable[..., float]
    at_least: bool = False

    def measured(self, rows: MeasuredRows) -> tuple[float, float]:
        """The figure, and the highest load of the machine while its rows were measured.

        Raises:
            LookupError: a row was never measured.
        """
        found = [rows.row(what, size) for what, size in self.rows]
        return self.of(*(row.values for row in found)), max(row.load for row in found)

    def met(self, value: float) -> bool:
        return value >= self.wanted if self.at_least else value <= self.wanted


def _value(name: str) -> Callable[[Mapping[str, float]], float]:
    return lambda values: values[name]


def _rate(name: str) -> Callable[[Mapping[str, float]], float]:
    """So many in a second, of so many milliseconds each."""
    return lambda values: 1_000 / values[name]


def _goal(
    what: str, unit: str, wanted: float, row: str, size: int | None, of: Callable[..., float] | str, **more: bool
) -> Goal:
    value = _value(of) if isinstance(of, str) else of
    return Goal(what=what, unit=unit, wanted=wanted, rows=((row, size),), of=value, **more)


def _most_of_others(name: str) -> tuple[tuple[tuple[str, int | None], ...], Callable[..., float]]:
    """The rows of the others beside ours with the desk: ours as a share of the cheapest of them, in percent."""
    others = tuple((f"{BESIDE}{other}", FEEDS) for other in ("newsboat", "reader", "rss2email"))
    return ((_DESK, FEEDS), *others), lambda ours, *rest: 100 * ours[name] / min(one[name] for one in rest)


_TOPICS, _WINDOW = "matching, topics", "desk, window"
_RELOAD_ROWS, _RELOAD_SHARE = _most_of_others("reload_cpu_s")
_ANSWERS = tuple(
    _goal(f"/{name}, 1,000,000 items stored, p95", "ms", 300, f"/{name}, items stored", 1_000_000, "p95_ms")
    for name in ("search", "timeline", "sources")
)
GOALS = (
    _goal("matching against 1,000 topics", "items/s", 700, _TOPICS, 1_000, "items_a_s", at_least=True),
    _goal("matching against 100,000 topics", "items/s", 400, _TOPICS, 100_000, "items_a_s", at_least=True),
    Goal(
        what="an item against 100,000 topics, beside 1,000",
        unit="times",
        wanted=2,
        rows=((_TOPICS, 100_000), (_TOPICS, 1_000)),
        of=lambda many, few: many["item_ms"] / few["item_ms"],
    ),
    _goal("to read an item of 300 words", "ms", 1.2, _TOPICS, 1_000, "reading_ms"),
    _goal("one topic more among 100,000", "ms", 50, _TOPICS, 100_000, "more_ms"),
    _goal("first build of 100,000 topics", "s", 5, _TOPICS, 100_000, lambda of: of["parsed_s"] + of["built_s"]),
    _goal(
        "the desk with storage, 50,000 in the window",
        "items/s",
        500,
        _WINDOW,
        50_000,
        _rate("stored_ms"),
        at_least=True,
    ),
    _goal("an item decided, 50,000 in the window, p99", "ms", 15, _WINDOW, 50_000, "item_p99_ms"),
    _goal("upkeep of a turn, 50,000 in the window", "ms", 1, _WINDOW, 50_000, "upkeep_ms"),
    _goal(
        "polling 10,000 feeds, nothing new",
        "feeds/s by the clock",
        300,
        "polling, unmodified",
        10_000,
        "feeds_a_s_by_the_clock",
        at_least=True,
    ),
    _goal(
        "the same, by the processor",
        "feeds/CPU s",
        900,
        "polling, unmodified",
        10_000,
        _rate("cpu_ms_a_feed"),
        at_least=True,
    ),
    _goal("the same, memory at most", "MiB", 250, "polling, unmodified", 10_000, "memory_mib"),
    _goal(
        "polling 1,000 feeds, one new entry each",
        "feeds/s by the clock",
        100,
        "polling, new",
        1_000,
        "feeds_a_s_by_the_clock",
        at_least=True,
    ),
    _goal("the same, longest stall", "ms", 50, "polling, new", 1_000, "stall_cpu_ms"),
    _goal("first load of 1,000 feeds with the desk", "CPU s", 25, _DESK, FEEDS, "first_cpu_s"),
    Goal(
        what="their reload with the desk, beside the cheapest other reader",
        unit="%",
        wanted=100,
        rows=_RELOAD_ROWS,
        of=_RELOAD_SHARE,
    ),
    Goal(
        what="their reload by the watchers alone, beside `reader`",
        unit="%",
        wanted=50,
        rows=((_ALONE, FEEDS), (f"{BESIDE}reader", FEEDS)),
        of=lambda ours, reader: 100 * ours["reload_cpu_s"] / reader["reload_cpu_s"],
    ),
    _goal("from a feed's answer to the alert, p50", "ms", 300, "feed's answer to alert", None, "p50_ms_by_the_clock"),
    _goal("the same, p99", "ms", 1_500, "feed's answer to alert", None, "p99_ms_by_the_clock"),
    _goal("one story to 3,000 private chats", "% of 30/s", 97, "fan-out", 3_000, "used_pct", at_least=True),
    _goal(
        "`wirewatch run` until ready, 100,000 items stored",
        "s",
        5,
        "wirewatch run, until ready",
        100_000,
        "ready_s_by_the_clock",
    ),
    _goal("`wirewatch --help`", "ms", 250, "wirewatch --help", None, "median_ms"),
    _goal("memory with 50,000 items and 10,000 topics", "MiB", 350, "steady memory", None, "memory_mib"),
    *_ANSWERS,
    _goal("replay of 1,620 captured documents", "CPU s", 120, "replay", None, "cpu_s"),
)
