"""A newsroom's shift on a clock that is set by hand: the program, the stand-in for Telegram, and what people do."""

import warnings
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from telegram.ext import ExtBot
from telegram.warnings import PTBUserWarning

from bot.stepped_run import SteppedRun, stepped_run
from bot.wiring import services_of, telegram_bot
from config.schema import AccessSettings, PublishSettings, Settings, TelegramSettings, WatchSettings
from handlers.access import Admins
from handlers.sending.operator_notices import queue_notices
from handlers.sending.posting import Posting, PostingLoop
from handlers.sending.sender import Sender
from handlers.updates.inbox_loop import InboxLoop
from handlers.updates.relevance import ALLOWED
from handlers.updates.understand import UpdateReader
from newsroom.access import AccessMode
from newsroom.clock import Clock
from standin import Running, StandinSettings, standin, user_actions
from standin.calls import Upload
from standin.chat_state import InlineAsking, SimulatedMessage
from standin.initial_chats import PRIVATE_ID
from standin.standin_settings import FloodLimits
from storage import inbox, intake, sources
from storage.database import Database
from tests.builders import NOW, entry, spec
from watchers.poll import Fetching

OUTLETS = 5


@dataclass(slots=True)
class Shift:
    """What people do, and what they are sent."""

    telegram: Running
    program: SteppedRun
    listen: InboxLoop
    bot: ExtBot[None]
    posts: PostingLoop
    _keys: int = field(default=0)

    @property
    def database(self) -> Database:
        return self.program.desk.database

    @property
    def now(self) -> datetime:
        return self.program.clock.at

    async def brings(self, outlet: int, title: str, text: str, *, key: str = "") -> None:
        """An outlet reports something, which is decided and sent; the same `key` again is an edit."""
        self._keys += 1
        posted = entry(key or f"k{self._keys}", title, text, published=self.now)
        async with self.database.write() as tx:
            await intake.take(tx, outlet, [posted], self.now, background=False)
        await self.program.decide_and_send()
        await self.posts.drain()

    async def later(self, **span: float) -> None:
        """Time goes by, a quarter of an hour at a time, an hour where it is a day and more: what comes at its own hour
        is sent."""
        end = self.now + timedelta(**span)
        step = timedelta(minutes=15) if timedelta(**span) < timedelta(days=1) else timedelta(hours=1)
        while self.now < end:
            self.program.clock.at = min(end, self.now + step)
            await self.program.digests()
            await self.program.push.drain()
            await self.posts.drain()

    async def visits(self, **span: float) -> None:
        """Time goes by, a minute at a time, and sources are visited as they are due."""
        end = self.now + timedelta(**span)
        while self.now < end:
            self.program.clock.at = min(end, self.now + timedelta(minutes=1))
            await self.program.desk.poll.tick()
            await self.program.desk.poll.finish()
            await queue_notices(self.database, None, self.now)
            await self.program.decide_and_send()

    async def say(
        self,
        text: str,
        chat: int = PRIVATE_ID,
        *,
        user: int | None = None,
        thread: int | None = None,
        reply_to: SimulatedMessage | None = None,
    ) -> list[SimulatedMessage]:
        """Somebody writes; gives the messages that are sent then."""
        before = self._last(chat)
        replied = reply_to.message_id if reply_to else None
        user_actions.say(self.telegram.server, chat, text, user_id=user, thread_id=thread, reply_to=replied)
        await self._hear()
        return self.sent(chat, after=before)

    async def uploads(
        self, name: str, content: bytes, chat: int = PRIVATE_ID, *, caption: str = "", user: int | None = None
    ) -> list[SimulatedMessage]:
        """Somebody sends a document; gives the messages that are sent then."""
        before = self._last(chat)
        file = Upload(name=name, mime_type="application/octet-stream", content=content)
        user_actions.upload(self.telegram.server, chat, file, caption=caption, user_id=user)
        await self._hear()
        return self.sent(chat, after=before)

    def content(self, message: SimulatedMessage) -> bytes:
        """What is in the document of a message."""
        assert message.file_id is not None
        return self.telegram.server.state.files[message.file_id].content

    async def press(self, message: SimulatedMessage, button: str, *, user: int | None = None) -> list[SimulatedMessage]:
        """Somebody presses a button, named by its label; gives the messages that are sent then."""
        before = self._last(message.chat_id)
        user_actions.press(self.telegram.server, message.chat_id, message.message_id, button, user_id=user)
        await self._hear()
        return self.sent(message.chat_id, after=before)

    async def asks_inline(self, text: str, *, user: int = PRIVATE_ID) -> InlineAsking:
        """Somebody types @bot and words in some chat; what is offered then."""
        asking = user_actions.ask_inline(self.telegram.server, user, text)
        await self._hear()
        return asking

    def sent(self, chat: int = PRIVATE_ID, *, after: int = 0) -> list[SimulatedMessage]:
        """The bot's messages in a chat."""
        known = self.telegram.server.state.chats[chat].messages.values()
        return [message for message in known if message.by_bot and message.message_id > after]

    def _last(self, chat: int) -> int:
        return max(self.telegram.server.state.chats[chat].messages, default=0)

    async def _hear(self) -> None:
        offset = await self.database.ask(inbox.next_offset)
        asked: dict[str, Any] = {"timeout": 0, "allowed_updates": ALLOWED, "offset": offset or 0}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PTBUserWarning)  # it would have us call a method that parses the batch
            batch: Any = await self.bot.do_api_request("getUpdates", api_kwargs=asked)
        if not batch:  # what people say to each other in a group does not reach the bot
            return
        await inbox.receive(self.database, list(batch), self.now)
        for received in await self.database.ask(inbox.undone):
            await self.listen.take(received)
        await self.program.push.drain()


def labels(message: SimulatedMessage) -> list[str]:
    """What its buttons say."""
    return [str(button["text"]) for row in message.keyboard or () for button in row]


@asynccontextmanager
async def shift(
    database_url: str,
    began: datetime = NOW,
    watch: WatchSettings | None = None,
    access: AccessSettings | None = None,
    *,
    publish: PublishSettings | None = None,
    posting: Posting | None = None,
    fetching: Fetching | None = None,
) -> AsyncGenerator[Shift]:
    """The program with five outlets, and nobody has said a word; what a real server would have minded is a failure."""
    at = [began]
    clock = Clock(now=lambda: at[0] if len(at) == 1 else program.clock.at)
    async with AsyncExitStack() as opened:
        telegram = await opened.enter_async_context(standin(StandinSettings(clock=clock.now, limits=FloodLimits.OFF)))
        settings = Settings(
            database_url=database_url,
            telegram=TelegramSettings(token=telegram.token, api_url=telegram.url),
            access=access or AccessSettings(mode=AccessMode.OPEN),
            watch=watch or WatchSettings(),
            publish=publish or PublishSettings(),
        )
        bot = telegram_bot(settings, pool=4, read_timeout_s=30.0)
        await bot.initialize()
        opened.push_async_callback(bot.shutdown)
        program = await opened.enter_async_context(stepped_run(settings, began, Sender(bot), fetching))
        at.append(began)
        telegram_admins = Admins(bot)
        way = posting or program.desk.posting
        services = replace(services_of(program.desk, bot, telegram_admins), posting=way)
        listen = InboxLoop(
            program.desk.database, UpdateReader(telegram_admins.is_admin, services), program.clock.clock()
        )
        async with program.desk.database.write() as tx:
            await sources.sync_operator_sources(tx, [spec(number) for number in range(1, OUTLETS + 1)], began, 300)
        posts = PostingLoop(program.desk.database, way, program.clock.clock())
        yield Shift(telegram, program, listen, bot, posts)
        assert telegram.server.violations == []
