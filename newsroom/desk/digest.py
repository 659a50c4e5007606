"""The morning's list: which stories, in which order."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsroom.desk.views import StoryView

_HALF_LIFE = timedelta(hours=12)  # a story of last night weighs twice one of yesterday morning
MOST_STORIES = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A story in a digest; `alerted`: the chat was told of it already."""

    view: StoryView
    alerted: bool


def ranked(lines: Iterable[Line], now: datetime) -> list[Line]:
    """By independent publishers and freshness, the weightiest first."""

    def weight(line: Line) -> float:
        age = max(timedelta(0), now - line.view.updated)
        return (line.view.independent + 0.1 * line.view.outlets) * math.exp2(-age / _HALF_LIFE)

    return sorted(lines, key=lambda line: (-weight(line), line.view.id))
