"""README, /help and Telegram's own menu tell of the same commands."""

import pytest
from telegram import BotCommand

from handlers.commands.table import COMMANDS, Command, find
from scripts.readme import README, commands, part


def test_the_table_of_commands_is_the_programs_own() -> None:
    assert part(README.read_text("utf-8"), "commands") == commands(), "run .venv/bin/python -m scripts.readme"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_command_fits_telegrams_menu_and_its_example_is_itself(command: Command) -> None:
    assert BotCommand(command.name, command.summary).command == command.name
    assert len(command.name) <= BotCommand.MAX_COMMAND
    assert 1 <= len(command.summary) <= BotCommand.MAX_DESCRIPTION
    assert command.example.split()[0] == f"/{command.name}"
    assert "|" not in command.summary + command.example
    for name in (command.name, *command.aliases):
        assert find(name) is command
