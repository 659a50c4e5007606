"""All feeds away for an hour, and back with everything new: nothing is lost, nothing comes twice, everything is sent soon.

The whole program under a clock that is set: what it would do within hours it does within seconds.
"""

import hashlib
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime

from bot.stepped_run import SteppedRun, stepped_run
from config.schema import AccessSettings, Settings, SourceSettings
from handlers.sending.outcomes import Outcome, Sent
from handlers.sending.outgoing import EditText, Outgoing, SendText
from newsroom.access import AccessMode
from newsroom.chat import Place
from newsroom.matching.query import parse
from storage import chats, topics
from tests.builders import CHAT, NOW
from watchers.fetch_outcome import Fetched, FetchOutcome, FetchRequest
from watchers.source_problem import Failed, ProblemCode, problem

OUTLETS = 4
AWAY_FOR = timedelta(hours=1)
WAYS = (ProblemCode.DNS, ProblemCode.REFUSED, ProblemCode.TIMEOUT, ProblemCode.BROKEN_TRANSFER)
# Names that no two items share: each is a story of its own.
_PLACES = ("Abo", "Brix", "Corm", "Dunn", "Ekel", "Fosk", "Gorm", "Holt", "Ivar", "Jork", "Kelm", "Lund")
_DEEDS = ("burns", "floods", "closes", "opens")


@dataclass(slots=True)
class World:
    """Outlets, and Telegram that takes everything."""

    now: datetime = NOW
    away: bool = False
    entries: list[list[tuple[str, datetime]]] = field(default_factory=lambda: [[] for _ in range(OUTLETS)])
    sent: list[str] = field(default_factory=list)

    def publish(self, outlet: int, marker: str) -> None:
        self.entries[outlet].append((marker, self.now))

    async def fetch(self, request: FetchRequest) -> FetchOutcome:
        outlet = int(re.findall(r"outlet(\d+)", request.url)[0])
        if self.away:
            return Failed(problem=problem(WAYS[outlet % len(WAYS)], request.url))
        body = self._document(outlet)
        return Fetched(body=body, body_hash=hashlib.sha256(body).hexdigest(), final_url=request.url)

    def _document(self, outlet: int) -> bytes:
        items = "".join(
            f"<item><guid>{marker}</guid><title>{marker}</title><link>https://outlet{outlet}.example/{n}</link>"
            f"<pubDate>{format_datetime(at)}</pubDate></item>"
            for n, (marker, at) in enumerate(self.entries[outlet])
        )
        return f'<rss version="2.0"><channel><title>O</title>{items}</channel></rss>'.encode()

    async def send(self, thing: Outgoing) -> Outcome:
        if isinstance(thing, SendText | EditText):
            self.sent.append(thing.message.html)
        return Sent(len(self.sent))

    def arrived(self, markers: list[str]) -> Counter[str]:
        return Counter({marker: sum(marker in text for text in self.sent) for marker in markers})


@asynccontextmanager
async def newsroom(database_url: str, world: World) -> AsyncIterator[SteppedRun]:
    feeds = tuple(
        SourceSettings(url=f"https://outlet{n}.example/feed", name=f"Outlet {n}", family=f"outlet{n}.example")
        for n in range(OUTLETS)
    )
    access = AccessSettings(mode=AccessMode.OPEN)
    settings = Settings(database_url=database_url, access=access, sources=feeds)
    async with stepped_run(settings, NOW, world, world) as run:
        async with run.desk.database.write() as tx:
            await chats.meet(tx, CHAT, "private", "Ann", None, CHAT, "UTC", NOW)
            await topics.track(tx, Place(chat=CHAT), parse(" OR ".join(_DEEDS)), CHAT, NOW)
        yield run


async def minute(run: SteppedRun, world: World) -> None:
    world.now = run.clock.at = run.clock.at + timedelta(minutes=1)
    await run.desk.poll.tick()
    await run.desk.poll.finish()
    await run.decide_and_send()


async def test_feeds_that_were_away_for_an_hour_are_read_within_minutes_and_everything_comes_once(
    either_database: str,
) -> None:
    world = World()
    async with newsroom(either_database, world) as run:
        for _ in range(90):
            await minute(run, world)
        world.away, markers = True, list[str]()
        for number in range(int(AWAY_FOR.total_seconds() // 60)):
            if number % 5 == 0:
                at = number // 5
                for outlet in range(OUTLETS):
                    markers.append(f"{_PLACES[at]}{outlet} {_DEEDS[outlet]} {at * OUTLETS + outlet + 100}")
                    world.publish(outlet, markers[-1])
            await minute(run, world)
        assert world.arrived(markers).total() == 0
        world.away, took = False, 0
        while 0 in world.arrived(markers).values() and took < 60:
            await minute(run, world)
            took += 1
        for _ in range(90):
            await minute(run, world)
    assert world.arrived(markers) == dict.fromkeys(markers, 1)
    assert took <= 6
