"""The whole decision about one item: reads the desk's state, changes nothing."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from newsroom.claims.claims import Claim, claims
from newsroom.claims.disagreements import Disagreement, DisagreementKind, disagreements
from newsroom.claims.headline_edits import EditVerdict, HeadlineEdit, judge
from newsroom.claims.people_counts import PeopleOutcome
from newsroom.desk.alerts import StoryUpdate, plan_cards
from newsroom.desk.decision import Decision
from newsroom.desk.hit_row import Hits
from newsroom.desk.state import Desk, DeskState, OpenStory, copies_by
from newsroom.item import Item, ItemId
from newsroom.matching.matcher import Tier, TopicMatch
from newsroom.matching.terms import item_words
from newsroom.stories.independence import agency, count_independent
from newsroom.stories.placement import NewStory, Placement
from newsroom.story import StoryId
from newsroom.text.live_blogs import is_live_blog

_Pair = tuple[DisagreementKind, PeopleOutcome, ItemId, ItemId]
_NOTICED_EDITS = frozenset({EditVerdict.FIGURE_CHANGED, EditVerdict.CORRECTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An item new to the desk; `background`: of a feed's first poll, never alerted."""

    item: Item
    background: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A newer version of an item that the desk has decided; `before` is the version it replaces."""

    before: Item
    item: Item
    story: StoryId
    background: bool


def decide(event: Arrival | Revision, desk: Desk) -> Decision:
    """Cluster, match, weigh: all that storage must write and cards must show."""
    match event:
        case Arrival():
            return _arrival(event, desk)
        case Revision():
            return _revision(event, desk)
        case _:
            assert_never(event)


def apply(decision: Decision, state: DeskState, now: datetime) -> None:
    """Enter a decision into the desk's state. Only a stored one: after a failed commit the state is rebuilt."""
    item = decision.item
    if state.keeps(item):
        if decision.edit is not None:
            state.claims.remove(item.id)
        state.claims.add(decision.claims)
    if decision.late:
        return
    story = state.open_story(decision.story, now)
    state.add_item(item, story)
    if decision.placement is not None:
        state.cluster(item, decision.placement)
        if decision.background:
            state.background.add(item.id)
        story.copies += copies_by(item, decision.placement)
        state.note_update(story, now)
    story.version, story.outlets, story.independent = decision.version, decision.outlets, decision.independent
    story.hits.put(item.id, alert_hits(decision.matches))
    for change in decision.cards:
        change.apply(story, state, now)


def _arrival(event: Arrival, desk: Desk) -> Decision:
    placement = desk.state.clusterer.place(event.item)
    story = StoryId(desk.state.next_story) if isinstance(placement, NewStory) else placement.story
    return decide_placed(event, placement, story, desk)


def decide_placed(event: Arrival, placement: Placement, story_id: StoryId, desk: Desk) -> Decision:
    """The decision about an item that is placed already; the story is opened where the desk has none of that id."""
    known = desk.state.stories.get(story_id)
    story = known or OpenStory(id=story_id, opened=desk.now, updated=desk.now)
    return _decision(event, story, placement, None, desk, opened=known is None)


def _revision(event: Revision, desk: Desk) -> Decision:
    story = desk.state.stories.get(event.story)
    edit = judge(event.before.title, event.item.title, before_text=event.before.text, after_text=event.item.text)
    if story is None:
        return _late_revision(event, edit, desk)
    return _decision(event, story, None, edit, desk, opened=False)


def _late_revision(event: Revision, edit: HeadlineEdit, desk: Desk) -> Decision:
    """An edit of an item whose story takes no more items: kept, searched and compared; it alerts nobody."""
    item, claimed = event.item, _claims(event, desk.now)
    return Decision(
        item=item,
        story=event.story,
        placement=None,
        opened=False,
        related=None,
        version=0,
        outlets=0,
        independent=0,
        matches=desk.state.matcher.match(item),
        words=item_words(item),
        claims=claimed,
        disagreements=_disagreements(item, claimed, event.story, desk.state),
        cards=(),
        notices=(),
        edit=edit,
        background=event.background,
        late=True,
    )


def _decision(
    event: Arrival | Revision,
    story: OpenStory,
    placement: Placement | None,
    edit: HeadlineEdit | None,
    desk: Desk,
    *,
    opened: bool,
) -> Decision:
    item, claimed = event.item, _claims(event, desk.now)
    matches = desk.state.matcher.match(item)
    found = _disagreements(item, claimed, story.id, desk.state)
    outlets, independent = _count(story, item, placement, desk.state)
    update = _update(event, story, found, (outlets, independent), edit, desk.state)
    cards, notices = plan_cards(story, story.hits.of_story({item.id: alert_hits(matches)}), update, desk)
    return Decision(
        item=item,
        story=story.id,
        placement=placement,
        opened=opened,
        related=placement.related if isinstance(placement, NewStory) else None,
        version=story.version + int(update.changed or opened),
        outlets=outlets,
        independent=independent,
        matches=matches,
        words=item_words(item),
        claims=claimed,
        disagreements=found,
        cards=cards,
        notices=notices,
        edit=edit,
        background=event.background,
    )


def _update(
    event: Arrival | Revision,
    story: OpenStory,
    found: tuple[Disagreement, ...],
    counts: tuple[int, int],
    edit: HeadlineEdit | None,
    state: DeskState,
) -> StoryUpdate:
    """`counts`: outlets and independent publishers, with this item."""
    known = _known_pairs(event, story.id, state)
    news = [d for d in found if _pair(d) not in known]
    return StoryUpdate(
        item=event.item,
        background=event.background,
        independent=counts[1],
        was_independent=story.independent,
        changed=counts != (story.outlets, story.independent) or bool(news) or _changes_card(edit),
        contradiction=any(d.kind is DisagreementKind.CONTRADICTION for d in news),
        edited=_deserves_notice(edit),
    )


def _claims(event: Arrival | Revision, now: datetime) -> tuple[Claim, ...]:
    """What the item claims. A figure that an edit brought was stated now, not when the item was first published.

    A live blog claims nothing: its lines were written at different times, about many events.
    """
    claimed = () if is_live_blog(event.item.title) else claims(event.item)
    if isinstance(event, Arrival):
        return claimed
    before = {(c.slot, c.value) for c in claims(event.before)}
    return tuple(c if (c.slot, c.value) in before else replace(c, stated_at=now) for c in claimed)


def _disagreements(
    item: Item, claimed: tuple[Claim, ...], story: StoryId, state: DeskState
) -> tuple[Disagreement, ...]:
    def story_of(other: ItemId) -> StoryId | None:
        return story if other == item.id else state.story_for(other)

    return tuple(found for index in state.claim_indexes for found in disagreements(claimed, index, story_of))


def _known_pairs(event: Arrival | Revision, story: StoryId, state: DeskState) -> frozenset[_Pair]:
    """The pairs in which the version before disagreed already: an edited comma is no second contradiction."""
    if isinstance(event, Arrival):
        return frozenset()
    return frozenset(_pair(d) for d in _disagreements(event.item, claims(event.before), story, state))


def _pair(found: Disagreement) -> _Pair:
    return found.kind, found.slot, found.a.item, found.b.item


def _count(story: OpenStory, item: Item, placement: Placement | None, state: DeskState) -> tuple[int, int]:
    """Outlets, and independent publishers, with this item in the story."""

    def agency_of(one: Item) -> str | None:
        return agency(one) if one is item else state.agency_of(one)

    items = {**story.items, item.id: item}
    return count_independent(items.values(), [*story.copies, *copies_by(item, placement)], agency_of)


def _deserves_notice(edit: HeadlineEdit | None) -> bool:
    """Whether the edit is worth a message of its own."""
    return edit is not None and (edit.verdict in _NOTICED_EDITS or edit.name_changed)


def _changes_card(edit: HeadlineEdit | None) -> bool:
    """Whether a card that shows the item would look different."""
    return edit is not None and edit.verdict is not EditVerdict.TRIVIAL


def alert_hits(matches: tuple[TopicMatch, ...]) -> Hits:
    """The matches that are good enough to alert, in the order of their topics' ids."""
    return {m.topic: m.words for m in sorted(matches, key=lambda m: m.topic) if m.tier is Tier.ALERT}
