"""What the buttons of a shift do: pages of what happened, silence for a while."""

from handlers.buttons import HandOverAct, Press, SnoozeAct
from handlers.commands import mute, since, snooze
from handlers.requests import Answer, Request, Services
from newsroom.access import Need, Role


def need(act: HandOverAct | SnoozeAct) -> Need:
    """What such a button needs: as much as its command."""
    if isinstance(act, HandOverAct):
        return Need()
    return Need(changes=True) if act is SnoozeAct.CHAT else Need(role=Role.REPORTER, changes=True)


async def press(request: Request, services: Services, act: HandOverAct | SnoozeAct, pressed: Press) -> Answer:
    """What such a button does."""
    match act:
        case HandOverAct.PAGE:
            return await since.press_page(request, services, pressed.number, pressed.detail)
        case HandOverAct.PLOT:
            return await since.press_plot(request, services, pressed.number)
        case SnoozeAct.CHAT:
            return await snooze.press_chat(request, pressed.detail)
        case SnoozeAct.TOPIC | SnoozeAct.STORY:
            return await mute.press_snooze(request, services, act, pressed.number, pressed.detail)
