"""Stories put together or taken apart after the fact, by the periodic repair or by a person: what that means for chats.

A merge alerts nobody: the older story survives, the other's id leads to it for ever. A story split off is told now to
each place that wants it: the card that it stood under had another headline.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from newsroom.chat import Place
from newsroom.desk.alerts import AlertRules, Turn, weigh
from newsroom.desk.memory import Card, Memory, OpenStory
from newsroom.desk.ruling import CardChange, Refresh
from newsroom.item import Item, ItemId
from newsroom.stories.origin import Copy, independence
from newsroom.stories.repair import Merge, Move, Split
from newsroom.story import StoryId
from newsroom.topic import TopicId

Change = Merge | Move | Split


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A story as it stands after a regrouping.

    Attributes:
        lead: The item that names it; None for a story that was merged away.
        merged_into: Where its id leads from now on; None for a story that lives.
        cards: What its places are to see.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Regrouping:
    """What a change does: how each story touched stands, and which cards go over to the surviving story.

    Attributes:
        handed_over: Places whose card of the vanished story becomes the surviving one's.
        pointing: Places that have a card of both: the vanished one's is to point to the other.
    """

    standings: tuple[Standing, ...]
    handed_over: tuple[Place, ...] = ()
    pointing: tuple[Place, ...] = ()


def regroup(change: Change, memory: Memory, rules: AlertRules, now: datetime) -> Regrouping | None:
    """What the change comes to; None where the desk has moved on since it was thought of."""
    match change:
        case Merge():
            return _merge(change, memory)
        case Move():
            return _take_over(change.items, change.old, change.into, memory, rules, now)
        case Split():
            return _take_over(change.items, change.story, None, memory, rules, now)


def moved_by(change: Change, memory: Memory) -> tuple[ItemId, ...]:
    """The items that the change takes to another story, before it is entered."""
    match change:
        case Merge():
            return tuple(memory.stories[change.old].items)
        case Move() | Split():
            return change.items


def enter(regrouping: Regrouping, memory: Memory, now: datetime) -> None:
    """Take a regrouping over into the memory, once it is stored."""
    touched = [memory.stories[s.story] for s in regrouping.standings if s.story in memory.stories]
    items = {item.id: item for story in touched for item in story.items.values()}
    hits = {item: found for story in touched for item, found in story.hits.items()}
    copies = [copy for story in touched for copy in story.copies]
    cards = {story.id: dict(story.cards) for story in touched}
    for standing in regrouping.standings:
        if standing.merged_into is not None:
            memory.stories.pop(standing.story, None)
            continue
        story = memory.open_story(standing.story, now)
        story.items = {item: items[item] for item in standing.items}
        story.copies = [c for c in copies if c.item in story.items]
        story.version, story.outlets, story.independent = standing.version, standing.outlets, standing.independent
        story.hits = {item: hits[item] for item in standing.items if item in hits}
        for change in standing.cards:
            change.enter(story.cards)
        memory.index.move(standing.items, standing.story)
        memory.story_of.update(dict.fromkeys(standing.items, standing.story))
    for place in regrouping.handed_over:
        _hand_over(place, regrouping, memory, cards)


def _hand_over(
    place: Place, regrouping: Regrouping, memory: Memory, cards: Mapping[StoryId, Mapping[Place, Card]]
) -> None:
    for standing in regrouping.standings:
        if standing.merged_into is not None:
            memory.stories[standing.merged_into].cards[place] = cards[standing.story][place]


def _merge(change: Merge, memory: Memory) -> Regrouping | None:
    old, into = memory.stories.get(change.old), memory.stories.get(change.into)
    if old is None or into is None or old is into:
        return None
    handed_over = tuple(place for place in old.cards if place not in into.cards)
    items = sorted((*into.items.values(), *old.items.values()), key=lambda item: item.id)
    refreshed = tuple(Refresh(place=place) for place in (*into.cards, *handed_over))
    standing = _standing(into, items, [*into.copies, *old.copies], refreshed)
    gone = Standing(
        story=old.id, lead=None, items=(), version=old.version + 1, outlets=0, independent=0, merged_into=into.id
    )
    pointing = tuple(place for place in old.cards if place in into.cards)
    return Regrouping(standings=(standing, gone), handed_over=handed_over, pointing=pointing)


def _take_over(
    moved: Sequence[ItemId],
    old_id: StoryId,
    into_id: StoryId | None,
    memory: Memory,
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
    left = _standing(old, staying, old.copies, tuple(Refresh(place=place) for place in old.cards))
    joined = _standing(into, [*into.items.values(), *going], [*into.copies, *old.copies], (), opened=opened)
    cards = _told(joined, old, into, going, memory, rules, now)
    return Regrouping(standings=(left, replace(joined, cards=cards)))


def _told(
    joined: Standing,
    old: OpenStory,
    into: OpenStory,
    going: Sequence[Item],
    memory: Memory,
    rules: AlertRules,
    now: datetime,
) -> tuple[CardChange, ...]:
    """Who is told of the story that the items went to: those who want it and have not been told of it."""
    newest = max(going, key=lambda item: (item.time, item.id))
    turn = Turn(
        item=newest,
        background=all(item.id in memory.background for item in going),
        independent=joined.independent,
        was_independent=into.independent,
        changed=True,
    )
    words: dict[TopicId, tuple[str, ...]] = {}
    for hits in (*into.hits.values(), *(old.hits.get(item.id, {}) for item in going)):
        words.update(hits)
    return weigh(into, words, turn, memory, rules, now)[0]


def _standing(
    story: OpenStory,
    items: Sequence[Item],
    copies: Iterable[Copy],
    cards: tuple[CardChange, ...],
    *,
    opened: bool = False,
) -> Standing:
    ordered = sorted(items, key=lambda item: item.id)
    voices = independence(ordered, copies)
    return Standing(
        story=story.id,
        lead=ordered[0].id,
        items=tuple(item.id for item in ordered),
        version=story.version + 1,
        outlets=voices.outlets,
        independent=voices.independent,
        opened=opened,
        cards=cards,
    )
