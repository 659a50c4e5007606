"""What each button of /role, /invites and /log does."""

from typing import assert_never

from handlers.buttons import AccessAct
from handlers.commands import change_log, invites, people
from handlers.requests import Answer, Request, Services
from newsroom.access import Need, Role

_EDITORS_ACTS = frozenset({AccessAct.INVITES, AccessAct.WHETHER_REVOKE, AccessAct.REVOKE_INVITE})
_ROLES = {
    AccessAct.MAKE_READER: Role.READER,
    AccessAct.MAKE_REPORTER: Role.REPORTER,
    AccessAct.MAKE_EDITOR: Role.EDITOR,
    AccessAct.MAKE_OWNER: Role.OWNER,
}


def need(act: AccessAct) -> Need:
    """What a button needs."""
    return Need(role=Role.EDITOR if act in _EDITORS_ACTS else Role.OWNER)


async def press(request: Request, services: Services, act: AccessAct, number: int) -> Answer:
    """What a button does."""
    match act:
        case AccessAct.PEOPLE:
            return await people.press_page(request, services, number)
        case AccessAct.PERSON:
            return await people.press_person(request, services, number)
        case AccessAct.MAKE_READER | AccessAct.MAKE_REPORTER | AccessAct.MAKE_EDITOR | AccessAct.MAKE_OWNER:
            return await people.press_role(request, services, number, _ROLES[act])
        case AccessAct.REMOVE_PERSON:
            return await people.press_role(request, services, number, None)
        case AccessAct.INVITES:
            return await invites.press_page(request, services, number)
        case AccessAct.WHETHER_REVOKE:
            return await invites.press_whether_revoke(request, services, number)
        case AccessAct.REVOKE_AND_REMOVE:
            return await invites.press_whether_remove(request, services, number)
        case AccessAct.REVOKE_INVITE | AccessAct.REMOVE_THEM:
            remove = act is AccessAct.REMOVE_THEM
            return await invites.press_revoke(request, services, number, remove=remove)
        case AccessAct.LOG:
            return await change_log.press_page(request, services, number)
        case _:
            assert_never(act)
