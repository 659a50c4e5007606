"""The states that rows are in, and the tables' own checks of them."""

from enum import StrEnum

from sqlalchemy import CheckConstraint


class SourceState(StrEnum):
    """Whether a source is polled."""

    ACTIVE = "active"
    RETIRED = "retired"


class SourceOrigin(StrEnum):
    """Who asked for a source first: the operator's file, or a chat with /addfeed."""

    CONFIG = "config"
    CHAT = "chat"


class ChatState(StrEnum):
    """Whether a chat is written to: a suspended one is kept, and tried daily."""

    ACTIVE = "active"
    SUSPENDED = "suspended"


class QueueKind(StrEnum):
    """What waits for the desk."""

    ITEM = "item"
    EDIT = "edit"
    CORRECTION = "correction"


class DeliveryState(StrEnum):
    """How far a delivery is; a dead one is given up, with its reason."""

    DUE = "due"
    IN_FLIGHT = "in_flight"
    SENT = "sent"
    DEAD = "dead"


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """The check that a column holds one of them."""
    return CheckConstraint(f"{column} in ({', '.join(repr(value.value) for value in values)})", name=column)
