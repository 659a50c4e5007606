"""Who may use the bot, and what for: the one rule that every loop follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class AccessMode(StrEnum):
    """Whom the bot serves."""

    OPEN = "open"
    INVITE = "invite"
    LISTED = "listed"


class Role(StrEnum):
    """What a person may do; each may do what those before it may."""

    READER = "reader"
    REPORTER = "reporter"
    EDITOR = "editor"
    OWNER = "owner"

    def includes(self, needed: "Role") -> bool:
        """Whether the role is the needed one, or may do more."""
        return _RANKS[self] >= _RANKS[needed]

    @property
    def grants(self) -> Sequence["Role"]:
        """The roles that a person of this one may give: an owner any, an editor those up to his own."""
        return [role for role in Role if self.includes(Role.EDITOR) and self.includes(role)]


_RANKS = {role: rank for rank, role in enumerate(Role)}


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRule:
    """Who is admitted, by the operator's settings and by the roles that people were given.

    Attributes:
        chats: Chats and persons that the operator lists; admitted in every mode.
        admins: Persons who run the bot: its owners, whatever is stored of them.
    """

    mode: AccessMode = AccessMode.INVITE
    chats: frozenset[int] = frozenset()
    admins: frozenset[int] = frozenset()

    def role(self, person: int, given: Role | None) -> Role | None:
        """A person's role; `given`: the one that is stored. None: a stranger.

        Whoever is there without one where the bot is open, or was listed, is a reporter: he has his own private chat.
        """
        if person in self.admins:
            return Role.OWNER
        if given is None and person and (self.mode is AccessMode.OPEN or person in self.chats):
            return Role.REPORTER
        return given

    def admits(self, chat: int, voucher: Role | None) -> bool:
        """Whether a chat is admitted.

        Args:
            chat: Telegram's number; that of a private chat is the person's.
            voucher: The role of the person who answers for the chat: in private that person, elsewhere who let it in.
        """
        if self.mode is AccessMode.OPEN or chat in self.chats or chat in self.admins:
            return True
        if self.mode is AccessMode.LISTED or voucher is None:
            return False
        return chat > 0 or self.lets_in(voucher)

    def lets_in(self, role: Role | None) -> bool:
        """Whether a person of this role lets in the groups and channels that he adds the bot to."""
        return self.mode is AccessMode.INVITE and role is not None and role.includes(Role.EDITOR)
