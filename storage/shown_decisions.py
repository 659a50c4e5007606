"""What decisions have shown: the cards of a turn made together, and their messages queued in the order decided."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsroom.chat import Place
from newsroom.desk.decision import CardChange, Decision, Notice, ShowCard
from newsroom.desk.state import DeliveryMode
from newsroom.item import Item
from newsroom.story import StoryId
from storage import outbox
from storage.card_deliveries import WaitingDeliveries, put_with_alerts, waiting_to_show
from storage.database import Transaction
from storage.story_cards import save_cards
from storage.trace import item_trace, traced


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedCard:
    """A story's card to make, to show anew or to refresh; `item`: because of it, None where a story changed."""

    story: StoryId
    change: CardChange
    item: Item | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedNotice:
    """A notice about a story and the item that was decided."""

    story: StoryId
    item: Item
    notice: Notice


ToShow = DecidedCard | DecidedNotice


def of_decisions(made: Iterable[Decision]) -> Iterator[ToShow]:
    """What decisions have shown, in order."""
    for decision in made:
        for change in decision.cards:
            yield DecidedCard(story=decision.story, change=change, item=decision.item)
        for notice in decision.notices:
            yield DecidedNotice(story=decision.story, item=decision.item, notice=notice)


def of_story(story: StoryId, changes: Iterable[CardChange]) -> Iterator[DecidedCard]:
    """The cards of one story, in order."""
    for change in changes:
        yield DecidedCard(story=story, change=change)


async def show(tx: Transaction, asked: Iterable[ToShow], now: datetime) -> None:
    """Write the cards, and queue their messages and the notices in this order; what waits already is enough."""
    in_order = list(asked)
    shown = [(one.story, one.change) for one in in_order if isinstance(one, DecidedCard)]
    cards = await save_cards(tx, shown, now)
    due = await waiting_to_show(tx, {story for story, _ in shown}, {change.place.chat for _, change in shown})
    noticed = {
        card
        for one in in_order
        if isinstance(one, DecidedNotice) and (card := cards.get((one.notice.place, one.story))) is not None
    }
    await put_with_alerts(tx, noticed & due.cards)  # a notice stands under its card, which says the same by then
    edits = due.shown - noticed
    await outbox.put_all(tx, [*_to_queue(in_order, cards, due, edits, now)], now)


def _to_queue(
    asked: Sequence[ToShow],
    cards: Mapping[tuple[Place, StoryId], int],
    due: WaitingDeliveries,
    edits: Collection[int],
    now: datetime,
) -> Iterator[outbox.NewDelivery]:
    for one in asked:
        if isinstance(one, DecidedNotice):
            yield _notice(one)
            continue
        trace = None if one.item is None else item_trace(one.item.id)
        change, card = one.change, cards.get((one.change.place, one.story))
        if card is None:  # a chat has no more what was to be refreshed there
            continue
        mode = change.mode if isinstance(change, ShowCard) else DeliveryMode.ALERT
        match mode:
            case DeliveryMode.ALERT if card not in due.cards:
                due.cards.add(card)
                yield outbox.NewDelivery(
                    place=change.place,
                    kind=outbox.DeliveryKind.CARD,
                    card=card,
                    payload=traced({}, trace),
                    priority=outbox.Priority.EDIT if card in edits else outbox.Priority.ALERT,
                )
            case DeliveryMode.CATCH_UP | DeliveryMode.WAITING | DeliveryMode.LIST:
                until = change.until if isinstance(change, ShowCard) else None
                ends = until.isoformat() if until and mode is DeliveryMode.WAITING else None
                if (change.place, mode, ends) not in due.lists:
                    due.lists.add((change.place, mode, ends))
                    payload = {"mode": mode.value, "until": ends} if ends else {"mode": mode.value}
                    yield outbox.NewDelivery(
                        place=change.place,
                        kind=outbox.DeliveryKind.LIST,
                        payload=traced(payload, trace),
                        due_at=until or now + outbox.GATHER_CATCH_UP,
                    )


def _notice(one: DecidedNotice) -> outbox.NewDelivery:
    payload = {
        "notice": one.notice.kind.value,
        "story": one.story,
        "item": one.item.id,
        "version": one.item.version,
    }
    return outbox.NewDelivery(
        place=one.notice.place,
        kind=outbox.DeliveryKind.NOTICE,
        payload=traced(payload, item_trace(one.item.id)),
        due_at=one.notice.until,
    )
