"""What a desk tracks."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from newsroom.chat import Place

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
        query: In the topic language, canonical form.
        min_independent: Independent publishers wanted before an alert; 1 tells at once.
        confirm_at: Independent publishers at which a story told already is said to be confirmed; None: never.
        made: Since when; what was open before starts in silence.
    """

    id: TopicId
    place: Place
    query: str
    mode: TopicMode
    made: datetime
    min_independent: int = 1
    confirm_at: int | None = None
