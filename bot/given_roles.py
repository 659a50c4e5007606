"""The roles that the command line gives a process, where its settings let it have them."""

from collections.abc import Sequence

from config.schema import Settings
from newsroom.errors import UserError
from newsroom.sentence import sentence
from storage.database_url import sqlite_file
from storage.process_role import ALL_ROLES, ProcessRole

_WITH_TELEGRAM = frozenset({ProcessRole.PUSH, ProcessRole.CHAT})


def given_roles(named: Sequence[str], settings: Settings) -> frozenset[ProcessRole]:
    """The roles that are named, one by one or in lists with commas; all where none is.

    Raises:
        UserError: there is no such role, or these settings allow no process that does it alone.
    """
    words = [word.strip() for one in named for word in one.split(",") if word.strip()]
    if unknown := [word for word in words if word not in list(ProcessRole)]:
        raise UserError(sentence("cli.unknown_role", role=unknown[0], roles=", ".join(ProcessRole)))
    roles = frozenset(map(ProcessRole, words)) or ALL_ROLES
    if roles != ALL_ROLES and sqlite_file(settings.database_url):
        raise UserError(sentence("cli.roles_need_a_server", roles=", ".join(sorted(roles))))
    if named and roles & _WITH_TELEGRAM and not settings.telegram.token:
        raise UserError(sentence("cli.roles_need_a_token", roles=", ".join(sorted(roles & _WITH_TELEGRAM))))
    return roles
