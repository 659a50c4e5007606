"""The open stories in the order of their last updates: which of them take no more items."""

import heapq
from collections.abc import Callable
from datetime import datetime

from newsroom.story import StoryId


class UpdateOrder:
    """A story is entered once, with a time at or before its last update, and moved on when that time is reached.

    So an update of a story costs nothing here, and a look for old stories only looks at those that were old when they
    were entered.
    """

    def __init__(self) -> None:
        self._first: list[tuple[datetime, StoryId]] = []  # a heap
        self._entered: dict[StoryId, datetime] = {}

    def __len__(self) -> int:
        return len(self._first)

    def note(self, story: StoryId, updated: datetime) -> None:
        """A story was opened or updated then; to be noted whenever its time is set, since clocks are set back too."""
        entered = self._entered.get(story)
        if entered is None or updated < entered:
            self._entered[story] = updated
            heapq.heappush(self._first, (updated, story))

    def take_before(self, horizon: datetime, updated: Callable[[StoryId], datetime | None]) -> list[StoryId]:
        """The stories last updated before then; they are forgotten here.

        `updated`: when a story was last updated; None: it is no more there.
        """
        old = []
        while self._first and self._first[0][0] < horizon:
            entered, story = heapq.heappop(self._first)
            if self._entered.get(story) != entered:
                continue  # entered again since, with an earlier time
            del self._entered[story]
            last = updated(story)
            if last is not None and last >= horizon:
                self.note(story, last)
            elif last is not None:
                old.append(story)
        return old
