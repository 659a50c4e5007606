"""Stories merged or split after the fact, by reclustering or by a person: what that means for items and cards.

A merge alerts nobody: the older story survives, and the other's id leads to it for ever. A story that was split off is
shown now in each place that wants it: the card that its items were on had another headline.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from newsroom.chat import Place
from newsroom.desk.alerts import StoryUpdate, plan_cards
from newsroom.desk.decision import CardChange, ShowCard, UpdateCard
from newsroom.desk.hit_row import HitRow, Hits
from newsroom.desk.state import CardState, DeliveryMode, Desk, DeskState, OpenStory, StoryCards
from newsroom.item import Item, ItemId
from newsroom.stories.independence import Copy, count_independent
from newsroom.stories.reclustering import Merge, Move, Split
from newsroom.story import StoryId

StoryChange = Merge | Move | Split


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryAfter:
    """A story after a change.

    Attributes:
        lead: The item whose headline names it; None for a story that was merged away.
        merged_into: The story that its id leads to from now on; None for a story that lives.
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
    """A place's card of the old story shows the other one from now on."""

    place: Place
    old: StoryId
    into: StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Regrouping:
    """What a change does.

    Attributes:
        stories: Each story that it touches, as it is afterwards.
        transfers: Cards that follow the headline that they show.
        redirects: Places that have a card of a merged story and of the one that took it in: the first is to point to
            the second.
    """

    stories: tuple[StoryAfter, ...]
    transfers: tuple[CardTransfer, ...] = ()
    redirects: tuple[Place, ...] = ()


def regroup(change: StoryChange, desk: Desk) -> Regrouping | None:
    """What the change does; None where the stories have changed too much since it was computed."""
    match change:
        case Merge():
            return _merge(change, desk.state)
        case Move():
            return _move(change.items, change.old, change.into, desk)
        case Split():
            return _move(change.items, change.story, None, desk)
        case _:
            assert_never(change)


def moves_after(change: StoryChange, state: DeskState) -> tuple[Move, ...]:
    """The moves that follow a split once it is applied: items of other stories that come to the new one."""
    if not isinstance(change, Split):
        return ()
    into = state.story_of.get(change.items[0])
    if into is None or into == change.story:
        return ()  # the split was not made
    return tuple(Move(items=items, old=old, into=into) for old, items in change.joined)


def moved_items(change: StoryChange, state: DeskState) -> tuple[ItemId, ...]:
    """The items that the change brings to another story; to be asked before it is applied."""
    match change:
        case Merge():
            return tuple(state.stories[change.old].items)
        case Move() | Split():
            return change.items
        case _:
            assert_never(change)


def apply_regrouping(regrouping: Regrouping, state: DeskState, now: datetime) -> None:
    """Enter a regrouping into the desk's state, once it is stored."""
    touched = [state.stories[after.story] for after in regrouping.stories if after.story in state.stories]
    items = {item.id: item for story in touched for item in story.items.values()}
    hits = {item: found for story in touched for item, found in story.hits.by_item().items()}
    copies = [copy for story in touched for copy in story.copies]
    for transfer in regrouping.transfers:
        _transfer_card(transfer, state, now)
    for after in regrouping.stories:
        if after.merged_into is not None:
            state.stories.pop(after.story, None)
            continue
        story = state.open_story(after.story, now)
        story.items = {item: items[item] for item in after.items}
        story.copies = [c for c in copies if c.item in story.items]
        story.version, story.outlets, story.independent = after.version, after.outlets, after.independent
        state.note_update(story, after.updated or story.updated)
        story.hits = HitRow({item: hits[item] for item in after.items if item in hits})
        for change in after.cards:
            change.apply(story, state, now)
        state.clusterer.move(after.items, after.story)
        state.story_of.update(dict.fromkeys(after.items, after.story))


def _transfer_card(transfer: CardTransfer, state: DeskState, now: datetime) -> None:
    """Move the card, with the headline that it shows; of a story merged away, only the headline is remembered."""
    shown = state.announced.of_story(transfer.place, transfer.old)
    old = state.stories.get(transfer.old)
    card = old.cards.pop(transfer.place, None) if old else None
    card = card or CardState(mode=DeliveryMode.ALERT, lead=shown[-1] if shown else None)
    state.open_story(transfer.into, now).cards[transfer.place] = card
    state.announced.update({(transfer.place, lead): transfer.into for lead in shown})


def _merge(change: Merge, state: DeskState) -> Regrouping | None:
    old, into = state.stories.get(change.old), state.stories.get(change.into)
    if old is None or into is None or old is into:
        return None
    transfers = tuple(
        CardTransfer(place=place, old=old.id, into=into.id) for place in old.cards if place not in into.cards
    )
    items = sorted((*into.items.values(), *old.items.values()), key=lambda item: item.id)
    after = _story_after(into, items, [*into.copies, *old.copies], state)
    merged = StoryAfter(
        story=old.id, lead=None, items=(), version=old.version + 1, outlets=0, independent=0, merged_into=into.id
    )
    return Regrouping(
        stories=(replace(after, cards=_updates({**old.cards.by_place(), **into.cards.by_place()})), merged),
        transfers=transfers,
        redirects=tuple(place for place in old.cards if place in into.cards),
    )


def _move(moved: Sequence[ItemId], old_id: StoryId, into_id: StoryId | None, desk: Desk) -> Regrouping | None:
    """Items leave one story for another, or for a new one where `into_id` is None."""
    state, leaving = desk.state, set(moved)
    old = state.stories.get(old_id)
    if old is None or not leaving < set(old.items):
        return None
    opened = into_id is None
    into = state.stories.get(into_id) if into_id is not None else None
    if not opened and into is None:
        return None
    into = into or OpenStory(id=StoryId(state.next_story), opened=desk.now, updated=desk.now)
    going = [old.items[item] for item in moved]
    staying = [item for item in old.items.values() if item.id not in leaving]
    old_after = _story_after(old, staying, old.copies, state)
    into_after = _story_after(into, [*into.items.values(), *going], [*into.copies, *old.copies], state, opened=opened)
    # A card follows the headline that it shows; a place whose only card goes away is shown the rest anew.
    transfers = tuple(
        CardTransfer(place=place, old=old.id, into=into.id)
        for place, card in old.cards.by_place().items()
        if (card.lead or min(old.items)) in leaving and place not in into.cards
    )
    cards, going_with = old.cards.by_place(), {transfer.place for transfer in transfers}
    transferred = {place: card for place, card in cards.items() if place in going_with}
    kept = StoryCards({place: card for place, card in cards.items() if place not in going_with})
    hits = {**old.hits.by_item(), **into.hits.by_item()}
    old_cards = _new_cards(old_after, replace(old, cards=kept), staying, hits, desk) if transfers else _updates(kept)
    with_cards = replace(into, cards=StoryCards({**into.cards.by_place(), **transferred}))
    into_cards = _new_cards(into_after, with_cards, going, hits, desk)
    old_after, old_reused = _with_cards(old_after, old_cards, state)
    into_after, into_reused = _with_cards(into_after, into_cards, state)
    return Regrouping(stories=(old_after, into_after), transfers=(*transfers, *old_reused, *into_reused))


def _with_cards(
    after: StoryAfter, cards: tuple[CardChange, ...], state: DeskState
) -> tuple[StoryAfter, tuple[CardTransfer, ...]]:
    """The story with its cards. Where a place has an old card with this headline, that card shows the story again.

    Such a card belonged to a story that was merged away since.
    """
    changes: list[CardChange] = []
    reused: list[CardTransfer] = []
    for change in cards:
        shown_by = None if after.lead is None else state.announced.get((change.place, after.lead))
        if isinstance(change, ShowCard) and shown_by is not None and shown_by not in state.stories:
            reused.append(CardTransfer(place=change.place, old=shown_by, into=after.story))
            changes.append(UpdateCard(place=change.place))
        else:
            changes.append(change)
    return replace(after, cards=tuple(changes)), tuple(reused)


def _updates(cards: Mapping[Place, CardState]) -> tuple[CardChange, ...]:
    """Cards that a chat shows are updated; silent ones stay silent."""
    shown = (place for place, card in cards.items() if card.mode is DeliveryMode.ALERT and not card.muted)
    return tuple(UpdateCard(place=place) for place in shown)


def _new_cards(
    after: StoryAfter, story: OpenStory, news: Sequence[Item], hits: Mapping[ItemId, Hits], desk: Desk
) -> tuple[CardChange, ...]:
    """The cards of a story after a change, for the places that want it and have none of it.

    Args:
        after: The story as it is afterwards.
        story: As it was, with the cards that it keeps.
        news: The items that make it new to a place.
        hits: Of all items of both stories.
        desk: What the decision depends on.
    """
    update = StoryUpdate(
        item=max(news, key=lambda item: (item.time, item.id)),
        background=all(item.id in desk.state.background for item in news),
        independent=after.independent,
        was_independent=story.independent,
        changed=True,
    )
    words: Hits = {}
    for item in after.items:
        words.update(hits.get(item, {}))
    return plan_cards(story, words, update, desk)[0]


def _story_after(
    story: OpenStory, items: Sequence[Item], copies: Iterable[Copy], state: DeskState, *, opened: bool = False
) -> StoryAfter:
    """The story with these items; its cards are still to be decided."""
    ordered = sorted(items, key=lambda item: item.id)
    outlets, independent = count_independent(ordered, copies, state.agency_of)
    return StoryAfter(
        story=story.id,
        lead=ordered[0].id,
        items=tuple(item.id for item in ordered),
        version=story.version + 1,
        outlets=outlets,
        independent=independent,
        opened=opened,
        updated=max([story.updated, *(item.arrived_at for item in ordered)]),
    )
