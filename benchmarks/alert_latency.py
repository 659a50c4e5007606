"""From a feed's answer that has an item to the alert in the chat: the real program, a wire, the stand-in for Telegram.

Outlets on loopback publish items of the stream at an even pace; the program reads each outlet every second. What counts
is the time from the first answer that has an item to the first message of each chat that names it: alerts, which ring,
apart from the edits of a living card and from the lists in which a burst of alerts comes, which wait on purpose. An
alert is counted from the item by which the chat was alerted, as the program's own trace says: a story's first item may
have been of no topic of that chat. That the item waits for the visit does not count.
"""

import asyncio
import html
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import Enum, auto

from aiohttp import web

from benchmarks.bench_results import BenchRow
from benchmarks.filled_program import FilledProgram, next_items, open_chats
from benchmarks.loopback_feeds import address
from newsroom.item import Item
from standin.control_client import StandinClient
from tests.journeys.kills.processes import Wirewatch, standin_process

OUTLETS, ITEMS_A_SECOND = 100, 10.0
WARM_S, MEASURED_S = 20.0, 90.0
_FIRST_OUTLET = 200_000  # of the numbers of loopback feeds, whose addresses it must not share
_KEPT = 30  # entries of a document
_START_S, _PATIENCE_S = 300.0, 60.0  # until the first items are decided; for what was published last
_WAITING = "SELECT (SELECT count(*) FROM queue) + (SELECT count(*) FROM deliveries WHERE state = 'due')"
_DECIDED_BY = """
SELECT deliveries.chat_id, deliveries.message_id, items.title FROM deliveries
JOIN items ON items.id = CAST(substr(json_extract(deliveries.payload, '$.trace'), 6) AS INTEGER)
WHERE deliveries.kind = 'card' AND deliveries.message_id IS NOT NULL ORDER BY deliveries.id
"""
_MARK = re.compile(r"\bW(\d+)W\b")


@dataclass(slots=True)
class _Outlets:
    """What each outlet lists, newest last; when an answer first had each item, by its number."""

    listed: list[list[Item]] = field(default_factory=lambda: [[] for _ in range(OUTLETS)])
    answered_at: dict[int, float] = field(default_factory=dict)

    def publish(self, item: Item) -> None:
        self.listed[item.id % OUTLETS].append(replace(item, published=datetime.now(UTC)))

    async def answer(self, request: web.Request) -> web.Response:
        listed = self.listed[int(request.match_info["number"])][-_KEPT:]
        tag = f'"{listed[-1].id if listed else 0}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        for item in listed:
            self.answered_at.setdefault(item.id, time.time())
        entries = "".join(map(_entry, reversed(listed)))
        return web.Response(
            text=f'<?xml version="1.0"?><rss version="2.0"><channel><title>Outlet</title>{entries}</channel></rss>',
            content_type="application/rss+xml",
            headers={"ETag": tag},
        )


async def alert_row(program: FilledProgram, measured_s: float = MEASURED_S) -> BenchRow:
    """The latencies of all alerts of a time of even load."""
    async with standin_process() as url, StandinClient(url) as person, _published() as (outlets, port):
        await open_chats(person, program.size)
        bot = program.wirewatch(url, "".join(_source_block(port, number) for number in range(OUTLETS)))
        for item in next_items(program, OUTLETS):
            outlets.publish(item)  # a first visit alerts nobody
        await bot.start()
        try:
            while len(outlets.answered_at) < OUTLETS:
                await asyncio.sleep(0.2)
            await asyncio.to_thread(_wait_for_the_rest, bot, _START_S)
            await _publish(program, outlets, WARM_S)
            first = program.next_item
            await _publish(program, outlets, measured_s)
            await asyncio.to_thread(_wait_for_the_rest, bot, _PATIENCE_S)
            log = await person.log()
            causes = _causes(bot)
        finally:
            await bot.stop()
    waited = _waited_ms(log, outlets, causes, first)
    alerts, quiet = waited[_LearnedBy.ALERT], sorted(waited[_LearnedBy.EDIT] + waited[_LearnedBy.LIST])
    if not alerts:
        raise RuntimeError("no alert came: the program was not ready, or no topic matched")
    return BenchRow(
        what="feed's answer to alert",
        workload=f"{ITEMS_A_SECOND:.0f} items/s from {OUTLETS} outlets for {measured_s:.0f} s; {program.size.words}",
        size=program.size.stored,
        values={f"p{pct}_ms_by_the_clock": _percentile(alerts, pct) for pct in (50, 90, 99)}
        | {"items": float(program.next_item - first), "alerts": float(len(alerts))}
        | {f"edits_and_lists_p{pct}_ms_by_the_clock": _percentile(quiet, pct) for pct in (50, 99) if quiet}
        | {"edits": float(len(waited[_LearnedBy.EDIT])), "in_lists": float(len(waited[_LearnedBy.LIST]))},
    )


@asynccontextmanager
async def _published() -> AsyncIterator[tuple[_Outlets, int]]:
    outlets = _Outlets()
    app = web.Application()
    app.router.add_get("/wire/{number}", outlets.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "0.0.0.0", 0, backlog=1_024).start()  # noqa: S104 - each outlet has an address of its own
        yield outlets, runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def _publish(program: FilledProgram, outlets: _Outlets, seconds: float) -> None:
    some, began_s = next_items(program, int(seconds * ITEMS_A_SECOND)), time.monotonic()
    for number, item in enumerate(some):
        await asyncio.sleep(max(0.0, began_s + number / ITEMS_A_SECOND - time.monotonic()))
        outlets.publish(item)


def _wait_for_the_rest(bot: Wirewatch, patience_s: float) -> None:
    """Until everything is decided and sent, or patience ends."""
    until_s = time.monotonic() + patience_s
    while time.monotonic() < until_s:
        time.sleep(2.0)  # an item that is being fetched is in no table yet
        if bot.ask(_WAITING) == [(0,)]:
            return


class _LearnedBy(Enum):
    """How a chat first learned of an item."""

    ALERT = auto()
    EDIT = auto()
    LIST = auto()


def _causes(bot: Wirewatch) -> dict[tuple[object, object], int]:
    """The number of the item by which each message was decided, by chat and message; its first delivery counts."""
    causes: dict[tuple[object, object], int] = {}
    for chat, message, title in bot.ask(_DECIDED_BY):
        if found := _MARK.search(title):
            causes.setdefault((chat, message), int(found.group(1)))
    return causes


def _waited_ms(
    log: list[dict[str, object]], outlets: _Outlets, causes: dict[tuple[object, object], int], first: int
) -> dict[_LearnedBy, list[float]]:
    """Of each alert the wait of its item; of each other item and chat that until the first message that names it."""
    waited: dict[_LearnedBy, list[float]] = {kind: [] for kind in _LearnedBy}
    known: set[tuple[int, object]] = set()
    for entry in log:
        lines = [line for line in str(entry["text"]).split("\n") if not line.startswith("related: ")]
        named = {int(mark) for mark in _MARK.findall("\n".join(lines))}
        edit, chat = str(entry["method"]).startswith("edit"), entry["chat_id"]
        kind = _LearnedBy.EDIT if edit else _LearnedBy.ALERT if _MARK.search(lines[0]) else _LearnedBy.LIST
        new = {number for number in named if number >= first and (number, chat) not in known}
        known |= {(number, chat) for number in named}
        cause = causes.get((chat, entry["message_id"]), -1) if kind is _LearnedBy.ALERT else -1
        for number in [cause] if cause >= first else new:
            waited[kind].append(1_000 * (float(str(entry["wall_s"])) - outlets.answered_at[number]))
    return {kind: sorted(found) for kind, found in waited.items()}


def _percentile(waited: list[float], pct: int) -> float:
    return waited[min(len(waited) - 1, len(waited) * pct // 100)]


def _entry(item: Item) -> str:
    title, text = html.escape(f"W{item.id}W {item.title}"), html.escape(item.text)
    date = format_datetime(item.published or item.arrived_at)
    return (
        f"<item><guid>{item.id}</guid><link>https://wire.example/{item.id}</link><title>{title}</title>"
        f"<description>{text}</description><pubDate>{date}</pubDate></item>"
    )


def _source_block(port: int, number: int) -> str:
    url = f"http://{address(_FIRST_OUTLET + number)}:{port}/wire/{number}"
    return f'[[sources]]\nurl = "{url}"\nname = "Wire {number}"\nfamily = "wire{number}"\npoll_s = 1\n'
