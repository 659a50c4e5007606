"""What is to be sent: put in the transaction that decided it, claimed before sending, settled after.

`sendMessage` has no idempotency key. A delivery that was in flight when the process died may have been sent; it is
sent again and marked `maybe_twice`. At most one is in flight for each chat, so at most one can come twice.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId, Place
from newsroom.desk.state import DeliveryMode
from storage.columns import AnyRow, Instant
from storage.database import Bell, Transaction
from storage.delivery_payloads import change_payloads
from storage.move_rows import move_or_drop
from storage.states import ChatState, DeliveryState
from storage.tables import cards, chats, deliveries, topics

GATHER_CATCH_UP = timedelta(seconds=30)  # a list waits so long, so that what comes together is told together

EDITS_WAIT = timedelta(minutes=1)  # a guess; after it an edit goes in turn with alerts, so that a flood starves none

_UNSENT_MODES = (DeliveryMode.ALERT, DeliveryMode.WAITING, DeliveryMode.LIST, DeliveryMode.CATCH_UP)
_LATELY = 10_000  # deliveries: Telegram takes 1,800 a minute at most, and they are settled nearly in order


class Priority(IntEnum):
    """Who goes first in one chat, and when time is short in all of them."""

    REPLY = 0
    ALERT = 1
    DIGEST = 2
    EDIT = DIGEST  # of a card that the chat has: what is new to it does not wait for that, for `EDITS_WAIT`
    EXPORT = 3


class DeliveryKind(StrEnum):
    """What a delivery does."""

    MESSAGE = "message"
    EDIT = "edit"
    CARD = "card"
    LIST = "list"
    NOTICE = "notice"
    ANSWER = "answer"
    DOCUMENT = "document"
    PHOTO = "photo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One thing to send.

    Attributes:
        card: The card that it shows; None for what is no card.
        payload: JSON; its keys belong to the kind.
        attempts: Tries so far that Telegram did not take.
        maybe_twice: It was in flight at a kill, or its answer was lost.
    """

    id: int
    place: Place
    priority: Priority
    kind: DeliveryKind
    card: int | None
    payload: Mapping[str, Any]
    attempts: int
    maybe_twice: bool
    made_at: datetime


# Built once: to build a statement anew for each delivery costs more than to carry it out.
_PUT = insert(deliveries)
_NOW = bindparam("now", type_=Instant)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelivery:
    """Something to queue for a chat's news.

    Attributes:
        due_at: When to send it; None: now.
    """

    place: Place
    kind: DeliveryKind
    payload: Mapping[str, Any] = field(default_factory=dict)
    card: int | None = None
    due_at: datetime | None = None
    priority: Priority = Priority.ALERT


async def put(
    tx: Transaction,
    place: Place,
    kind: DeliveryKind,
    payload: Mapping[str, Any],
    now: datetime,
    *,
    priority: Priority = Priority.REPLY,
    card: int | None = None,
    due_at: datetime | None = None,
) -> int:
    """Queue something to send, now or (`due_at`) then; gives the delivery's id.

    Where the chat is not admitted it waits until the chat is.
    """
    new = NewDelivery(place=place, kind=kind, payload=payload, card=card, due_at=due_at, priority=priority)
    row = await tx.execute(_PUT.returning(deliveries.c.id), _row(new, now))
    tx.ring(Bell.PUSH)
    return int(row.scalar_one())


async def put_all(tx: Transaction, new: Sequence[NewDelivery], now: datetime) -> None:
    """Queue what the desk has decided, in this order."""
    if new:
        await tx.execute(_PUT, [_row(one, now) for one in new])
        tx.ring(Bell.PUSH)


def _row(new: NewDelivery, now: datetime) -> dict[str, object]:
    return {
        "chat_id": new.place.chat,
        "thread_id": new.place.thread,
        "priority": int(new.priority),
        "kind": new.kind.value,
        "card_id": new.card,
        "payload": dict(new.payload),
        "state": DeliveryState.DUE,
        "due_at": new.due_at or now,
        "attempts": 0,
        "made_at": now,
        "maybe_twice": False,
        "for_stranger": False,
    }


async def send_to_stranger(tx: Transaction, delivery: int) -> None:
    """A delivery that was just put is sent where the chat is not admitted, too."""
    await tx.execute(update(deliveries).where(deliveries.c.id == delivery).values(for_stranger=True))


async def put_list(tx: Transaction, place: Place, mode: DeliveryMode, due_at: datetime, now: datetime) -> None:
    """Queue the list of a place's cards of this mode; one that waits already takes up the rest."""
    waiting = await tx.execute(
        select(deliveries.c.id, deliveries.c.payload)
        .where(
            deliveries.c.chat_id == place.chat,
            deliveries.c.thread_id == place.thread,
            deliveries.c.kind == DeliveryKind.LIST,
            deliveries.c.state == DeliveryState.DUE,
        )
        .with_for_update()
    )
    if not any(row.payload.get("mode") == mode and not row.payload.get("until") for row in waiting):
        await put(tx, place, DeliveryKind.LIST, {"mode": mode.value}, now, priority=Priority.ALERT, due_at=due_at)


async def heads(
    connection: AsyncConnection,
    now: datetime,
    busy: Collection[int],
    limit: int,
    paced: Collection[int] = (),
    *,
    only_answers: bool = False,
) -> list[Delivery]:
    """For each chat that may be written to now, its first delivery that is due; the most urgent chats first.

    Order within a chat holds: what was postponed holds back what stands behind it in the same chat.
    `paced`: chats that may only have a pressed button answered now, which no limit counts; `only_answers`: all of them.
    """
    wanted = {"now": now, "overdue": now - EDITS_WAIT, "busy": list(busy), "paced": list(paced), "limit": limit}
    return [delivery_of(row) for row in await connection.execute(_heads(only_answers=only_answers), wanted)]


# Built once: to build it for each look took a fifth of what the loops do at ten alerts a second.
@cache
def _heads(*, only_answers: bool) -> Select[*tuple[object, ...]]:
    firsts = _firsts(only_answers=only_answers)
    turn = case((_overdue_edit(deliveries), int(Priority.ALERT)), else_=deliveries.c.priority)
    return (
        select(deliveries)
        # As a set of ids: of a join SQLite makes a loop over all deliveries, 1.7 s at 5,000 where this takes 7 ms.
        .where(deliveries.c.id.in_(select(firsts.c.id)), deliveries.c.due_at <= _NOW)
        .order_by(turn, deliveries.c.id)
        .limit(bindparam("limit", type_=Integer))
    )


def _firsts(*, only_answers: bool) -> Subquery:
    reachable = and_(
        or_(chats.c.id.is_(None), chats.c.state == ChatState.ACTIVE),
        or_(chats.c.hold_until.is_(None), chats.c.hold_until <= _NOW),
    )
    # Chat by chat along the index: ranking all that is due took 15 ms at 5,000 deliveries, this takes 4.
    waiting = select(deliveries.c.chat_id).where(deliveries.c.state == DeliveryState.DUE).distinct().subquery()
    one = deliveries.alias()
    # What waits for its hour holds nobody back; what waits for another try does.
    own_hour = one.c.kind.in_([DeliveryKind.LIST.value, DeliveryKind.NOTICE.value]) & (one.c.attempts == 0)
    paced = one.c.chat_id.in_(bindparam("paced", expanding=True))
    may_have = or_(not_(paced), one.c.kind == DeliveryKind.ANSWER.value)
    here = (
        select(one.c.id, one.c.priority)
        .where(one.c.state == DeliveryState.DUE, one.c.chat_id == waiting.c.chat_id)
        .where(one.c.kind == DeliveryKind.ANSWER.value if only_answers else may_have)
        .where(or_(chats.c.id.is_(None), chats.c.admitted, one.c.for_stranger))
        .correlate(waiting, chats)
        .limit(1)
    )
    first = here.where(or_(one.c.due_at <= _NOW, not_(own_hour))).order_by(one.c.priority, one.c.id)
    # A second look along the index, past edits of the last minute; one that waits for another try holds nobody back.
    edit = here.with_only_columns(one.c.id, literal(int(Priority.ALERT)).label("priority"))
    edit = edit.where(_overdue_edit(one), one.c.due_at <= _NOW).order_by(one.c.id)
    both = union_all(select(first.subquery()), select(edit.subquery())).subquery()
    head = select(both.c.id).order_by(both.c.priority, both.c.id).limit(1).correlate(waiting, chats).scalar_subquery()
    return (
        select(head.label("id"))
        .select_from(waiting.outerjoin(chats, chats.c.id == waiting.c.chat_id))
        .where(waiting.c.chat_id.not_in(bindparam("busy", expanding=True)), reachable)
        .subquery()
    )


def _overdue_edit(one: FromClause) -> ColumnElement[bool]:
    edit = (one.c.priority == int(Priority.EDIT)) & (one.c.kind == DeliveryKind.CARD.value)
    return edit & (one.c.made_at <= bindparam("overdue", type_=Instant))


async def next_due(connection: AsyncConnection, now: datetime) -> datetime | None:
    """When the next postponed delivery or held chat comes free; None where nothing waits."""
    later = await connection.execute(
        select(func.min(deliveries.c.due_at)).where(deliveries.c.state == DeliveryState.DUE, deliveries.c.due_at > now)
    )
    waiting = await connection.execute(select(func.min(chats.c.hold_until)).where(chats.c.hold_until > now))
    times = [t for t in (later.scalar(), waiting.scalar()) if t is not None]
    return min(times, default=None)


async def claim(tx: Transaction, ids: Collection[int]) -> set[int]:
    """Those of them that are about to be sent: nobody else sends them, and no write under way changes them."""
    here = deliveries.c.id.in_(ids) & (deliveries.c.state == DeliveryState.DUE)
    free = select(deliveries.c.id).where(here).with_for_update(skip_locked=True).cte("free")
    taken = update(deliveries).where(deliveries.c.id.in_(select(free.c.id))).values(state=DeliveryState.IN_FLIGHT)
    return set((await tx.execute(taken.returning(deliveries.c.id))).scalars())


async def settle_sent(tx: Transaction, delivery: int, message_id: int | None, now: datetime) -> None:
    """Telegram has it; what is secret is kept no longer."""
    kept = case((deliveries.c.payload["secret"].as_boolean(), literal({}, JSON)), else_=deliveries.c.payload)
    values = {"state": DeliveryState.SENT, "message_id": message_id, "settled_at": now, "payload": kept}
    await tx.execute(update(deliveries).where(deliveries.c.id == delivery).values(**values))


async def settle_dead(tx: Transaction, delivery: int, reason: str, now: datetime) -> None:
    """It can never be sent; kept with its reason."""
    values = {"state": DeliveryState.DEAD, "reason": reason[:500], "settled_at": now}
    await tx.execute(update(deliveries).where(deliveries.c.id == delivery).values(**values))


async def postpone(
    tx: Transaction, delivery: int, until: datetime, reason: str, *, counts: bool = True, maybe_twice: bool = False
) -> None:
    """Try again then; `counts`: it was a try that failed, not Telegram's pacing."""
    values: dict[str, Any] = {"state": DeliveryState.DUE, "due_at": until, "reason": reason[:500]}
    if counts:
        values["attempts"] = deliveries.c.attempts + 1
    if maybe_twice:
        values["maybe_twice"] = True
    await tx.execute(update(deliveries).where(deliveries.c.id == delivery).values(**values))
    tx.ring(Bell.PUSH)


async def bring_forward(tx: Transaction, now: datetime) -> None:
    """What failed and waits for its next try is due now: the trouble is over."""
    waiting = (deliveries.c.state == DeliveryState.DUE) & (deliveries.c.attempts > 0) & (deliveries.c.due_at > now)
    await tx.execute(update(deliveries).where(waiting).values(due_at=now))
    tx.ring(Bell.PUSH)


async def otherwise(tx: Transaction, delivery: Delivery, way: str, now: datetime, reason: str) -> None:
    """The same delivery again, in another way: "plain" (without mark-up) or "short"."""
    payload = {**delivery.payload, way: True}
    await tx.execute(update(deliveries).where(deliveries.c.id == delivery.id).values(payload=payload))
    await postpone(tx, delivery.id, now, reason, counts=False)


async def reroute(tx: Transaction, place: Place, thread: int, *, for_good: bool) -> None:
    """Everything that waits for a shut thread goes to another of the chat; `for_good`: its topics and old cards too.

    It answers no message any more: Telegram puts an answer into the thread of the message that it answers.
    """
    here = (deliveries.c.chat_id == place.chat) & (deliveries.c.thread_id == place.thread)
    waiting = deliveries.c.state.in_([DeliveryState.DUE, DeliveryState.IN_FLIGHT])
    await change_payloads(tx, here & waiting, _answering_nothing)
    await tx.execute(update(deliveries).where(here, waiting).values(thread_id=thread, state=DeliveryState.DUE))
    shown = (cards.c.chat_id == place.chat) & (cards.c.thread_id == place.thread)
    tracked = (topics.c.chat_id == place.chat) & (topics.c.thread_id == place.thread)
    unsent = shown & cards.c.message_id.is_(None) & cards.c.mode.in_(_UNSENT_MODES)
    for table, mine in ((topics, tracked), (cards, shown)) if for_good else ((cards, unsent),):
        await move_or_drop(tx, table, mine, {"thread_id": thread})  # what is there already would come there twice
    tx.ring(Bell.PUSH)


def _answering_nothing(payload: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in payload.items() if name != "reply_to"}


async def reclaim(tx: Transaction) -> list[Delivery]:
    """After a kill: what was in flight is due again, marked; gives them for the log."""
    rows = await tx.execute(
        update(deliveries)
        .where(deliveries.c.state == DeliveryState.IN_FLIGHT)
        .values(state=DeliveryState.DUE, maybe_twice=True, reason="interrupted")
        .returning(deliveries)
    )
    return [delivery_of(row) for row in rows]


async def settled_since(tx: Transaction, since: datetime) -> list[tuple[int, datetime]]:
    """What was settled since then and counts for Telegram's limits: (chat, when), oldest first."""
    newest = select(func.max(deliveries.c.id) - _LATELY).scalar_subquery()
    rows = await tx.execute(
        select(deliveries.c.chat_id, deliveries.c.settled_at)
        .where(
            deliveries.c.id > newest, deliveries.c.settled_at >= since, deliveries.c.kind != DeliveryKind.ANSWER.value
        )
        .order_by(deliveries.c.settled_at)
    )
    return [(row.chat_id, row.settled_at) for row in rows]


async def asked_since(connection: AsyncConnection, chat: int, kind: DeliveryKind, since: datetime) -> int:
    """How many files of a kind somebody in the chat has asked for since then, sent or not."""
    asked = (deliveries.c.chat_id == chat) & (deliveries.c.kind == kind) & (deliveries.c.made_at > since)
    exports = select(func.count()).where(asked, deliveries.c.priority == int(Priority.EXPORT))
    return int((await connection.execute(exports)).scalar_one())


async def counts(connection: AsyncConnection, chat: ChatId | None = None) -> Counter[DeliveryState]:
    """How many deliveries are in each state: a chat's, or of all chats."""
    wanted = select(deliveries.c.state, func.count().label("number")).group_by(deliveries.c.state)
    if chat is not None:
        wanted = wanted.where(deliveries.c.chat_id == chat)
    rows = await connection.execute(wanted)
    return Counter({DeliveryState(row.state): row.number for row in rows})


def delivery_of(row: AnyRow) -> Delivery:
    """The value that everyone else knows."""
    return Delivery(
        id=row.id,
        place=Place(chat=row.chat_id, thread=row.thread_id),
        priority=Priority(row.priority),
        kind=DeliveryKind(row.kind),
        card=row.card_id,
        payload=row.payload,
        attempts=row.attempts,
        maybe_twice=row.maybe_twice,
        made_at=row.made_at,
    )
