"""Invites: of their codes only a hash is kept."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.access import Invite, Role
from storage.columns import AnyRow
from storage.database import Transaction
from storage.tables import invites


def _hash(code: str) -> str:
    """Codes are random and long: nothing is gained by a slow hash or salt."""
    return sha256(code.encode("utf-8", "surrogatepass")).hexdigest()


def _invite(row: AnyRow) -> Invite:
    return Invite(
        id=row.id,
        role=Role(row.role),
        uses_left=row.uses_left,
        made_by=row.made_by,
        made_at=row.made_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )


async def make(
    tx: Transaction,
    code: str,
    role: Role,
    now: datetime,
    *,
    made_by: int | None,
    uses: int = 1,
    expires_at: datetime | None = None,
) -> int:
    """Make an invite for so many people; gives its number."""
    new = insert(invites).values(
        code_hash=_hash(code), role=role.value, uses_left=uses, made_by=made_by, made_at=now, expires_at=expires_at
    )
    return int((await tx.execute(new.returning(invites.c.id))).scalar_one())


async def by_code(connection: AsyncConnection, code: str) -> Invite | None:
    """The invite of a code; None where there is none."""
    row = (await connection.execute(select(invites).where(invites.c.code_hash == _hash(code)))).first()
    return _invite(row) if row else None


async def by_number(connection: AsyncConnection, number: int) -> Invite | None:
    """The invite of that number; None where there is none."""
    row = (await connection.execute(select(invites).where(invites.c.id == number))).first()
    return _invite(row) if row else None


async def page(
    connection: AsyncConnection, number: int, size: int, *, made_by: int | None = None
) -> tuple[Sequence[Invite], int]:
    """So many invites, newest first, and how many there are; `made_by`: only those that a person made."""
    wanted = select(invites).where(invites.c.made_by.is_not(None) if made_by is None else invites.c.made_by == made_by)
    total = await connection.execute(select(func.count()).select_from(wanted.subquery()))
    rows = await connection.execute(wanted.order_by(invites.c.id.desc()).offset(number * size).limit(size))
    return [_invite(row) for row in rows], int(total.scalar_one())


async def use(tx: Transaction, number: int) -> None:
    """One person less may use it."""
    await tx.execute(update(invites).where(invites.c.id == number).values(uses_left=invites.c.uses_left - 1))


async def revoke(tx: Transaction, number: int, now: datetime) -> None:
    """Nobody may use it any more."""
    still = (invites.c.id == number) & invites.c.revoked_at.is_(None)
    await tx.execute(update(invites).where(still).values(revoked_at=now))


async def revoke_printed(tx: Transaction, now: datetime) -> None:
    """No code that the terminal printed before can be used any more."""
    printed = invites.c.made_by.is_(None) & invites.c.revoked_at.is_(None)
    await tx.execute(update(invites).where(printed).values(revoked_at=now))
