"""The claims with which later ones are compared."""

import heapq
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from newsroom.claims.claims import Claim
from newsroom.claims.event_coreference import comparable
from newsroom.claims.people_counts import PeopleOutcome
from newsroom.item import ItemId

# A guess: a toll is compared for as long as inquiries and trials recall it. At .016 claims a headline and 3 kB a claim
# a longer window costs little; but few words then have to tell the event from all others of its kind.
WINDOW: Final = timedelta(days=90)
# A guess: dropped claims stay in the order of time until they are as many as the others, and at least so many: making
# it anew then costs less than what was added since.
_TWICE, _FEW = 2, 1_000


@dataclass(slots=True)
class ClaimIndex:
    """The comparable claims of the last 90 days by outcome and anchor, kept in memory.

    Claims are numbered from 1 in the order added, and only the last `most` numbers are kept. A claim that can't be
    compared, or that an edit removed, uses up its number all the same: so an index restored from the database holds
    the very claims that one which never stopped holds.
    """

    most: int = 50_000  # as many as items; at 3 kB each, half of what those take
    _added: int = 0
    _gone: int = 0  # no claim with this number or a lower one is left
    _claims: dict[int, Claim] = field(default_factory=dict)  # by number, in the order added
    _by_item: dict[ItemId, list[int]] = field(default_factory=lambda: defaultdict(list))
    _by_time: list[tuple[datetime, int]] = field(default_factory=list)  # a heap; may hold dropped ones
    _by_key: dict[tuple[PeopleOutcome, str], list[int]] = field(default_factory=lambda: defaultdict(list))  # ascending

    def __len__(self) -> int:
        return len(self._claims)

    def add(self, claims: Iterable[Claim]) -> None:
        """Number the claims, keep those that can be compared, and drop the oldest beyond `most`."""
        for claim in claims:
            self._added += 1
            self._store(self._added, claim)
        self._drop_oldest()

    def restore(self, stored: Mapping[int, Claim], added: int) -> None:
        """Fill an empty index from the database.

        Args:
            stored: Claims by the number under which they were added, in ascending order.
            added: The last number ever given.
        """
        for number, claim in stored.items():
            self._store(number, claim)
        self._added, self._gone = added, min(stored, default=added + 1) - 1
        self._drop_oldest()

    def remove(self, item: ItemId) -> None:
        """Drop the claims of an item, as when a new version of it comes in."""
        for number in list(self._by_item.get(item, ())):
            self._drop(number)

    def expire(self, now: datetime) -> None:
        """Drop claims older than 90 days."""
        since = now - WINDOW
        while self._by_time and self._by_time[0][0] < since:
            _, number = heapq.heappop(self._by_time)
            if number in self._claims:
                self._drop(number)

    def candidates(self, claim: Claim) -> tuple[Claim, ...]:
        """Claims of other items on the same outcome that share an anchor, in the order added."""
        numbers = {number for key in _keys(claim) for number in self._by_key.get((claim.slot, key), ())}
        found: dict[tuple[ItemId, int, int], Claim] = {}
        for number in sorted(numbers):
            other = self._claims[number]
            if other.item != claim.item:
                found.setdefault((other.item, other.position, other.start), other)
        return tuple(found.values())

    def of_item(self, item: ItemId) -> tuple[Claim, ...]:
        """The item's comparable claims, in the order added."""
        return tuple(self._claims[number] for number in self._by_item.get(item, ()))

    def _store(self, number: int, claim: Claim) -> None:
        if not comparable(claim):
            return
        self._claims[number] = claim
        heapq.heappush(self._by_time, (claim.stated_at, number))
        self._by_item[claim.item].append(number)
        for key in _keys(claim):
            self._by_key[claim.slot, key].append(number)

    def _drop_oldest(self) -> None:
        if len(self._by_time) > _TWICE * len(self._claims) + _FEW:
            self._by_time = [(claim.stated_at, number) for number, claim in self._claims.items()]
            heapq.heapify(self._by_time)
        gone = self._added - self.most
        for number in range(self._gone + 1, gone + 1):
            if number in self._claims:
                self._drop(number)
        self._gone = max(self._gone, gone)

    def _drop(self, number: int) -> None:
        claim = self._claims.pop(number)
        self._by_item[claim.item].remove(number)
        if not self._by_item[claim.item]:
            del self._by_item[claim.item]
        for key in _keys(claim):
            numbers = self._by_key[claim.slot, key]
            del numbers[bisect_left(numbers, number)]
            if not numbers:
                del self._by_key[claim.slot, key]


def _keys(claim: Claim) -> frozenset[str]:
    """The anchors by which a claim is found: names, the three rarest words, and each country with each event class."""
    pairs = {f"@{place}={event}" for place in claim.places for event in claim.events}
    return claim.anchors | frozenset(claim.terms[:3]) | pairs
