"""What a plain method makes of the stories of a set: the figure that the engine must beat.

Words cut to six letters, TF-IDF of the set itself, average linkage, one bar. The bar is the one that is best for that
very set (which the engine's bars are not), or the one that is best in the mean of the other sets (as the engine's are).
The method looks at all items at once, so it is compared with what the engine has after the repair.
"""

import heapq
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from benchmarks.scoring import Score
from benchmarks.teasers import StoryRow, text_of

PLAIN, PLAIN_OTHERS = "plain: ", "plain, bar of the other sets: "
BARS = tuple(round(0.08 + 0.02 * step, 2) for step in range(18))
_LETTERS, _LEAD_CHARS = 6, 400
Likenesses = Mapping[tuple[int, int], float]
Judged = TypeVar("Judged")


def by_bar(rows: Sequence[StoryRow], score: Callable[[Mapping[str, int]], Judged]) -> dict[float, Judged]:
    """The figures of the plain method at each bar; `score` judges the group of each item by its id."""
    likenesses = _likenesses([_words(row) for row in rows])
    names = [str(row["id"]) for row in rows]
    grouped = _grouped(len(rows), likenesses, BARS)
    return {bar: score(dict(zip(names, groups, strict=True))) for bar, groups in grouped}


def best(figures: Mapping[float, Score]) -> Score:
    """Those of the bar that is best for the set itself."""
    return max(figures.values(), key=lambda score: score.f1)


def at_bar_of_others(figures: Mapping[float, Score], others: Sequence[Mapping[float, Score]]) -> Score:
    """Those of the bar that is best in the mean of the other sets."""
    return figures[max(figures, key=lambda bar: sum(other[bar].f1 for other in others))]


def _words(row: StoryRow) -> Counter[str]:
    return Counter(
        word[:_LETTERS] for word in re.findall(r"\w+", f"{row.get('title', '')} {text_of(row)[:_LEAD_CHARS]}".lower())
    )


def _likenesses(texts: Sequence[Counter[str]]) -> Likenesses:
    documents = Counter(word for text in texts for word in text)
    postings: dict[str, list[tuple[int, float]]] = {}
    for number, text in enumerate(texts):
        weights = {
            word: (1 + math.log(count)) * (math.log((1 + len(texts)) / (1 + documents[word])) + 1)
            for word, count in text.items()
        }
        length = math.hypot(*weights.values()) or 1.0
        for word, weight in weights.items():
            postings.setdefault(word, []).append((number, weight / length))
    found: dict[tuple[int, int], float] = {}
    for there in postings.values():
        for at, (a, one) in enumerate(there):
            for b, other in there[at + 1 :]:
                found[a, b] = found.get((a, b), 0.0) + one * other
    return found


class _PlainLinkage:
    """Average linkage: the two groups that are most alike in the mean join, again and again."""

    def __init__(self, size: int, likenesses: Likenesses, least: float) -> None:
        self.members = {number: [number] for number in range(size)}
        self._sums: dict[int, dict[int, float]] = {number: {} for number in range(size)}
        for (a, b), value in likenesses.items():
            self._sums[a][b] = self._sums[b][a] = value
        self._least = least
        self._heap = [(-value, a, b) for (a, b), value in likenesses.items() if value >= least]
        heapq.heapify(self._heap)

    def join_down_to(self, bar: float) -> None:
        """Join what is at least so alike."""
        while self._heap and -self._heap[0][0] >= bar:
            negative, a, b = heapq.heappop(self._heap)
            if b in self._sums.get(a, {}) and math.isclose(-negative, self._mean(a, b), rel_tol=1e-9):
                self._join(a, b)

    def groups(self) -> list[int]:
        """The group of each item."""
        group_of = {item: group for group, items in self.members.items() for item in items}
        return [group_of[number] for number in sorted(group_of)]

    def _mean(self, a: int, b: int) -> float:
        return self._sums[a][b] / (len(self.members[a]) * len(self.members[b]))

    def _join(self, a: int, b: int) -> None:
        self.members[a] += self.members.pop(b)
        for c, alike in self._sums.pop(b).items():
            del self._sums[c][b]
            if c != a:
                self._sums[a][c] = self._sums[c][a] = self._sums[a].get(c, 0.0) + alike
        for c in self._sums[a]:
            if (mean := self._mean(a, c)) >= self._least:
                heapq.heappush(self._heap, (-mean, min(a, c), max(a, c)))


def _grouped(size: int, likenesses: Likenesses, bars: Sequence[float]) -> Iterable[tuple[float, list[int]]]:
    """The group of each item at each bar, the highest bar first."""
    linkage = _PlainLinkage(size, likenesses, min(bars))
    for bar in sorted(bars, reverse=True):
        linkage.join_down_to(bar)
        yield bar, linkage.groups()
