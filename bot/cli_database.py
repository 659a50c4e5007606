"""The commands about the database as a whole: backup, restore, copy."""

from datetime import UTC, datetime
from pathlib import Path

import click

from bot.terminal import number, progress, run_to_end, say


def _known(_: click.Context, __: click.Parameter, address: str | None) -> str | None:
    from config.schema import database_address

    try:
        return None if address is None else database_address(address)
    except ValueError as error:
        raise click.BadParameter(f"{error}") from error


_DATABASE = click.option(
    "--database",
    metavar="URL",
    callback=_known,
    help="sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME; without: the one that the settings name.",
)


@click.command()
@click.argument("copy", metavar="[FILE]", required=False, type=click.Path(dir_okay=False, path_type=Path))
@_DATABASE
def backup(copy: Path | None, database: str | None) -> None:
    """Copy the database while the bot goes on, for its owner alone; without FILE into backup/, by the minute."""
    from bot.checked_settings import checked_settings

    url = database or checked_settings().database_url
    target = copy or Path("backup") / f"wirewatch-{datetime.now(UTC):%Y-%m-%dT%H%M}.db"

    async def work() -> None:
        from bot.backups import make_backup

        with progress() as report:
            await make_backup(url, target, report)

    run_to_end(work())
    click.echo(say("backup.made", path=f"{target}", bytes=number(target.stat().st_size)))


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@_DATABASE
@click.option("--force", is_flag=True, help="Replace what the database has now.")
def restore(file: Path, database: str | None, *, force: bool) -> None:
    """Make the database what it was when FILE was backed up; stop the bot before."""
    from bot.checked_settings import checked_settings

    url = database or checked_settings().database_url

    async def work() -> None:
        from bot.backups import restore_backup
        from newsroom.text.masked_address import masked_address

        with progress() as report:
            await restore_backup(file, url, report, force=force)
        click.echo(say("restore.done", path=f"{file}", url=masked_address(url)))

    run_to_end(work())


@click.command()
@click.option("--from", "source", metavar="URL", callback=_known, help="Without: the one that the settings name.")
@click.option(
    "--to",
    "target",
    metavar="URL",
    required=True,
    callback=_known,
    help="sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME",
)
def copy(source: str | None, target: str) -> None:
    """Move all that the bot keeps to an empty database, from SQLite to PostgreSQL or back; stop the bot before."""
    from bot.checked_settings import checked_settings

    old = source or checked_settings().database_url

    async def work() -> None:
        from bot.move_database import copy_database

        with progress() as report:
            copied = await copy_database(old, target, report)
        click.echo(say("copy.done", rows=number(sum(copied.values())), tables=len(copied)))

    run_to_end(work())
