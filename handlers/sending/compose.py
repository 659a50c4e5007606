"""Deliveries to things to send: a card's text is made when its turn comes, from the story as it is by then."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, assert_never

from handlers.html import MESSAGE_CHARS, escape, fit, words_of
from handlers.messages import from_payload
from handlers.render.card import card, matches, merged_elsewhere
from handlers.render.notices import listed_together, notice
from handlers.sending.sender import AnswerButton, EditText, Outgoing, SendFile, SendText
from handlers.sentences.reader import Reader, reader_of
from newsroom.desk.alerts import quiet_for
from newsroom.desk.decision import NoticeKind
from newsroom.desk.state import DeliveryMode
from newsroom.item import ItemId
from storage import chats, stories
from storage.database import Database
from storage.outbox import Delivery, DeliveryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A thing to send.

    Attributes:
        card: The card that it shows, and `version` the story's; None and 0 for what is no card.
        listed: The cards that it tells together; those that it has no room for are not among them.
    """

    thing: Outgoing
    card: int | None = None
    version: int = 0
    listed: tuple[int, ...] = ()
    mode: DeliveryMode | None = None


@dataclass(frozen=True, slots=True)
class NothingToSend:
    """There is nothing left to say: shown already, muted or dismissed since."""

    note: str = field(default="nothing left to say")


class Composer:
    """Makes things to send out of deliveries and what is stored."""

    def __init__(self, database: Database, default_zone: str) -> None:
        self._database = database
        self._default_zone = default_zone

    async def prepare(self, delivery: Delivery, now: datetime) -> Prepared | NothingToSend:
        """What to send for a delivery now."""
        made = await self._made(delivery, now)
        if isinstance(made, Prepared) and delivery.payload.get("short"):
            made = replace(made, thing=_cut(made.thing))
        if isinstance(made, Prepared) and delivery.payload.get("plain"):
            return replace(made, thing=_without_markup(made.thing))
        return made

    async def _made(self, delivery: Delivery, now: datetime) -> Prepared | NothingToSend:
        match delivery.kind:
            case DeliveryKind.CARD:
                return await self._card(delivery, now)
            case DeliveryKind.LIST:
                return await self._list(delivery, now)
            case DeliveryKind.NOTICE:
                return await self._notice(delivery)
            case _:
                return Prepared(thing=_plain(delivery))

    async def _card(self, delivery: Delivery, now: datetime) -> Prepared | NothingToSend:
        async with self._database.read() as connection:
            row = await stories.card_by_id(connection, delivery.card or 0)
            view = await stories.story(connection, row.story_id) if row else None
            heir = await stories.card(connection, delivery.place, view.id) if view else None
        if row is None or view is None or not view.items or row.muted:
            return NothingToSend()
        if row.message_id is not None and row.shown_version >= view.version:
            return NothingToSend()
        merged = view.id != row.story_id and heir is not None and heir.message_id is not None
        if merged and row.message_id is None:
            return NothingToSend()  # never told here by itself, and told now by the card of the story that lives on
        if row.message_id is None and not matches(view, tuple(row.why)):
            return NothingToSend()  # what the chat asked for was moved to another story, which has a card of its own
        if merged:
            message = merged_elsewhere(view, await self._reader(delivery))  # the card points to the story that lives on
        else:
            message = card(view, tuple(row.why), await self._reader(delivery), row.made_at)
        if row.message_id is None:
            silent = await self._silent(delivery, view.independent, now)
            thing: Outgoing = SendText(place=delivery.place, message=replace(message, silent=silent))
        else:
            thing = EditText(place=delivery.place, message_id=row.message_id, message=message)
        return Prepared(thing=thing, card=row.id, version=view.version)

    async def _list(self, delivery: Delivery, now: datetime) -> Prepared | NothingToSend:
        mode = DeliveryMode(delivery.payload["mode"])
        async with self._database.read() as connection:
            waiting = await stories.cards_awaiting(connection, delivery.place, mode.value)
            found = {row.id: await stories.story(connection, row.story_id) for row in waiting}
        views = {view.id: view for view in found.values() if view is not None and view.items}
        if not views:
            return NothingToSend()
        message, named = listed_together(list(views.values()), mode, await self._reader(delivery))
        silent = await self._silent(delivery, max(views[story].independent for story in named), now)
        thing = SendText(place=delivery.place, message=replace(message, silent=silent))
        # What had no room waits for another list; a story of which no item is kept has nothing left to be told.
        listed = tuple(id_ for id_, view in found.items() if view is None or view.id in named or not view.items)
        return Prepared(thing=thing, listed=listed, mode=mode)

    async def _notice(self, delivery: Delivery) -> Prepared | NothingToSend:
        payload = delivery.payload
        async with self._database.read() as connection:
            view = await stories.story(connection, payload["story"])
            row = await stories.card(connection, delivery.place, view.id) if view else None
        if view is None or (row is not None and row.muted):
            return NothingToSend()
        kind = NoticeKind(payload["notice"])
        message = notice(view, kind, ItemId(payload["item"]), payload["version"], await self._reader(delivery))
        if message is None:
            return NothingToSend()
        reply_to = row.message_id if row else None
        return Prepared(thing=SendText(place=delivery.place, message=message, reply_to=reply_to))

    async def _silent(self, delivery: Delivery, independent: int, now: datetime) -> bool:
        """It is quiet by now, though it was not when this was decided; `independent`: what may break through."""
        known = await self._database.ask(lambda c: chats.chat(c, delivery.place.chat))
        return known is not None and quiet_for(known, independent, now) is not None

    async def _reader(self, delivery: Delivery) -> Reader:
        known = await self._database.ask(lambda c: chats.chat(c, delivery.place.chat))
        return reader_of(known) if known else Reader(zone=self._default_zone)


def _without_markup(thing: Outgoing) -> Outgoing:
    """The same words for a server that could not read our HTML."""
    match thing:
        case SendText() | EditText():
            return replace(thing, plain=True, message=replace(thing.message, html=words_of(thing.message.html)))
        case SendFile():
            return replace(thing, caption=escape(words_of(thing.caption)))
        case AnswerButton():
            return thing
        case _:
            assert_never(thing)


def _cut(thing: Outgoing) -> Outgoing:
    """Half of the words that Telegram is said to take, for a server that counts otherwise than we do."""
    match thing:
        case SendText() | EditText():
            return replace(thing, message=replace(thing.message, html=fit(thing.message.html, MESSAGE_CHARS // 2)))
        case SendFile():
            return replace(thing, caption="")
        case AnswerButton():
            return thing
        case _:
            assert_never(thing)


def _plain(delivery: Delivery) -> Outgoing:
    """What the payload says, as it stands."""
    payload, place = delivery.payload, delivery.place
    match delivery.kind:
        case DeliveryKind.ANSWER:
            return AnswerButton(
                place=place, query_id=payload["query_id"], text=payload["text"], alert=payload.get("alert", False)
            )
        case DeliveryKind.EDIT:
            return EditText(place=place, message_id=payload["message_id"], message=from_payload(payload))
        case DeliveryKind.DOCUMENT | DeliveryKind.PHOTO:
            return _file(delivery, payload)
        case _:
            return SendText(place=place, message=from_payload(payload), reply_to=payload.get("reply_to"))


def _file(delivery: Delivery, payload: Mapping[str, Any]) -> SendFile:
    return SendFile(
        place=delivery.place,
        name=payload["name"],
        content=base64.b64decode(payload["content"]),
        caption=payload["caption"],
        picture=delivery.kind is DeliveryKind.PHOTO,
        reply_to=payload.get("reply_to"),
        silent=payload.get("silent", False),
    )
