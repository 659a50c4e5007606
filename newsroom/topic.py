"""What a chat tracks."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from newsroom.chat import Place
from newsroom.matching.query import Query, str_query

TopicId = NewType("TopicId", int)


class TopicMode(StrEnum):
    """How a topic's stories reach its chat."""

    ALERTS = "alerts"
    DIGEST = "digest"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A query that a chat tracks in one of its threads.

    Attributes:
        made: Since when; stories that were open before start in silence.
        min_independent: Independent publishers wanted before an alert; 1 alerts at once.
        muted_until: Its alerts wait until then; None, or over: they do not.
        confirm_at: Independent publishers at which a notice calls an alerted story confirmed; None: never.
    """

    id: TopicId
    place: Place
    query: Query
    mode: TopicMode
    made: datetime
    min_independent: int = 1
    confirm_at: int | None = None
    muted_until: datetime | None = None

    @property
    def text(self) -> str:
        """The query in the topic language, in canonical form."""
        return str_query(self.query)
