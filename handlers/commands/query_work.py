"""What a query takes: beside the loops, on threads of its own, the newest items first, and within a budget."""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate
from typing import ParamSpec, TypeVar

from newsroom.item import Item
from newsroom.matching.matcher import Tier
from newsroom.matching.query import Query
from newsroom.matching.query_matcher import QueryMatcher

# Of a processor, whatever else it does. An item of 700 characters takes a millisecond: 3,000 are read in about 3 s.
BUDGET_S = 4.0
# Of the items found: a timeline of these takes about 6 s of a processor, and they fit into memory.
MOST_CHARACTERS = 3_000_000
BATCH = 50  # items between two looks at the clock; who asks for little waits for one batch of each other question
# Of the items of a timeline that is worked out in some hundredths of a second, beside the broad ones: of a story, or a
# topic of some days.
LITTLE_CHARACTERS = 50_000
# Not the threads that the desk decides on: a dozen broad questions would keep it waiting.
_SIFTING = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sifting")
_TIMELINES = ThreadPoolExecutor(max_workers=1, thread_name_prefix="timelines")

Given = ParamSpec("Given")
Worked = TypeVar("Worked")


async def briefly(work: Callable[Given, Worked], *args: Given.args, **kwargs: Given.kwargs) -> Worked:
    """Work of some hundredths of a second, such as a batch, beside the loops; first come, first served."""
    return await asyncio.get_running_loop().run_in_executor(_SIFTING, lambda: work(*args, **kwargs))


async def at_length(work: Callable[Given, Worked], *args: Given.args, **kwargs: Given.kwargs) -> Worked:
    """Work of seconds, such as a broad timeline: one after another, and no search waits for it."""
    return await asyncio.get_running_loop().run_in_executor(_TIMELINES, lambda: work(*args, **kwargs))


def characters(item: Item) -> int:
    """How long its texts are together."""
    return len(item.title) + sum(len(paragraph.text) for paragraph in item.paragraphs)


def is_little(items: Iterable[Item]) -> bool:
    """Whether a timeline of them takes some hundredths of a second; no more of them are looked at than that takes."""
    return all(so_far <= LITTLE_CHARACTERS for so_far in accumulate(map(characters, items)))


class Sifting:
    """The items that a query matches, batch by batch.

    Attributes:
        alerting: Those that match well enough to alert.
        mentioning: Those that only mention it.
        over: The budget is used up: what is older was not looked at.
    """

    def __init__(self, query: Query) -> None:
        self._matcher = QueryMatcher(query)
        self._spent_s = 0.0
        self._characters = 0
        self.alerting: list[Item] = []
        self.mentioning: list[Item] = []
        self.over = False

    def sift(self, batch: Sequence[Item]) -> None:
        """Look at some more items, the newest first."""
        began_s = time.thread_time() - self._spent_s
        for item in batch:
            tier = self._matcher.tier(item)
            self._spent_s = time.thread_time() - began_s
            if tier is not None:
                (self.alerting if tier is Tier.ALERT else self.mentioning).append(item)
                self._characters += characters(item)
            if self._spent_s > BUDGET_S or self._characters > MOST_CHARACTERS:
                self.over = True
                return
