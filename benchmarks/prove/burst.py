"""A burst: 5,000 alerts to 500 chats of mixed kinds against a stand-in that enforces Telegram's limits."""

import asyncio
import contextlib
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.clocks import machine_clock
from bot.wiring import telegram_bot
from config.schema import Settings, TelegramSettings
from handlers.messages import Message, to_payload
from handlers.sending.compose import Composer
from handlers.sending.outcomes import Outcome, Slower
from handlers.sending.outgoing import Outgoing
from handlers.sending.pacing import OVERALL, Pacing
from handlers.sending.push import Push
from handlers.sending.sender import Sender
from handlers.sending.settle import Settle
from newsroom.chat import ChatId, Place
from standin.control_client import StandinClient
from standin.json_object import JsonObject
from storage import chats, outbox
from storage.database import Bell, Database
from storage.states import DeliveryState
from tests.journeys.kills.processes import TOKEN, standin_process

ALERTS, CHATS, LATENCY_MS = 5_000, 500, 200
KINDS = ("private", "private", "private", "group", "supergroup", "channel")
LEAST_USED_PCT = 95.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """Attributes: used_pct: of the 30 a second that Telegram permits, from the first to the last arrival."""

    alerts: int
    chats: int
    seconds: float
    used_pct: float
    refused: int
    lost: int
    twice: int
    out_of_order: int
    fullest_second: int
    fullest_group_minute: int

    @property
    def broken(self) -> list[str]:
        """The promises that did not hold."""
        promises = {
            f"{self.refused} refusals drawn": self.refused == 0,
            f"{self.lost} lost": self.lost == 0,
            f"{self.twice} twice": self.twice == 0,
            f"{self.out_of_order} out of order": self.out_of_order == 0,
            f"only {self.used_pct} % of the permitted rate used": self.used_pct >= LEAST_USED_PCT,
        }
        return [promise for promise, holds in promises.items() if not holds]


@dataclass(slots=True)
class _CountedSender:
    """The real sender, refusals counted."""

    sender: Sender
    refused: int = 0

    async def send(self, thing: Outgoing) -> Outcome:
        outcome = await self.sender.send(thing)
        self.refused += isinstance(outcome, Slower)
        return outcome


async def run_burst(
    folder: Path, seed: int, alerts: int = ALERTS, chat_count: int = CHATS, kinds: Sequence[str] = KINDS
) -> Burst:
    """Queue all at once, send all, read what the stand-in saw."""
    database = Database(f"sqlite:///{folder}/burst.db")
    await database.open()
    arguments = ("--latency-ms", str(LATENCY_MS), "--limits", "strict")
    try:
        async with standin_process(*arguments) as url, StandinClient(url) as person:
            places = await _people(database, person, chat_count, kinds)
            await _queue(database, places, alerts, random.Random(seed))  # noqa: S311 - a load that can be had again
            refused = await _send_all(database, url)
            log = await person.log()
    finally:
        await database.close()
    return _measured(log, alerts, chat_count, refused)


async def _people(database: Database, person: StandinClient, count: int, of: Sequence[str]) -> list[Place]:
    kinds = [of[number % len(of)] for number in range(count)]
    ids = [7_000 + n if kind == "private" else -(7_000 + n) for n, kind in enumerate(kinds)]
    now = datetime.now(UTC)
    for chat_id, kind in zip(ids, kinds, strict=True):
        membership = "administrator" if kind == "channel" else "member"
        await person.do("create_chat", chat_id=chat_id, type=kind, title=f"Chat {chat_id}", membership=membership)
    async with database.write() as tx:
        for chat_id, kind in zip(ids, kinds, strict=True):
            await chats.meet(tx, chat_id, kind, f"Chat {chat_id}", None, None, "UTC", now)
    return [Place(chat=ChatId(chat_id)) for chat_id in ids]


async def _queue(database: Database, places: list[Place], alerts: int, chance: random.Random) -> None:
    """One story after another to every chat, the chats each time in an order of chance."""
    wanted: list[Place] = []
    while len(wanted) < alerts:
        wanted += chance.sample(places, len(places))
    wanted = wanted[:alerts]
    now = datetime.now(UTC)
    async with database.write() as tx:
        for number, place in enumerate(wanted):
            message = Message(html=f"<b>Alert {number:05}</b>\n<blockquote>A sentence of some length.</blockquote>")
            alert = outbox.Priority.ALERT
            await outbox.put(tx, place, outbox.DeliveryKind.MESSAGE, to_payload(message), now, priority=alert)


async def _send_all(database: Database, url: str) -> int:
    settings = Settings(telegram=TelegramSettings(token=TOKEN, api_url=url))
    bot = telegram_bot(settings, pool=64, read_timeout_s=20.0)
    await bot.initialize()
    sender = _CountedSender(Sender(bot))
    clock = machine_clock()
    push = Push(database, sender, Composer(database, "UTC"), Settle(database, clock), clock, Pacing())
    stop = asyncio.Event()
    loop = asyncio.create_task(push.run(stop))
    await _until(lambda: _all_settled(database))
    stop.set()
    database.ring(Bell.PUSH)
    await loop
    with contextlib.suppress(Exception):
        await bot.shutdown()
    return sender.refused


async def _all_settled(database: Database) -> bool:
    counts = await database.ask(outbox.counts)
    return not counts[DeliveryState.DUE] and not counts[DeliveryState.IN_FLIGHT]


async def _until(holds: Callable[[], Awaitable[bool]]) -> None:
    while not await holds():
        await asyncio.sleep(1.0)


def _measured(log: list[JsonObject], alerts: int, chat_count: int, refused: int) -> Burst:
    sends = [(float(str(e["wall_s"])), int(str(e["chat_id"])), str(e["text"])) for e in log]
    times = [at for at, _, _ in sends]
    by_chat: dict[int, list[tuple[float, str]]] = defaultdict(list)
    for at, chat, text in sends:
        by_chat[chat].append((at, text.split("\n")[0]))
    sent = [text for texts in by_chat.values() for _, text in texts]
    seconds = max(times) - min(times)
    groups = [[at for at, _ in texts] for chat, texts in by_chat.items() if chat < 0]
    return Burst(
        alerts=alerts,
        chats=chat_count,
        seconds=round(seconds, 1),
        used_pct=round(100 * (len(sends) - 1) / seconds / OVERALL, 1),
        refused=refused,
        lost=alerts - len(set(sent)),
        twice=len(sent) - len(set(sent)),
        out_of_order=sum(texts != sorted(texts, key=lambda text: text[1]) for texts in by_chat.values()),
        fullest_second=_fullest(times, 1.0),
        fullest_group_minute=max((_fullest(times, 60.0) for times in groups), default=0),
    )


def _fullest(times: list[float], length_s: float) -> int:
    fullest, first = 0, 0
    for last, at in enumerate(times):
        while times[first] <= at - length_s:
            first += 1
        fullest = max(fullest, last - first + 1)
    return fullest
