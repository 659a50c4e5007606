"""What `wirewatch top` shows, whole screens; and that nobody's words steer the terminal."""

from dataclasses import replace
from datetime import timedelta

from bot.monitoring.running_process import RunningProcess
from bot.monitoring.top_screen import TopFigures, TopLine, top_screen
from handlers.sentences.reader import Reader
from newsroom.sentence import sentence
from storage.late_sources import FailingSource, LateSource
from storage.states import DeliveryState
from storage.workload import Workload
from tests.builders import NOW, at

PROCESS = RunningProcess(
    ready=True, memory_bytes=251_300_000, silent_s=3.4, visit_s=0.314, started_s=(NOW - timedelta(days=3)).timestamp()
)
BUSY = Workload(
    sources=60,
    sources_ill=1,
    undecided=12,
    undecided_since=at(-3),
    deliveries={DeliveryState.DUE: 5, DeliveryState.DEAD: 1, DeliveryState.SENT: 700},
    alerts_due=4,
    alert_due_since=at(-11),
    updates_undone=2,
    chats={},
    topics=3,
    incidents={},
    size_bytes=13_000_000,
)
QUIET = Workload(
    sources=0,
    sources_ill=0,
    undecided=0,
    undecided_since=None,
    deliveries={},
    alerts_due=0,
    alert_due_since=None,
    updates_undone=0,
    chats={},
    topics=0,
    incidents={},
    size_bytes=400_000,
)
DOWN = sentence("text", text="its server is down")


def figures(work: Workload = QUIET, processes: dict[str, RunningProcess | None] | None = None) -> TopFigures:
    return TopFigures(now=NOW, work=work, visited=0, late=(0, []), failing=(0, []), processes=processes or {})


def screen(shown: TopFigures, columns: int = 200) -> str:
    return "\n".join(f"{'!' if line.amiss else ' '}{line.text}" for line in top_screen(shown, columns, Reader()))


def test_of_a_busy_bot_each_line_says_how_it_is_and_marks_what_is_amiss() -> None:
    shown = TopFigures(
        now=NOW,
        work=BUSY,
        visited=34,
        late=(2, [LateSource("Slow Wire", at(-9), True), LateSource("Late Wire", at(-2), False)]),
        failing=(1, [FailingSource("Courier", at(-125), DOWN)]),
        processes={"127.0.0.1:9464": PROCESS, "10.0.0.2:9464": None},
    )
    assert screen(shown).splitlines() == [
        " Wirewatch at 2026-03-03 12:00:00 UTC",
        " ",
        " Feeds        60 feeds: 1 can't be read, 2 late; 34 visited in the last minute",
        " Desk         12 items, the oldest for 3 minutes",
        "!Alerts       4 alerts, the oldest for 11 minutes",
        " Outbox       5 to be sent, 1 given up",
        " Commands     2 to be answered",
        " Database     13 MB",
        " Process      ready, Telegram answered 3 seconds ago, 251 MB, runs for 3 days",
        " Visits       0.31 s each, on average",
        "!Process      10.0.0.2:9464 does not answer",
        " ",
        " Late: 2 sources, the latest first",
        "!  Slow Wire                     was due 9 minutes ago, its visit is still under way",
        "!  Late Wire                     was due 2 minutes ago",
        " ",
        " Can't be read: 1 source, the longest first",
        "!  Courier                       for 2 hours: its server is down",
    ]


def test_what_is_there_at_all_times_fits_80_columns() -> None:
    shown = figures(replace(BUSY, sources=120, undecided=1_200), {"127.0.0.1:9464": PROCESS})
    assert [line.text for line in top_screen(shown, 80, Reader()) if line.text.endswith("…")] == []


def test_a_new_bot_without_a_port_for_its_metrics() -> None:
    assert screen(figures()).splitlines() == [
        " Wirewatch at 2026-03-03 12:00:00 UTC",
        " ",
        " Feeds        0 feeds: 0 can't be read, 0 late; 0 visited in the last minute",
        " Desk         nothing waits",
        " Alerts       nothing waits",
        " Outbox       0 to be sent, 0 given up",
        " Commands     0 to be answered",
        " Database     0 MB",
        " Process      set monitoring.port to see here Telegram, memory and how long visits take",
    ]


def test_a_process_that_is_not_ready_or_that_telegram_leaves_alone_is_amiss() -> None:
    silent = RunningProcess(ready=True, memory_bytes=0, silent_s=121, visit_s=None, started_s=NOW.timestamp())
    unready = RunningProcess(ready=False, memory_bytes=0, silent_s=0, visit_s=None, started_s=NOW.timestamp())
    shown = screen(figures(processes={"a": silent, "b": unready}))
    assert "!Process      ready, Telegram answered 2 minutes ago" in shown
    assert "!Process      not ready (/readyz says why), Telegram answered 0 seconds ago" in shown


def test_a_process_that_does_not_ask_telegram_says_nothing_of_it() -> None:
    watcher = RunningProcess(ready=True, memory_bytes=0, silent_s=None, visit_s=None, started_s=NOW.timestamp())
    shown = screen(figures(processes={"a": watcher}))
    assert " Process      ready, 0 MB, runs for 0 seconds" in shown
    assert "Telegram" not in shown


def test_a_name_or_a_servers_words_steer_no_terminal() -> None:
    evil = "Wire\x1b[2J\x1b]0;owned\x07\r\nsecond\u202e line"
    shown = TopFigures(
        now=NOW,
        work=QUIET,
        visited=0,
        late=(1, [LateSource(evil, at(-9), False)]),
        failing=(1, [FailingSource(evil, at(-9), sentence("text", text=evil))]),
        processes={evil: None},
    )
    lines = top_screen(shown, 200, Reader())
    assert all(line.text.isprintable() for line in lines)


def test_no_line_is_wider_than_the_terminal() -> None:
    late = (1, [LateSource("新闻通讯社新闻通讯社新闻通讯社", at(-9), False)])
    shown = TopFigures(now=NOW, work=BUSY, visited=0, late=late, failing=(0, []), processes={"a": PROCESS})
    lines = top_screen(shown, 40, Reader())
    assert TopLine("  新闻通讯社新闻通讯社新闻通…   was due…", amiss=True) in lines
    assert max(len(line.text) for line in lines) == 40
