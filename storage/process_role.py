"""What a process does of the program's work, where several share one database."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum


class ProcessRole(StrEnum):
    """One of the four loops, with what belongs to it."""

    WATCH = "watch"
    DESK = "desk"
    PUSH = "push"
    CHAT = "chat"

    @property
    def takes_a_seat(self) -> bool:
        """Whether only one process at a time may do it; of the others any number may."""
        return self is not ProcessRole.WATCH


ALL_ROLES = frozenset(ProcessRole)


@dataclass(frozen=True, slots=True)
class Seat:
    """The right to be the one process that does a role.

    Attributes:
        term: One more each time that another process takes the seat.
        lost: Set where the right may be another's by now: it is to be taken again.
    """

    term: int
    lost: asyncio.Event
