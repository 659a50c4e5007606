"""A soak: 24 simulated hours over the captured documents and 300 chats; memory, and every number accounted for."""

import hashlib
import random
import tarfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.prove.resident import resident_mb
from bot import memory_tuning
from bot.replay import CapturedFeeds, captured
from bot.stepped_run import SteppedRun, stepped_run
from config.schema import AccessSettings, DeskSettings, Settings, SourceSettings, WatchSettings
from desk.second_process import second_process
from handlers.render.export.formats import render
from handlers.render.timeline_document import Format, TimelineDocument, coverage
from handlers.sending.outcomes import Outcome, Refused, Sent, Shut, Slower, Trouble
from handlers.sending.outgoing import EditText, Outgoing
from handlers.sentences.reader import Reader
from newsroom.access import AccessMode
from newsroom.chat import ChatId, DigestHours, Place, QuietHours
from newsroom.claims.claims import claims
from newsroom.item import Item, ItemId, Paragraph
from newsroom.matching.query import parse
from newsroom.source import Source, SourceId
from newsroom.text.lemmas import DICTIONARIES, lemmas
from newsroom.timelines.timeline import timeline
from storage import chats, topics
from storage.database import Transaction
from storage.sources import active_sources
from storage.tables import deliveries, items, queue
from watchers.fetch_outcome import Fetched, FetchOutcome, FetchRequest
from watchers.source_problem import Failed, ProblemCode, problem

CHATS, HOURS = 300, 24
# Items in the memory of the desk: half of what the first hour brings, so that it is full by then. A desk that keeps
# seven days of them grows for seven days; here shows whether anything else grows.
MOST_ITEMS = 500
MOST_GROWTH_PCT = 10.0
# Words of the captured year, from rare to common, so that chats differ in how much they get.
WORDS = (
    "vaccine", "Hong Kong", "Lebanon", "election", "oil price", "Boeing", "Yemen", "Libya", "Venezuela", "Putin",
    "Merkel", "locusts", "cyclone", "earthquake", "cruise ship", "airline", "football", "refugees", "Somalia",
    "Kashmir", "Brazil", "Sweden", "school reopening", "face masks", "Huawei", "statue", "police reform",
    "Minneapolis", "Spain", "New Zealand",
)  # fmt: skip
_ZONES = ("UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York", "Pacific/Auckland")


@dataclass(slots=True)
class Soak:
    """What 24 hours left; megabytes of the program and its workers, `open_mb` at the start.

    Attributes:
        most_items: So many items the desk may keep in memory.
        alone_mb: Of the program without its workers, after the first hour and at the end.
    """

    documents: int = 0
    most_items: int = 0
    items: int = 0
    undecided: int = 0
    sends: int = 0
    open_mb: float = 0.0
    hour_mb: float = 0.0
    end_mb: float = 0.0
    alone_mb: tuple[float, float] = (0.0, 0.0)
    deliveries: dict[str, int] = field(default_factory=dict)
    unexplained: int = 0

    @property
    def growth_pct(self) -> float:
        """From the end of the first hour to the end of the last."""
        return round(100 * (self.end_mb - self.hour_mb) / self.hour_mb, 1)

    @property
    def broken(self) -> list[str]:
        """The promises that did not hold."""
        promises = {
            f"{self.undecided} items undecided": self.undecided == 0,
            f"{self.unexplained} deliveries neither sent, waiting nor dead with a reason": self.unexplained == 0,
            f"memory grew by {self.growth_pct} %": self.growth_pct <= MOST_GROWTH_PCT,
        }
        return [promise for promise, holds in promises.items() if not holds]


@dataclass(slots=True)
class _World:
    """Telegram with its moods, seeded: chats that are shut, floods, resets, what is refused for good."""

    chance: random.Random
    sends: int = 0
    shut: frozenset[int] = frozenset({97, 194, 291})
    times: Counter[str] = field(default_factory=Counter)

    async def send(self, thing: Outgoing) -> Outcome:
        self.sends += 1
        if thing.place.chat in self.shut:
            return Shut("Forbidden: bot was blocked by the user")
        draw = self.chance.random()
        if draw < 0.01:
            return Slower(3.0)
        if draw < 0.015:
            return Trouble("reset")
        if draw < 0.017:
            return Refused("Bad Request: refused by the soak")
        return Sent(None if isinstance(thing, EditText) else self.sends)


class _SoakFiles:
    def __init__(self) -> None:
        self.now: dict[str, Path] = {}

    async def fetch(self, request: FetchRequest) -> FetchOutcome:
        body = self.now[request.url].read_bytes() if request.url in self.now else b""
        if not body:
            return Failed(problem=problem(ProblemCode.EMPTY))
        return Fetched(body=body, body_hash=hashlib.sha256(body).hexdigest(), final_url=request.url)


@contextmanager
def documents(shared: Path, scratch: Path) -> Iterator[list[CapturedFeeds]]:
    """The captured feeds, unpacked; none where they are not here."""
    for archive in (shared / "eval" / "data" / "feeds").glob("*.tar.xz"):
        with tarfile.open(archive) as packed:
            packed.extractall(scratch, filter="data")
    folders = sorted({path.parent.parent for path in scratch.rglob("*.xml")})
    yield sorted(one for folder in folders for one in captured(folder, "+00:00"))


async def run_soak(
    found: list[CapturedFeeds],
    scratch: Path,
    seed: int,
    most_items: int = MOST_ITEMS,
    say: Callable[[str], None] = lambda _: None,
) -> Soak:
    """The documents in order, spread over the hours; memory at the end of the first and of the last."""
    report = Soak(documents=len(found), most_items=most_items)
    _load()
    feeds = dict.fromkeys(one.feed for one in found)
    settings = Settings(
        database_url=f"sqlite:///{scratch}/soak.db",
        access=AccessSettings(mode=AccessMode.OPEN),
        watch=WatchSettings(parse_timeout_s=60),
        desk=DeskSettings(most_items=most_items),
        sources=tuple(SourceSettings(url=_url(feed), name=feed, family=feed) for feed in feeds),
    )
    world, files = _World(random.Random(seed)), _SoakFiles()  # noqa: S311 - moods that can be had again
    with second_process() as beside:
        async with stepped_run(settings, found[0].at, world, files, beside) as run:
            async with run.desk.database.write() as tx:
                for number in range(1, CHATS + 1):
                    await _chat(tx, number, run)
            report.open_mb = await _memory_mb()
            await _play(run, found, files, report, say)
            await run.until(run.clock.at + timedelta(minutes=10))
            report.end_mb, report.sends = await _memory_mb(), world.sends
            report.alone_mb = report.alone_mb[0], resident_mb(alone=True)
            await _count(run, report)
    return report


def _load() -> None:
    """What the program loads when it first needs it, for good: in these hours Spanish, say, and the first picture."""
    noon = datetime(2020, 4, 1, 12, tzinfo=UTC)
    outlet = Source(id=SourceId(1), name="Outlet", url="https://outlet.example/feed", family="outlet")
    made = []
    for number, language in enumerate(sorted(DICTIONARIES)):
        text = Paragraph(text="On 31 March 2020 a ferry sank; 12 people were killed, the mayor said on Friday.")
        item = Item(
            id=ItemId(number), source=outlet, url="", title="Ferry sinks, 12 dead", paragraphs=(text,), published=noon,
            arrived_at=noon, language=language,
        )  # fmt: skip
        lemmas("wire", language)
        claims(item)
        made.append(item)
    laid_out, covered = timeline(made, now=noon), coverage(made)
    exhibit = TimelineDocument(
        key="load", title="Ferry", timeline=laid_out, coverage=covered, made=noon, reader=Reader()
    )
    render(exhibit, Format.PICTURE)


def _url(feed: str) -> str:
    return f"https://{feed}.example/feed"


async def _chat(tx: Transaction, number: int, run: SteppedRun) -> None:
    now, zone = run.clock.at, _ZONES[number % len(_ZONES)]
    await chats.meet(tx, number, "private", f"Chat {number}", None, None, zone, now)
    # Each hour has its digests, the first one too.
    await chats.set_digest(tx, number, DigestHours(minutes=(number % 24 * 60,)), say_empty=True)
    if number % 10 == 0:
        await chats.set_quiet(tx, number, QuietHours(start=22 * 60, end=7 * 60, break_at=3))
    await topics.track(tx, Place(chat=ChatId(number)), parse(WORDS[number % len(WORDS)]), number, now)


async def _play(
    run: SteppedRun, found: list[CapturedFeeds], files: _SoakFiles, report: Soak, say: Callable[[str], None]
) -> None:
    rows = await run.desk.database.ask(active_sources)
    ids = {row.source.url: row.source.id for row in rows}
    starts, step = run.clock.at, timedelta(hours=HOURS) / len(found)
    reported_h = 0
    for number, one in enumerate(found):
        await run.until(starts + step * number)
        url = _url(one.feed)
        files.now[url] = one.path
        await run.desk.poll.visit(ids[url])
        await run.decide_and_send()
        hours = (run.clock.at - starts) // timedelta(hours=1)
        if hours > reported_h:
            reported_h = hours
            memory = await _memory_mb()
            alone = resident_mb(alone=True)
            if hours == 1:
                report.hour_mb, report.alone_mb = memory, (alone, alone)
            say(f"{hours} h, {number} documents, {memory:.0f} MB, {alone:.0f} of them without the workers")


async def _count(run: SteppedRun, report: Soak) -> None:
    async with run.desk.database.read() as connection:

        async def count(wanted: object) -> int:
            return int((await connection.execute(wanted)).scalar() or 0)  # type: ignore[call-overload] # a select

        report.items = await count(select(func.count()).select_from(items))
        waiting = await count(select(func.count()).select_from(queue))
        report.undecided = waiting + await count(
            select(func.count()).select_from(items).where(items.c.decided_at.is_(None))
        )
        states = await connection.execute(select(deliveries.c.state, func.count()).group_by(deliveries.c.state))
        report.deliveries = {row.state: row[1] for row in states}
        nameless = (deliveries.c.state == "dead") & deliveries.c.reason.is_(None)
        known = deliveries.c.state.in_(["sent", "dead", "due"])
        # What is due at the end is held: for a shut chat, for its hour, or for another try; each says so.
        idle = (deliveries.c.state == "due") & deliveries.c.reason.is_(None) & (deliveries.c.due_at <= run.clock.at)
        shut = deliveries.c.chat_id.in_(_World(random.Random(0)).shut)  # noqa: S311 - only its constants are read
        report.unexplained = await count(
            select(func.count()).select_from(deliveries).where(nameless | ~known | (idle & ~shut))
        )


async def _memory_mb() -> float:
    """Resident, after what the clockwork of a running program does every ten seconds and every ten minutes."""
    await memory_tuning.settle()
    await memory_tuning.give_back()
    return resident_mb()
