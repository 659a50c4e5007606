"""The commands by which a desk works on stories: part of the table of commands."""

from handlers.commands import noting, saved, taking
from handlers.commands.command import Command
from newsroom.access import Role

WORK_COMMANDS = (
    Command(
        name="take",
        summary="help.take.summary",
        example="help.take.example",
        run=taking.take,
        role=Role.REPORTER,
        work=True,
        shows_rights=True,
    ),
    Command(
        name="release",
        summary="help.release.summary",
        example="help.release.example",
        run=taking.release,
        role=Role.REPORTER,
        work=True,
        shows_rights=True,
    ),
    Command(
        name="save",
        summary="help.save.summary",
        example="help.save.example",
        run=saved.save,
        role=Role.REPORTER,
        work=True,
    ),
    Command(
        name="unsave",
        summary="help.unsave.summary",
        example="help.unsave.example",
        run=saved.unsave,
        role=Role.REPORTER,
        work=True,
    ),
    Command(name="saved", summary="help.saved.summary", example="help.saved.example", run=saved.saved_list),
    Command(
        name="note",
        summary="help.note.summary",
        example="help.note.example",
        run=noting.note,
        role=Role.REPORTER,
        work=True,
    ),
)
