"""What each button does."""

from typing import assert_never

from handlers.buttons import Act, Press, TimelineAct
from handlers.commands import forget_me, merge_split, mute, story, timeline, topics
from handlers.requests import Answer, Request, Services
from newsroom.topic import TopicMode

_READING_ACTS = frozenset({Act.TIMELINE, Act.MORE_TIMELINE, Act.SOURCES, Act.WHY, Act.STORY})


def changes(pressed: Press) -> bool:
    """Whether a button changes what is sent to the chat: for admins only."""
    return not isinstance(pressed.act, TimelineAct) and pressed.act not in _READING_ACTS


async def press(request: Request, services: Services, pressed: Press) -> Answer:
    """What a button does."""
    number = pressed.number
    match pressed.act:
        case TimelineAct() | Act.TIMELINE | Act.MORE_TIMELINE:
            return await timeline.press(request, services, pressed.act, number)
        case Act.SOURCES:
            return await story.press_sources(request, services, number)
        case Act.WHY:
            return await story.press_why(request, services, number)
        case Act.STORY:
            return await story.press_story(request, services, number)
        case Act.MUTE | Act.UNMUTE:
            return await mute.press_mute(request, services, number, muted=pressed.act is Act.MUTE)
        case Act.NOT_A_CONFLICT | Act.IS_A_CONFLICT:
            return await story.press_conflict(request, services, number, dismissed=pressed.act is Act.NOT_A_CONFLICT)
        case Act.SPLIT_OFF:
            return await merge_split.press_split(request, services, number)
        case Act.UNDO:
            return await merge_split.press_undo(request, services, number)
        case Act.FORGET_ME:
            return await forget_me.press_forget_me(request, services, number)
        case Act.DELETE | Act.LIST_DELETE:
            in_list = pressed.act is Act.LIST_DELETE
            return await topics.press_delete(request, services, number, in_list=in_list)
        case Act.ALERTS_ON | Act.LIST_ALERTS:
            in_list = pressed.act is Act.LIST_ALERTS
            return await topics.press_mode(request, services, number, TopicMode.ALERTS, in_list=in_list)
        case Act.DIGEST_ONLY | Act.LIST_DIGEST:
            in_list = pressed.act is Act.LIST_DIGEST
            return await topics.press_mode(request, services, number, TopicMode.DIGEST, in_list=in_list)
        case Act.LIST_PAUSE:
            return await topics.press_mode(request, services, number, TopicMode.PAUSED, in_list=True)
        case _:
            assert_never(pressed.act)
