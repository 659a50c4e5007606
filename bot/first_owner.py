"""A bot that nobody owns prints a code: whoever sends it first becomes its owner."""

from datetime import datetime

from handlers.commands.invites import new_code
from newsroom.access import AccessMode, AccessRule, Role
from storage import invites, people
from storage.database import Database


async def owner_code(database: Database, rule: AccessRule, now: datetime) -> str | None:
    """A code that makes one person the owner; None where there is one, or where roles let nobody in.

    Codes that were printed before are no longer good.
    """
    async with database.write() as tx:
        await invites.revoke_printed(tx, now)
        if rule.mode is AccessMode.LISTED or rule.admins or await people.owners(tx.connection):
            return None
        code = new_code()
        await invites.make(tx, code, Role.OWNER, now, made_by=None)
    return code
