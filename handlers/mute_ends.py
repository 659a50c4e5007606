"""Stories that were muted for a while: at its end what changed meanwhile comes in one list for each place."""

from datetime import datetime

from handlers.leads import leads_in
from handlers.messages import to_payload
from handlers.render.hand_over import after_mute
from handlers.render.story_changes import changes_since
from handlers.sentences.reader import Reader, reader_of
from newsroom.chat import Chat, Place
from newsroom.desk.digest import HandOverLine
from newsroom.desk.quiet_hours import quiet_until
from storage import card_deliveries, chats, outbox, stories, story_cards
from storage.database import Connection, Database
from storage.story_cards import MutedCard

_AT_ONCE = 200  # mutes that end in one tick; the rest end in the next


async def end_mutes(database: Database, now: datetime) -> int:
    """Unmute what is due, and queue the lists; gives how many mutes ended. A chat that is quiet waits."""
    over = await database.ask(lambda c: story_cards.mutes_over(c, now, _AT_ONCE))
    ended = 0
    for place in dict.fromkeys(card.place for card in over):
        async with database.read() as connection:
            chat = await chats.chat(connection, place.chat)
        if chat is not None and chat.admitted and quiet_until(chat, now) is None:
            ended += await _end(database, chat, place, [card for card in over if card.place == place], now)
    return ended


async def _end(database: Database, chat: Chat, place: Place, over: list[MutedCard], now: datetime) -> int:
    async with database.read() as connection:
        lines = [line for card in over if (line := await _line(connection, card, reader_of(chat), now)) is not None]
    async with database.write() as tx:
        await story_cards.unmute(tx, [card.id for card in over])
        await story_cards.record_named(tx, [card.id for card in over if card.waits])
        for card in over:
            if card.shown:
                await card_deliveries.put_card(tx, place, card.id, now)
        if lines:
            message = after_mute(lines, min(card.since for card in over), reader_of(chat))
            kind, payload = outbox.DeliveryKind.MESSAGE, to_payload(message)
            await outbox.put(tx, place, kind, payload, now, priority=outbox.Priority.ALERT)
    return len(over)


async def _line(connection: Connection, card: MutedCard, reader: Reader, now: datetime) -> HandOverLine | None:
    """The story, if anything in it is new since it was muted."""
    view = await stories.story(connection, card.story, card.place.chat)
    if view is None:
        return None
    grown = any(placed.item.arrived_at > card.since for placed in view.items)
    if not (grown or card.waits or changes_since(view, card.since).material):
        return None
    leads = await leads_in(connection, card.place, [view], reader, now)
    return HandOverLine(view=view, lead=leads[view.id], alerted=card.shown)
