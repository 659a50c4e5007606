"""Cards that are to be sent, or edited where the chat has them already."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from newsroom.chat import Place
from newsroom.desk.state import DeliveryMode
from storage.database import Bell, Transaction
from storage.outbox import DeliveryKind, Priority, put
from storage.states import DeliveryState
from storage.tables import cards, deliveries

# What waits is locked: a pusher that claimed it meanwhile would send the story as it was before this write.
_WAITING_CARDS = (
    select(deliveries.c.card_id)
    .join(cards, cards.c.id == deliveries.c.card_id)
    .where(deliveries.c.kind == DeliveryKind.CARD, deliveries.c.state == DeliveryState.DUE)
    .with_for_update(of=deliveries)
)
_SHOWN_CARDS = select(cards.c.id).where(cards.c.message_id.is_not(None))
_WAITING_LISTS = (
    select(deliveries.c.chat_id, deliveries.c.thread_id, deliveries.c.payload)
    .where(deliveries.c.kind == DeliveryKind.LIST, deliveries.c.state == DeliveryState.DUE)
    .with_for_update()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingDeliveries:
    """What waits to be sent already: cards by their ids, and lists by place, mode and the end of what they wait for.

    `shown`: cards whose message the chat has, so that to send them is to edit it.
    """

    cards: set[int]
    lists: set[tuple[Place, DeliveryMode, str | None]]
    shown: frozenset[int] = frozenset()


async def waiting_to_show(tx: Transaction, of_stories: Collection[int], in_chats: Collection[int]) -> WaitingDeliveries:
    """Which cards of these stories, and which lists of these chats, wait to be sent; which cards were sent before."""
    if not of_stories:
        return WaitingDeliveries(cards=set(), lists=set())
    of_cards = _WAITING_CARDS.where(cards.c.story_id.in_(of_stories))
    due_cards = (await tx.execute(of_cards)).scalars().all()
    shown = (await tx.execute(_SHOWN_CARDS.where(cards.c.story_id.in_(of_stories)))).scalars().all()
    of_lists = await tx.execute(_WAITING_LISTS.where(deliveries.c.chat_id.in_(in_chats)))
    lists = {
        (Place(chat=row.chat_id, thread=row.thread_id), DeliveryMode(row.payload["mode"]), row.payload.get("until"))
        for row in of_lists
        if row.payload.get("mode")
    }
    return WaitingDeliveries(cards=set(due_cards), lists=lists, shown=frozenset(shown))


async def put_card(tx: Transaction, place: Place, card: int, now: datetime, *, anew: bool = False) -> None:
    """Queue a card to be shown as it is by then; one that waits already is enough.

    `anew`: also where its message shows the story's version already: people have changed something else on it, and
    look at it.
    """
    due = (deliveries.c.kind == DeliveryKind.CARD) & (deliveries.c.state == DeliveryState.DUE)
    found = select(deliveries.c.id, deliveries.c.payload).where(deliveries.c.card_id == card, due)
    waiting = (await tx.execute(found.with_for_update())).first()
    payload = {"anew": True} if anew else {}
    if waiting is None:
        shown = (await tx.execute(_SHOWN_CARDS.where(cards.c.id == card))).scalar() is not None
        priority = Priority.EDIT if shown and not anew else Priority.ALERT
        await put(tx, place, DeliveryKind.CARD, payload, now, priority=priority, card=card)
    elif anew:
        changed = update(deliveries).where(deliveries.c.id == waiting.id)
        await tx.execute(changed.values(payload={**waiting.payload, **payload}))
        await put_with_alerts(tx, [card])


async def put_with_alerts(tx: Transaction, some: Collection[int]) -> None:
    """Those of these cards that wait to be edited go in turn with alerts."""
    if some:
        waits = (deliveries.c.kind == DeliveryKind.CARD) & (deliveries.c.state == DeliveryState.DUE)
        edits = waits & deliveries.c.card_id.in_(some) & (deliveries.c.priority == int(Priority.EDIT))
        await tx.execute(update(deliveries).where(edits).values(priority=int(Priority.ALERT)))
        tx.ring(Bell.PUSH)
