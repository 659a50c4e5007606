"""The claims that later ones are held against."""

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

WINDOW: Final = timedelta(days=90)


@dataclass(slots=True)
class ClaimIndex:
    """The claims of the last 90 days by slot and anchor, of the `most` that were added last. In memory.

    What an edit took back counts among them, and so does what can't be compared: the index that never stopped and one
    that is made anew of what is stored then hold the same.
    """

    most: int = 50_000
    _added: int = 0
    _gone: int = 0  # up to this number none is held
    _claims: dict[int, Claim] = field(default_factory=dict)  # by number, from 1, in the order added
    _of: dict[ItemId, list[int]] = field(default_factory=lambda: defaultdict(list))
    _held: dict[tuple[PeopleOutcome, str], list[int]] = field(default_factory=lambda: defaultdict(list))  # ascending

    def __len__(self) -> int:
        return len(self._claims)

    def add(self, claims: Iterable[Claim]) -> None:
        """Remember claims, and forget the oldest for them; those that can't be compared are not kept."""
        for claim in claims:
            self._added += 1
            self._hold(self._added, claim)
        self._drop_oldest()

    def take_back(self, stored: Mapping[int, Claim], added: int) -> None:
        """Remember stored claims by the numbers that they were added under, in order; `added`: the last ever given."""
        for number, claim in stored.items():
            self._hold(number, claim)
        self._added, self._gone = added, min(stored, default=added + 1) - 1
        self._drop_oldest()

    def remove(self, item: ItemId) -> None:
        """Forget the claims of an item, as when a new version of it comes in."""
        for number in list(self._of.get(item, ())):
            self._drop(number)

    def expire(self, now: datetime) -> None:
        """Forget what is older than 90 days."""
        since = now - WINDOW
        for number in [n for n, claim in self._claims.items() if claim.stated_at < since]:
            self._drop(number)

    def candidates(self, claim: Claim) -> tuple[Claim, ...]:
        """Claims of other items on the same slot that share an anchor, in the order added."""
        found: dict[tuple[ItemId, int, int], Claim] = {}
        for key in _keys(claim):
            for number in self._held.get((claim.slot, key), ()):
                other = self._claims[number]
                if other.item != claim.item:
                    found.setdefault((other.item, other.position, other.start), other)
        return tuple(found.values())

    def _hold(self, number: int, claim: Claim) -> None:
        if not comparable(claim):
            return
        self._claims[number] = claim
        self._of[claim.item].append(number)
        for key in _keys(claim):
            self._held[claim.slot, key].append(number)

    def _drop_oldest(self) -> None:
        gone = self._added - self.most
        for number in range(self._gone + 1, gone + 1):
            if number in self._claims:
                self._drop(number)
        self._gone = max(self._gone, gone)

    def _drop(self, number: int) -> None:
        claim = self._claims.pop(number)
        self._of[claim.item].remove(number)
        if not self._of[claim.item]:
            del self._of[claim.item]
        for key in _keys(claim):
            held = self._held[claim.slot, key]
            del held[bisect_left(held, number)]
            if not held:
                del self._held[claim.slot, key]


def _keys(claim: Claim) -> frozenset[str]:
    """Names, the three rarest words, and each country with each kind of event."""
    pairs = {f"@{place}={event}" for place in claim.places for event in claim.events}
    return claim.anchors | frozenset(claim.terms[:3]) | pairs
