"""The sample days at full speed: the same program, its clock set by hand; the chat as lines of text."""

import tempfile
import warnings
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from telegram.ext import ExtBot
from telegram.warnings import PTBUserWarning

from bot.clocks import SetClock
from bot.local.wires.feed_documents import captured
from bot.local.wires.scenario import Scenario, load_scenario
from bot.local.world import LocalWorld, local_settings, local_world, track_samples
from bot.stepped_run import SteppedRun, stepped_run
from bot.transcript import Transcript
from bot.wiring import services_of, telegram_bot
from config.schema import Settings
from handlers.access import Admins
from handlers.sending.sender import Sender
from handlers.sentences.catalogue import ENGLISH
from handlers.sentences.reader import Reader
from handlers.updates.inbox_loop import InboxLoop
from handlers.updates.relevance import ALLOWED
from handlers.updates.understand import UpdateReader
from newsroom.clock import Clock
from standin import initial_chats, user_actions
from standin.chat_state import SimulatedMessage
from standin.standin_settings import FloodLimits, StandinSettings
from storage import inbox
from storage.sources import active_sources

_CHAT = initial_chats.PRIVATE_ID
ASKED = ("/timeline azerbaijan since 2025-06", "/sources azerbaijan", "/search oil depot", "/sources", "/status")
_ASKED_OF_A_CARD = ("/sources", "/why")
_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Show:
    """Everything that takes part in a tour."""

    world: LocalWorld
    program: SteppedRun
    listen: InboxLoop
    bot: ExtBot[None]
    transcript: Transcript

    async def hear(self) -> None:
        """Take what people typed, and send the answers."""
        database, now = self.program.desk.database, self.program.clock.at
        offset = await database.ask(inbox.next_offset)
        while batch := await self._updates(offset):
            offset = await inbox.receive(database, batch, now)
        while waiting := await database.ask(inbox.undone):
            for received in waiting:
                await self.listen.take(received)
        await self.program.push.drain()

    async def _updates(self, offset: int | None) -> list[dict[str, Any]]:
        asked: dict[str, Any] = {"timeout": 0, "allowed_updates": ALLOWED, "offset": offset or 0}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PTBUserWarning)  # it would have us call a method that parses the batch
            answer: Any = await self.bot.do_api_request("getUpdates", api_kwargs=asked)
        return list(answer)


async def play(
    until: datetime | None = None, *, language: str = ENGLISH, asked: Sequence[str] = ASKED
) -> AsyncIterator[str]:
    """The tour, line by line: the private chat in full, the other chats by their first lines.

    Args:
        until: Leave the sample days then, and ask the questions; None plays them all.
        language: In which the person of the private chat has Telegram.
        asked: What that person asks in the end, before what is asked of a card.
    """
    with tempfile.TemporaryDirectory() as scratch:
        scenario = load_scenario()
        async with _show(scenario, Path(scratch) / "tour.db") as show:
            show.world.telegram.server.state.users[_CHAT].language_code = language
            yield f"{_opening(scenario)}\n"
            async for line in _days(show, scenario, until or scenario.ends):
                yield line
            async for line in _questions(show, asked):
                yield line


def _opening(scenario: Scenario) -> str:
    reader = Reader()
    first, last = reader.day_of_year(scenario.starts), reader.day(scenario.ends)
    return reader.say("tour.opening", outlets=len(scenario.outlets), first=first, last=last)


@asynccontextmanager
async def _show(scenario: Scenario, database: Path) -> AsyncGenerator[_Show]:
    """The program on the sample world, nothing polled yet."""
    hands = [SetClock(scenario.starts)]  # the program's own clock joins them as soon as there is one
    clock = Clock(now=lambda: hands[-1].at)
    async with AsyncExitStack() as opened:
        world = await opened.enter_async_context(
            local_world(clock, StandinSettings(clock=clock.now, limits=FloodLimits.OFF))
        )
        settings = local_settings(world, Settings(), database)
        bot = telegram_bot(settings, pool=4, read_timeout_s=_TIMEOUT_S)
        await bot.initialize()
        opened.push_async_callback(bot.shutdown)
        program = await opened.enter_async_context(stepped_run(settings, scenario.starts, Sender(bot)))
        hands.append(program.clock)
        admins = Admins(bot)
        services = services_of(program.desk, bot, admins)
        listen = InboxLoop(program.desk.database, UpdateReader(admins.is_admin, services), program.clock.clock())
        yield _Show(
            world=world, program=program, listen=listen, bot=bot, transcript=Transcript(world.telegram.server, _CHAT)
        )


async def _days(show: _Show, scenario: Scenario, ends: datetime) -> AsyncIterator[str]:
    """First contact, the topics of the sample chats, then every change of a feed at its time."""
    program = show.program
    ids = {one.source.url: one.source.id for one in await program.desk.database.ask(active_sources)}
    for source in ids.values():
        await program.desk.poll.visit(source)
    await program.decide_and_send()
    track_samples(show.world)
    for message in _typed(show):
        for line in show.transcript.typed(message.text):
            yield line
    await show.hear()
    for line in show.transcript.news():
        yield line
    for change in captured(scenario, show.world.wires.base_url):
        if change.at > ends:
            break
        await program.until(change.at)
        source = ids[f"{show.world.wires.base_url}/{change.slug}/feed"]
        await program.desk.poll.visit(source)
        await program.decide_and_send()
        for line in show.transcript.news():
            yield line
    await program.until(ends)
    for line in show.transcript.news():
        yield line


async def _questions(show: _Show, asked: Sequence[str]) -> AsyncIterator[str]:
    """An editor asks: of a topic, of the sources, of the card that grew most."""
    card = _grown(_typed_and_sent(show))
    for text, answered in [*((text, None) for text in asked), *((text, card) for text in _ASKED_OF_A_CARD)]:
        for line in show.transcript.typed(text, answered):
            yield line
        user_actions.say(show.world.telegram.server, _CHAT, text, reply_to=answered.message_id if answered else None)
        await show.hear()
        for line in show.transcript.news():
            yield line


def _typed_and_sent(show: _Show) -> Sequence[SimulatedMessage]:
    return list(show.world.telegram.server.state.chats[_CHAT].messages.values())


def _typed(show: _Show) -> Sequence[SimulatedMessage]:
    return [message for message in _typed_and_sent(show) if not message.by_bot]


def _grown(messages: Sequence[SimulatedMessage]) -> SimulatedMessage | None:
    """The card that was edited most often."""
    cards = [message for message in messages if message.by_bot and message.history]
    return max(cards, key=lambda message: len(message.history), default=None)
