"""The command line. Each command imports what it needs when it runs, so that `--help` need not wait for all of it."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from bot import memory_tuning
from bot.cli_database import backup, copy, restore
from bot.cli_top import top
from bot.lab import lab
from bot.terminal import number, plain, progress, run_to_end, say, stop_on_signals
from newsroom.errors import ReadableError

FORMATS = ("png", "html", "csv", "json", "ics", "timelinejs")  # of a timeline
LANGUAGES = ("en", "fr", "ru", "uk")  # in which the bot speaks


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Wirewatch: feeds in, one living Telegram alert per story out, questions answered."""


for command in (lab, backup, restore, copy, top):
    main.add_command(command)


@main.command()
@click.option("--port", default=8090, show_default=True, help="Port of the chat page in local mode; 0: a free one.")
@click.option("--fresh", is_flag=True, help="In local mode, begin anew: what was done in it before is removed.")
@click.option("--keep-log", is_flag=True, help="In local mode, log to the terminal instead of var/local.log.")
@click.option(
    "--role",
    "named",
    multiple=True,
    metavar="ROLE",
    help="What this process does of the work, where several share a PostgreSQL database: watch, desk, push, chat; "
    "several times, or a list with commas. Without: all.",
)
def run(port: int, named: tuple[str, ...], *, fresh: bool, keep_log: bool) -> None:
    """Run the bot: on Telegram where WIREWATCH_TELEGRAM_TOKEN is set, else in local mode on this machine."""
    memory_tuning.begin()
    from bot.checked_settings import checked_settings
    from bot.given_roles import given_roles

    settings = checked_settings()
    try:
        roles = given_roles(named, settings)
    except ReadableError as error:
        raise click.ClickException(plain(error.sentence)) from None
    local = not named and not settings.telegram.token
    if fresh and not local:
        raise click.ClickException(say("cli.fresh_is_local"))

    async def work() -> None:
        from bot.logs import start_logs
        from bot.monitoring.metrics import Metrics

        stop, metrics = stop_on_signals(), Metrics()
        if local:
            from bot.local.files import LocalFiles
            from bot.local.mode import LocalRun, run_local

            def started() -> None:
                start_logs(settings.log, "", None if keep_log else Path("var/local.log"), metrics.count)

            files = LocalFiles(Path("var/local.db"))
            asked = LocalRun(base=settings, files=files, port=port, fresh=fresh, started=started, metrics=metrics)
            await run_local(asked, stop)
        else:  # with what local mode imports it would start a sixth later
            from bot.clocks import machine_clock
            from bot.program import Callbacks
            from bot.program import run as run_program

            start_logs(settings.log, settings.telegram.token, None, metrics.count)
            callbacks = Callbacks(announce=click.echo)
            await run_program(settings, machine_clock(), stop, callbacks=callbacks, metrics=metrics, roles=roles)

    run_to_end(work())


@main.command("check-config")
def check_config() -> None:
    """Read the settings and report all problems at once, each with its key and mend."""
    from bot.checked_settings import checked_settings

    settings = checked_settings()
    sources = say("unit.source", count=len(settings.sources))
    click.echo(say("cli.settings_fine", sources=sources, access=settings.access.mode.value))


@main.command()
def doctor() -> None:
    """Look at database, disk, token, feeds, clock and limits; say what to mend. Exit 1 where something is wrong."""
    from bot.checked_settings import checked_settings

    settings = checked_settings()

    async def work() -> None:
        from bot.doctor import examine

        ill = 0
        async for finding in examine(settings):
            verdict = say("cli.well" if finding.well else "cli.ill")
            click.echo(f"{verdict:<4}  {finding.what:<9}  {plain(finding.sentence)}")
            ill += not finding.well
        if ill:
            raise click.ClickException(say("cli.to_mend", findings=ill))

    run_to_end(work())


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

    run_to_end(work())


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
        with progress() as report:
            counts = await replay_all(folder, zone, topics, database, report)
        click.echo(json.dumps(counts, indent=1))

    run_to_end(work())


@main.command()
@click.option("--topic", metavar="QUERY", help="Everything that a query in the topic language finds.")
@click.option("--story", type=click.IntRange(min=1), metavar="N", help="One story, by its number.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="html", show_default=True)
@click.option("-o", "--out", metavar="FILE", help="- is standard output. Without: a file named for the timeline, here.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="First day wanted.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day wanted.")
@click.option("--entries", type=click.IntRange(min=1), help="So many dates, the most important; without: all.")
@click.option("--dark", is_flag=True, help="A dark picture.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
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
            size = number(len(done.content))
            click.echo(say("cli.exported", file=out or done.name, purpose=done.purpose, bytes=size), err=True)

    run_to_end(work())


if __name__ == "__main__":
    sys.exit(main())
