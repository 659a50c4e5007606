"""What the people of a chat do with a story: who works on it, whether it is kept at hand, what they noted on it."""

from dataclasses import dataclass
from datetime import datetime

from newsroom.access import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A person took a story.

    Attributes:
        user: 0: the chat itself, in whose name an anonymous admin speaks.
        name: As Telegram showed it then.
    """

    user: int
    name: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryNote:
    """What somebody noted on a story for the others of the chat.

    Attributes:
        user: 0: the chat itself, or somebody who is forgotten.
        name: As Telegram showed it then; "" of somebody who is forgotten.
    """

    id: int
    user: int
    name: str
    text: str
    written: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryWork:
    """What a chat's people have done with a story.

    Attributes:
        assignment: None where nobody works on it.
        note: The newest of `note_count` notes; None where there is none.
    """

    assignment: Assignment | None = None
    saved: bool = False
    note: StoryNote | None = None
    note_count: int = 0


def may_undo(mine: bool, role: Role | None, *, chat_admin: bool) -> bool:  # noqa: FBT001 - whose it is comes first
    """Whether a person may take back what somebody did with a story: their own, an editor's or an admin's word."""
    return mine or chat_admin or (role is not None and role.includes(Role.EDITOR))
