"""What each button does."""

from typing import Literal, TypeAlias

from handlers.buttons import (
    AccessAct,
    Act,
    AddressAct,
    AnyAct,
    FeedAct,
    FileAct,
    HandOverAct,
    HintAct,
    ListAct,
    OfferAct,
    Press,
    ReceiverAct,
    SnoozeAct,
    TimelineAct,
    TopicCardAct,
    WorkAct,
)
from handlers.commands import (
    access_presses,
    alert_receiver,
    chat_file,
    forget_me,
    listed_sources,
    merge_split,
    mute,
    offers,
    shift_presses,
    source_cards,
    spoken_language,
    stop,
    story,
    timeline,
    topic_addresses,
    topic_cards,
    topic_hint_presses,
    topics,
    work_presses,
)
from handlers.requests import Answer, Request, Services
from newsroom.access import Need, Role
from newsroom.topic import TopicMode

_READING_ACTS: frozenset[AnyAct] = frozenset(
    {
        *(Act.TIMELINE, Act.MORE_TIMELINE, Act.SOURCES, Act.WHY, Act.STORY),
        *(FeedAct.CARD, TopicCardAct.CARD),
    }
)
# Whether somebody may undo what another did depends on what else they may do in the chat.
SHOWS_RIGHTS: frozenset[AnyAct] = frozenset({WorkAct.TAKE, WorkAct.DELETE_NOTE, WorkAct.LIST_DELETE_NOTE})
# A channel's readers may press what they may not ask for: what shows them more than its posts, or fills it.
NOT_FOR_READERS: frozenset[AnyAct] = frozenset({*ListAct, *FeedAct, *TopicCardAct, *WorkAct, HandOverAct.PLOT})
_ASKED_OF_A_STORY = {Act.SOURCES: story.press_sources, Act.WHY: story.press_why, Act.STORY: story.press_story}

_PAGES = {
    ListAct.TOPICS: topics.press_page,
    ListAct.FEEDS: listed_sources.own_page,
    ListAct.MUTED: mute.press_page,
    ListAct.SOURCES: listed_sources.all_page,
    ListAct.ADDRESSES: topic_addresses.press_page,
}


def need(pressed: Press) -> Need:
    """What a button needs."""
    if isinstance(pressed.act, AccessAct):
        return access_presses.need(pressed.act)
    if isinstance(pressed.act, OfferAct) and pressed.act is not OfferAct.OFFER:
        return Need(role=Role.OWNER)
    if isinstance(pressed.act, ReceiverAct):
        return Need(role=Role.EDITOR, changes=True)
    if pressed.act is Act.FORGET_ME:
        return Need(role=None)
    if isinstance(pressed.act, HandOverAct | SnoozeAct):
        return shift_presses.need(pressed.act)
    if isinstance(pressed.act, WorkAct):
        return work_presses.need(pressed.act)
    if isinstance(pressed.act, TimelineAct | ListAct) or pressed.act in _READING_ACTS:
        return Need()
    if pressed.act in (Act.PAUSE_ALL, Act.SPEAK):
        return Need(changes=True)  # whoever may track no more may have silence all the same
    return Need(role=Role.REPORTER, changes=True)


async def press(request: Request, services: Services, pressed: Press) -> Answer:
    """What a button does."""
    number = pressed.number
    match pressed.act:
        case AccessAct() as act:
            return await access_presses.press(request, services, act, number)
        case FeedAct() | OfferAct() | FileAct() | AddressAct() | ReceiverAct() | HintAct() | TopicCardAct() as act:
            return await _press_of_chat(request, services, act, pressed)
        case HandOverAct() | SnoozeAct() as act:
            return await shift_presses.press(request, services, act, pressed)
        case ListAct() as act:
            return await _PAGES[act](request, services, number)
        case WorkAct() as act:
            return await work_presses.press(request, services, act, pressed)
        case TimelineAct() | Act.TIMELINE | Act.MORE_TIMELINE as act:
            return await timeline.press(request, services, act, number)
        case Act.SOURCES | Act.WHY | Act.STORY as act:
            return await _ASKED_OF_A_STORY[act](request, services, number)
        case Act.MUTE | Act.UNMUTE:
            return await mute.press_mute(request, services, number, muted=pressed.act is Act.MUTE)
        case Act.NOT_A_CONFLICT | Act.IS_A_CONFLICT:
            return await story.press_conflict(request, services, number, dismissed=pressed.act is Act.NOT_A_CONFLICT)
        case Act.SPLIT_OFF | Act.FOR_ALL | Act.UNDO:
            return await merge_split.press(request, services, pressed.act, number)
        case Act.SPEAK:
            return spoken_language.press_language(request, number)
        case Act.FORGET_ME:
            return await forget_me.press_forget_me(request, services, number)
        case Act.RUN | Act.TURN | Act.SHOW | Act.ASK:
            raise AssertionError("a command behind a button is run as one that is typed")
        case act:
            return await _press_topic(request, services, act, pressed)


async def _press_of_chat(
    request: Request,
    services: Services,
    act: FeedAct | OfferAct | FileAct | AddressAct | ReceiverAct | HintAct | TopicCardAct,
    pressed: Press,
) -> Answer:
    """A button of a source or an offer, under what a file would change, of a topic, its address, or a hint on it."""
    number = pressed.number
    match act:
        case FeedAct():
            return await source_cards.press(request, services, act, number)
        case HintAct():
            return await topic_hint_presses.press(request, services, act, pressed)
        case TopicCardAct():
            return await topic_cards.press(request, services, act, pressed)
        case ReceiverAct():
            return await alert_receiver.press(request, services, act)
        case AddressAct():
            return await topic_addresses.press(request, services, act, number)
        case FileAct.RESUME:
            return await stop.press_resume(request, services, number)
        case FileAct():
            return await chat_file.press(request, services, act, number)
        case OfferAct.OFFER:
            return await offers.press_offer(request, services, number)
        case OfferAct.ACCEPT:
            return await offers.press_accept(request, services, number)
        case OfferAct.REFUSE:
            return await offers.press_refuse(request, services, number)
        case OfferAct.TAKE_BACK:
            return await offers.press_whether_back(request, services, number)
        case OfferAct.STOP:
            return await offers.press_take_back(request, services, number)


_TopicAct: TypeAlias = Literal[
    Act.ALERTS_ON,
    Act.LIST_ALERTS,
    Act.DIGEST_ONLY,
    Act.LIST_DIGEST,
    Act.LIST_PAUSE,
    Act.DELETE,
    Act.LIST_DELETE,
    Act.DELETE_ALL,
    Act.KEEP_ALL,
    Act.PAUSE_ALL,
]
_MODES: dict[_TopicAct, TopicMode] = {
    Act.ALERTS_ON: TopicMode.ALERTS,
    Act.LIST_ALERTS: TopicMode.ALERTS,
    Act.DIGEST_ONLY: TopicMode.DIGEST,
    Act.LIST_DIGEST: TopicMode.DIGEST,
    Act.LIST_PAUSE: TopicMode.PAUSED,
}
_IN_LISTS = frozenset({Act.LIST_ALERTS, Act.LIST_DIGEST, Act.LIST_PAUSE, Act.LIST_DELETE})


async def _press_topic(request: Request, services: Services, act: _TopicAct, pressed: Press) -> Answer:
    """A button under a topic, or in the list of topics."""
    number = pressed.number
    if act in (Act.DELETE_ALL, Act.KEEP_ALL):
        return await topics.press_all(request, services, number, stop=act is Act.DELETE_ALL)
    if act is Act.PAUSE_ALL:
        return await stop.press_pause(request, services, number)
    page = pressed.detail if act in _IN_LISTS else None
    if act in (Act.DELETE, Act.LIST_DELETE):
        return await topics.press_delete(request, services, number, page=page)
    return await topics.press_mode(request, services, number, _MODES[act], page=page)
