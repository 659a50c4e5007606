"""docs/commands.md, /help and Telegram's own menu list the same commands."""

import pytest
from telegram import BotCommand

from handlers.commands.command import Command
from handlers.commands.table import COMMANDS
from handlers.sentences.reader import Reader
from scripts.generated_pages import COMMANDS_PAGE, commands, part


def test_the_table_of_commands_is_the_programs_own() -> None:
    assert part(COMMANDS_PAGE.read_text("utf-8"), "commands") == commands(), (
        "run .venv/bin/python -m scripts.generated_pages"
    )


@pytest.mark.parametrize("command", tuple(COMMANDS), ids=lambda command: command.name)
def test_a_command_fits_telegrams_menu_and_its_example_is_itself(command: Command) -> None:
    summary, example = Reader().say(command.summary), Reader().say(command.example)
    assert BotCommand(command.name, summary).command == command.name
    assert len(command.name) <= BotCommand.MAX_COMMAND
    assert 1 <= len(summary) <= BotCommand.MAX_DESCRIPTION
    assert example.split()[0] == f"/{command.name}"
    assert "|" not in summary + example
    for name in (command.name, *command.aliases):
        assert COMMANDS.find(name) is command
