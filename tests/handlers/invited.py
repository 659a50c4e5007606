"""A bot by invitation: who says and presses what, and what is answered, written and sent."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from telegram import Update

from handlers.requests import Services
from handlers.sentences.reader import Reader
from handlers.updates.understand import UpdateReader
from handlers.updates.understood_update import UnderstoodUpdate
from newsroom.access import AccessMode, AccessRule, Role
from newsroom.errors import UserError
from storage import admission, chats, inbox, invites, people
from storage.database import Database, Transaction
from storage.people import Person
from storage.tables import deliveries, updates
from tests.builders import GROUP, NOW, OTHER_GROUP
from tests.handlers.ferry import services

STRANGER, EDITOR, OWNER, READER, REPORTER = 31, 32, 33, 34, 35
NAMES = {STRANGER: "Stan", EDITOR: "Ed", OWNER: "Olga", READER: "Rea", REPORTER: "Rob"}
__all__ = ["EDITOR", "GROUP", "OTHER_GROUP", "OWNER", "READER", "REPORTER", "STRANGER", "Newsroom", "newsroom_of"]


def person(number: int, role: Role) -> Person:
    name = NAMES[number]
    return Person(id=number, role=role, name=name, username=name.lower(), added_by=None, invite=None, added_at=NOW)


def user(number: int) -> dict[str, Any]:
    name = NAMES.get(number, f"Person {number}")
    return {"id": number, "first_name": name, "username": name.lower().replace(" ", "_"), "is_bot": False}


def chat_json(chat: int) -> dict[str, Any]:
    if chat > 0:
        return {"id": chat, "type": "private", "first_name": NAMES.get(chat, "Person")}
    return {"id": chat, "type": "supergroup", "title": "A group"}


def message_json(chat: int, who: int, text: str = "/topics") -> dict[str, Any]:
    return {"message_id": 7, "date": int(NOW.timestamp()), "chat": chat_json(chat), "from": user(who), "text": text}


def press_json(chat: int, who: int, data: str) -> dict[str, Any]:
    message = message_json(chat, who)
    return {"callback_query": {"id": "9", "from": user(who), "chat_instance": "1", "data": data, "message": message}}


@dataclass(slots=True)
class Newsroom:
    """Everything that people do, one update after another."""

    services: Services
    reader: UpdateReader
    now: datetime = NOW
    update_id: int = 100

    @property
    def database(self) -> Database:
        return self.services.database

    async def happens(self, update: dict[str, Any]) -> tuple[UnderstoodUpdate, list[str]]:
        """What it comes to, and the texts that are answered; the update is kept as hearing keeps it."""
        understood, texts = await self.comes(update)
        assert understood is not None
        return understood, texts

    async def comes(self, update: dict[str, Any]) -> tuple[UnderstoodUpdate | None, list[str]]:
        """The same, where it may be nothing that is answered."""
        update = self._numbered(update)
        async with self.database.write() as tx:
            await self._keep(tx, update)
        understood = await self.reader.understand(Update.de_json(update), self.now)
        if understood is None:
            return None, []
        try:
            texts = await self._written(understood)
        except UserError as error:  # as the inbox's loop has it: nothing of the effect is written
            texts = [Reader().plain(error.sentence)]
            async with self.database.write() as tx:
                await inbox.done(tx, self.update_id, self.now)
        return understood, texts

    async def _written(self, understood: UnderstoodUpdate) -> list[str]:
        async with self.database.write() as tx:
            texts = await _effect(understood, tx)
            await inbox.done(tx, self.update_id, self.now)
        return texts

    async def tried(self, update: dict[str, Any]) -> str:
        """All that is answered. For thousands: an update that writes nothing is not kept, which takes half of the time."""
        update = self._numbered(update)
        understood = await self.reader.understand(Update.de_json(update), self.now)
        if understood is None:
            assert "message" in update, "a button is answered always"
            return ""
        texts = [one.html for one in understood.answer.messages]
        if understood.before or understood.answer.effect is not None:
            try:
                async with self.database.write() as tx:
                    await self._keep(tx, update)
                    texts = await _effect(understood, tx)
            except UserError as error:
                texts = [Reader().plain(error.sentence)]
        return "\n".join(texts) or understood.answer.toast or ""

    def _numbered(self, update: dict[str, Any]) -> dict[str, Any]:
        self.update_id += 1
        return {"update_id": self.update_id} | update

    async def _keep(self, tx: Transaction, update: dict[str, Any]) -> None:
        row = {"update_id": self.update_id, "payload": update, "lane": "", "received_at": self.now}
        await tx.execute(insert(updates).values(row))

    async def says(self, who: int, text: str, chat: int | None = None) -> str:
        """What is answered to what a person writes, in private where no chat is named."""
        _, texts = await self.happens({"message": message_json(chat or who, who, text)})
        return "\n".join(texts)

    async def presses(self, who: int, data: str, chat: int | None = None) -> str:
        """What is answered to a pressed button, or what is said over the chat."""
        understood, texts = await self.happens(press_json(chat or who, who, data))
        return "\n".join(texts) or understood.answer.toast or ""

    async def buttons(self, who: int, text: str) -> dict[str, str]:
        """The buttons under the answer to what a person writes in private: their data by their labels."""
        understood, _ = await self.happens({"message": message_json(who, who, text)})
        (message,) = understood.answer.messages
        return {one.text: one.data or "" for row in message.buttons for one in row}

    async def adds(self, who: int, chat: int) -> str:
        """A person adds the bot to a group."""
        bot = {"id": 1, "is_bot": True, "first_name": "Wirewatch"}
        change = {
            "chat": chat_json(chat),
            "from": user(who),
            "date": int(NOW.timestamp()),
            "old_chat_member": {"user": bot, "status": "left"},
            "new_chat_member": {"user": bot, "status": "member"},
        }
        _, texts = await self.happens({"my_chat_member": change})
        return "\n".join(texts)

    async def met(self, chat: int) -> bool:
        return await self.database.ask(lambda c: chats.chat(c, chat)) is not None

    async def admitted(self, chat: int) -> bool | None:
        return await self.database.ask(lambda c: admission.admitted(c, chat))

    async def role(self, who: int) -> Role | None:
        return await self.database.ask(lambda c: people.role_of(c, who))

    async def invited(self, code: str, role: Role, *, made_by: int | None = OWNER, uses: int = 1) -> int:
        """An invite whose code the test knows."""
        async with self.database.write() as tx:
            return await invites.make(tx, code, role, self.now, made_by=made_by, uses=uses)

    async def notified(self, who: int) -> list[str]:
        """What waits to be sent to a person's private chat."""
        async with self.database.read() as connection:
            rows = await connection.execute(select(deliveries.c.payload).where(deliveries.c.chat_id == who))
            return [row.payload["html"] for row in rows]


async def _effect(understood: UnderstoodUpdate, tx: Transaction) -> list[str]:
    """What is done before and by the answer, and all its texts."""
    texts = [one.html for one in understood.answer.messages]
    for before in understood.before:
        await before(tx)
    if understood.answer.effect is not None:
        texts += [one.html for one in await understood.answer.effect(tx)]
    return texts


async def nobody(_chat: int, _person: int) -> bool:
    """Is an admin of a group."""
    return False


def newsroom_on(database: Database, mode: AccessMode = AccessMode.INVITE, **others: Any) -> Newsroom:
    """With what stands in the database already; `others`: services in place of the usual ones."""
    made = replace(services(database), access=AccessRule(mode=mode), bot_name=lambda: "wire_bot", **others)
    return Newsroom(services=made, reader=UpdateReader(nobody, made))


async def newsroom_of(database: Database, *roles: tuple[int, Role], mode: AccessMode = AccessMode.INVITE) -> Newsroom:
    """An owner, an editor who let a group in, and whoever else has a role; they have all spoken to the bot."""
    made = newsroom_on(database, mode)
    async with database.write() as tx:
        for number, role in ((OWNER, Role.OWNER), (EDITOR, Role.EDITOR), *roles):
            await people.put(tx, person(number, role))
            username = NAMES[number].lower()
            await chats.meet(tx, number, "private", NAMES[number], username, number, "UTC", NOW)
        await chats.meet(tx, GROUP, "supergroup", "Desk", None, EDITOR, "UTC", NOW)
        await admission.let_in(tx, made.services.access, GROUP, EDITOR, NOW)
    return made
