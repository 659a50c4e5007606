"""Deliveries to things to send: a card's text is made when its turn comes, from the story as it is by then."""

from dataclasses import dataclass, replace
from datetime import datetime

from handlers.leads import leads_in, related_in
from handlers.messages import Message
from handlers.render.card import card, matches, merged_elsewhere
from handlers.render.heading import heading
from handlers.render.notices import listed_together, notice
from handlers.sending.outgoing import EditText, Outgoing, SendText, as_stored, cut_short, without_markup
from handlers.sending.readers import reader_in
from handlers.sentences.reader import Reader
from handlers.work_shown import work_shown
from newsroom.desk.alerts import quiet_for
from newsroom.desk.decision import NoticeKind
from newsroom.desk.state import DeliveryMode
from newsroom.item import ItemId
from storage import chats, stories, story_cards
from storage.database import Database
from storage.outbox import Delivery, DeliveryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A thing to send.

    Attributes:
        card: The card that it shows, and `version` the story's; None and 0 for what is no card.
        listed: The cards of a list; those that it has no room for are not among them.
    """

    thing: Outgoing
    card: int | None = None
    version: int = 0
    listed: tuple[int, ...] = ()
    mode: DeliveryMode | None = None


@dataclass(frozen=True, slots=True)
class NothingToSend:
    """There is nothing left to send: shown already, muted or dismissed since."""


class Composer:
    """Makes what is sent out of deliveries and what is stored."""

    def __init__(self, database: Database, default_zone: str) -> None:
        self._database = database
        self._default_zone = default_zone

    async def prepare(self, delivery: Delivery, now: datetime) -> Prepared | NothingToSend:
        """What to send for a delivery now."""
        made = await self._made(delivery, now)
        if isinstance(made, Prepared) and delivery.payload.get("short"):
            made = replace(made, thing=cut_short(made.thing))
        if isinstance(made, Prepared) and delivery.payload.get("plain"):
            return replace(made, thing=without_markup(made.thing))
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
                return Prepared(thing=as_stored(delivery))

    async def _card(self, delivery: Delivery, now: datetime) -> Prepared | NothingToSend:
        async with self._database.read() as connection:
            shown = await story_cards.card_by_id(connection, delivery.card or 0)
            view = await stories.story(connection, shown.story, delivery.place.chat) if shown else None
            heir = await story_cards.card_in(connection, delivery.place, view.id) if view else None
            work = await work_shown(connection, view, delivery.place.chat) if view else None
            reader = await reader_in(connection, delivery.place.chat, self._default_zone)
            related = await related_in(connection, delivery.place, view, reader, now) if view else None
            pictures = await chats.pictures_wanted(connection, delivery.place.chat)
        # What people do with a story shows on its card at once, muted or not.
        anew = bool(delivery.payload.get("anew")) and shown is not None and shown.message_id is not None
        if shown is None or view is None or not view.items or (shown.muted and not anew):
            return NothingToSend()
        # The versions of a story that another took in say nothing of the other's.
        known = view.id == shown.story and shown.shown_version >= view.version
        if shown.message_id is not None and known and not anew:
            return NothingToSend()
        merged = view.id != shown.story and heir is not None and heir.message_id is not None
        if merged and shown.message_id is None:
            return NothingToSend()  # never shown here; the card of the story that lives on shows it now
        if shown.message_id is None and not matches(view, shown.words):
            return NothingToSend()  # what the chat asked for was moved to another story, which has a card of its own
        if merged and heir is not None:
            lead = heading(view.independence(), heir.words, heir.made_at, reader.language)
            message = merged_elsewhere(view, lead, reader)
        else:
            message = card(view, shown.words, reader, shown.made_at, work, related)
        if message.picture and not pictures:
            message = replace(message, picture="")
        if shown.message_id is None:
            thing: Outgoing = await self._new(delivery, message, view.independent, now)
        else:
            thing = EditText(place=delivery.place, message_id=shown.message_id, message=message)
        return Prepared(thing=thing, card=shown.id, version=view.version)

    async def _list(self, delivery: Delivery, now: datetime) -> Prepared | NothingToSend:
        mode = DeliveryMode(delivery.payload["mode"])
        async with self._database.read() as connection:
            waiting = await story_cards.cards_awaiting(connection, delivery.place, mode, now)
            found = {one.id: await stories.story(connection, one.story, delivery.place.chat) for one in waiting}
            views = {view.id: view for view in found.values() if view is not None and view.items}
            reader = await reader_in(connection, delivery.place.chat, self._default_zone)
            leads = await leads_in(connection, delivery.place, list(views.values()), reader, now)
        if not views:
            return NothingToSend()
        message, named = listed_together(list(views.values()), leads, mode, reader)
        thing = await self._new(delivery, message, max(views[story].independent for story in named), now)
        # What had no room waits for another list; a story of which no item is kept has nothing left to show.
        listed = tuple(id_ for id_, view in found.items() if view is None or view.id in named or not view.items)
        return Prepared(thing=thing, listed=listed, mode=mode)

    async def _notice(self, delivery: Delivery) -> Prepared | NothingToSend:
        payload = delivery.payload
        async with self._database.read() as connection:
            view = await stories.story(connection, payload["story"], delivery.place.chat)
            shown = await story_cards.card_in(connection, delivery.place, view.id) if view else None
        if view is None or (shown is not None and shown.muted):
            return NothingToSend()
        kind = NoticeKind(payload["notice"])
        message = notice(view, kind, ItemId(payload["item"]), payload["version"], await self._reader(delivery))
        if message is None:
            return NothingToSend()
        reply_to = shown.message_id if shown else None
        return Prepared(thing=SendText(place=delivery.place, message=message, reply_to=reply_to))

    async def _new(self, delivery: Delivery, message: Message, independent: int, now: datetime) -> SendText:
        """A message of its own; silent where it is quiet by now, though it was not when this was decided.

        `independent`: so many publishers are behind it, which may break through.
        """
        known = await self._database.ask(lambda c: chats.chat(c, delivery.place.chat))
        silent = known is not None and quiet_for(known, independent, now) is not None
        return SendText(place=delivery.place, message=replace(message, silent=silent))

    async def _reader(self, delivery: Delivery) -> Reader:
        return await self._database.ask(lambda c: reader_in(c, delivery.place.chat, self._default_zone))
