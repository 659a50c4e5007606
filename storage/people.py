"""People with roles."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.access import Role
from newsroom.chat import ChatKind
from newsroom.sentence import Sentence
from storage.columns import AnyRow
from storage.database import Transaction
from storage.tables import chats, people
from storage.upsert import upsert

_BIGGEST = 2**63  # SQLite counts no further


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with a role, or who had one, or might be given one.

    Attributes:
        role: None: none.
        name: As Telegram showed it when the role was given.
        username: Without @; None where there is none.
        added_by: Who gave the role, or made the invite; None: the code that the terminal printed.
        invite: The invite that was used; None for a role that was given by hand.
    """

    id: int
    role: Role | None
    name: str
    username: str | None
    added_by: int | None
    invite: int | None
    added_at: datetime

    @property
    def shown(self) -> str:
        """How people know the person: @name, else the name."""
        return f"@{self.username}" if self.username else self.name

    def with_role(self, role: Role, by: int, now: datetime) -> "Person":
        """The same person, given a role by hand."""
        return replace(self, role=role, added_by=by, invite=None, added_at=now)


def _person(row: AnyRow) -> Person:
    return Person(
        id=row.user_id,
        role=Role(row.role),
        name=row.name,
        username=row.username,
        added_by=row.added_by,
        invite=row.invite_id,
        added_at=row.added_at,
    )


async def role_of(connection: AsyncConnection, user_id: int) -> Role | None:
    """The role that a person was given; None: none."""
    found = (await connection.execute(select(people.c.role).where(people.c.user_id == user_id))).scalar()
    return None if found is None else Role(found)


async def person(connection: AsyncConnection, user_id: int) -> Person | None:
    """One person; None where it has no role."""
    row = (await connection.execute(select(people).where(people.c.user_id == user_id))).first()
    return _person(row) if row else None


async def known(connection: AsyncConnection, user_id: int) -> Person | None:
    """A person with a role, or one without whose private chat is known; None: neither."""
    found = await person(connection, user_id)
    return found or await _of_chat(connection, chats.c.id == user_id)


async def find(connection: AsyncConnection, name: str) -> Person | None:
    """Whom an @name or number means, as `known`."""
    if name.isascii() and name.isdigit():
        return await known(connection, int(name)) if int(name) < _BIGGEST else None
    wanted = name.removeprefix("@").casefold()
    row = (await connection.execute(select(people).where(func.lower(people.c.username) == wanted))).first()
    return _person(row) if row else await _of_chat(connection, func.lower(chats.c.username) == wanted)


async def _of_chat(connection: AsyncConnection, where: ColumnElement[bool]) -> Person | None:
    row = (await connection.execute(select(chats).where(chats.c.kind == ChatKind.PRIVATE, where))).first()
    if row is None:
        return None
    return Person(
        id=row.id,
        role=None,
        name=row.title,
        username=row.username,
        added_by=None,
        invite=None,
        added_at=row.made_at,
    )


async def name_of(connection: AsyncConnection, user_id: int) -> str | Sentence:
    """How people know somebody: @name, else the name, else the number; 0 is somebody who wants to be forgotten."""
    if user_id == 0:
        return Sentence("forgetme.somebody")
    found = await known(connection, user_id)
    return found.shown if found else str(user_id)


async def everybody(connection: AsyncConnection) -> Sequence[Person]:
    """All people with a role: those who may do most first, then as they came."""
    rows = [_person(row) for row in await connection.execute(select(people).order_by(people.c.added_at))]
    return [one for role in reversed(Role) for one in rows if one.role is role]


async def owners(connection: AsyncConnection) -> Sequence[Person]:
    """The owners, as they came."""
    return [one for one in await everybody(connection) if one.role is Role.OWNER]


async def let_in_by(connection: AsyncConnection, user_id: int) -> int:
    """How many groups and channels are admitted by this person's word."""
    found = select(func.count()).select_from(chats).where(chats.c.admitted_by == user_id, chats.c.admitted)
    return int((await connection.execute(found)).scalar_one())


async def by_invite(connection: AsyncConnection, invite_id: int) -> int:
    """How many people have their role by an invite."""
    found = select(func.count()).select_from(people).where(people.c.invite_id == invite_id)
    return int((await connection.execute(found)).scalar_one())


async def put(tx: Transaction, new: Person) -> None:
    """Keep a person with a role, in place of the one that there was."""
    values = {
        "role": new.role,
        "name": new.name[:200],
        "username": new.username,
        "added_by": new.added_by,
        "invite_id": new.invite,
        "added_at": new.added_at,
    }
    row = upsert(people).values(user_id=new.id, **values)
    await tx.execute(row.on_conflict_do_update(index_elements=["user_id"], set_=values))


async def remove(tx: Transaction, user_id: int) -> None:
    """Take a person's role away."""
    await tx.execute(delete(people).where(people.c.user_id == user_id))


async def remove_by_invite(tx: Transaction, invite_id: int, but: int) -> Sequence[Person]:
    """Take away the roles that people have by an invite, but for one person; gives whose."""
    theirs = (people.c.invite_id == invite_id) & (people.c.user_id != but)
    return [_person(row) for row in await tx.execute(delete(people).where(theirs).returning(people))]
