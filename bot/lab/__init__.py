"""The engine on files: JSON lines in and out, no network, and no database but the one that people corrected."""

from importlib import import_module

import click

# Each is `<name>_command` of the module of that name, which is imported when it is asked for: all of them take 0.6 s.
_COMMANDS = ("clean", "corrections", "dates", "disagreements", "edits", "match", "stories", "summary", "timeline")


class _LabCommands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return [*_COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"bot.lab.{cmd_name}"), f"{cmd_name}_command")
        return command


@click.group(cls=_LabCommands)
def lab() -> None:
    """Run one part of the engine on files of JSON lines; - is standard input or output."""
