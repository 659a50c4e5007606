"""The engine on files: JSON lines in and out, no network, and no database but the one that people corrected."""

import click

from bot.lab.clean import clean_command
from bot.lab.corrections import corrections_command
from bot.lab.dates import dates_command
from bot.lab.disagreements import disagreements_command
from bot.lab.edits import edits_command
from bot.lab.match import match_command
from bot.lab.stories import stories_command
from bot.lab.summary import summary_command
from bot.lab.timeline import timeline_command


@click.group()
def lab() -> None:
    """Run one part of the engine on files of JSON lines; - is standard input or output."""


for _command in (
    clean_command,
    corrections_command,
    dates_command,
    disagreements_command,
    edits_command,
    match_command,
    stories_command,
    summary_command,
    timeline_command,
):
    lab.add_command(_command)
