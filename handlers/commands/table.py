"""The table of commands: /help, Telegram's own menu and the README are made of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import assert_never

from handlers.buttons import Act, Press, Take
from handlers.commands import (
    digest,
    feeds,
    merge_split,
    mute,
    search,
    settings,
    start_help_status,
    story,
    timeline,
    topics,
)
from handlers.html import bold, code, escape, fit
from handlers.messages import Message
from handlers.requests import Answer, Request, Services
from newsroom.topic import TopicMode

Run = Callable[[Request, Services], Awaitable[Answer]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command.

    Attributes:
        aliases: Other names that do the same.
        changes: Changes what is sent to the chat: for admins only, where there are others too.
        reads_without_argument: Changes nothing where nothing follows it: then it is for everybody.
        private_only: In a private chat it is about that chat, even where this one manages a channel.
    """

    name: str
    summary: str
    example: str
    run: Run
    aliases: tuple[str, ...] = ()
    changes: bool = False
    reads_without_argument: bool = False
    private_only: bool = False

    def changes_by(self, argument: str) -> bool:
        """Whether the command with this argument is for admins only."""
        return self.changes and not (self.reads_without_argument and not argument)


async def help_(request: Request, services: Services) -> Answer:
    """Every command, or one in full."""
    del services
    if request.argument:
        one = find(request.argument.lstrip("/").lower())
        if one is None:
            return Answer(messages=(start_help_status.unknown(request.argument[:32], near(request.argument)),))
        names = ", ".join(f"/{alias}" for alias in one.aliases)
        text = f"{bold('/' + one.name)} — {escape(one.summary)}\n{code(one.example)}"
        return Answer(messages=(Message(html=text + (f"\nalso: {names}" if names else "")),))
    lines = [f"/{c.name} — {escape(c.summary)}{_example(c)}" for c in COMMANDS]
    language = (
        'Queries: words in any form, all of them wanted; "exact phrase", OR, NOT or -word, ( ), begin*, a near/5 b, '
        "title: source: lang: country: kind:"
    )
    return Answer(messages=(Message(html=fit("\n".join([*lines, "", escape(language)]))),))


def _example(command: Command) -> str:
    """The example on a line of its own, where it says more than the name."""
    return "" if command.example == f"/{command.name}" else f"\n    {code(command.example)}"


COMMANDS = (
    Command(
        name="start",
        summary="what I do, and how to begin",
        example="/start",
        run=start_help_status.start,
        private_only=True,
    ),
    Command(
        name="help", summary="everything I can do, or one command", example="/help track", run=help_, private_only=True
    ),
    Command(
        name="track",
        summary="follow a topic; min:2 waits for two independent publishers",
        example="/track Azerbaijan (Russia OR Kremlin) -football",
        run=topics.track,
        aliases=("subscribe", "follow"),
        changes=True,
    ),
    Command(name="topics", summary="what is tracked here", example="/topics", run=topics.list_topics),
    Command(
        name="untrack",
        summary="stop following a topic",
        example="/untrack Azerbaijan",
        run=topics.untrack,
        aliases=("unsubscribe", "unfollow"),
        changes=True,
    ),
    Command(
        name="timeline",
        summary="what happened when, and who says so; as picture, html, csv, json, ics or timelinejs",
        example="/timeline Azerbaijan since 2025-01 as picture",
        run=timeline.timeline,
    ),
    Command(
        name="sources",
        summary="who reported, who was first, who reprints; alone: the watched sources",
        example="/sources Azerbaijan",
        run=story.all_sources,
    ),
    Command(name="story", summary="a story's card", example="/story 12", run=story.story),
    Command(name="why", summary="why it was sent, why it is one story", example="/why 12", run=story.why),
    Command(name="edits", summary="how headlines and figures were changed", example="/edits 12", run=story.edits),
    Command(
        name="disagreements",
        summary="where sources contradict each other",
        example="/disagreements 3",
        run=story.disagreements,
    ),
    Command(
        name="search", summary="find stories, passing mentions too", example="/search oil depot", run=search.search
    ),
    Command(name="mute", summary="no more of one story here", example="/mute 12", run=mute.mute, changes=True),
    Command(name="unmute", summary="take a story up again", example="/unmute 12", run=mute.unmute, changes=True),
    Command(
        name="split",
        summary="a report that is no part of its story; your word holds",
        example="/split 12",
        run=merge_split.split,
        changes=True,
    ),
    Command(
        name="merge",
        summary="two stories that are one; your word holds",
        example="/merge 12 15",
        run=merge_split.merge,
        changes=True,
    ),
    Command(
        name="digest",
        summary="the daily list: now, its hour, or off",
        example="/digest 08:30",
        run=digest.digest,
        changes=True,
        reads_without_argument=True,
    ),
    Command(
        name="timezone",
        summary="this chat's time zone",
        example="/timezone Europe/Kyiv",
        run=settings.timezone,
        changes=True,
        reads_without_argument=True,
    ),
    Command(
        name="quiet",
        summary="hours without alerts; a list comes after",
        example="/quiet 22:00-07:00 weekdays break:3",
        run=settings.quiet,
        changes=True,
        reads_without_argument=True,
    ),
    Command(
        name="addfeed",
        summary="watch a feed, or a site's feed",
        example="/addfeed https://example.org",
        run=feeds.addfeed,
        changes=True,
    ),
    Command(name="feeds", summary="the feeds that this chat added", example="/feeds", run=feeds.feeds),
    Command(
        name="removefeed",
        summary="stop watching a feed of this chat",
        example="/removefeed 12",
        run=feeds.removefeed,
        changes=True,
    ),
    Command(
        name="status", summary="how I am, and this chat's settings", example="/status", run=start_help_status.status
    ),
    Command(
        name="manage",
        summary="speak for a channel from our private chat",
        example="/manage @channel",
        run=start_help_status.manage,
        private_only=True,
    ),
)

_BY_NAME = {name: command for command in COMMANDS for name in (command.name, *command.aliases)}
_READING_ACTS = frozenset({Act.TIMELINE, Act.MORE_TIMELINE, Act.SOURCES, Act.WHY, Act.STORY})


def find(name: str) -> Command | None:
    """The command of that name or alias (lower case, no slash); None where there is none."""
    return _BY_NAME.get(name)


def near(name: str) -> str | None:
    """The command that a mistyped one was perhaps meant to be."""
    found = get_close_matches(name.lower(), list(_BY_NAME), n=1)
    return found[0] if found else None


def changes(press_: Press) -> bool:
    """Whether a button changes what is sent to the chat: for admins only."""
    return not isinstance(press_.act, Take) and press_.act not in _READING_ACTS


async def press(request: Request, services: Services, pressed: Press) -> Answer:
    """What a button does."""
    number = pressed.number
    match pressed.act:
        case Take() | Act.TIMELINE | Act.MORE_TIMELINE:
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
            return await story.press_conflict(request, services, number, stands=pressed.act is Act.IS_A_CONFLICT)
        case Act.SPLIT_OFF:
            return await merge_split.press_split(request, services, number)
        case Act.UNDO:
            return await merge_split.press_undo(request, services, number)
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
