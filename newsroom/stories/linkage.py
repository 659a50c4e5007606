"""Average linkage by relative likeness: the groups that are most alike, as each is within, are joined first."""

import heapq
import math
from collections.abc import Iterable, Mapping, Sequence

from newsroom.stories.cohesion import cohesion, neighbourhood, relative
from newsroom.stories.snapshot import Pair


class Linkage:
    """Groups of 0..n-1 over sparse likenesses; a pair that is not given counts as 0.

    Deterministic: among equals the pair with the smallest first members is joined first.
    """

    def __init__(self, size: int, likeness: Mapping[Pair, float], apart: Iterable[Pair] = ()) -> None:
        self._members: dict[int, list[int]] = {i: [i] for i in range(size)}
        self._sums: dict[int, dict[int, float]] = {i: {} for i in range(size)}
        for (a, b), value in likeness.items():
            self._sums[a][b] = self._sums[b][a] = value
        self._near = {i: neighbourhood(ties.values()) for i, ties in self._sums.items()}
        self._inner = dict.fromkeys(range(size), 0.0)
        self._cohesion = {i: cohesion(1, 0.0, near) for i, near in self._near.items()}
        self._apart: dict[int, set[int]] = {i: set() for i in range(size)}
        for a, b in apart:
            self._apart[a].add(b)
            self._apart[b].add(a)

    def hold(self, pairs: Iterable[Pair]) -> None:
        """Join what must be together, whatever its likeness; groups kept apart stay apart."""
        for a, b in pairs:
            one, other = sorted((self._group(a), self._group(b)))
            if one != other and other not in self._apart[one]:
                self._join(one, other)

    def run(self, bar: float) -> Sequence[Sequence[int]]:
        """Join while two groups are relatively alike by `bar` or more; gives the groups, each in ascending order."""
        heap = [(-self._alike(a, b), a, b) for a, others in self._sums.items() for b in others if a < b]
        heapq.heapify(heap)
        while heap and -heap[0][0] >= bar:
            value, a, b = heapq.heappop(heap)
            if self._stale(-value, a, b) or b in self._apart[a]:
                continue
            self._join(a, b)
            for c in self._sums[a]:
                heapq.heappush(heap, (-self._alike(a, c), min(a, c), max(a, c)))
        return sorted(sorted(members) for members in self._members.values())

    def _alike(self, a: int, b: int) -> float:
        mean = self._sums[a][b] / (len(self._members[a]) * len(self._members[b]))
        return relative(mean, self._cohesion[a], self._cohesion[b])

    def _stale(self, value: float, a: int, b: int) -> bool:
        if a not in self._members or b not in self._members or b not in self._sums[a]:
            return True
        return not math.isclose(value, self._alike(a, b), rel_tol=1e-12)

    def _group(self, member: int) -> int:
        return next(group for group, members in self._members.items() if member in members)

    def _join(self, a: int, b: int) -> None:
        self._inner[a] += self._inner.pop(b) + self._sums[a].get(b, 0.0)
        self._near[a] += self._near.pop(b)
        self._members[a].extend(self._members.pop(b))
        self._cohesion[a] = cohesion(len(self._members[a]), self._inner[a], self._near[a])
        for c, value in self._sums.pop(b).items():
            del self._sums[c][b]
            if c != a:
                self._sums[a][c] = self._sums[c][a] = self._sums[a].get(c, 0.0) + value
        for c in self._apart.pop(b):
            self._apart[c].discard(b)
            if c != a:
                self._apart[a].add(c)
                self._apart[c].add(a)
