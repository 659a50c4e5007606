"""What the buttons of a desk's work do: take a story, save it, turn the list of what is saved."""

from handlers.buttons import Press, WorkAct
from handlers.commands import noting, saved, taking
from handlers.requests import Answer, Request, Services
from newsroom.access import Need, Role

_READING = frozenset({WorkAct.SAVED, WorkAct.NOTES, WorkAct.NOTES_PAGE})


def need(act: WorkAct) -> Need:
    """What such a button needs: as much as its command."""
    return Need() if act in _READING else Need(role=Role.REPORTER, work=True)


async def press(request: Request, services: Services, act: WorkAct, pressed: Press) -> Answer:
    """What such a button does."""
    match act:
        case WorkAct.TAKE:
            return await taking.press_take(request, services, pressed.number)
        case WorkAct.SAVE | WorkAct.UNSAVE:
            return await saved.press_save(request, services, pressed.number, saved=act is WorkAct.SAVE)
        case WorkAct.LIST_SAVE | WorkAct.LIST_UNSAVE:
            back = act is WorkAct.LIST_SAVE
            return await saved.press_listed(request, services, pressed.number, pressed.detail, saved=back)
        case WorkAct.NOTE:
            return await noting.press_note(request, services, pressed.number)
        case WorkAct.NOTES:
            return await noting.press_notes(request, services, pressed.number, pressed.detail)
        case WorkAct.NOTES_PAGE:
            return await noting.press_page(request, services, pressed.number, pressed.detail)
        case WorkAct.DELETE_NOTE | WorkAct.LIST_DELETE_NOTE:
            page = pressed.detail if act is WorkAct.LIST_DELETE_NOTE else None
            return await noting.press_delete(request, services, pressed.number, page)
        case WorkAct.SAVED:
            return await saved.press_page(request, services, pressed.number)
