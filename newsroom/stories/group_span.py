"""From when to when the items of a group came: a story goes on while reports come, so its last ones count for more."""

from typing import NamedTuple

from newsroom.stories.thresholds import HALF_LIFE_H, LASTING_STORY, NEAREST_SHARE


class GroupSpan(NamedTuple):
    """When the items of a group came, in hours since 1970.

    Attributes:
        first: The earliest.
        last: The latest.
        total: All added up.
        size: How many items it has.
    """

    first: float
    last: float
    total: float
    size: int

    @classmethod
    def of(cls, hours: float) -> "GroupSpan":
        """Of one item."""
        return cls(hours, hours, hours, 1)

    def joined(self, other: "GroupSpan") -> "GroupSpan":
        """Of both groups together."""
        return GroupSpan(
            min(self.first, other.first),
            max(self.last, other.last),
            self.total + other.total,
            self.size + other.size,
        )


def restored(one: GroupSpan, other: GroupSpan) -> float:
    """How many times the mean likeness of two groups counts, 1 or more; of a few items it counts once.

    It has faded with the hours between all their items. Of these a part (NEAREST_SHARE) is counted from the end of the
    earlier group to the beginning of the later one instead: the third day's report is far from the first one and near
    to the second day's.
    """
    if one.size + other.size < LASTING_STORY:
        return 1.0
    middles_h = abs(one.total / one.size - other.total / other.size)
    ends_h = max(0.0, one.first - other.last, other.first - one.last)
    return float(2.0 ** (NEAREST_SHARE * max(0.0, middles_h - ends_h) / HALF_LIFE_H))
