"""`wirewatch top`: how the bot is, on a terminal."""

import sys

import click

from bot.terminal import run_to_end, stop_on_signals


@click.command()
@click.option("--once", is_flag=True, help="Print it once and end; so it does where its output is no terminal.")
@click.option("--every", "every_s", type=click.FloatRange(min=0.5), default=2.0, show_default=True, help="Seconds.")
@click.option(
    "--metrics",
    "named",
    multiple=True,
    metavar="URL",
    help="Where a process answers with its metrics, http://HOST:PORT/metrics; several times. Without: as the settings "
    "say (monitoring.port).",
)
@click.option("--database", metavar="URL", help="Without: the one that the settings name.")
def top(named: tuple[str, ...], every_s: float, database: str | None, *, once: bool) -> None:
    """Show until Ctrl-C how the bot is: what waits since when, which sources are late or failing, Telegram, memory."""
    from bot.checked_settings import checked_settings

    settings = checked_settings()

    async def work() -> None:
        from bot.clocks import machine_clock
        from bot.monitoring.top import metrics_urls
        from bot.monitoring.top import top as show_top

        urls = metrics_urls(settings.monitoring, named)
        again_s = None if once or not sys.stdout.isatty() else every_s
        await show_top(database or settings.database_url, urls, machine_clock(), again_s, stop_on_signals())

    run_to_end(work())
