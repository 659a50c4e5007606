"""A topic that came while items were being decided: what it makes of the stories that were decided without it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from newsroom.desk.alerts import AlertRules, StoryUpdate, plan_cards
from newsroom.desk.decide import alerting, matched
from newsroom.desk.decision import CardChange, ShowCard
from newsroom.desk.state import DeskState, OpenStory, together
from newsroom.item import Item, ItemId
from newsroom.matching.matcher import TopicMatch
from newsroom.story import StoryId
from newsroom.topic import TopicId


@dataclass(frozen=True, slots=True, kw_only=True)
class LateMatch:
    """What new topics find in an item that was decided without them."""

    item: ItemId
    matches: tuple[TopicMatch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LateAlerts:
    """Who is told of a story by topics that came late."""

    story: StoryId
    found: tuple[LateMatch, ...]
    cards: tuple[CardChange, ...]


def alert_late(
    new: Collection[TopicId], decided: Iterable[ItemId], memory: DeskState, rules: AlertRules, now: datetime
) -> tuple[LateAlerts, ...]:
    """What the new topics, known to the memory by now, make of items just decided; stories that they miss left out."""
    stories: dict[StoryId, list[LateMatch]] = {}
    for id_ in dict.fromkeys(decided):
        story = memory.stories.get(memory.story_of.get(id_, StoryId(0)))
        if story is None:
            continue  # of a closed story, or set aside
        matches = tuple(match for match in matched(story.items[id_], memory) if match.topic in new)
        if matches:
            stories.setdefault(story.id, []).append(LateMatch(item=id_, matches=matches))
    return tuple(
        LateAlerts(story=id_, found=tuple(found), cards=_cards(memory.stories[id_], found, memory, rules, now))
        for id_, found in stories.items()
    )


def enter_late(telling: LateAlerts, memory: DeskState, now: datetime) -> None:
    """Take it over into the memory."""
    story = memory.stories[telling.story]
    for late in telling.found:
        if hits := alerting(late.matches):
            story.hits[late.item] = {**story.hits.get(late.item, {}), **hits}
    for change in telling.cards:
        change.enter(story.cards)
        if isinstance(change, ShowCard):
            memory.note_headline(change.place, story, now)


def _cards(
    story: OpenStory, found: Iterable[LateMatch], memory: DeskState, rules: AlertRules, now: datetime
) -> tuple[CardChange, ...]:
    hits = {late.item: hit for late in found if (hit := alerting(late.matches))}
    if not hits:
        return ()
    items: list[Item] = [story.items[id_] for id_ in hits]
    turn = StoryUpdate(
        item=max(items, key=lambda item: (item.time, item.id)),
        background=all(id_ in memory.background for id_ in hits),
        independent=story.independent,
        was_independent=story.independent,
        changed=False,
    )
    return plan_cards(story, together(hits), turn, memory, rules, now)[0]
