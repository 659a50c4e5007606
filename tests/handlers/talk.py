"""Talk with the bot as Telegram carries it: updates go in, and what is queued for a chat comes out."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot.clocks import SetClock
from handlers.access import IsAdmin
from handlers.requests import Services
from handlers.updates.inbox_loop import InboxLoop
from handlers.updates.relevance import is_for_us
from handlers.updates.understand import UpdateReader
from storage import inbox
from storage.database import Database
from storage.tables import deliveries
from tests.builders import CHAT, NOW
from tests.handlers.ferry import services

BOT = {"id": 1, "is_bot": True, "first_name": "Wirewatch", "username": "wire_bot"}
KINDS = {"private": CHAT, "supergroup": -1_000_000_000_002, "channel": -1_000_000_000_003}


async def nobody(_chat: int, _person: int) -> bool:
    """Is an admin, as far as Telegram says."""
    return False


async def everybody(_chat: int, _person: int) -> bool:
    """Is an admin."""
    return True


@dataclass(slots=True)
class Spoken:
    """What the bot said: a message, an edit, or a note over the chat."""

    kind: str
    payload: dict[str, Any]

    @property
    def html(self) -> str:
        return str(self.payload.get("html") or self.payload.get("text") or "")

    @property
    def buttons(self) -> dict[str, str]:
        """What the buttons send, by their labels."""
        return {text: data for row in self.payload.get("buttons", ()) for text, data, _ in row}

    @property
    def rows(self) -> list[list[str]]:
        return [[text for text, _, _ in row] for row in self.payload.get("buttons", ())]


@dataclass(slots=True)
class Talk:
    """Ann and her chats."""

    database: Database
    services: Services
    now: datetime = NOW
    number: int = 100
    user: int = CHAT
    is_admin: IsAdmin = nobody
    reader: UpdateReader = field(init=False)

    def __post_init__(self) -> None:
        self.reader = UpdateReader(self.is_admin, self.services)

    async def says(
        self, text: str, kind: str = "private", *, chat: int | None = None, to: dict[str, Any] | None = None
    ) -> list[Spoken]:
        """What is answered; `to`: the message that hers replies to."""
        message = self.message(text, kind, chat) | ({"reply_to_message": to} if to else {})
        return await self.comes({"channel_post" if kind == "channel" else "message": message})

    def message(self, text: str, kind: str = "private", chat: int | None = None) -> dict[str, Any]:
        self.number += 1
        where = {"id": chat or (self.user if kind == "private" else KINDS[kind]), "type": kind}
        where |= {"first_name": "Ann"} if kind == "private" else {"title": "Desk"}
        sender = {"sender_chat": where} if kind == "channel" else {"from": self.person}
        at = int(self.now.timestamp())
        return {"message_id": self.number, "date": at, "chat": where, "text": text, **sender}

    @property
    def person(self) -> dict[str, Any]:
        return {"id": self.user, "first_name": "Ann", "is_bot": False}

    def of_bot(self, message_id: int = 5, kind: str = "private") -> dict[str, Any]:
        """A message of the bot's, to reply to."""
        return self.message("An alert", kind) | {"message_id": message_id, "from": BOT}

    async def presses(self, data: str, kind: str = "private") -> list[Spoken]:
        """What is answered to a button."""
        return await self.comes(self.press(data, kind))

    def press(self, data: str, kind: str = "private") -> dict[str, Any]:
        """The update of a pressed button."""
        message = self.message("Buttons", kind) | {"from": BOT}
        query = {"id": "9", "from": self.person, "chat_instance": "1", "data": data, "message": message}
        return {"callback_query": query}

    async def comes(self, update: dict[str, Any]) -> list[Spoken]:
        before = len(await self._queued())
        self.number += 1
        await inbox.receive(
            self.database, [{"update_id": self.number, **update}], self.now, lambda u: is_for_us(u, "wire_bot")
        )
        loop = InboxLoop(self.database, self.reader, SetClock(self.now).clock())
        for received in await self.database.ask(inbox.undone):
            await loop.take(received)
        return (await self._queued())[before:]

    async def _queued(self) -> list[Spoken]:
        wanted = select(deliveries.c.kind, deliveries.c.payload).order_by(deliveries.c.id)
        async with self.database.read() as connection:
            rows = (await connection.execute(wanted)).all()
        return [Spoken(row.kind, row.payload) for row in rows if row.kind != "card"]


def talk(database: Database, is_admin: IsAdmin = nobody, **changed: Any) -> Talk:
    """Ann's talk with a bot of these services."""
    return Talk(database, replace(services(database), bot_name=lambda: "wire_bot", **changed), is_admin=is_admin)
