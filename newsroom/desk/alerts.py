"""Worth a message? For whom, when, and how."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from newsroom.chat import Chat, Place
from newsroom.desk.decision import CardChange, Notice, NoticeKind, ShowCard, UpdateCard
from newsroom.desk.quiet_hours import quiet_until
from newsroom.desk.state import CardState, DeliveryMode, DeskState, OpenStory
from newsroom.item import Item
from newsroom.topic import Topic, TopicId, TopicMode

_SHOWN = frozenset({DeliveryMode.ALERT, DeliveryMode.LIST, DeliveryMode.CATCH_UP, DeliveryMode.DIGEST})


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRules:
    """When an item is news, and how much of it a place is told at once.

    Attributes:
        stale_after: Items older than this by our clock go to a labelled catch-up.
        burst_per_minute: More alerts than this to one place within a minute are told in one list; None: never.
    """

    stale_after: timedelta = timedelta(hours=12)
    burst_per_minute: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryUpdate:
    """What an item made of its story: the counts before and after, and what is material in it."""

    item: Item
    background: bool
    independent: int
    was_independent: int
    changed: bool
    contradiction: bool = False
    edited: bool = False


def plan_cards(
    story: OpenStory,
    words: Mapping[TopicId, tuple[str, ...]],
    turn: StoryUpdate,
    memory: DeskState,
    rules: AlertRules,
    now: datetime,
) -> tuple[tuple[CardChange, ...], tuple[Notice, ...]]:
    """Which cards are made or refreshed, and who gets a notice.

    `words`: every topic that the story matches well enough to alert, this item's matches included.
    """
    cards: list[CardChange] = []
    notices: list[Notice] = []
    wanted = _by_place(words, memory.topics)
    for place in {**dict.fromkeys(story.cards), **dict.fromkeys(wanted)}:
        card, topics, chat = story.cards.get(place), wanted.get(place, []), memory.chats.get(place.chat)
        if chat is None or (card and card.muted):
            continue
        until = quiet_for(chat, turn.independent, now)
        said = tuple(dict.fromkeys(w for t in topics for w in words[t.id]))
        # When a chat that shut us out is back, nobody knows: its list has no hour, and waits for the chat itself.
        held = until is not None or chat.suspended
        stale = now - turn.item.time > rules.stale_after
        tell = _tell(place, card, topics, said, turn, until, stale=stale, held=held)
        if tell:
            if tell.mode is DeliveryMode.ALERT and memory.bursts.full(place, rules.burst_per_minute, now):
                tell = replace(tell, mode=DeliveryMode.LIST)
            cards.append(tell)
        elif card and card.mode is DeliveryMode.ALERT and turn.changed:
            cards.append(UpdateCard(place=place))
        if card and card.mode in _SHOWN and not tell:
            notices.extend(Notice(place=place, kind=kind, until=until) for kind in _material(turn, topics))
    return tuple(cards), tuple(notices)


def _by_place(words: Mapping[TopicId, tuple[str, ...]], topics: Mapping[TopicId, Topic]) -> dict[Place, list[Topic]]:
    found: dict[Place, list[Topic]] = {}
    for id_ in words:
        if (topic := topics.get(id_)) and topic.mode is TopicMode.ALERTS:
            found.setdefault(topic.place, []).append(topic)
    return found


def _tell(
    place: Place,
    card: CardState | None,
    topics: Iterable[Topic],
    words: tuple[str, ...],
    turn: StoryUpdate,
    until: datetime | None,
    *,
    stale: bool,
    held: bool,
) -> ShowCard | None:
    """The card that is to be made or told anew; None where the place needs none."""
    if turn.background or not any(turn.independent >= t.min_independent for t in topics):
        return None
    if card is None and stale:
        return ShowCard(place=place, mode=DeliveryMode.CATCH_UP, words=words, until=until)
    breaks_through = card is not None and card.mode is DeliveryMode.WAITING and not held
    speaks_up = card is not None and card.mode is DeliveryMode.SILENT and (turn.contradiction or turn.edited)
    if card is None or breaks_through or speaks_up:
        return ShowCard(
            place=place, mode=DeliveryMode.WAITING if held else DeliveryMode.ALERT, words=words, until=until
        )
    return None


def quiet_for(chat: Chat, independent: int, now: datetime) -> datetime | None:
    """Until when the chat is not to be disturbed by a story with so many publishers; None: it may be told now."""
    until = quiet_until(chat, now)
    if chat.quiet and chat.quiet.break_at is not None and independent >= chat.quiet.break_at:
        return None
    return until


def _material(turn: StoryUpdate, topics: Iterable[Topic]) -> list[NoticeKind]:
    if turn.background and not turn.edited:
        return []  # old news that a new feed brought
    kinds = []
    if turn.contradiction:
        kinds.append(NoticeKind.CONTRADICTION)
    if turn.edited:
        kinds.append(NoticeKind.EDIT)
    if any(t.confirm_at and turn.was_independent < t.confirm_at <= turn.independent for t in topics):
        kinds.append(NoticeKind.CONFIRMED)
    return kinds
