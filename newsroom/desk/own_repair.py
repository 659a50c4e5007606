"""The second look at the stories of a chat's own: those that are one by now, alone or with a story that is for all."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import assert_never

from newsroom.desk.merge_split import StoryChange
from newsroom.desk.own_state import OwnState
from newsroom.item import Item
from newsroom.stories.reclustering import Merge, Move, Split, StoryChanges
from newsroom.stories.thresholds import ACTIVE_H
from newsroom.story import StoryId

MOST_PLACED_AGAIN = 50  # the newest, of one chat: two milliseconds each, for which the desk waits


def own_changes(changes: StoryChanges, own: OwnState) -> list[StoryChange]:
    """Of the changes that a look at the chat's own items alone asks for, those that it can judge.

    It does not see what is for all: where own items are in a story by that, it would part them.
    """
    wanted: list[StoryChange] = [*changes.merges, *changes.moves, *changes.splits]
    return [change for change in wanted if all(_is_own(story, own) for story in _touched(change))]


def to_place_again(own: OwnState, now: datetime) -> list[Item]:
    """The newest own items of stories of the chat's own: what is for all may be like them by now."""
    since = now - timedelta(hours=ACTIVE_H)
    found = [item for story in own.stories if _is_own(story, own) for item in own.stories[story].items.values()]
    return sorted((item for item in found if item.time >= since), key=lambda item: item.id)[-MOST_PLACED_AGAIN:]


def _is_own(story: StoryId, own: OwnState) -> bool:
    """Whether it is nobody else's, with nothing in it that is for all."""
    return story < 0 and story in own.stories and all(own.keeps(item) for item in own.stories[story].items.values())


def _touched(change: StoryChange) -> Iterator[StoryId]:
    match change:
        case Split():
            yield change.story
            yield from (story for story, _ in change.joined)
        case Merge() | Move():
            yield from (change.old, change.into)
        case _:
            assert_never(change)
