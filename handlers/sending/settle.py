"""What Telegram's answer means for a delivery, its card and its chat: written in one transaction."""

from datetime import datetime
from typing import assert_never

import structlog

from handlers.html import escape
from handlers.messages import Message, to_payload
from handlers.sending import closed_chats
from handlers.sending.compose import NothingToSend, Prepared
from handlers.sending.outcomes import (
    AlreadySo,
    Broken,
    Moved,
    Outcome,
    Paced,
    Refused,
    Sent,
    Shut,
    Slower,
    TargetGone,
    ThreadShut,
    Trouble,
    Unknown,
    Unreadable,
    lacks_right,
    too_long,
)
from handlers.sending.outgoing import EditText, SendText
from handlers.sending.queue_posts import queue_posts
from handlers.sending.readers import reader_in
from newsroom.chat import MAIN_THREAD, Place
from newsroom.clock import Clock
from newsroom.desk.state import DeliveryMode
from newsroom.sentence import Sentence, sentence
from storage import card_deliveries, chats, outbox, stories, story_cards, topics
from storage.database import Database, Transaction
from storage.outbox import Delivery, DeliveryKind
from storage.write_locks import ALL, DESK

# How long a failed try waits: seconds first, then minutes; never given up while the trouble is not the message's own.
_BACK_OFF_S = (1, 2, 5, 15, 60, 120, 300)
_ANSWER_LIVES_S = 60  # a pressed button's spinner has long stopped by then
_BROKEN_TRIES = 5  # within some 80 seconds
_CLOSED = "topic_closed"  # and may be open again, which a deleted one never is

log = structlog.get_logger()


class Settle:
    """Writes what became of a delivery."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def settle(self, delivery: Delivery, prepared: Prepared | NothingToSend, outcome: Outcome) -> None:
        """One transaction: the delivery, its card, its chat."""
        clock = self._clock
        locks = ALL if isinstance(outcome, Moved) else DESK  # with a chat its own sources and their items move
        async with self._database.write(locks=locks) as tx:
            if delivery.kind is DeliveryKind.ANSWER and not isinstance(outcome, Sent):
                await _answer(tx, delivery, outcome, clock)
            else:
                await _settle(tx, delivery, prepared, outcome, clock)

    async def settle_delivery_only(self, delivery: Delivery, outcome: Outcome) -> None:
        """The delivery alone, where settling the rest fails: what Telegram has must not be sent again."""
        async with self._database.write(locks=DESK) as tx:
            if isinstance(outcome, Sent | AlreadySo):
                message_id = outcome.message_id if isinstance(outcome, Sent) else None
                await outbox.settle_sent(tx, delivery.id, message_id, self._clock.now())
            else:
                await _try_again(tx, delivery, "settling_failed", self._clock)


async def _answer(tx: Transaction, delivery: Delivery, outcome: Outcome, clock: Clock) -> None:
    """A button's spinner: worth another try only while somebody looks at it."""
    fresh = delivery.attempts * _BACK_OFF_S[0] < _ANSWER_LIVES_S
    if isinstance(outcome, Trouble | Unknown | Slower) and fresh:
        await outbox.postpone(tx, delivery.id, clock.later(_BACK_OFF_S[0]), str(outcome))
    else:
        await outbox.settle_dead(tx, delivery.id, str(outcome), clock.now())


async def _settle(
    tx: Transaction, delivery: Delivery, prepared: Prepared | NothingToSend, outcome: Outcome, clock: Clock
) -> None:
    chat, now = delivery.place.chat, clock.now()
    match outcome:
        case Sent(message_id):
            await _sent(tx, delivery, prepared, message_id, now)
        case AlreadySo():
            await _record_shown(tx, prepared, None)
            await outbox.settle_sent(tx, delivery.id, None, now)
        case Slower() | Paced() | Broken() | Trouble() | Unknown():
            await _later(tx, delivery, outcome, clock)
        case Shut(reason):
            await _suspend(tx, delivery, reason, now)
        case Moved(new):
            await chats.migrate(tx, chat, new)
            await outbox.postpone(tx, delivery.id, now, f"moved_to {new}", counts=False)
        case ThreadShut(reason):
            await _thread_shut(tx, delivery, prepared, reason, now)
        case TargetGone(reason):
            await _target_gone(tx, delivery, prepared, reason, now)
        case Unreadable(reason):
            log.error("unreadable", delivery=delivery.id, reason=reason)
            if delivery.payload.get("plain"):
                await outbox.settle_dead(tx, delivery.id, reason, now)
            else:
                await outbox.otherwise(tx, delivery, "plain", now, reason)
        case Refused(reason) if too_long(reason) and not delivery.payload.get("short"):
            log.error("too_long", delivery=delivery.id)
            await outbox.otherwise(tx, delivery, "short", now, reason)
        case Refused(reason):
            log.error("refused", delivery=delivery.id, reason=reason)
            await outbox.settle_dead(tx, delivery.id, reason, now)
            await _notify_refused(tx, delivery, reason, now)
        case _:
            assert_never(outcome)


async def _later(
    tx: Transaction, delivery: Delivery, outcome: Slower | Paced | Broken | Trouble | Unknown, clock: Clock
) -> None:
    match outcome:
        case Slower(seconds):
            until = clock.later(seconds)
            await chats.hold(tx, delivery.place.chat, until)
            await outbox.postpone(tx, delivery.id, until, f"retry_after {seconds:.0f}", counts=False)
        case Paced(seconds):
            await outbox.postpone(tx, delivery.id, clock.later(seconds), "paced", counts=False)
        case Broken(reason):
            await _try_again(tx, delivery, reason, clock)
        case Trouble(reason):
            await outbox.postpone(tx, delivery.id, clock.later(_wait_s(delivery)), reason)
        case Unknown(reason):
            await outbox.postpone(tx, delivery.id, clock.later(_wait_s(delivery)), reason, maybe_twice=True)
        case _:
            assert_never(outcome)


def _wait_s(delivery: Delivery) -> int:
    return _BACK_OFF_S[min(delivery.attempts, len(_BACK_OFF_S) - 1)]


async def _sent(
    tx: Transaction, delivery: Delivery, prepared: Prepared | NothingToSend, message_id: int | None, now: datetime
) -> None:
    await _record_shown(tx, prepared, message_id)
    await outbox.settle_sent(tx, delivery.id, message_id, now)
    if delivery.kind is not DeliveryKind.ANSWER:  # a button's spinner stops even where we may not write
        await chats.let_in(tx, delivery.place.chat)
    if isinstance(prepared, Prepared) and isinstance(prepared.thing, SendText):
        await closed_chats.open_thread(tx, delivery.place)
    await queue_posts(tx, delivery, prepared, now)
    if isinstance(prepared, Prepared) and prepared.card is not None:
        # The story may have grown while its card was under way: the card shows the newest in the end.
        card = await story_cards.card_by_id(tx.connection, prepared.card)
        if card and await stories.version_of(tx.connection, card.story, delivery.place.chat) > prepared.version:
            await card_deliveries.put_card(tx, delivery.place, card.id, now)
    if isinstance(prepared, Prepared) and prepared.listed and prepared.mode:
        await story_cards.list_the_rest(tx, delivery.place, prepared.mode, now)


async def _record_shown(tx: Transaction, prepared: Prepared | NothingToSend, message_id: int | None) -> None:
    if isinstance(prepared, NothingToSend):
        return
    thing = prepared.thing
    shown_in = thing.message_id if isinstance(thing, EditText) else message_id
    if shown_in is None:
        return
    if prepared.card is not None:
        await story_cards.record_shown(tx, prepared.card, shown_in, prepared.version)
    if prepared.listed and prepared.mode:
        mode = DeliveryMode.LIST if prepared.mode is DeliveryMode.WAITING else prepared.mode
        await story_cards.record_listed(tx, prepared.listed, mode, shown_in)


async def _suspend(
    tx: Transaction, delivery: Delivery, reason: str, now: datetime, *, because: Sentence | None = None
) -> None:
    """Keep the delivery and everything of the chat, if it is one that we know."""
    if await closed_chats.close_chat(tx, delivery.place.chat, reason, now, because=because):
        await outbox.postpone(tx, delivery.id, now, reason, counts=False)
    else:
        await outbox.settle_dead(tx, delivery.id, reason, now)


async def _thread_shut(
    tx: Transaction, delivery: Delivery, prepared: Prepared | NothingToSend, reason: str, now: datetime
) -> None:
    """A closed or deleted forum topic: its news goes to the chat's main thread, which is asked once what to do."""
    if isinstance(prepared, Prepared) and isinstance(prepared.thing, EditText):
        # The message may be in another thread than its card; it stays as it is until the story grows.
        await outbox.settle_dead(tx, delivery.id, reason, now)
        return
    if delivery.place.thread == MAIN_THREAD:
        await _main_shut(tx, delivery, reason, now)
        return
    main = Place(chat=delivery.place.chat)
    await outbox.reroute(tx, delivery.place, main.thread, for_good=_CLOSED not in reason.lower())
    if await closed_chats.close_thread(tx, delivery.place):
        text = (await reader_in(tx.connection, main.chat)).say("closed.thread")
        await outbox.put(tx, main, DeliveryKind.MESSAGE, to_payload(Message(html=text)), now)


async def _main_shut(tx: Transaction, delivery: Delivery, reason: str, now: datetime) -> None:
    """A closed General topic shuts the chat, unless it has news in other threads: these are not to wait for it."""
    tracked = await topics.topics_of(tx.connection, delivery.place.chat)
    if all(topic.place.thread == MAIN_THREAD for topic in tracked):
        await _suspend(tx, delivery, reason, now, because=sentence("closed.general_topic", reason=reason))
    else:
        await closed_chats.close_general(tx, delivery.place, now)
        await outbox.settle_dead(tx, delivery.id, reason, now)


async def _target_gone(
    tx: Transaction, delivery: Delivery, prepared: Prepared | NothingToSend, reason: str, now: datetime
) -> None:
    """The message to edit was deleted: a card is sent anew, anything else has lost its purpose."""
    if isinstance(prepared, Prepared) and prepared.card is not None:
        await story_cards.record_lost(tx, prepared.card)
        await outbox.postpone(tx, delivery.id, now, reason, counts=False)
        await card_deliveries.put_with_alerts(tx, [prepared.card])  # what was an edit is a message
    else:
        await outbox.settle_dead(tx, delivery.id, reason, now)


async def _try_again(tx: Transaction, delivery: Delivery, reason: str, clock: Clock) -> None:
    """Our own bug: a few tries, for what may be a bug of the moment; for ever it would keep its chat from all else."""
    if delivery.attempts + 1 < _BROKEN_TRIES:
        await outbox.postpone(tx, delivery.id, clock.later(_wait_s(delivery)), reason)
    else:
        log.error("given_up", delivery=delivery.id, kind=delivery.kind.value, reason=reason)
        await outbox.settle_dead(tx, delivery.id, reason, clock.now())


async def _notify_refused(tx: Transaction, delivery: Delivery, reason: str, now: datetime) -> None:
    """Say so to whoever asked for a file that Telegram does not take; a digest's picture is only left out."""
    if delivery.kind not in (DeliveryKind.DOCUMENT, DeliveryKind.PHOTO) or delivery.payload.get("silent"):
        return
    picture = delivery.kind is DeliveryKind.PHOTO
    reader = await reader_in(tx.connection, delivery.place.chat)
    if lacks_right(reason):
        remedy = reader.say("refused.allow_pictures" if picture else "refused.allow_documents")
    else:
        remedy = reader.say("refused.ask_for_less")
    text = reader.say("refused.picture" if picture else "refused.document", reason=escape(reason), remedy=remedy)
    payload = to_payload(Message(html=text), reply_to=delivery.payload.get("reply_to"))
    await outbox.put(tx, delivery.place, DeliveryKind.MESSAGE, payload, now)
