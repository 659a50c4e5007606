"""The desks of chats with sources or corrections of their own: what comes to them, decided and to be stored."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from newsroom.chat import ChatId
from newsroom.desk.corrections import Correction, change_of, constrain
from newsroom.desk.decide import Arrival, Revision, apply
from newsroom.desk.decision import Decision
from newsroom.desk.late_topics import LateAlerts, alert_late, apply_late
from newsroom.desk.merge_split import Regrouping, StoryChange, apply_regrouping, moved_items, moves_after, regroup
from newsroom.desk.own_desk import (
    OwnPlacement,
    decide_own,
    followed,
    place_again,
    place_own,
    place_shared,
    stories_of,
)
from newsroom.desk.own_repair import own_changes, to_place_again
from newsroom.desk.own_state import OwnState
from newsroom.desk.state import Desk
from newsroom.item import ItemId
from newsroom.sentence import Sentence
from newsroom.stories.reclustering import Move, Split, StoryChanges
from newsroom.story import StoryId
from newsroom.topic import TopicId
from storage import decisions, merges_splits, own_stories
from storage.database import Transaction

Keep = Callable[[Transaction], Awaitable[None]]


@dataclass(slots=True)
class OwnDesks:
    """The states of single chats beside the shared one. What they decide is kept after what is decided for all.

    Attributes:
        joined: What /why says of the items of a story that became one with another.
    """

    joined: Sentence
    states: dict[ChatId, OwnState] = field(default_factory=dict)

    def deciding(self, story: StoryId, of_it: Collection[ItemId]) -> list[ChatId]:
        """The chats whose own desks decide a story, or have one of these items of it in another story."""
        return [
            chat
            for chat, own in self.states.items()
            if story in own.stories or not own.story_of.keys().isdisjoint(of_it)
        ]

    def arrival(self, event: Arrival, decision: Decision, desk: Desk) -> list[Keep]:
        """An item that is for all, in each chat that has it in a story of its own; not applied for all yet."""
        kept: list[Keep] = []
        for own in self.states.values():
            placed = place_shared(event.item, decision, own)
            if placed is not None:
                kept += self._decide(event, placed, own, desk)
        return kept

    def revision(self, event: Revision, desk: Desk) -> list[Keep]:
        """An edit of an item that is for all, in each chat whose desk decides its story."""
        kept: list[Keep] = []
        for own in self.states.values():
            story = own.story_of.get(event.item.id)
            if story is not None:
                kept += self._decide(replace(event, story=story), None, own, desk)
        return kept

    def own_item(self, event: Arrival | Revision, chat: ChatId, desk: Desk) -> list[Keep]:
        """An item of a chat's own source: nobody else's desk hears of it."""
        own = self.states[chat]
        placed = place_own(event.item, own) if isinstance(event, Arrival) else None
        return self._decide(event, placed, own, desk)

    def _decide(self, event: Arrival | Revision, placed: OwnPlacement | None, own: OwnState, desk: Desk) -> list[Keep]:
        mine = replace(desk, state=own)
        kept = [] if placed is None else self._prepare(placed, own, mine)
        decision = decide_own(event, placed, mine, own)
        apply(decision, own, desk.now)

        async def keep(tx: Transaction) -> None:
            await own_stories.save(tx, own.chat, decision, desk.now)

        return [*kept, keep]

    def _prepare(self, placed: OwnPlacement, own: OwnState, mine: Desk) -> list[Keep]:
        stories = [placed.story] if placed.merge is None else [placed.story, placed.merge.old, placed.merge.into]
        kept = _adopt(stories, own, mine)
        if placed.merge is None or placed.hangs_on is None:
            return kept
        on, joining = placed.hangs_on, moved_items(placed.merge, own)
        kept += self._regroup(placed.merge, own, mine)
        loose = own.hang(joining, on)

        async def keep(tx: Transaction) -> None:
            await own_stories.keep_roots(tx, own.chat, loose, on)

        return [*kept, keep]

    def _regroup(self, change: StoryChange, own: OwnState, mine: Desk, why: Sentence | None = None) -> list[Keep]:
        regrouping = regroup(change, mine)
        if regrouping is None:
            return []
        apply_regrouping(regrouping, own, mine.now)
        found, because = regrouping, why or self.joined

        async def keep(tx: Transaction) -> None:
            await merges_splits.keep(tx, found, because, mine.now, own.chat)

        return [keep]

    def follow(self, change: StoryChange, regrouping: Regrouping, desk: Desk) -> tuple[list[ChatId], list[Keep]]:
        """A change for all, made by each chat's desk that decides one of the stories; not applied for all yet.

        Gives also which chats see nothing of the change itself: whose desks made it, or have what moves elsewhere.
        """
        opened = next((after.story for after in regrouping.stories if after.opened), None)
        moved = moved_items(change, desk.state)
        chats, kept = [], list[Keep]()
        for own in self.states.values():
            if any(story in own.stories for story in stories_of(change)):
                chats.append(own.chat)
                kept += self._follow(change, opened, own, replace(desk, state=own))
            elif not own.story_of.keys().isdisjoint(moved):
                chats.append(own.chat)  # it has them in another story, and there they stay
        return chats, kept

    def _follow(self, change: StoryChange, opened: StoryId | None, own: OwnState, mine: Desk) -> list[Keep]:
        kept = _adopt(stories_of(change), own, mine)
        own_change = followed(change, opened, own)
        touched = [*stories_of(change), *([] if opened is None else [opened])]
        if own_change is not None:
            if opened is not None:
                own.open_story(opened, mine.now)
            kept += self._regroup(own_change, own, mine)
        for story in [story for story in touched if story in own.stories and not own.stories[story].items]:
            del own.stories[story]
        return [*kept, *(_places(story, own) for story in touched if story in own.stories)]

    def correct(
        self, correction: Correction, chat: ChatId, why: Sentence, desk: Desk
    ) -> tuple[list[Keep], list[ItemId]]:
        """A correction that holds for one chat; gives also which items it moved there."""
        own = self.states[chat]
        mine = replace(desk, state=own)
        stories = {story for item in (correction.a, correction.b) if (story := own.story_for(item)) is not None}
        kept = _adopt(sorted(stories), own, mine)
        constrain(correction, own)
        change = change_of(correction, own)
        if change is None:
            return kept, []
        if isinstance(change, Split):
            change = _back(change, own, mine)
        moved = list(moved_items(change, own))
        made = self._regroup(change, own, mine, why)
        return [*kept, *made], moved if made else []

    def repair(self, changes: StoryChanges, chat: ChatId, desk: Desk) -> tuple[list[Keep], int]:
        """What the second look makes of the stories of a chat's own; gives also how many changes."""
        own = self.states.get(chat)
        if own is None:
            return [], 0
        mine, kept, made = replace(desk, state=own), list[Keep](), 0
        waiting = list(reversed(own_changes(changes, own)))
        while waiting:
            change = waiting.pop()
            regrouped = self._regroup(change, own, mine)
            kept += regrouped
            made += len(regrouped)
            waiting += moves_after(change, own) if regrouped else ()
        for item in to_place_again(own, desk.now):
            placed = place_again(item, own)
            if placed is not None:
                kept += self._prepare(placed, own, mine)
                made += 1
        return kept, made

    def late(self, new: Iterable[TopicId], decided: Sequence[ItemId], desk: Desk) -> list[Keep]:
        """What topics that came late find in items of stories that their chats' own desks decide."""
        kept: list[Keep] = []
        for own in self.states.values():
            topics = {topic for topic in new if topic in own.topics}
            for alerts in alert_late(topics, decided, replace(desk, state=own)) if topics else ():
                apply_late(alerts, own, desk.now)
                kept.append(_keep_late(alerts, own, desk))
        return kept


def _adopt(stories: Iterable[StoryId], own: OwnState, mine: Desk) -> list[Keep]:
    """Have the chat's desk decide these; its own are its own already."""
    kept = []
    for story in stories:
        if story > 0 and story not in own.stories:
            own.adopt(story, mine.now)
            kept.append(_keep_adopted(story, own))
    return kept


def _keep_adopted(story: StoryId, own: OwnState) -> Keep:
    async def keep(tx: Transaction) -> None:
        await own_stories.adopt(tx, own.chat, story)

    return keep


def _places(story: StoryId, own: OwnState) -> Keep:
    there = list(own.stories[story].items)

    async def keep(tx: Transaction) -> None:
        await own_stories.keep_places(tx, own.chat, story, there)

    return keep


def _keep_late(alerts: LateAlerts, own: OwnState, desk: Desk) -> Keep:
    # Of items that are for all, the shared desk has kept the matches.
    mine = replace(alerts, found=tuple(late for late in alerts.found if late.item in own.joined_to))

    async def keep(tx: Transaction) -> None:
        await decisions.save_late(tx, mine, desk.now)

    return keep


def _back(change: Split, own: OwnState, mine: Desk) -> Split | Move:
    """What a merge had brought goes back to the story that it is in for all."""
    for_all = {own.shared.story_of.get(item) for item in change.items if item not in own.joined_to}
    before = next(iter(for_all)) if len(for_all) == 1 else None
    if before is None or before in own.stories:
        return change
    own.open_story(before, mine.now)
    return Move(items=change.items, old=change.story, into=before)
