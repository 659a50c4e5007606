"""People with roles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.access import Role
from storage.columns import AnyRow
from storage.database import Transaction
from storage.tables import people


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with a role.

    Attributes:
        name: As Telegram showed it when the role was given.
        username: Without @; None where there is none.
        added_by: Who gave the role, or made the invite; None: the code that the terminal printed.
        invite: The invite that was used; None for a role that was given by hand.
    """

    id: int
    role: Role
    name: str
    username: str | None
    added_by: int | None
    invite: int | None
    added_at: datetime

    @property
    def shown(self) -> str:
        """How people know the person: @name, else the name."""
        return f"@{self.username}" if self.username else self.name


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


async def everybody(connection: AsyncConnection) -> Sequence[Person]:
    """All people with a role: those who may do most first, then as they came."""
    rows = [_person(row) for row in await connection.execute(select(people).order_by(people.c.added_at))]
    return sorted(rows, key=lambda one: list(Role).index(one.role), reverse=True)


async def owners(connection: AsyncConnection) -> Sequence[Person]:
    """The owners, as they came."""
    return [one for one in await everybody(connection) if one.role is Role.OWNER]


async def by_invite(connection: AsyncConnection, invite_id: int) -> int:
    """How many people have their role by an invite."""
    found = select(func.count()).select_from(people).where(people.c.invite_id == invite_id)
    return int((await connection.execute(found)).scalar_one())


async def put(tx: Transaction, new: Person) -> None:
    """Give a person a role, in place of the one that there was."""
    values = {
        "role": new.role.value,
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


async def remove_by_invite(tx: Transaction, invite_id: int) -> Sequence[Person]:
    """Take away the roles that people have by an invite; gives whose."""
    gone = await tx.execute(delete(people).where(people.c.invite_id == invite_id).returning(people))
    return [_person(row) for row in gone]
