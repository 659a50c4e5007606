"""What is outside the program in local mode: the sample wires, the stand-in, and the people in its chats."""

import errno
from collections.abc import AsyncGenerator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.local.wires.feed_server import Wires, serve_wires
from bot.local.wires.sample import SampleChat
from bot.local.wires.scenario import Scenario, load_scenario
from config.schema import AccessSettings, Settings, SourceSettings, TelegramSettings, WatchSettings
from newsroom.access import AccessMode
from newsroom.clock import Clock
from newsroom.errors import UserError
from newsroom.sentence import Sentence, sentence
from newsroom.source import SourceKind
from standin import initial_chats, user_actions
from standin.persistence import StateFileError
from standin.server import Running, standin
from standin.standin_settings import StandinSettings

_POLL_S = 900  # sample seconds between polls: two real ones
_CHATS = {
    "reporter": initial_chats.PRIVATE_ID,
    "world-desk": initial_chats.GROUP_ID,
    "regions": initial_chats.FORUM_ID,
    "sample-channel": initial_chats.CHANNEL_ID,
}
_THREADS = tuple(initial_chats.TOPICS)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalWorld:
    """Everything outside the program: the sample world, its wires, the stand-in."""

    scenario: Scenario
    wires: Wires
    telegram: Running


@asynccontextmanager
async def local_world(clock: Clock, settings: StandinSettings, wires_port: int = 0) -> AsyncGenerator[LocalWorld]:
    """Serve the sample wires and the stand-in on loopback.

    Raises:
        UserError: A port is taken, or the file of the chats can't be read.
    """
    scenario, port = load_scenario(), settings.port
    async with AsyncExitStack() as stack:
        with _free_port(sentence("local.wires_port_taken", port=wires_port)):
            wires = await stack.enter_async_context(serve_wires(scenario, clock.now, wires_port))
        with _free_port(sentence("local.port_taken", port=port, next=port + 1)):
            telegram = await stack.enter_async_context(_standin(settings))
        if settings.state is None or not settings.resumed:
            _name_chats(telegram, scenario)
        yield LocalWorld(scenario=scenario, wires=wires, telegram=telegram)


@asynccontextmanager
async def _standin(settings: StandinSettings) -> AsyncGenerator[Running]:
    async with AsyncExitStack() as stack:
        try:
            telegram = await stack.enter_async_context(standin(settings))
        except StateFileError:
            raise UserError(sentence("local.unreadable", path=str(settings.state))) from None
        yield telegram


@contextmanager
def _free_port(otherwise: Sentence) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise UserError(otherwise) from None


def local_settings(world: LocalWorld, base: Settings, database: Path) -> Settings:
    """The settings of local mode: the operator's own, with the sample sources, the stand-in and a file of its own."""
    watch = base.watch.model_dump() | {"allow_private_networks": True}
    access = base.access.model_dump()
    if "mode" not in base.access.model_fields_set:
        access["mode"] = AccessMode.OPEN
        if "admins" not in base.access.model_fields_set:
            access["admins"] = (initial_chats.PRIVATE_ID,)  # who sits at the page runs the bot
    return base.model_copy(
        update={
            "database_url": f"sqlite:///{database}",
            "telegram": TelegramSettings(token=world.telegram.token, api_url=world.telegram.url),
            "access": AccessSettings.model_validate(access),
            "watch": WatchSettings.model_validate(watch),
            "sources": sample_sources(world.scenario, world.wires.base_url),
        }
    )


def sample_sources(scenario: Scenario, base_url: str) -> tuple[SourceSettings, ...]:
    """The sample outlets as an operator would list them."""
    return tuple(
        SourceSettings(
            url=f"{base_url}/{outlet.slug}/feed",
            name=outlet.name,
            family=outlet.family,
            country=outlet.country,
            language=outlet.language,
            kind=SourceKind(outlet.kind),
            poll_s=_POLL_S,
        )
        for outlet in scenario.outlets
    )


def track_samples(world: LocalWorld) -> None:
    """People in the sample chats track their topics, as a newcomer would: by typing."""
    user_actions.say(world.telegram.server, initial_chats.PRIVATE_ID, "/start")
    for chat in world.scenario.chats:
        chat_id = _CHATS[chat.key]
        user_actions.say(world.telegram.server, chat_id, f"/timezone {chat.zone}")
        for number, thread in enumerate(chat.threads):
            thread_id = None if thread.name is None else _THREADS[number]
            for topic in thread.topics:
                user_actions.say(world.telegram.server, chat_id, f"/track {topic}", thread_id=thread_id)


def _name_chats(telegram: Running, scenario: Scenario) -> None:
    for chat in scenario.chats:
        _name_chat(telegram, chat)


def _name_chat(telegram: Running, chat: SampleChat) -> None:
    known = telegram.server.state.chats[_CHATS[chat.key]]
    known.title = chat.title
    for number, thread in enumerate(chat.threads):
        if thread.name is not None:
            known.topics[_THREADS[number]].name = thread.name
