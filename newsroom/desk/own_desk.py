"""What one chat with sources or corrections of its own sees differently: where items belong there, and what they mean.

Once a story holds something of the chat's own, the chat's desk adopts it: each item that comes to it is decided twice,
for all and for the chat. What is for all is never decided by what is a chat's own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import assert_never

from newsroom.chat import ChatId, Place
from newsroom.desk.corrections import older
from newsroom.desk.decide import Arrival, Revision, decide, decide_placed
from newsroom.desk.decision import Decision
from newsroom.desk.merge_split import Regrouping, StoryChange
from newsroom.desk.own_state import OwnState
from newsroom.desk.state import Desk
from newsroom.item import Item, ItemId
from newsroom.stories.next_story import nearer
from newsroom.stories.placement import EditedItem, NewStory, Placement, Reprint, SameItem, SameStory
from newsroom.stories.reclustering import Merge, Move, Split
from newsroom.story import StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPlacement:
    """Where an item belongs in one chat.

    Attributes:
        merge: A story of the chat's own that turns out to be the same one; None: there is none.
        hangs_on: The item by which it does.
    """

    placement: Placement
    story: StoryId
    merge: Merge | None = None
    hangs_on: ItemId | None = None


def place_own(item: Item, own: OwnState) -> OwnPlacement:
    """Where an item of the chat's own source belongs: in a story that is for all before one of the chat's own."""
    among_all, among_own = own.shared.clusterer.place(item), own.clusterer.place(item)
    if not isinstance(among_all, NewStory):
        story = _joined(among_all, own)
        merge = _merge(_story(among_own, own), story, own)
        return OwnPlacement(placement=among_all, story=story, merge=merge, hangs_on=among_all.of)
    if not isinstance(among_own, NewStory):
        return OwnPlacement(placement=among_own, story=_joined(among_own, own))
    placement = among_own if among_all.related is None and among_own.related is not None else among_all
    placement = replace(placement, next_story=nearer(among_all.next_story, among_own.next_story))
    return OwnPlacement(placement=placement, story=StoryId(own.next_story))


def place_again(item: Item, own: OwnState) -> OwnPlacement | None:
    """Where an item of a story of the chat's own belongs since: in one that is for all; None: it stays there."""
    among_all = own.shared.clusterer.place(item)
    story = _story(among_all, own)
    merge = None if story is None else _merge(own.story_of.get(item.id), story, own)
    if story is None or merge is None:
        return None
    return OwnPlacement(placement=among_all, story=story, merge=merge, hangs_on=among_all.of)


def place_shared(item: Item, decision: Decision, own: OwnState) -> OwnPlacement | None:
    """Where the chat has an item that is for all; None where it sees the story as everybody does."""
    placement = decision.placement
    if placement is None:
        return None
    joined = None if isinstance(placement, NewStory) else own.story_of.get(placement.of)
    story = decision.story if joined is None else joined
    mine = _story(own.clusterer.place(item), own) if len(own.clusterer) else None
    merge = _merge(mine, story, own)
    if merge is None and story not in own.stories:
        return None
    return OwnPlacement(placement=placement, story=story, merge=merge, hangs_on=item.id)


def _story(placement: Placement, own: OwnState) -> StoryId | None:
    return None if isinstance(placement, NewStory) else _joined(placement, own)


def _joined(placement: SameItem | EditedItem | Reprint | SameStory, own: OwnState) -> StoryId:
    return own.story_of.get(placement.of, placement.story)


def _merge(mine: StoryId | None, story: StoryId, own: OwnState) -> Merge | None:
    """A story of nobody else's that reports what another does becomes one with it, unless a person parted them."""
    if mine is None or mine == story or mine >= 0 or mine not in own.stories:
        return None
    there = own.stories.get(story) or own.shared.stories.get(story)
    if there is not None and own.clusterer.kept_apart(own.stories[mine].items, there.items):
        return None
    into = older(mine, story)
    return Merge(old=story if into == mine else mine, into=into)


def decide_own(event: Arrival | Revision, placed: OwnPlacement | None, desk: Desk, own: OwnState) -> Decision:
    """What an item means for the chat, with the disagreements that are the chat's own.

    Args:
        event: What came.
        placed: Where the item belongs; None for an edit.
        desk: Of the chat's state.
        own: That state.
    """
    if isinstance(event, Arrival) and placed is not None:
        decision = decide_placed(event, placed.placement, placed.story, desk)
    else:
        decision = decide(event, desk)
    if own.keeps(event.item):
        return decision
    mine = own.joined_to
    disagreements = tuple(d for d in decision.disagreements if d.a.item in mine or d.b.item in mine)
    return replace(decision, disagreements=disagreements)


def without_chats(decision: Decision, chats: Iterable[ChatId]) -> Decision:
    """The decision without what it shows to chats whose own desks decide the story."""
    own = frozenset(chats)
    return replace(
        decision,
        cards=tuple(card for card in decision.cards if card.place.chat not in own),
        notices=tuple(notice for notice in decision.notices if notice.place.chat not in own),
    )


def regrouping_without_chats(regrouping: Regrouping, chats: Iterable[ChatId]) -> Regrouping:
    """The regrouping without what it shows to such chats."""
    own = frozenset(chats)

    def of_others(place: Place) -> bool:
        return place.chat not in own

    stories = tuple(
        replace(after, cards=tuple(card for card in after.cards if of_others(card.place)))
        for after in regrouping.stories
    )
    transfers = tuple(transfer for transfer in regrouping.transfers if of_others(transfer.place))
    return Regrouping(stories=stories, transfers=transfers, redirects=tuple(filter(of_others, regrouping.redirects)))


def stories_of(change: StoryChange) -> tuple[StoryId, ...]:
    """The stories that a change is about, as far as they exist before it."""
    match change:
        case Merge() | Move():
            return change.old, change.into
        case Split():
            return (change.story,)
        case _:
            assert_never(change)


def followed(change: StoryChange, opened: StoryId | None, own: OwnState) -> Merge | Move | None:
    """A change for all as the chat's desk makes it, with its own items that hang on those that move.

    `opened`: the story that a split opens. None: nothing of it concerns what the chat has there.
    """
    match change:
        case Merge():
            return change
        case Move():
            items, old, into = change.items, change.old, change.into
        case Split():
            if opened is None:
                return None
            items, old, into = change.items, change.story, opened
        case _:
            assert_never(change)
    leaving = set(items)
    moving = tuple(item for item in own.stories[old].items if item in leaving or own.root(item) in leaving)
    return Move(items=moving, old=old, into=into) if moving else None
