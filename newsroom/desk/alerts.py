"""Whether a story is worth a message: for whom, when, and how."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsroom.chat import Chat, Place
from newsroom.desk.decision import CardChange, Notice, NoticeKind, ShowCard, UpdateCard
from newsroom.desk.hit_row import Hits
from newsroom.desk.quiet_hours import quiet_until
from newsroom.desk.state import CardState, DeliveryMode, Desk, OpenStory
from newsroom.item import Item
from newsroom.topic import Topic, TopicId, TopicMode

_SHOWN = frozenset({DeliveryMode.ALERT, DeliveryMode.LIST, DeliveryMode.CATCH_UP, DeliveryMode.DIGEST})


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryUpdate:
    """What an item changed in its story: the counts before and after, and what is material in it."""

    item: Item
    background: bool
    independent: int
    was_independent: int
    changed: bool
    contradiction: bool = False
    edited: bool = False


def plan_cards(
    story: OpenStory, hits: Hits, update: StoryUpdate, desk: Desk
) -> tuple[tuple[CardChange, ...], tuple[Notice, ...]]:
    """Which cards are made or refreshed, and who gets a notice.

    `hits`: every topic that the story matches well enough to alert, this item's matches included.
    """
    cards: list[CardChange] = []
    notices: list[Notice] = []
    wanted, there = _by_place(hits, desk.state.topics), story.cards.by_place()
    for place in {**dict.fromkeys(there), **dict.fromkeys(wanted)}:
        card, topics, chat = there.get(place), wanted.get(place, []), desk.state.chats.get(place.chat)
        if chat is None or (card and card.muted):
            continue
        until = _waits_until(chat, topics, update.independent, desk.now)
        # Nobody knows when a chat that has shut the bot out is back: its list has no hour and waits for the chat.
        mode = _mode(card, topics, update, desk, waits=until is not None or chat.suspended)
        if mode is not None:
            if mode is DeliveryMode.ALERT and desk.state.burst_limit.full(place, desk.rules.burst_per_minute, desk.now):
                mode = DeliveryMode.LIST
            words = tuple(dict.fromkeys(word for topic in topics for word in hits[topic.id]))
            cards.append(ShowCard(place=place, mode=mode, words=words, until=until))
        elif card and card.mode is DeliveryMode.ALERT and update.changed:
            cards.append(UpdateCard(place=place))
        if card and card.mode in _SHOWN and mode is None:
            notices.extend(Notice(place=place, kind=kind, until=until) for kind in _material(update, topics))
    return tuple(cards), tuple(notices)


def _by_place(hits: Hits, topics: Mapping[TopicId, Topic]) -> dict[Place, list[Topic]]:
    found: dict[Place, list[Topic]] = {}
    for id_ in hits:
        if (topic := topics.get(id_)) and topic.mode is TopicMode.ALERTS:
            found.setdefault(topic.place, []).append(topic)
    return found


def _mode(
    card: CardState | None, topics: Iterable[Topic], update: StoryUpdate, desk: Desk, *, waits: bool
) -> DeliveryMode | None:
    """How a place is shown the story now; None where it needs no new card. `waits`: nothing can be shown there yet."""
    if update.background or not any(update.independent >= topic.min_independent for topic in topics):
        return None
    if card is None and desk.now - update.item.time > desk.rules.stale_after:
        return DeliveryMode.CATCH_UP
    breaks_through = card is not None and card.mode is DeliveryMode.WAITING and not waits
    speaks_up = card is not None and card.mode is DeliveryMode.SILENT and (update.contradiction or update.edited)
    if card is None or breaks_through or speaks_up:
        return DeliveryMode.WAITING if waits else DeliveryMode.ALERT
    return None


def _waits_until(chat: Chat, topics: Sequence[Topic], independent: int, now: datetime) -> datetime | None:
    """Until when a story must not disturb a place: the chat is quiet, or every topic that wants it is muted."""
    wanting = [topic for topic in topics if independent >= topic.min_independent] or topics
    ends = [topic.muted_until for topic in wanting if topic.muted_until is not None and topic.muted_until > now]
    muted = min(ends) if wanting and len(ends) == len(wanting) else None
    return max(filter(None, (quiet_for(chat, independent, now), muted)), default=None)


def quiet_for(chat: Chat, independent: int, now: datetime) -> datetime | None:
    """Until when a story with so many publishers must not disturb the chat; None: it may be shown now."""
    until = quiet_until(chat, now)
    if chat.quiet and chat.quiet.break_at is not None and independent >= chat.quiet.break_at:
        return None
    return until


def _material(update: StoryUpdate, topics: Iterable[Topic]) -> list[NoticeKind]:
    """The notices that the update is worth."""
    if update.background and not update.edited:
        return []  # old news that a new feed brought
    kinds = []
    if update.contradiction:
        kinds.append(NoticeKind.CONTRADICTION)
    if update.edited:
        kinds.append(NoticeKind.EDIT)
    if any(t.confirm_at and update.was_independent < t.confirm_at <= update.independent for t in topics):
        kinds.append(NoticeKind.CONFIRMED)
    return kinds
