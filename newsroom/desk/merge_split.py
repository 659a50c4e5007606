"""Stories put together or taken apart after the fact, by the periodic repair or by a person: what that means for chats.

A merge alerts nobody: the older story survives, the other's id leads to it for ever. A story split off is told now to
each place that wants it: the card that it stood under had another headline.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from newsroom.chat import Place
from newsroom.desk.alerts import AlertRules, StoryUpdate, plan_cards
from newsroom.desk.decision import CardChange, ShowCard, UpdateCard
from newsroom.desk.state import CardState, DeliveryMode, DeskState, OpenStory
from newsroom.item import Item, ItemId
from newsroom.stories.independence import Copy, count_independent
from newsroom.stories.reclustering import Merge, Move, Split
from newsroom.story import StoryId
from newsroom.topic import TopicId

StoryChange = Merge | Move | Split


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryAfter:
    """A story as it stands after a regrouping.

    Attributes:
        lead: The item that names it; None for a story that was merged away.
        merged_into: Where its id leads from now on; None for a story that lives.
        cards: What its places are to see.
        updated: Never before any of its items was first seen: a story is open as long as one of them is in the window.
            None for a story that was merged away.
    """

    story: StoryId
    lead: ItemId | None
    items: tuple[ItemId, ...]
    version: int
    outlets: int
    independent: int
    opened: bool = False
    merged_into: StoryId | None = None
    cards: tuple[CardChange, ...] = ()
    updated: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTransfer:
    """A place's card of one story tells the other from now on."""

    place: Place
    old: StoryId
    into: StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Regrouping:
    """What a change does.

    Attributes:
        standings: How each story touched stands.
        handed_over: Cards that go where the headline that they told has gone.
        pointing: Places that have a card of a vanished story and of the one that took it in: the first points to it.
    """

    standings: tuple[StoryAfter, ...]
    handed_over: tuple[CardTransfer, ...] = ()
    pointing: tuple[Place, ...] = ()


def regroup(change: StoryChange, memory: DeskState, rules: AlertRules, now: datetime) -> Regrouping | None:
    """What the change comes to; None where the desk has moved on since it was thought of."""
    match change:
        case Merge():
            return _merge(change, memory)
        case Move():
            return _take_over(change.items, change.old, change.into, memory, rules, now)
        case Split():
            return _take_over(change.items, change.story, None, memory, rules, now)


def joining(change: StoryChange, memory: DeskState) -> tuple[Move, ...]:
    """What follows a split that was entered: items of other stories that come to the new one."""
    if not isinstance(change, Split):
        return ()
    into = memory.story_of.get(change.items[0])
    if into is None or into == change.story:
        return ()  # the desk had moved on
    return tuple(Move(items=items, old=old, into=into) for old, items in change.joined)


def moved_by(change: StoryChange, memory: DeskState) -> tuple[ItemId, ...]:
    """The items that the change takes to another story, before it is entered."""
    match change:
        case Merge():
            return tuple(memory.stories[change.old].items)
        case Move() | Split():
            return change.items


def enter(regrouping: Regrouping, memory: DeskState, now: datetime) -> None:
    """Take a regrouping over into the memory, once it is stored."""
    touched = [memory.stories[s.story] for s in regrouping.standings if s.story in memory.stories]
    items = {item.id: item for story in touched for item in story.items.values()}
    hits = {item: found for story in touched for item, found in story.hits.items()}
    copies = [copy for story in touched for copy in story.copies]
    for handed in regrouping.handed_over:
        _hand_over(handed, memory, now)
    for standing in regrouping.standings:
        if standing.merged_into is not None:
            memory.stories.pop(standing.story, None)
            continue
        story = memory.open_story(standing.story, now)
        story.items = {item: items[item] for item in standing.items}
        story.copies = [c for c in copies if c.item in story.items]
        story.version, story.outlets, story.independent = standing.version, standing.outlets, standing.independent
        story.updated = standing.updated or story.updated
        story.hits = {item: hits[item] for item in standing.items if item in hits}
        for change in standing.cards:
            change.enter(story.cards)
            if isinstance(change, ShowCard):
                memory.note_headline(change.place, story, now)
        memory.index.move(standing.items, standing.story)
        memory.story_of.update(dict.fromkeys(standing.items, standing.story))


def _hand_over(handed: CardTransfer, memory: DeskState, now: datetime) -> None:
    """The card goes over with the headline that it told; of a story merged away, only the headline is remembered."""
    leads = [item for (place, item), story in memory.announced.items() if (place, story) == (handed.place, handed.old)]
    gone = memory.stories.get(handed.old)
    card = gone.cards.pop(handed.place, None) if gone else None
    card = card or CardState(mode=DeliveryMode.ALERT, lead=leads[-1] if leads else None)
    memory.open_story(handed.into, now).cards[handed.place] = card
    memory.announced.update({(handed.place, lead): handed.into for lead in leads})


def _merge(change: Merge, memory: DeskState) -> Regrouping | None:
    old, into = memory.stories.get(change.old), memory.stories.get(change.into)
    if old is None or into is None or old is into:
        return None
    handed_over = tuple(
        CardTransfer(place=place, old=old.id, into=into.id) for place in old.cards if place not in into.cards
    )
    items = sorted((*into.items.values(), *old.items.values()), key=lambda item: item.id)
    shown = {**old.cards, **into.cards}
    standing = _standing(into, items, [*into.copies, *old.copies], memory, _refreshed(shown))
    gone = StoryAfter(
        story=old.id, lead=None, items=(), version=old.version + 1, outlets=0, independent=0, merged_into=into.id
    )
    pointing = tuple(place for place in old.cards if place in into.cards)
    return Regrouping(standings=(standing, gone), handed_over=handed_over, pointing=pointing)


def _take_over(
    moved: Sequence[ItemId],
    old_id: StoryId,
    into_id: StoryId | None,
    memory: DeskState,
    rules: AlertRules,
    now: datetime,
) -> Regrouping | None:
    """Items leave one story for another, or for a new one where `into_id` is None."""
    old = memory.stories.get(old_id)
    if old is None or not set(moved) < set(old.items):
        return None
    opened = into_id is None
    into = memory.stories.get(into_id) if into_id is not None else None
    if not opened and into is None:
        return None
    into = into or OpenStory(id=StoryId(memory.next_story), opened=now, updated=now)
    going = [old.items[item] for item in moved]
    staying = [item for item in old.items.values() if item.id not in set(moved)]
    left = _standing(old, staying, old.copies, memory)
    joined = _standing(into, [*into.items.values(), *going], [*into.copies, *old.copies], memory, opened=opened)
    # A card goes where the headline that it told has gone; who was told of that alone is told of the rest now.
    gone = set(moved)
    handed_over = tuple(
        CardTransfer(place=place, old=old.id, into=into.id)
        for place, card in old.cards.items()
        if (card.lead or min(old.items)) in gone and place not in into.cards
    )
    handed = {hand.place: old.cards[hand.place] for hand in handed_over}
    kept = {place: card for place, card in old.cards.items() if place not in handed}
    old_after, into_after = replace(old, cards=kept), replace(into, cards={**into.cards, **handed})
    left_cards = _told(left, old_after, staying, old, memory, rules, now) if handed_over else _refreshed(kept)
    joined_cards = _told(joined, into_after, going, old, memory, rules, now)
    left, again_left = _revived(left, left_cards, memory)
    joined, again_joined = _revived(joined, joined_cards, memory)
    return Regrouping(standings=(left, joined), handed_over=(*handed_over, *again_left, *again_joined))


def _revived(
    standing: StoryAfter, cards: tuple[CardChange, ...], memory: DeskState
) -> tuple[StoryAfter, tuple[CardTransfer, ...]]:
    """A headline that a place was told before, by a card that points elsewhere since: that card tells it again."""
    kept: list[CardChange] = []
    revived: list[CardTransfer] = []
    for change in cards:
        note_headline = None if standing.lead is None else memory.announced.get((change.place, standing.lead))
        if isinstance(change, ShowCard) and note_headline is not None and note_headline not in memory.stories:
            revived.append(CardTransfer(place=change.place, old=note_headline, into=standing.story))
            kept.append(UpdateCard(place=change.place))
        else:
            kept.append(change)
    return replace(standing, cards=tuple(kept)), tuple(revived)


def _refreshed(cards: Mapping[Place, CardState]) -> tuple[CardChange, ...]:
    """Cards that stand in a chat are shown as their story is now; what was told in silence stays silent."""
    shown = (place for place, card in cards.items() if card.mode is DeliveryMode.ALERT and not card.muted)
    return tuple(UpdateCard(place=place) for place in shown)


def _told(
    standing: StoryAfter,
    story: OpenStory,
    news: Sequence[Item],
    old: OpenStory,
    memory: DeskState,
    rules: AlertRules,
    now: datetime,
) -> tuple[CardChange, ...]:
    """Who is told of a story as it stands now: those who want it and were not told of it, or only of another one."""
    newest = max(news, key=lambda item: (item.time, item.id))
    turn = StoryUpdate(
        item=newest,
        background=all(item.id in memory.background for item in news),
        independent=standing.independent,
        was_independent=story.independent,
        changed=True,
    )
    words: dict[TopicId, tuple[str, ...]] = {}
    for item in standing.items:
        words.update(story.hits.get(item) or old.hits.get(item) or {})
    return plan_cards(story, words, turn, memory, rules, now)[0]


def _standing(
    story: OpenStory,
    items: Sequence[Item],
    copies: Iterable[Copy],
    memory: DeskState,
    cards: tuple[CardChange, ...] = (),
    *,
    opened: bool = False,
) -> StoryAfter:
    ordered = sorted(items, key=lambda item: item.id)
    outlets, independent = count_independent(ordered, copies, lambda item: memory.agencies.get(item.id))
    return StoryAfter(
        story=story.id,
        lead=ordered[0].id,
        items=tuple(item.id for item in ordered),
        version=story.version + 1,
        outlets=outlets,
        independent=independent,
        opened=opened,
        cards=cards,
        updated=max([story.updated, *(item.arrived_at for item in ordered)]),
    )
