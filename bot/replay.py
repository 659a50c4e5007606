"""Captured feed documents through the real path, under a simulated clock; what came of them, counted."""

import hashlib
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from bot.stepped_run import SteppedRun, stepped_run
from config.schema import AccessSettings, AlertSettings, Settings, SourceSettings, WatchSettings
from handlers.sending.outcomes import Outcome, Sent
from handlers.sending.outgoing import EditText, Outgoing, SendText
from newsroom.access import AccessMode
from newsroom.chat import ChatId, Place
from newsroom.errors import UserError
from newsroom.matching.query import parse
from newsroom.sentence import sentence
from storage import chats, topics
from storage.sources import active_sources
from storage.tables import deliveries, items, queue, stories
from watchers.fetch_outcome import Fetched, FetchOutcome, FetchRequest
from watchers.source_problem import Failed, ProblemCode, problem

_CHAT = ChatId(1)
_NAME = "%Y%m%d%H%M%S"
ReportDocuments = Callable[[int, int], None]  # called with the documents played so far, and all that are to be played


def _no_report(_done: int, _all: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True, order=True)
class CapturedFeeds:
    """A document and when it was captured."""

    at: datetime
    feed: str
    path: Path


@dataclass(slots=True)
class _CountingSender:
    """The seam to Telegram: takes everything, counts it."""

    sends: int = 0
    edits: int = 0
    text_counts: Counter[str] = field(default_factory=Counter)

    async def send(self, thing: Outgoing) -> Outcome:
        if isinstance(thing, EditText):
            self.edits += 1
            return Sent(None)
        self.sends += 1
        if isinstance(thing, SendText):
            self.text_counts[hashlib.sha256(thing.message.html.encode()).hexdigest()] += 1
        return Sent(self.sends)


class _Files:
    """The seam to the web: the document of the hour."""

    def __init__(self) -> None:
        self.now: dict[str, Path] = {}

    async def fetch(self, request: FetchRequest) -> FetchOutcome:
        body = self.now[request.url].read_bytes()
        if not body:
            return Failed(problem=problem(ProblemCode.EMPTY))
        return Fetched(body=body, body_hash=hashlib.sha256(body).hexdigest(), final_url=request.url)


async def replay(
    folder: Path, zone: str, queries: Sequence[str], database: Path | None, report: ReportDocuments = _no_report
) -> dict[str, float | int]:
    """Play every document in order of time; gives the counts.

    Raises:
        UserError: nothing there to replay, or the zone can't be read.
    """
    documents = captured(folder, zone)
    with tempfile.TemporaryDirectory() as scratch:
        settings = _settings(documents, database or Path(scratch) / "replay.db")
        sender, files = _CountingSender(), _Files()
        started = time.perf_counter()
        async with stepped_run(settings, documents[0].at, sender, files) as run:
            await _track(run, queries)
            problems = await _play(run, documents, files, report)
            seconds = time.perf_counter() - started
            return await _counts(run, sender, len(documents), problems, seconds)


def captured(folder: Path, zone: str) -> list[CapturedFeeds]:
    """The documents of DIR/<feed>/<YYYYMMDDhhmmss>.xml in order of time."""
    try:
        offset = datetime.strptime(zone, "%z").utcoffset() or timedelta(0)
    except ValueError:
        raise UserError(sentence("replay.no_zone", zone=zone)) from None
    found = []
    for path in folder.glob("*/*.xml"):
        try:
            at = datetime.strptime(path.stem, _NAME).replace(tzinfo=UTC) - offset
        except ValueError:
            raise UserError(sentence("replay.no_time", path=str(path))) from None
        found.append(CapturedFeeds(at, path.parent.name, path))
    if not found:
        raise UserError(sentence("replay.nothing", folder=str(folder)))
    return sorted(found)


def _settings(documents: Sequence[CapturedFeeds], database: Path) -> Settings:
    feeds = dict.fromkeys(document.feed for document in documents)
    return Settings(
        database_url=f"sqlite:///{database}",
        access=AccessSettings(mode=AccessMode.OPEN),
        watch=WatchSettings(parse_timeout_s=60),
        # An hour's documents come at one instant here: folded into lists, no alert would be counted.
        alerts=AlertSettings(burst_per_minute=1_000_000),
        sources=tuple(SourceSettings(url=_url(feed), name=feed, family=feed) for feed in feeds),
    )


def _url(feed: str) -> str:
    return f"https://{feed}.example/feed"


async def _track(run: SteppedRun, queries: Sequence[str]) -> None:
    now = run.clock.at
    async with run.desk.database.write() as tx:
        await chats.meet(tx, _CHAT, "private", "replay", None, None, "UTC", now)
        await chats.set_digest(tx, _CHAT, None, say_empty=False)
        for query in queries:
            await topics.track(tx, Place(chat=_CHAT), parse(query), _CHAT, now)


async def _play(run: SteppedRun, documents: Sequence[CapturedFeeds], files: _Files, report: ReportDocuments) -> int:
    ids = {one.source.url: one.source.id for one in await run.desk.database.ask(active_sources)}
    problems = 0
    for number, document in enumerate(documents, start=1):
        url = _url(document.feed)
        await run.until(document.at)
        files.now[url] = document.path
        problems += await run.desk.poll.visit(ids[url]) == "failed"
        await run.decide_and_send()
        report(number, len(documents))
    await run.until(run.clock.at + timedelta(hours=1))
    return problems


async def _counts(
    run: SteppedRun, sender: _CountingSender, documents: int, problems: int, seconds: float
) -> dict[str, float | int]:
    async with run.desk.database.read() as connection:

        async def count(wanted: object) -> int:
            return int((await connection.execute(wanted)).scalar() or 0)  # type: ignore[call-overload]

        kept = await count(select(func.count()).select_from(items))
        edited = await count(select(func.coalesce(func.sum(items.c.version - 1), 0)))
        undecided = await count(select(func.count()).select_from(queue))
        opened = await count(select(func.count()).select_from(stories))
        alerts = await count(
            select(func.count())
            .select_from(deliveries)
            .where(deliveries.c.kind == "card", deliveries.c.state == "sent")
        )
        waiting = await count(select(func.count()).select_from(deliveries).where(deliveries.c.state != "sent"))
    entries = run.desk.poll.entries
    return {
        "documents": documents,
        "parse_problems": problems,
        "entries": entries,
        "items_new": kept,
        "items_edited": edited,
        "items_duplicate": entries - kept - edited,
        "items_undecided": undecided,
        "stories": opened,
        "alerts": sender.sends,
        "edits_sent": sender.edits,
        "card_deliveries": alerts,
        "told_twice": sum(times - 1 for times in sender.text_counts.values()),
        "deliveries_waiting": waiting,
        "seconds": round(seconds, 1),
    }
