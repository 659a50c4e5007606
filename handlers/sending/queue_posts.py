"""What a chat was sent is posted to its receiver as well: queued with what settles the message."""

from datetime import datetime

from handlers.sending.compose import NothingToSend, Prepared
from handlers.sending.outgoing import SendText
from newsroom.desk.decision import NoticeKind
from newsroom.story import StoryId
from storage import receivers, story_cards
from storage.database import Transaction
from storage.outbox import Delivery, DeliveryKind

_NEWS = frozenset({DeliveryKind.CARD, DeliveryKind.LIST, DeliveryKind.NOTICE})


async def queue_posts(tx: Transaction, delivery: Delivery, prepared: Prepared | NothingToSend, now: datetime) -> None:
    """Alerts, lists and notices that are new in the chat; no card that was edited, nor one that another thread had."""
    if delivery.kind not in _NEWS or not isinstance(prepared, Prepared) or not isinstance(prepared.thing, SendText):
        return
    chat = delivery.place.chat
    if not await receivers.has_receiver(tx, chat):
        return
    if delivery.kind is DeliveryKind.NOTICE:
        named = delivery.payload
        kind, item, version = NoticeKind(named["notice"]).value, named["item"], named["version"]
        await receivers.queue(tx, chat, StoryId(named["story"]), now, kind=kind, item=item, version=version)
        return
    for card_id in prepared.listed or filter(None, (prepared.card,)):
        card = await story_cards.card_by_id(tx.connection, card_id)
        if card is not None and not await story_cards.shown_elsewhere(tx.connection, chat, card):
            await receivers.queue(tx, chat, card.story, now, words=card.words)
