"""Average linkage by relative likeness: the groups that are most alike, for how alike each is within, join first.

One bar for all likenesses fails both ways: in a crowded week the day-old step of a saga is as like today's as two
reports of a quiet week's one event are like each other. So a likeness is divided by the likeness that the items have to
their own neighbours. Items that are nearest to each other join; an item with nearer neighbours elsewhere does not.
Placing an item among the open stories (newsroom.stories.placement) uses the same measure.
"""

import heapq
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsroom.stories.group_span import GroupSpan, restored
from newsroom.stories.thresholds import (
    AGREEING_SHARE,
    BARE_CHARS,
    FEW_A_DAY,
    FOR_ONE_PAIR,
    LEAST_ALIKE_LONG,
    LEAST_ALIKE_SHORT,
    LEAST_COHESION,
    LEAST_OF_FEW,
    LONG_CHARS,
    MANY_A_DAY,
    MENTIONED,
    NEIGHBOURS,
    PRIOR_PAIRS,
    SHORT_CHARS,
    UNMENTIONED,
)

PositionPair = tuple[int, int]


def neighbourhood(likenesses: Iterable[float]) -> float:
    """How alike an item is to its three nearest, on average; missing ones count as 0."""
    return math.fsum(sorted(likenesses, reverse=True)[:NEIGHBOURS]) / NEIGHBOURS


def cohesion(size: int, pairs: int, inner: float, neighbourhoods: float) -> float:
    """How alike the items of a group are to each other.

    Args:
        size: How many items it has.
        pairs: How many pairs of them count: those in one language, and those in two languages that are alike.
        inner: The sum of the likenesses of its pairs.
        neighbourhoods: The sum of its items' neighbourhoods: they count in place of pairs while there are few.
    """
    return (inner + PRIOR_PAIRS * neighbourhoods / size) / (pairs + PRIOR_PAIRS)


def least_alike(letters: float, pairs: int, items_a_day: int) -> float:
    """The mean likeness, before it fades, that two groups need at least to join.

    Args:
        letters: How long their items are, on average.
        pairs: Of an item of one and an item of the other: many that are alike are no chance, a single one may be.
        items_a_day: How many items there are to be alike by chance (newsroom.stories.reclustering).
    """
    share = min(1.0, max(0.0, (letters - SHORT_CHARS) / (LONG_CHARS - SHORT_CHARS)))
    of_many = LEAST_ALIKE_SHORT + share * (LEAST_ALIKE_LONG - LEAST_ALIKE_SHORT)
    among = LEAST_OF_FEW + (1.0 - LEAST_OF_FEW) * crowd_of(items_a_day) if letters >= BARE_CHARS else 1.0
    return among * of_many * (1.0 + (FOR_ONE_PAIR - 1.0) / math.sqrt(pairs))


def counted_by_headlines(mentioned: NDArray[np.float32], items_a_day: int) -> NDArray[np.float32]:
    """How many times the likeness of some pairs counts where it is asked whether it is enough.

    Args:
        mentioned: Of each pair how much of each other's headlines the items mention, on average, 0..1.
        items_a_day: As in least_alike: among few the likeness counts as it is.
    """
    among_many = np.minimum(MENTIONED, UNMENTIONED + (MENTIONED - UNMENTIONED) * 2 * mentioned)
    counted: NDArray[np.float32] = (1.0 + crowd_of(items_a_day) * (among_many - 1.0)).astype(np.float32)
    return counted


def crowd_of(items_a_day: int) -> float:
    """How near so many items of a day are to being many, 0..1: with the logarithm of their number."""
    grown = math.log(max(items_a_day, FEW_A_DAY) / FEW_A_DAY) / math.log(MANY_A_DAY / FEW_A_DAY)
    return min(1.0, grown)


def relative_likeness(likeness: float, one: float, other: float) -> float:
    """Two groups' mean likeness against the cohesion of each: about 1 where they are as alike as they are within."""
    return likeness / max(LEAST_COHESION, math.sqrt(one * other))


def mean_likeness(likeness: "Likeness", pairs: int, foreign: int) -> float:
    """How alike two groups are on average.

    Where they have a language in common the pairs in it decide. Pairs in two languages say less: the encoder finds them
    alike or it does not, by the wording. They decide alone where the groups have no language in common, and those that
    are not alike count only where too few are.

    Args:
        likeness: Of the groups.
        pairs: Of an item of one and an item of the other.
        foreign: Those of them that are in two languages.
    """
    if pairs > foreign:
        return likeness.own / (pairs - foreign)
    agree = likeness.agreeing >= AGREEING_SHARE * foreign
    return likeness.foreign / max(1, likeness.agreeing if agree else foreign)


def in_two_languages(one: str | None, other: str | None) -> bool:
    """Whether both languages are known and differ."""
    return None not in (one, other) and one != other


class Likeness(NamedTuple):
    """Sums over the pairs of an item of one group and an item of another.

    Attributes:
        own: The likenesses of those in one language; where a language is not known they are taken for that.
        unfaded: The same before they faded with the hours, as they count (counted_by_headlines).
        foreign: The likenesses of those in two languages.
        agreeing: How many of these are alike.
    """

    own: float = 0.0
    unfaded: float = 0.0
    foreign: float = 0.0
    agreeing: int = 0

    def plus(self, other: "Likeness") -> "Likeness":
        """Both together."""
        return Likeness(
            self.own + other.own,
            self.unfaded + other.unfaded,
            self.foreign + other.foreign,
            self.agreeing + other.agreeing,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class UnfadedLikeness:
    """The likenesses of items before they fade with the hours between them, and what is to be known of each item.

    Attributes:
        likeness: As it counts where it is asked whether it is enough (counted_by_headlines).
        letters: How long it is, in characters.
        hours: When it came, in hours since 1970.
        languages: None where it is not known.
        items_a_day: How many there are to be alike by chance.
    """

    likeness: Mapping[PositionPair, float]
    letters: Sequence[int]
    hours: Sequence[float]
    languages: Sequence[str | None]
    items_a_day: int


class Linkage:
    """Groups of 0..n-1 over sparse likenesses; a pair that is not given counts as 0.

    Deterministic: among equals the pair with the smallest first members is joined first.
    """

    def __init__(
        self,
        size: int,
        likeness: Mapping[PositionPair, float],
        cannot_link: Iterable[PositionPair] = (),
        before_fading: UnfadedLikeness | None = None,
    ) -> None:
        self._items_a_day = before_fading.items_a_day if before_fading else size
        self._letters = {i: before_fading.letters[i] for i in range(size)} if before_fading else {}
        self._spans = {i: GroupSpan.of(before_fading.hours[i] if before_fading else 0.0) for i in range(size)}
        languages = before_fading.languages if before_fading else [None] * size
        self._languages = {i: Counter([languages[i]]) for i in range(size)}
        self._several_languages = len({*languages} - {None}) > 1
        self._members: dict[int, list[int]] = {i: [i] for i in range(size)}
        self._sums: dict[int, dict[int, Likeness]] = {i: {} for i in range(size)}
        nearest: dict[int, list[float]] = {i: [] for i in range(size)}
        for (a, b), value in likeness.items():
            unfaded = before_fading.likeness[a, b] if before_fading else value
            foreign = in_two_languages(languages[a], languages[b])
            self._sums[a][b] = self._sums[b][a] = (
                Likeness(foreign=value, agreeing=1) if foreign else Likeness(own=value, unfaded=unfaded)
            )
            nearest[a].append(value)
            nearest[b].append(value)
        self._neighbourhoods = {i: neighbourhood(values) for i, values in nearest.items()}
        self._inner = dict.fromkeys(range(size), Likeness())
        self._inner_pairs = dict.fromkeys(range(size), 0)
        self._cohesion = {i: cohesion(1, 0, 0.0, near) for i, near in self._neighbourhoods.items()}
        self._cannot_link: dict[int, set[int]] = {i: set() for i in range(size)}
        for a, b in cannot_link:
            self._cannot_link[a].add(b)
            self._cannot_link[b].add(a)

    def link(self, pairs: Iterable[PositionPair]) -> None:
        """Join what must be together, whatever its likeness; groups that must be apart stay apart."""
        for a, b in pairs:
            one, other = sorted((self._group(a), self._group(b)))
            if one != other and other not in self._cannot_link[one]:
                self._join(one, other)

    def run(self, bar: float) -> Sequence[Sequence[int]]:
        """Join while two groups are relatively alike by `bar` or more; gives the groups, each in ascending order."""
        heap = [(-self._alike(a, b), a, b) for a, others in self._sums.items() for b in others if a < b]
        heapq.heapify(heap)
        while heap and -heap[0][0] >= bar:
            value, a, b = heapq.heappop(heap)
            if self._is_stale(-value, a, b) or b in self._cannot_link[a]:
                continue
            self._join(a, b)
            for c in self._sums[a]:
                heapq.heappush(heap, (-self._alike(a, c), min(a, c), max(a, c)))
        return sorted(sorted(members) for members in self._members.values())

    def _alike(self, a: int, b: int) -> float:
        likeness, pairs = self._sums[a][b], len(self._members[a]) * len(self._members[b])
        foreign = self._foreign_pairs(a, b)
        if self._letters and not self._alike_enough(a, b, likeness, pairs - foreign):
            return 0.0
        mean = mean_likeness(likeness, pairs, foreign) * restored(self._spans[a], self._spans[b])
        return relative_likeness(mean, self._cohesion[a], self._cohesion[b])

    def _foreign_pairs(self, a: int, b: int) -> int:
        if not self._several_languages:
            return 0
        one, other = self._languages[a], self._languages[b]
        if len(one) == 1 and one.keys() == other.keys():
            return 0
        return sum(n * m for x, n in one.items() for y, m in other.items() if in_two_languages(x, y))

    def _alike_enough(self, a: int, b: int, likeness: Likeness, own_pairs: int) -> bool:
        if not own_pairs:
            return True  # of two languages the names and the encoder decide
        letters = (self._letters[a] + self._letters[b]) / (len(self._members[a]) + len(self._members[b]))
        return likeness.unfaded / own_pairs >= least_alike(letters, own_pairs, self._items_a_day)

    def _is_stale(self, value: float, a: int, b: int) -> bool:
        if a not in self._members or b not in self._members or b not in self._sums[a]:
            return True
        return not math.isclose(value, self._alike(a, b), rel_tol=1e-12)

    def _group(self, member: int) -> int:
        return next(group for group, members in self._members.items() if member in members)

    def _join(self, a: int, b: int) -> None:
        between = self._sums[a].get(b, Likeness())
        own_pairs = len(self._members[a]) * len(self._members[b]) - self._foreign_pairs(a, b)
        self._inner_pairs[a] += self._inner_pairs.pop(b) + own_pairs
        self._inner[a] = self._inner[a].plus(self._inner.pop(b)).plus(between)
        self._neighbourhoods[a] += self._neighbourhoods.pop(b)
        self._members[a].extend(self._members.pop(b))
        self._spans[a] = self._spans[a].joined(self._spans.pop(b))
        self._languages[a] += self._languages.pop(b)
        self._cohesion[a] = cohesion(
            len(self._members[a]), self._inner_pairs[a], self._inner[a].own, self._neighbourhoods[a]
        )
        for c, likeness in self._sums.pop(b).items():
            del self._sums[c][b]
            if c != a:
                self._sums[a][c] = self._sums[c][a] = self._sums[a].get(c, Likeness()).plus(likeness)
        if self._letters:
            self._letters[a] += self._letters.pop(b)
        for c in self._cannot_link.pop(b):  # never a: what must be apart is not joined
            self._cannot_link[c].discard(b)
            self._cannot_link[a].add(c)
            self._cannot_link[c].add(a)
