"""Large groups, parted by their headlines: the sides and steps of one running affair.

What six and more reports have in common is mostly their affair. What each of them reports is in its headline: so such a
group is grouped once more by what the headlines say by themselves, and by what they mention of each other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsroom.stories.embeddings import Embedding
from newsroom.stories.features import Features
from newsroom.stories.linkage import PositionPair
from newsroom.stories.slot_headlines import headline_rarity, headline_words
from newsroom.stories.stream_rarity import rarity_at_large
from newsroom.stories.thresholds import HEADLINES_ALIKE, MENTIONED_SHARE


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReadHeadline:
    """An item's headline, to be compared with others.

    Attributes:
        says: What the encoder makes of it alone; a vector of unit length.
        words: Those that another item may mention (newsroom.stories.slot_headlines).
        mentions: The words of headline and text.
    """

    says: Embedding
    words: tuple[str, ...]
    mentions: frozenset[str]

    @classmethod
    def of(cls, features: Features, says: Embedding) -> "ReadHeadline":
        """That of an item."""
        return cls(says=says, words=headline_words(features), mentions=frozenset(features.terms))


def parted(headlines: Sequence[ReadHeadline], together: Iterable[PositionPair] = ()) -> list[list[int]]:
    """The headlines by their places in groups: average linkage, down to one bar.

    Args:
        headlines: Of a group.
        together: Places that a person keeps together.
    """
    sums, members = _likenesses(headlines), {place: [place] for place in range(len(headlines))}
    sizes = np.ones(len(headlines))
    np.fill_diagonal(sums, -np.inf)

    def join(one: int, other: int) -> None:
        sums[one] += sums[other]
        sums[:, one] = sums[one]
        sums[one, one] = sums[other] = sums[:, other] = -np.inf
        sizes[one] += sizes[other]
        members[one] += members.pop(other)

    for a, b in together:
        one, other = sorted(next(group for group, places in members.items() if place in places) for place in (a, b))
        if one != other:
            join(one, other)
    while len(members) > 1:
        means = sums / np.outer(sizes, sizes)
        one, other = sorted(divmod(int(means.argmax()), len(headlines)))
        if means[one, other] < HEADLINES_ALIKE:
            break
        join(one, other)
    return sorted(sorted(places) for places in members.values())


def _likenesses(headlines: Sequence[ReadHeadline]) -> NDArray[np.float64]:
    """How alike each two are: their cosine, and so much of what they mention of each other."""
    says = np.array([headline.says for headline in headlines], dtype=np.float32)
    shares = np.array([_mentioned(headline, headlines) for headline in headlines])
    alike: NDArray[np.float64] = says @ says.T + MENTIONED_SHARE * (shares + shares.T) / 2
    return alike


def _mentioned(headline: ReadHeadline, by: Sequence[ReadHeadline]) -> list[float]:
    """The share of a headline that each item mentions, 0..1; 1 where it has no words."""
    whole, rarities = headline_rarity(headline.words), [(word, rarity_at_large(word)) for word in headline.words]
    if not rarities:
        return [1.0] * len(by)
    return [min(1.0, sum(rarity for word, rarity in rarities if word in other.mentions) / whole) for other in by]
