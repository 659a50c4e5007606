"""What a chat sees never depends on another chat's sources or corrections: random mixes, each played twice.

Once with both chats' sources and corrections, once as if the other chat's had never been; what the chat gets and is
answered must be the same to the letter, in every message, button, count and number.
"""

import asyncio
import logging
import os
import re
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog
from sqlalchemy import select, update

from benchmarks.prove.all_answers import ChatViews, hints
from benchmarks.prove.mixes import ONE, OTHER, OWNER, SHARED, START, MixStep, mix
from desk.loop import DeskLoop
from handlers.messages import Message
from handlers.sending.compose import Composer, NothingToSend, Prepared
from handlers.sending.outgoing import EditText, SendText
from newsroom.chat import Chat, ChatId, ChatKind, Place
from newsroom.clean_entry import CleanEntry, fingerprint
from newsroom.clock import Clock
from newsroom.desk.corrections import CorrectionKind
from newsroom.desk.state import AlertRules
from newsroom.item import ItemId, Paragraph
from newsroom.matching.query import parse
from newsroom.source import SourceKind
from newsroom.stories.publishers import family_of
from newsroom.stories.reclustering import recluster
from storage import chats, corrections, disputes, intake, offers, outbox, sources, stories, story_cards, topics
from storage.database import Database
from storage.sources import SourceSpec
from storage.tables import items
from storage.tables import sources as source_table
from tests.handlers.ferry import services as offline_services

MIXES = 1_000
_AT_ONCE = 10  # mixes that a process takes at a time
_QUERIES = ("ferry OR mine", "dam OR bridge", "title:dead", "sundby OR brezno")
_SOMEBODY = ChatId(-1003003)
_NUMBERS, _KIND = re.compile(r"^(sp|ud|fa|hp|hg):\d+$"), r"\1"

_POLLED = update(source_table).values(first_polled_at=START)  # else cards of sources count nothing


@dataclass
class PlayedMix:
    """A desk on a database of its own; `without`: a chat whose sources and corrections never were."""

    database: Database
    without: ChatId | None
    now: datetime = START
    numbers: dict[int, int] = field(default_factory=dict)  # of sources, by their number in the mix
    made: dict[ChatId, list[int]] = field(default_factory=dict)  # corrections

    async def begin(self) -> None:
        """Chats, topics and sources."""
        async with self.database.write() as tx:
            for chat, kind in ((ONE, "private"), (OTHER, "supergroup")):
                await chats.meet(tx, chat, kind, "Desk", None, None, "UTC", START)
            for number, query in enumerate(_QUERIES):
                least = 2 if number == 1 else 1
                await topics.track(tx, Place(chat=ONE), parse(query), 1, START, min_independent=least, confirm_at=2)
                await topics.track(tx, Place(chat=OTHER), parse(query), 1, START)
            listed = [_spec(number) for number in SHARED]
            await sources.sync_operator_sources(tx, listed, START, 300)
            rows = await sources.active_sources(tx.connection)
            by_url = {row.source.url: int(row.source.id) for row in rows}
            self.numbers = {number: by_url[_spec(number).url] for number in SHARED}
            for number, owner in OWNER.items():
                if owner != self.without:
                    added = await sources.add_chat_source(tx, _spec(number), owner, START, 300)
                    self.numbers[number] = added or 0
            await tx.execute(_POLLED)
        self.restart()

    def restart(self) -> None:
        """A new desk in the old one's place."""
        self.desk = DeskLoop(self.database, AlertRules(), Clock(lambda: self.now))

    async def play(self, steps: Sequence[MixStep]) -> None:
        """All the steps, but those of the chat that never was."""
        await self.begin()
        for step in steps:
            self.now = step.at
            if step.owner is None or step.owner != self.without:
                await self._do(step)
            while await self.desk.turn():
                pass

    async def _do(self, step: MixStep) -> None:
        match step.kind:
            case "publish" | "edit":
                async with self.database.write() as tx:
                    await intake.take(tx, self.numbers[step.source], [_entry(step)], step.at, background=False)
            case "recluster":
                for chat, snapshot in (await self.desk.snapshots()).items():
                    await self.desk.apply_changes(recluster(snapshot, self.now), chat)
            case "restart":
                self.restart()
            case "accept" | "refuse":
                await self._decide_offer(step)
            case "stop":
                async with self.database.write() as tx:
                    await offers.take_back(tx, self.numbers[step.source])
            case _:
                await self._correct(step)

    async def _decide_offer(self, step: MixStep) -> None:
        """A chat offers a source and an owner decides; of a chat that never was, somebody else has it and offers it."""
        async with self.database.write() as tx:
            if step.chat == self.without:
                await chats.meet(tx, _SOMEBODY, "supergroup", "Somebody", None, None, "UTC", step.at)
                added = await sources.add_chat_source(tx, _spec(step.source), _SOMEBODY, step.at, 300)
                self.numbers[step.source] = added or 0
                await tx.execute(_POLLED)
            number = self.numbers[step.source]
            await offers.make(tx, number, step.chat if step.chat != self.without else _SOMEBODY, step.at)
            offer = await offers.one(tx.connection, number)
            if offer is None:
                raise LookupError(step)
            if step.kind == "refuse":
                await offers.refuse(tx, number)
            else:
                accepted = await offers.accept(tx, offer, family_of(offer.source.url, {}))
                self.numbers[step.source] = accepted.source.id

    async def _correct(self, step: MixStep) -> None:
        a, b = await self._item(step.key, step.chat), await self._item(step.of, step.chat)
        if step.kind == "undo":
            async with self.database.write() as tx:
                for number in self.made.get(step.chat, [])[-1:]:
                    await corrections.undo(tx, number, step.at)
            return
        if a is None or b is None or a == b:
            return
        there = await self.database.ask(lambda c: stories.story_ids(c, [a, b], step.chat))
        if step.kind == "dismiss":
            await self._dismiss(step, there)
        elif (len(there) == 1) == (step.kind == "split"):
            kind = CorrectionKind.SPLIT if step.kind == "split" else CorrectionKind.MERGE
            async with self.database.write() as tx:
                made = await corrections.put(tx, kind, a, b, Place(chat=step.chat), 1, step.at)
            self.made.setdefault(step.chat, []).append(made)

    async def _dismiss(self, step: MixStep, there: Sequence[int]) -> None:
        views = await self.database.ask(lambda c: stories.stories_by_id(c, there, step.chat))
        async with self.database.write() as tx:
            for view in views:
                for dispute in view.disputes[:1]:
                    await disputes.dismiss(tx, dispute.id, step.chat, 1, step.at)

    async def _item(self, key: str, chat: ChatId) -> ItemId | None:
        """The item of that key, where the chat may meet it."""
        wanted = select(items.c.id).where(
            items.c.key == key, items.c.owner_chat_id.is_(None) | (items.c.owner_chat_id == chat)
        )
        found = (await self.database.ask(lambda c: c.execute(wanted))).scalars().first()
        return None if found is None else ItemId(found)

    async def answers_and_alerts(self, chat: ChatId) -> list[str]:
        """Everything that a chat gets and is answered, as text."""
        return [*await self._sent(chat), *await self._answers(chat)]

    async def _sent(self, chat: ChatId) -> list[str]:
        """What is sent once all that waits is sent, list after list, each message with the next number."""
        composer, late, lines = Composer(self.database, "UTC"), self.now + timedelta(days=2), list[str]()
        while True:
            found = await self.database.ask(lambda c: outbox.heads(c, late, (), 50))
            mine = [delivery for delivery in found if delivery.place.chat == chat]
            if not mine:
                return lines
            prepared = await composer.prepare(mine[0], self.now)
            lines.append(f"{mine[0].kind} {_sent_text(prepared)}")
            await self._settle(mine[0], prepared, len(lines))

    async def _settle(self, delivery: outbox.Delivery, prepared: Prepared | NothingToSend, number: int) -> None:
        async with self.database.write() as tx:
            await outbox.settle_sent(tx, delivery.id, number, self.now)
            if isinstance(prepared, Prepared) and prepared.card is not None:
                await story_cards.record_shown(tx, prepared.card, number, prepared.version)
            if isinstance(prepared, Prepared) and prepared.mode is not None:
                await story_cards.record_listed(tx, prepared.listed, prepared.mode, number)

    async def _answers(self, chat: ChatId) -> list[str]:
        services = replace(offline_services(self.database), started_at=START)
        known = Chat(id=chat, kind=ChatKind.PRIVATE, title="Desk", made=START, language="en")
        return await ChatViews(self.database, services, known, self.now).everything(_shown)


def _sent_text(prepared: Prepared | NothingToSend) -> str:
    match prepared:
        case Prepared(thing=SendText(message=message) | EditText(message=message)):
            return f"{prepared.version} {_shown(message)}"
        case _:
            return type(prepared).__name__


def _shown(message: Message) -> str:
    """The words and the buttons; without the numbers of items and corrections, which only we can read."""
    named = [(one, one.data or one.line or one.url or "") for row in message.buttons for one in row]
    buttons = [f"[{one.text}:{_NUMBERS.sub(_KIND, does)}]" for one, does in named]
    return f"{message.html} {' '.join(buttons)}"


def _spec(number: int) -> SourceSpec:
    url = f"https://outlet{number}.example/feed"
    return SourceSpec(url=url, name=f"Outlet {number}", family=f"outlet{number}.example", kind=SourceKind.PRIVATE)


def _entry(step: MixStep) -> CleanEntry:
    return CleanEntry(
        key=step.key,
        url=f"https://outlet{step.source}.example/{step.key}",
        title=step.title,
        paragraphs=(Paragraph(text=step.text),),
        published=step.at,
        language="en",
        credit=None,
        fingerprint=fingerprint(step.title, [step.text]),
        raw=fingerprint(step.title, [step.key, step.text]),
        hashes=(),
    )


@dataclass
class Isolation:
    """What the mixes showed."""

    mixes: int = 0
    compared: int = 0
    differences: list[str] = field(default_factory=list)


def run_isolation(scratch: Path, seed: int, mixes: int, say: Callable[[str], None]) -> Isolation:
    """Play so many mixes, on every core; stops at the first ten differences."""
    found = Isolation()
    template = asyncio.run(template_in(scratch))
    seeds = [list(range(seed + at, seed + min(at + _AT_ONCE, mixes))) for at in range(0, mixes, _AT_ONCE)]
    with ProcessPoolExecutor(os.cpu_count() or 1, get_context("spawn"), log_nothing) as pool:
        for played in pool.map(play_mixes, seeds, repeat(template)):
            found.mixes += played.mixes
            found.compared += played.compared
            found.differences += played.differences
            if found.mixes % 100 == 0:
                say(f"{found.mixes} mixes, {len(found.differences)} differences")
            if len(found.differences) > 10:
                pool.shutdown(cancel_futures=True)
                break
    return found


def log_nothing() -> None:
    """A process of its own has a log of its own."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def play_mixes(seeds: Sequence[int], template: Path) -> Isolation:
    """Play the mixes of these seeds, one after another."""
    found = Isolation()
    with TemporaryDirectory(prefix="prove-mixes-") as scratch:
        for seed in seeds:
            compared, differing = asyncio.run(differences(seed, template, Path(scratch)))
            found.mixes += 1
            found.compared += compared
            found.differences += differing
    return found


async def differences(seed: int, template: Path, scratch: Path, length: int = 16) -> tuple[int, list[str]]:
    """What one of the two chats would see otherwise if the other had no sources and made no corrections.

    Gives also how many messages and answers were compared.

    Args:
        seed: Of the mix.
        template: A new database, to be copied.
        scratch: An empty folder, which is cleaned up.
        length: How many steps.
    """
    steps = mix(seed, length)
    with_all = await views(steps, None, template, scratch / "all.db")
    found: list[str] = []
    for chat, other in ((ONE, OTHER), (OTHER, ONE)):
        alone = (await views(steps, other, template, scratch / "alone.db"))[chat]
        found += _compared(f"mix {seed}, chat {chat}", with_all[chat], alone)
    return sum(map(len, with_all.values())), found


def _compared(name: str, with_all: list[str], alone: list[str]) -> list[str]:
    if len(with_all) != len(alone):
        return [f"{name}: {len(with_all)} answers and deliveries, {len(alone)} without the other chat's"]
    pairs = zip(with_all, alone, strict=True)
    return [f"{name}: {one}\n    without the other chat: {other}" for one, other in pairs if one != other]


async def views(
    steps: Sequence[MixStep], without: ChatId | None, template: Path, file: Path
) -> dict[ChatId, list[str]]:
    """What each chat sees once the steps were played; `without`: a chat whose own never were."""
    shutil.copyfile(template, file)
    database = Database(f"sqlite:///{file}")
    await database.open()
    try:
        world = PlayedMix(database, without)
        await world.play(steps)
        found = {chat: await world.answers_and_alerts(chat) for chat in (ONE, OTHER) if chat != without}
        later = await hints(database, found, world.now)
        return {chat: [*lines, *later[chat]] for chat, lines in found.items()}
    finally:
        await database.close()
        for path in file.parent.glob(f"{file.name}*"):
            path.unlink()


async def template_in(folder: Path) -> Path:
    """A new database, closed, for copies."""
    file = folder / "template.db"
    database = Database(f"sqlite:///{file}")
    await database.open()
    await database.close()
    return file
