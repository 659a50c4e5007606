"""Buttons: what comes back to us when one is pressed, in at most 64 bytes. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from handlers.messages import Button

LONGEST_SNOOZE_H = 31 * 24  # a guess: whoever wants more wants /untrack, or quiet hours
_DIGITS = 18  # longer numbers are no ids, and SQLite holds none of more than 63 bits


class Act(StrEnum):
    """What a button does. Stored in messages for ever: a value's meaning never changes."""

    TIMELINE = "tl"
    SOURCES = "so"
    WHY = "wy"
    MUTE = "mu"
    UNMUTE = "um"
    STORY = "st"
    ALERTS_ON = "ta"
    DIGEST_ONLY = "td"
    DELETE = "tx"
    LIST_ALERTS = "la"
    LIST_DIGEST = "ld"
    LIST_PAUSE = "lp"
    LIST_DELETE = "lx"
    MORE_TIMELINE = "tm"
    NOT_A_CONFLICT = "nc"
    IS_A_CONFLICT = "ic"
    SPLIT_OFF = "sp"
    UNDO = "ud"
    FORGET_ME = "fg"
    FOR_ALL = "fa"
    DELETE_ALL = "xa"
    KEEP_ALL = "xk"
    PAUSE_ALL = "xp"
    RUN = "rn"
    TURN = "pg"
    SHOW = "sh"
    ASK = "as"
    SPEAK = "ln"


class TimelineAct(StrEnum):
    """What a button of a timeline does: the timeline of a story (e...) or of a topic (f...) in another form."""

    STORY_FORMS = "eo"
    STORY_PICTURE = "ep"
    STORY_DARK = "ed"
    STORY_PAGE = "eh"
    STORY_TABLE = "ec"
    STORY_JSON = "ej"
    STORY_CALENDAR = "ei"
    STORY_TIMELINEJS = "et"
    TOPIC_WHOLE = "fw"
    TOPIC_FORMS = "fo"
    TOPIC_PICTURE = "fp"
    TOPIC_DARK = "fd"
    TOPIC_PAGE = "fh"
    TOPIC_TABLE = "fc"
    TOPIC_JSON = "fj"
    TOPIC_CALENDAR = "fi"
    TOPIC_TIMELINEJS = "ft"


class AccessAct(StrEnum):
    """What a button does to people's roles, to invites, or shows of them and of the log: to a person, invite, page.

    Whether those are removed who came by an invite is asked once.
    """

    PEOPLE = "pl"
    PERSON = "pe"
    MAKE_READER = "pr"
    MAKE_REPORTER = "pp"
    MAKE_EDITOR = "pd"
    MAKE_OWNER = "pw"
    REMOVE_PERSON = "px"
    INVITES = "il"
    WHETHER_REVOKE = "iv"
    REVOKE_INVITE = "iw"
    REVOKE_AND_REMOVE = "ix"
    REMOVE_THEM = "iy"
    LOG = "lg"


class OfferAct(StrEnum):
    """What a button does with a source that a chat offers to all, or that came so; taking it back is asked about."""

    OFFER = "of"
    ACCEPT = "oa"
    REFUSE = "or"
    TAKE_BACK = "ob"
    STOP = "os"


class FeedAct(StrEnum):
    """What a button does with a source that the chat may see: show its card, have it visited, pause it, end it."""

    CARD = "kc"
    VISIT = "kv"
    PAUSE = "kp"
    RESUME = "kr"
    RENAME = "kn"
    PUBLISHER = "kf"
    REMOVE = "kx"
    RESTORE = "ku"


class HandOverAct(StrEnum):
    """What a button does under a list of what happened: turns the list of that number to a page, or draws it."""

    PAGE = "hp"
    PLOT = "hg"


class SnoozeAct(StrEnum):
    """What a button keeps quiet for so many hours: this chat, the topic or the story of that number."""

    CHAT = "qc"
    TOPIC = "qt"
    STORY = "qs"


class FileAct(StrEnum):
    """What a button does with the file of topics and settings of that number.

    Take it over, take that back; or resume the topics in it, which were stopped.
    """

    TAKE_OVER = "ct"
    TAKE_OVER_WHOLE = "cw"
    UNDO = "cu"
    RESUME = "cr"


class AddressAct(StrEnum):
    """What a button does with the private address of the topic of that number: make a new one, end it."""

    NEW = "an"
    ANEW = "ar"
    END = "ae"


class HintAct(StrEnum):
    """What a button does with a topic that floods or finds nothing: ask what the kept line asks, or leave it so."""

    CHANGE = "hc"
    LEAVE = "hl"


class TopicCardAct(StrEnum):
    """What a button does with a topic: shows its card, alerts of it, lists it, pauses it, changes what it asks."""

    CARD = "yc"
    ALERTS = "ya"
    DIGEST = "yd"
    PAUSE = "yp"
    EDIT = "ye"
    PUBLISHERS = "yw"
    NARROW = "yn"
    HERE = "yh"


class ReceiverAct(StrEnum):
    """What a button does with the receiver of this chat's alerts."""

    TEST = "vt"
    WHETHER_RENEW = "vn"
    RENEW = "vr"
    OFF = "vo"


class WorkAct(StrEnum):
    """What a button does for the people of a chat: with the story or the note of that number, or to a list of them."""

    TAKE = "wt"
    SAVE = "ws"
    UNSAVE = "wu"
    LIST_SAVE = "wb"
    LIST_UNSAVE = "wx"
    SAVED = "wp"
    NOTE = "wn"
    NOTES = "wl"
    NOTES_PAGE = "wq"
    DELETE_NOTE = "wd"
    LIST_DELETE_NOTE = "wz"


class ListAct(StrEnum):
    """Which page of a list a button turns to: the chat's topics, their addresses, feeds, muted stories, all sources."""

    TOPICS = "jt"
    FEEDS = "jf"
    MUTED = "jm"
    SOURCES = "js"
    ADDRESSES = "ja"


AnyAct: TypeAlias = (
    Act
    | TimelineAct
    | AccessAct
    | OfferAct
    | FeedAct
    | HandOverAct
    | SnoozeAct
    | FileAct
    | AddressAct
    | HintAct
    | TopicCardAct
    | ReceiverAct
    | WorkAct
    | ListAct
)


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button: what it does, and to which story, topic, dispute, person, page, line, command, language ...

    Below 0: one of the chat's own. `detail`: which page of a list, from 0, how many hours, or which kept line.
    """

    act: AnyAct
    number: int
    detail: int = 0


# The buttons of lists, which put another page, or the list as it is now, in place of the message that has them.
OF_LISTS: frozenset[AnyAct] = frozenset(
    {
        *ListAct,
        *FeedAct,
        WorkAct.SAVED,
        WorkAct.LIST_SAVE,
        WorkAct.LIST_UNSAVE,
        WorkAct.NOTES_PAGE,
        WorkAct.LIST_DELETE_NOTE,
    }
)

OF_TOPICS: frozenset[AnyAct] = frozenset(
    {
        Act.ALERTS_ON,
        Act.DIGEST_ONLY,
        Act.DELETE,
        Act.LIST_ALERTS,
        Act.LIST_DIGEST,
        Act.LIST_PAUSE,
        Act.LIST_DELETE,
        Act.DELETE_ALL,
        Act.KEEP_ALL,
        Act.PAUSE_ALL,
        SnoozeAct.TOPIC,
        *AddressAct,
        *HintAct,
        *TopicCardAct,
        *(act for act in TimelineAct if act.name.startswith("TOPIC_")),
    }
)
_IN_LISTS = (Act.LIST_ALERTS, Act.LIST_DIGEST, Act.LIST_PAUSE, Act.LIST_DELETE)  # their detail is the page
_DETAILED: frozenset[AnyAct] = frozenset(
    {*_IN_LISTS, *HandOverAct, *SnoozeAct, *WorkAct, HintAct.CHANGE, TopicCardAct.NARROW, TopicCardAct.PUBLISHERS}
)
_BY_VALUE: dict[str, AnyAct] = {
    act.value: act
    for kind in (
        Act,
        TimelineAct,
        AccessAct,
        OfferAct,
        FeedAct,
        HandOverAct,
        SnoozeAct,
        FileAct,
        AddressAct,
        HintAct,
        TopicCardAct,
        ReceiverAct,
        WorkAct,
        ListAct,
    )
    for act in kind
}
# The commands of `Act.SHOW` and `Act.ASK`: stored in messages for ever, so a number's meaning never changes.
SHOWN_COMMANDS = {1: "topics", 2: "unmute", 3: "settings", 4: "language", 5: "rss"}
ASKED_COMMANDS = {1: "timezone", 2: "digest", 3: "quiet", 4: "track"}


def button(text: str, act: AnyAct, number: int, detail: int = 0) -> Button:
    """A button that does `act` to the thing of that number, at that page of it, for so many hours, by that line."""
    return Button(text=text, data=f"{act.value}:{number}" + (f":{detail}" if detail else ""))


def pressed(data: str) -> Press | None:
    """What a button's data means; None where it is none of ours."""
    name, _, rest = data.partition(":")
    number, *details = rest.split(":")
    act = _BY_VALUE.get(name)
    digits = [number.removeprefix("-"), *details]
    if act is None or len(details) > (act in _DETAILED) or not all(_is_number(one) for one in digits):
        return None
    press = Press(act, int(number), int(details[0]) if details else 0)
    return None if isinstance(act, SnoozeAct) and press.detail > LONGEST_SNOOZE_H else press


def _is_number(digits: str) -> bool:
    return digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS
