"""The whole decision about one item: reads the memory, changes nothing."""

from dataclasses import dataclass, replace
from datetime import datetime

from newsroom.claims.claims import Claim, claims
from newsroom.claims.disagreements import Disagreement, DisagreementKind, disagreements
from newsroom.claims.headline_edits import EditVerdict, HeadlineEdit, judge
from newsroom.claims.people_counts import PeopleOutcome
from newsroom.desk.alerts import AlertRules, StoryUpdate, plan_cards
from newsroom.desk.decision import Decision, ShowCard
from newsroom.desk.state import DeskState, Hits, OpenStory, copy_of, together
from newsroom.item import Item, ItemId
from newsroom.matching.matcher import Tier, TopicMatch
from newsroom.matching.net import item_words
from newsroom.stories.independence import agency, count_independent
from newsroom.stories.live_blogs import is_live_blog
from newsroom.stories.placement import NewStory, Placement
from newsroom.story import StoryId
from newsroom.text.words import tokens

_Pair = tuple[DisagreementKind, PeopleOutcome, ItemId, ItemId]
_SPEAKING_EDITS = frozenset({EditVerdict.FIGURE_CHANGED, EditVerdict.CORRECTED})


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


def decide(event: Arrival | Revision, memory: DeskState, rules: AlertRules, now: datetime) -> Decision:
    """Group, match, weigh: everything that storage must write and cards must show."""
    match event:
        case Arrival():
            return _arrival(event, memory, rules, now)
        case Revision():
            return _revision(event, memory, rules, now)


def apply(ruling: Decision, memory: DeskState, now: datetime) -> None:
    """Take a ruling over into the memory. Only for rulings that are stored; a failed commit means a rebuilt memory."""
    item = ruling.item
    if ruling.edit is not None:
        memory.claims.remove(item.id)
    memory.claims.add(ruling.claims)
    if ruling.late:
        return
    story = memory.open_story(ruling.story, now)
    memory.hold(item, story)
    if ruling.placement is not None:
        memory.index.add(item, ruling.story)
        if ruling.background:
            memory.background.add(item.id)
        story.copies += copy_of(item, ruling.placement)
        story.updated = now
    story.version, story.outlets, story.independent = ruling.version, ruling.outlets, ruling.independent
    _note_hits(story, item.id, alerting(ruling.matches))
    for change in ruling.cards:
        change.enter(story.cards)
        if isinstance(change, ShowCard):
            memory.note_headline(change.place, story, now)


def _note_hits(story: OpenStory, item: ItemId, hits: Hits) -> None:
    """Items that hit nothing, as nearly all do, are not kept: a dictionary for each took 3 MB of 10,000."""
    if hits:
        story.hits[item] = hits
    else:
        story.hits.pop(item, None)


def _arrival(event: Arrival, memory: DeskState, rules: AlertRules, now: datetime) -> Decision:
    item = event.item
    placement = memory.index.place(item)
    opened = isinstance(placement, NewStory)
    story_id = StoryId(memory.next_story) if isinstance(placement, NewStory) else placement.story
    story = memory.stories.get(story_id) or OpenStory(id=story_id, opened=now, updated=now)
    return _rule(event, story, placement, None, memory, rules, now, opened=opened)


def _revision(event: Revision, memory: DeskState, rules: AlertRules, now: datetime) -> Decision:
    story = memory.stories.get(event.story)
    edit = judge(event.before.title, event.item.title, before_text=event.before.text, after_text=event.item.text)
    if story is None:
        return _late(event, edit, memory, now)
    return _rule(event, story, None, edit, memory, rules, now, opened=False)


def _late(event: Revision, edit: HeadlineEdit, memory: DeskState, now: datetime) -> Decision:
    """An edit of an item whose story takes no more: kept, searched and compared, told to nobody."""
    item, said = event.item, _said(event, now)
    return Decision(
        item=item,
        story=event.story,
        placement=None,
        opened=False,
        related=None,
        version=0,
        outlets=0,
        independent=0,
        matches=matched(item, memory),
        words=item_words(item),
        claims=said,
        disagreements=_disagreements(item, said, event.story, memory),
        cards=(),
        notices=(),
        edit=edit,
        background=event.background,
        late=True,
    )


def _rule(
    event: Arrival | Revision,
    story: OpenStory,
    placement: Placement | None,
    edit: HeadlineEdit | None,
    memory: DeskState,
    rules: AlertRules,
    now: datetime,
    *,
    opened: bool,
) -> Decision:
    item, said = event.item, _said(event, now)
    matches = matched(item, memory)
    found = _disagreements(item, said, story.id, memory)
    outlets, independent = _voices(story, item, placement, memory)
    turn = _turn(event, story, found, (outlets, independent), edit, memory)
    cards, notices = plan_cards(story, together({**story.hits, item.id: alerting(matches)}), turn, memory, rules, now)
    return Decision(
        item=item,
        story=story.id,
        placement=placement,
        opened=opened,
        related=placement.related if isinstance(placement, NewStory) else None,
        version=story.version + int(turn.changed or opened),
        outlets=outlets,
        independent=independent,
        matches=matches,
        words=item_words(item),
        claims=said,
        disagreements=found,
        cards=cards,
        notices=notices,
        edit=edit,
        background=event.background,
    )


def _turn(
    event: Arrival | Revision,
    story: OpenStory,
    found: tuple[Disagreement, ...],
    voices: tuple[int, int],
    edit: HeadlineEdit | None,
    memory: DeskState,
) -> StoryUpdate:
    known = _known(event, story.id, memory)
    news = [d for d in found if _pair(d) not in known]
    return StoryUpdate(
        item=event.item,
        background=event.background,
        independent=voices[1],
        was_independent=story.independent,
        changed=voices != (story.outlets, story.independent) or bool(news) or _shows(edit),
        contradiction=any(d.kind is DisagreementKind.CONTRADICTION for d in news),
        edited=_speaks(edit),
    )


def matched(item: Item, memory: DeskState) -> tuple[TopicMatch, ...]:
    """The topics matched. A live blog tells of many things: only its headline is what it is about."""
    found = memory.matcher.match(item)
    if not _tells_many_things(item):
        return found
    title = item.title.casefold()
    return tuple(
        m if all(word.casefold() in title for word in m.words) else replace(m, tier=Tier.SEARCH) for m in found
    )


def _tells_many_things(item: Item) -> bool:
    return is_live_blog(item.title, " ".join(token.folded for token in tokens(item.title)))


def _said(event: Arrival | Revision, now: datetime) -> tuple[Claim, ...]:
    """What the item claims. A figure that an edit brought was said by then, not when the item was first published.

    A live blog claims nothing: its lines were said at times of their own, of many events.
    """
    said = () if _tells_many_things(event.item) else claims(event.item)
    if isinstance(event, Arrival):
        return said
    before = {(c.slot, c.value) for c in claims(event.before)}
    return tuple(c if (c.slot, c.value) in before else replace(c, stated_at=now) for c in said)


def _disagreements(item: Item, said: tuple[Claim, ...], story: StoryId, memory: DeskState) -> tuple[Disagreement, ...]:
    def story_of(other: ItemId) -> StoryId | None:
        return story if other == item.id else memory.story_of.get(other)

    return disagreements(said, memory.claims, story_of)


def _known(event: Arrival | Revision, story: StoryId, memory: DeskState) -> frozenset[_Pair]:
    """The pairs that the version before disagreed in already: a comma set right is no second contradiction."""
    if isinstance(event, Arrival):
        return frozenset()
    return frozenset(_pair(d) for d in _disagreements(event.item, claims(event.before), story, memory))


def _pair(found: Disagreement) -> _Pair:
    return found.kind, found.slot, found.a.item, found.b.item


def _voices(story: OpenStory, item: Item, placement: Placement | None, memory: DeskState) -> tuple[int, int]:
    """Outlets, and independent publishers, with this item in the story."""

    def agency_of(one: Item) -> str | None:
        return agency(one) if one is item else memory.agencies.get(one.id)

    items = {**story.items, item.id: item}
    return count_independent(items.values(), [*story.copies, *copy_of(item, placement)], agency_of)


def _speaks(edit: HeadlineEdit | None) -> bool:
    """Whether the edit is worth a message of its own."""
    return edit is not None and (edit.verdict in _SPEAKING_EDITS or edit.name_changed)


def _shows(edit: HeadlineEdit | None) -> bool:
    """Whether a card that shows the item would look different."""
    return edit is not None and edit.verdict is not EditVerdict.TRIVIAL


def alerting(matches: tuple[TopicMatch, ...]) -> Hits:
    """Those that are good enough, in the order of their topics' ids."""
    return {m.topic: m.words for m in sorted(matches, key=lambda m: m.topic) if m.tier is Tier.ALERT}
