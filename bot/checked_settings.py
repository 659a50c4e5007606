"""The settings that a command at the terminal goes by, or what is wrong with them."""

import os
from pathlib import Path

import click

from config.load import ConfigError, load
from config.schema import Settings
from handlers.sentences.reader import Reader

_DEFAULT_CONFIG = Path("config/wirewatch.toml")


def checked_settings() -> Settings:
    """The file that WIREWATCH_CONFIG names, else config/wirewatch.toml where there is one, else defaults.

    Raises:
        ClickException: they are wrong; each problem was printed.
    """
    named = os.environ.get("WIREWATCH_CONFIG", "").strip()
    path = Path(named) if named else _DEFAULT_CONFIG if _DEFAULT_CONFIG.exists() else None
    try:
        return load(path, os.environ)
    except ConfigError as error:
        for problem in error.problems:
            click.echo(problem, err=True)
        raise click.ClickException(Reader().say("cli.settings_bad", problems=len(error.problems))) from None
