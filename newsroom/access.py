"""Who may use the bot, and what for: the one rule that every loop follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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
class Need:
    """What a command or button needs.

    Attributes:
        role: The least role in one's own private chat; an editor's or owner's is needed everywhere. None: not even one.
        changes: It changes what a chat gets: where others read along it is for the chat's admins, and for editors.
        work: The role is needed in groups, too, or that of an admin there: it is the desk's work, not a reader's.
    """

    role: Role | None = Role.READER
    changes: bool = False
    work: bool = False

    def is_met(self, role: Role | None, *, own_chat: bool, chat_admin: bool) -> bool:
        """Whether a person may; `own_chat`: in their private chat, about nothing else than it."""
        if self.role is None:
            return True
        if own_chat or self.role.includes(Role.EDITOR):
            return role is not None and role.includes(self.role)
        if self.work:
            return chat_admin or (role is not None and role.includes(self.role))
        return not self.changes or chat_admin or (role is not None and role.includes(Role.EDITOR))


class InviteState(StrEnum):
    """Whether an invite can be used."""

    GOOD = "good"
    USED_UP = "used_up"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """A link that gives whoever opens it a role.

    Attributes:
        uses_left: How many people may still use it.
        made_by: None: the terminal, for the first owner.
        expires_at: None: never.
        revoked_at: None: it holds.
    """

    id: int
    role: Role
    uses_left: int
    made_by: int | None
    made_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None

    def state(self, now: datetime, maker: Role | None) -> InviteState:
        """Whether it can be used; `maker`: the role of whoever made it, who may give away no more than that."""
        if self.revoked_at is not None or (self.made_by is not None and (not maker or self.role not in maker.grants)):
            return InviteState.REVOKED
        if self.uses_left < 1:
            return InviteState.USED_UP
        if self.expires_at is not None and self.expires_at <= now:
            return InviteState.EXPIRED
        return InviteState.GOOD


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

        Where the bot is open, and where the operator lists them, everybody is a reporter at least: they have their own
        private chats.
        """
        if person in self.admins:
            return Role.OWNER
        everybodys = person and (self.mode is AccessMode.OPEN or person in self.chats)
        if everybodys and not (given and given.includes(Role.REPORTER)):
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
