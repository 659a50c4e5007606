"""The table of commands: /help, Telegram's own menu and the README are made of it."""

from handlers.commands import (
    change_log,
    digest,
    feeds,
    forget_me,
    invites,
    merge_split,
    mute,
    people,
    search,
    settings,
    start_help_status,
    story,
    timeline,
    topics,
)
from handlers.commands.command import Command, CommandTable
from handlers.requests import Answer, Request, Services
from newsroom.access import Role


async def _help(request: Request, services: Services) -> Answer:
    """Every command, or one in full."""
    del services
    return start_help_status.help_answer(request, COMMANDS)


COMMANDS = CommandTable(
    (
        Command(
            name="start",
            summary="help.start.summary",
            example="help.start.example",
            run=start_help_status.start,
            private_only=True,
            shows_rights=True,
        ),
        Command(
            name="help",
            summary="help.help.summary",
            example="help.help.example",
            run=_help,
            private_only=True,
            shows_rights=True,
        ),
        Command(
            name="track",
            summary="help.track.summary",
            example="help.track.example",
            run=topics.track,
            aliases=("subscribe", "follow"),
            role=Role.REPORTER,
            changes=True,
        ),
        Command(name="topics", summary="help.topics.summary", example="help.topics.example", run=topics.list_topics),
        Command(
            name="untrack",
            summary="help.untrack.summary",
            example="help.untrack.example",
            run=topics.untrack,
            aliases=("unsubscribe", "unfollow"),
            role=Role.REPORTER,
            changes=True,
        ),
        Command(
            name="timeline",
            summary="help.timeline.summary",
            example="help.timeline.example",
            run=timeline.timeline,
        ),
        Command(
            name="sources",
            summary="help.sources.summary",
            example="help.sources.example",
            run=story.all_sources,
        ),
        Command(name="story", summary="help.story.summary", example="help.story.example", run=story.story),
        Command(name="why", summary="help.why.summary", example="help.why.example", run=story.why),
        Command(name="edits", summary="help.edits.summary", example="help.edits.example", run=story.edits),
        Command(
            name="disagreements",
            summary="help.disagreements.summary",
            example="help.disagreements.example",
            run=story.disagreements,
        ),
        Command(name="search", summary="help.search.summary", example="help.search.example", run=search.search),
        Command(
            name="mute",
            summary="help.mute.summary",
            example="help.mute.example",
            run=mute.mute,
            role=Role.REPORTER,
            changes=True,
        ),
        Command(
            name="unmute",
            summary="help.unmute.summary",
            example="help.unmute.example",
            run=mute.unmute,
            role=Role.REPORTER,
            changes=True,
        ),
        Command(
            name="split",
            summary="help.split.summary",
            example="help.split.example",
            run=merge_split.split,
            role=Role.REPORTER,
            changes=True,
        ),
        Command(
            name="merge",
            summary="help.merge.summary",
            example="help.merge.example",
            run=merge_split.merge,
            role=Role.REPORTER,
            changes=True,
        ),
        Command(
            name="digest",
            summary="help.digest.summary",
            example="help.digest.example",
            run=digest.digest,
            changes=True,
            reads_without_argument=True,
        ),
        Command(
            name="timezone",
            summary="help.timezone.summary",
            example="help.timezone.example",
            run=settings.timezone,
            changes=True,
            reads_without_argument=True,
        ),
        Command(
            name="quiet",
            summary="help.quiet.summary",
            example="help.quiet.example",
            run=settings.quiet,
            changes=True,
            reads_without_argument=True,
        ),
        Command(
            name="addfeed",
            summary="help.addfeed.summary",
            example="help.addfeed.example",
            run=feeds.addfeed,
            role=Role.REPORTER,
            changes=True,
        ),
        Command(name="feeds", summary="help.feeds.summary", example="help.feeds.example", run=feeds.feeds),
        Command(
            name="removefeed",
            summary="help.removefeed.summary",
            example="help.removefeed.example",
            run=feeds.removefeed,
            role=Role.REPORTER,
            changes=True,
        ),
        Command(
            name="status", summary="help.status.summary", example="help.status.example", run=start_help_status.status
        ),
        Command(
            name="manage",
            summary="help.manage.summary",
            example="help.manage.example",
            run=start_help_status.manage,
            private_only=True,
        ),
        Command(
            name="forgetme",
            summary="help.forgetme.summary",
            example="help.forgetme.example",
            run=forget_me.forget_me,
            private_only=True,
            for_strangers=True,
        ),
        Command(
            name="invite",
            summary="help.invite.summary",
            example="help.invite.example",
            run=invites.invite,
            role=Role.EDITOR,
            private_only=True,
            confidential=True,
        ),
        Command(
            name="invites",
            summary="help.invites.summary",
            example="help.invites.example",
            run=invites.list_invites,
            role=Role.EDITOR,
            private_only=True,
            confidential=True,
        ),
        Command(
            name="role",
            summary="help.role.summary",
            example="help.role.example",
            run=people.role,
            role=Role.OWNER,
            private_only=True,
            confidential=True,
        ),
        Command(
            name="log",
            summary="help.log.summary",
            example="help.log.example",
            run=change_log.log,
            role=Role.OWNER,
            private_only=True,
            confidential=True,
        ),
    )
)
