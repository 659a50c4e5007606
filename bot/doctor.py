"""`wirewatch doctor`: looks at everything that the bot needs, and says what to mend."""

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx

from bot.telegram_connection import trusts_environment
from config.schema import Settings
from newsroom.access import AccessMode
from newsroom.sentence import sentence
from newsroom.text.masked_address import masked_address
from storage.database import Database, StorageError
from storage.database_url import sqlite_file
from storage.file_check import Finding, examine_file, has_owner

_TIMEOUT_S = 10.0
_LEAST_FREE_BYTES = 500_000_000
_CLOCK_OFF = timedelta(seconds=30)
_FEWEST_FILES = 256  # open at once: sends, polls, connections to the database


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Every finding, one after another; changes nothing."""
    path = sqlite_file(settings.database_url)
    if path is None:
        yield await _server(settings.database_url)
    else:
        for finding in (*_disk(path), *examine_file(path)):
            yield finding
    trusts = trusts_environment(settings.telegram.api_url)
    async with httpx.AsyncClient(timeout=_TIMEOUT_S, proxy=settings.telegram.proxy, trust_env=trusts) as client:
        for finding in await _telegram(client, settings):
            yield finding
    yield _files()
    if not settings.sources:
        yield Finding(sentence("doctor.sources.none"), well=True)
    for finding in _owner(path, settings):
        yield finding
    if settings.access.admin_chat is None:
        yield Finding(sentence("doctor.admins.none"), well=True)


async def _server(url: str) -> Finding:
    """Whether a database on a server lets us in."""
    try:
        database = Database(url)
        try:
            await database.greet()
        finally:
            await database.close()
    except StorageError as error:
        return Finding(sentence("doctor.server.away", problem=error.sentence), well=False)
    return Finding(sentence("doctor.server.answers"), well=True)


def _owner(path: Path | None, settings: Settings) -> list[Finding]:
    """A bot that nobody owns: by invitation nobody can let anybody in."""
    access = settings.access
    if (
        access.mode is AccessMode.LISTED
        or access.admins
        or not settings.telegram.token
        or path is None
        or has_owner(path)
    ):
        return []
    return [Finding(sentence("doctor.owner.none"), well=access.mode is AccessMode.OPEN)]


def _disk(path: Path) -> list[Finding]:
    folder = next((p for p in path.absolute().parents if p.exists()), Path("/"))
    free = shutil.disk_usage(folder).free
    full = free < _LEAST_FREE_BYTES
    name = "doctor.disk.full" if full else "doctor.disk.free"
    return [Finding(sentence(name, free=f"{free / 1e9:.1f}", path=f"{path}"), well=not full)]


async def _telegram(client: httpx.AsyncClient, settings: Settings) -> list[Finding]:
    """The token, the way there, and the clock by the answer's own date."""
    if not settings.telegram.token:
        return [Finding(sentence("doctor.telegram.local"), well=True)]
    api_url = settings.telegram.api_url
    try:
        answer = await client.get(f"{api_url.rstrip('/')}/bot{settings.telegram.token}/getMe")
        reply = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        silent = sentence("doctor.telegram.no_answer", api_url=masked_address(api_url), error=type(error).__name__)
        return [Finding(silent, well=False)]
    if not reply.get("ok"):
        refused = sentence("doctor.telegram.refused", description=f"{reply.get('description')}")
        return [Finding(refused, well=False), *_clock(answer)]
    accepted = sentence("doctor.telegram.accepted", bot=reply["result"]["username"])
    return [Finding(accepted, well=True), *_clock(answer)]


def _clock(answer: httpx.Response) -> list[Finding]:
    try:
        theirs = parsedate_to_datetime(answer.headers["Date"])
    except (KeyError, ValueError):
        return []
    off = datetime.now(UTC) - theirs
    if abs(off) > _CLOCK_OFF:
        return [Finding(sentence("doctor.clock.off", seconds=f"{off.total_seconds():+.0f}"), well=False)]
    return [Finding(sentence("doctor.clock.right"), well=True)]


def _files() -> Finding:
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < _FEWEST_FILES:
        return Finding(sentence("doctor.limits.few", files=soft, fewest=_FEWEST_FILES), well=False)
    return Finding(sentence("doctor.limits.enough"), well=True)
