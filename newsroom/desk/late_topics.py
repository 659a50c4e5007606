"""A topic tracked or changed while items were being decided: what it finds in the items decided without it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from newsroom.desk.alerts import StoryUpdate, plan_cards
from newsroom.desk.decide import alert_hits
from newsroom.desk.decision import CardChange
from newsroom.desk.hit_row import story_hits
from newsroom.desk.state import Desk, DeskState, OpenStory
from newsroom.item import Item, ItemId
from newsroom.matching.matcher import TopicMatch
from newsroom.story import StoryId
from newsroom.topic import Topic, TopicId


@dataclass(frozen=True, slots=True, kw_only=True)
class LateMatch:
    """What new topics find in an item that was decided without them."""

    item: ItemId
    matches: tuple[TopicMatch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LateAlerts:
    """What late topics find in a story, and the cards to show for it."""

    story: StoryId
    found: tuple[LateMatch, ...]
    cards: tuple[CardChange, ...]


def asks_more(topic: Topic, known: Topic | None) -> bool:
    """Whether a topic may alert what it did not while it was as the desk knows it; None: the desk does not."""
    return known is None or (known.query, known.min_independent) != (topic.query, topic.min_independent)


def alert_late(new: Collection[TopicId], decided: Iterable[ItemId], desk: Desk) -> tuple[LateAlerts, ...]:
    """What the new topics, which the state knows by now, find in items just decided; by story."""
    stories: dict[StoryId, list[LateMatch]] = {}
    for id_ in dict.fromkeys(decided):
        story = desk.state.stories.get(desk.state.story_of.get(id_, StoryId(0)))
        if story is None:
            continue  # of a closed story, or set aside
        matches = tuple(match for match in desk.state.matcher.match(story.items[id_]) if match.topic in new)
        if matches:
            stories.setdefault(story.id, []).append(LateMatch(item=id_, matches=matches))
    return tuple(
        LateAlerts(story=id_, found=tuple(found), cards=_cards(desk.state.stories[id_], found, desk))
        for id_, found in stories.items()
    )


def apply_late(alerts: LateAlerts, state: DeskState, now: datetime) -> None:
    """Enter the late alerts into the desk's state, once they are stored."""
    story = state.stories[alerts.story]
    for late in alerts.found:
        if hits := alert_hits(late.matches):
            story.hits.add(late.item, hits)
    for change in alerts.cards:
        change.apply(story, state, now)


def _cards(story: OpenStory, found: Iterable[LateMatch], desk: Desk) -> tuple[CardChange, ...]:
    hits = {late.item: hit for late in found if (hit := alert_hits(late.matches))}
    if not hits:
        return ()
    items: list[Item] = [story.items[id_] for id_ in hits]
    update = StoryUpdate(
        item=max(items, key=lambda item: (item.time, item.id)),
        background=all(id_ in desk.state.background for id_ in hits),
        independent=story.independent,
        was_independent=story.independent,
        changed=False,
    )
    return plan_cards(story, story_hits(hits), update, desk)[0]
