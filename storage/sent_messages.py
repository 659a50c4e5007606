"""What a chat was sent of its stories: cards, lists and notices with the times of their deliveries."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId
from newsroom.desk.decision import NoticeKind
from newsroom.desk.state import DeliveryMode
from newsroom.desk.story_record import RecordKind, SentMessage
from newsroom.story import StoryId
from storage.columns import AnyRow, json_number
from storage.outbox import DeliveryKind
from storage.states import DeliveryState
from storage.tables import cards, deliveries

_AT_ONCE = 500  # numbers in one statement
_MODES = {
    DeliveryMode.ALERT: RecordKind.ALERTED,
    DeliveryMode.LIST: RecordKind.LISTED,
    DeliveryMode.WAITING: RecordKind.LISTED,
    DeliveryMode.CATCH_UP: RecordKind.CAUGHT_UP,
    DeliveryMode.DIGEST: RecordKind.IN_DIGEST,
}
_NOTICES = {
    NoticeKind.CONTRADICTION: RecordKind.NOTICE_OF_CONTRADICTION,
    NoticeKind.EDIT: RecordKind.NOTICE_OF_EDIT,
    NoticeKind.CONFIRMED: RecordKind.NOTICE_OF_CONFIRMATION,
}


async def messages_of(
    connection: AsyncConnection, chat: ChatId, story_ids: Sequence[StoryId]
) -> Mapping[StoryId, Sequence[SentMessage]]:
    """By story what the chat was sent of it, in no order. A delivery is known for as long as deliveries are kept."""
    found: dict[StoryId, list[SentMessage]] = defaultdict(list)
    for at in range(0, len(story_ids), _AT_ONCE):
        some = story_ids[at : at + _AT_ONCE]
        shown = (
            await connection.execute(select(cards).where(cards.c.chat_id == chat, cards.c.story_id.in_(some)))
        ).all()
        of_cards, of_lists = await _card_deliveries(connection, chat, shown)
        for card in shown:
            found[StoryId(card.story_id)] += _of_card(card, of_cards.get(card.id, ()), of_lists.get(card.message_id))
        for row in await _notices(connection, chat, some):
            kind = _NOTICES[NoticeKind(row.payload["notice"])]
            found[StoryId(row.payload["story"])].append(_message(kind, row, row.made_at))
    return found


async def _card_deliveries(
    connection: AsyncConnection, chat: ChatId, shown: Sequence[AnyRow]
) -> tuple[Mapping[int, Sequence[AnyRow]], Mapping[int, AnyRow]]:
    """The deliveries of cards by card, the earliest first; those of lists by their message."""
    messages = {card.message_id for card in shown if card.message_id is not None}
    in_lists = (deliveries.c.kind == DeliveryKind.LIST) & deliveries.c.message_id.in_(messages)
    rows = await connection.execute(
        select(deliveries)
        .where(_of_chat(chat), or_(deliveries.c.card_id.in_([card.id for card in shown]), in_lists))
        .order_by(deliveries.c.id)
    )
    of_cards: dict[int, list[AnyRow]] = defaultdict(list)
    of_lists: dict[int, AnyRow] = {}
    for row in rows:
        if row.kind == DeliveryKind.LIST:
            of_lists[row.message_id] = row
        else:
            of_cards[row.card_id].append(row)
    return of_cards, of_lists


async def _notices(connection: AsyncConnection, chat: ChatId, of_stories: Collection[StoryId]) -> Sequence[AnyRow]:
    of_kind = deliveries.c.kind == DeliveryKind.NOTICE
    story = json_number(deliveries.c.payload, "story")
    return (await connection.execute(select(deliveries).where(_of_chat(chat), of_kind, story.in_(of_stories)))).all()


def _of_chat(chat: ChatId) -> ColumnElement[bool]:
    """What was queued for a chat, but for that of which nothing was left to send when its turn came."""
    nothing = and_(deliveries.c.state == DeliveryState.SENT, deliveries.c.message_id.is_(None))
    # The states are named for the index.
    return and_(deliveries.c.chat_id == chat, deliveries.c.state.in_(list(DeliveryState)), ~nothing)


def _of_card(card: AnyRow, sent: Sequence[AnyRow], in_list: AnyRow | None) -> list[SentMessage]:
    """How a card came to the chat, and each time that it was edited there; nothing of what came silently."""
    kind = _MODES.get(DeliveryMode(card.mode))
    if kind is None:
        return []
    words = tuple(card.why)
    if kind is not RecordKind.ALERTED:
        first = SentMessage(kind=kind, thread=card.thread_id, decided=card.made_at, sent=None, words=words)
        return [first if in_list is None else _message(kind, in_list, card.made_at, words)] + [
            _message(RecordKind.CARD_EDITED, row, row.made_at) for row in sent
        ]
    alert = next((row for row in sent if _carried(row, card.made_at)), None)
    first = SentMessage(kind=kind, thread=card.thread_id, decided=card.made_at, sent=None, words=words)
    later = [_message(RecordKind.CARD_EDITED, row, row.made_at) for row in sent if row is not alert]
    return [first if alert is None else _message(kind, alert, card.made_at, words), *later]


def _carried(row: AnyRow, decided: datetime) -> bool:
    """Whether a delivery was queued when the alert was decided; what was queued later is an edit.

    The alert's own delivery is forgotten before those of its edits.
    """
    return row.made_at <= decided and (row.settled_at is None or row.settled_at >= decided)


def _message(kind: RecordKind, row: AnyRow, decided: datetime, words: tuple[str, ...] = ()) -> SentMessage:
    state = DeliveryState(row.state)
    return SentMessage(
        kind=kind,
        thread=row.thread_id,
        decided=decided,
        sent=row.settled_at if state is DeliveryState.SENT else None,
        words=words,
        waits=state in (DeliveryState.DUE, DeliveryState.IN_FLIGHT),
        given_up=(row.reason or "") if state is DeliveryState.DEAD else "",
        maybe_twice=row.maybe_twice,
    )
