"""The command line. Each command imports what it needs when it runs, so that `--help` need not wait for all of it."""

import asyncio
import json
import signal
import sys
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from bot.lab import lab
from newsroom.errors import ReadableError, WirewatchError
from newsroom.sentence import Sentence

FORMATS = ("png", "html", "csv", "json", "ics", "timelinejs")  # of a timeline


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Wirewatch: feeds in, one living Telegram alert per story out, questions answered."""


main.add_command(lab)


def _say(name: str, /, **values: str | int) -> str:
    """A sentence for the operator at the terminal, in English."""
    from handlers.sentences.reader import Reader

    return Reader().say(name, **values)


def _plain(sentence: Sentence) -> str:
    from handlers.sentences.reader import Reader

    return Reader().plain(sentence)


def _number(value: int) -> str:
    from handlers.sentences.reader import Reader

    return Reader().number(value)


def _run(work: Coroutine[None, None, None]) -> None:
    """Run to the end; an error that people read is shown as its sentence, without a traceback."""
    try:
        asyncio.run(work)
    except ReadableError as error:
        raise click.ClickException(_plain(error.sentence)) from None
    except WirewatchError as error:
        raise click.ClickException(str(error)) from None


@main.command()
@click.option("--port", default=8090, show_default=True, help="Port of the chat page in local mode; 0: a free one.")
@click.option("--keep-log", is_flag=True, help="In local mode, log to the terminal instead of var/local.log.")
@click.option(
    "--role",
    "named",
    multiple=True,
    metavar="ROLE",
    help="What this process does of the work, where several share a PostgreSQL database: watch, desk, push, chat; "
    "several times, or a list with commas. Without: all.",
)
def run(port: int, named: tuple[str, ...], *, keep_log: bool) -> None:
    """Run the bot: on Telegram where WIREWATCH_TELEGRAM_TOKEN is set, else in local mode on this machine."""
    from bot.checked_settings import checked_settings
    from bot.given_roles import given_roles

    settings = checked_settings()
    try:
        roles = given_roles(named, settings)
    except ReadableError as error:
        raise click.ClickException(_plain(error.sentence)) from None
    local = not named and not settings.telegram.token

    async def work() -> None:
        from bot.clocks import machine_clock
        from bot.local.mode import run_local
        from bot.logs import start_logs
        from bot.monitoring.metrics import Metrics
        from bot.program import Callbacks
        from bot.program import run as run_program

        stop, metrics = _stop_on_signals(), Metrics()
        if local:
            file = None if keep_log else Path("var/local.log")

            def started() -> None:
                start_logs(settings.log, "", file, metrics.count)

            await run_local(settings, Path("var/local.db"), port, stop, started, metrics)
        else:
            start_logs(settings.log, settings.telegram.token, None, metrics.count)
            callbacks = Callbacks(announce=click.echo)
            await run_program(settings, machine_clock(), stop, callbacks=callbacks, metrics=metrics, roles=roles)

    _run(work())


def _stop_on_signals() -> asyncio.Event:
    """Ctrl-C or SIGTERM: finish what is under way, then end."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    return stop


@main.command("check-config")
def check_config() -> None:
    """Read the settings and report all problems at once, each with its key and mend."""
    from bot.checked_settings import checked_settings

    settings = checked_settings()
    access = settings.access.mode.value
    click.echo(_say("cli.settings_fine", sources=len(settings.sources), access=access))


@main.command()
def doctor() -> None:
    """Look at database, disk, token, feeds, clock and limits; say what to mend. Exit 1 where something is wrong."""
    from bot.checked_settings import checked_settings

    settings = checked_settings()

    async def work() -> None:
        from bot.doctor import examine

        ill = 0
        async for finding in examine(settings):
            verdict = _say("cli.well" if finding.well else "cli.ill")
            click.echo(f"{verdict:<4}  {finding.what:<9}  {_plain(finding.sentence)}")
            ill += not finding.well
        if ill:
            raise click.ClickException(_say("cli.to_mend", findings=ill))

    _run(work())


@main.command()
@click.argument("copy", metavar="[FILE]", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--database", metavar="URL", help="sqlite:///PATH; without: the one that the settings name.")
def backup(copy: Path | None, database: str | None) -> None:
    """Copy the database while the bot goes on, for its owner alone; without FILE into backup/, by the day."""
    from bot.checked_settings import checked_settings
    from newsroom.text.masked_address import masked_address
    from storage.backup import BackupError, back_up
    from storage.database_url import sqlite_file

    url = database or checked_settings().database_url
    path = sqlite_file(url)
    if path is None:
        raise click.ClickException(_say("backup.no_file", url=masked_address(url)))
    target = copy or Path("backup") / f"wirewatch-{datetime.now(UTC):%Y-%m-%dT%H%M}.db"
    try:
        size = _number(back_up(path, target))
    except BackupError as error:
        raise click.ClickException(_plain(error.sentence)) from None
    click.echo(_say("backup.made", path=f"{target}", bytes=size))


@main.command()
@click.option("--from", "source", metavar="URL", help="Without: the one that the settings name.")
@click.option(
    "--to", "target", metavar="URL", required=True, help="sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME"
)
def copy(source: str | None, target: str) -> None:
    """Move all that the bot keeps to an empty database, from SQLite to PostgreSQL or back; stop the bot before."""
    from bot.checked_settings import checked_settings

    old = source or checked_settings().database_url

    async def work() -> None:
        from bot.move_database import copy_database

        copied = await copy_database(old, target, click.echo)
        click.echo(_say("copy.done", rows=_number(sum(copied.values())), tables=len(copied)))

    _run(work())


@main.command()
def tour() -> None:
    """Play the sample days at full speed through the same path, and print the chat."""

    async def work() -> None:
        from bot.logs import start_logs
        from bot.tour import play
        from config.schema import LogSettings

        start_logs(LogSettings(level="error"), "", None)
        async for line in play():
            click.echo(line)

    _run(work())


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--zone", default="+00:00", show_default=True, help="Offset of the times in the file names, e.g. +12:00.")
@click.option("--topic", "topics", multiple=True, metavar="QUERY", help="A topic to track; may be given several times.")
@click.option("--database", type=click.Path(path_type=Path), help="Keep the database here instead of throwing it away.")
def replay(folder: Path, zone: str, topics: tuple[str, ...], database: Path | None) -> None:
    """Replay captured feeds (DIR/<feed>/<YYYYMMDDhhmmss>.xml) under a simulated clock; print counts as JSON."""

    async def work() -> None:
        from bot.logs import start_logs
        from bot.replay import replay as replay_all
        from config.schema import LogSettings

        start_logs(LogSettings(level="error"), "", None)
        counts = await replay_all(folder, zone, topics, database)
        click.echo(json.dumps(counts, indent=1))

    _run(work())


@main.command()
@click.option("--topic", metavar="QUERY", help="Everything that a query in the topic language finds.")
@click.option("--story", type=click.IntRange(min=1), metavar="N", help="One story, by its number.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="html", show_default=True)
@click.option("-o", "--out", metavar="FILE", help="- is standard output. Without: a file named for the timeline, here.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="First day wanted.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day wanted.")
@click.option("--entries", type=click.IntRange(min=1), help="So many dates, the most important; without: all.")
@click.option("--dark", is_flag=True, help="A dark picture.")
@click.option("--database", metavar="URL", help="sqlite:///PATH; without: the one that the settings name.")
def export(
    form: str, out: str | None, database: str | None, since: datetime | None, until: datetime | None, **wanted: Any
) -> None:
    """Write a timeline of a topic or a story to a file; the database is only read, also while the bot runs."""
    from bot.checked_settings import checked_settings
    from handlers.render.timeline_document import Format

    url = database or checked_settings().database_url

    async def work() -> None:
        from bot.export import Wanted
        from bot.export import export as export_timeline

        first, last = (bound.date() if bound else None for bound in (since, until))
        asked = Wanted(form=Format(form), since=first, until=last, **wanted)
        done = await export_timeline(url, asked, datetime.now(UTC))
        with click.open_file(out or done.name, "wb") as file:
            file.write(done.content)
        if out != "-":
            size = _number(len(done.content))
            click.echo(_say("cli.exported", file=out or done.name, purpose=done.purpose, bytes=size), err=True)

    _run(work())


if __name__ == "__main__":
    sys.exit(main())
