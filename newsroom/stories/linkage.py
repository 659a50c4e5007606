"""Average linkage: groups whose members are alike on average, the most alike joined first."""

import heapq
from collections.abc import Iterable, Mapping, Sequence

Pair = tuple[int, int]


class Linkage:
    """Groups of 0..n-1 over sparse likenesses; a pair that is not given counts as 0.

    Deterministic: among equals the pair with the smallest first members is joined first.
    """

    def __init__(self, size: int, likeness: Mapping[Pair, float], apart: Iterable[Pair] = ()) -> None:
        self._members: dict[int, list[int]] = {i: [i] for i in range(size)}
        self._sums: dict[int, dict[int, float]] = {i: {} for i in range(size)}
        for (a, b), value in likeness.items():
            self._sums[a][b] = self._sums[b][a] = value
        self._apart: dict[int, set[int]] = {i: set() for i in range(size)}
        for a, b in apart:
            self._apart[a].add(b)
            self._apart[b].add(a)

    def hold(self, pairs: Iterable[Pair]) -> None:
        """Join what must be together, whatever its likeness; a pair kept apart stays apart."""
        for a, b in pairs:
            one, other = self._group(a), self._group(b)
            if one != other and other not in self._apart[one]:
                self._join(min(one, other), max(one, other))

    def run(self, bar: float) -> Sequence[Sequence[int]]:
        """Join while two groups are alike by `bar` or more on average; gives the groups, each in ascending order."""
        heap = [
            (-value / self._pairs(a, b), a, b)
            for a, others in self._sums.items()
            for b, value in others.items()
            if a < b
        ]
        heapq.heapify(heap)
        while heap and -heap[0][0] >= bar:
            value, a, b = heapq.heappop(heap)
            if self._stale(value, a, b) or b in self._apart[a]:
                continue
            self._join(a, b)
            for c in self._sums[a]:
                heapq.heappush(heap, (-self._sums[a][c] / self._pairs(a, c), min(a, c), max(a, c)))
        return [sorted(members) for members in self._members.values()]

    def _stale(self, value: float, a: int, b: int) -> bool:
        if a not in self._members or b not in self._members:
            return True
        return -self._sums[a].get(b, 0.0) / self._pairs(a, b) != value

    def _pairs(self, a: int, b: int) -> int:
        return len(self._members[a]) * len(self._members[b])

    def _group(self, member: int) -> int:
        return next(group for group, members in self._members.items() if member in members)

    def _join(self, a: int, b: int) -> None:
        self._members[a].extend(self._members.pop(b))
        for c, value in self._sums.pop(b).items():
            del self._sums[c][b]
            if c != a:
                self._sums[a][c] = self._sums[c][a] = self._sums[a].get(c, 0.0) + value
        for c in self._apart.pop(b):
            self._apart[c].discard(b)
            if c != a:
                self._apart[a].add(c)
                self._apart[c].add(a)
