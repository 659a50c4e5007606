"""`wirewatch doctor`: looks at everything that the bot needs, and says what to mend."""

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx

from config.schema import Settings
from storage.file_check import Finding, examine_file

_TIMEOUT_S = 10.0
_LEAST_FREE_BYTES = 500_000_000
_CLOCK_OFF = timedelta(seconds=30)
_FEWEST_FILES = 256  # open at once: sends, polls, connections to the database


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Every finding, one after another; changes nothing."""
    path = Path(settings.database_url.removeprefix("sqlite+aiosqlite:///"))
    for finding in (*_disk(path), *examine_file(path)):
        yield finding
    async with httpx.AsyncClient(timeout=_TIMEOUT_S, proxy=settings.telegram.proxy) as client:
        for finding in await _telegram(client, settings):
            yield finding
    yield _files()
    if not settings.sources:
        yield Finding("sources", "the settings name none: list some, or let chats add theirs with /addfeed", well=True)
    if settings.access.admin_chat is None:
        yield Finding("admins", "nobody is told of trouble: set access.admin_chat", well=True)


def _disk(path: Path) -> list[Finding]:
    folder = next((p for p in path.absolute().parents if p.exists()), Path("/"))
    free = shutil.disk_usage(folder).free
    sentence = f"{free / 1e9:.1f} GB free for {path}"
    if free < _LEAST_FREE_BYTES:
        return [Finding("disk", f"{sentence}: make room, the bot waits where it can't write", well=False)]
    return [Finding("disk", sentence, well=True)]


async def _telegram(client: httpx.AsyncClient, settings: Settings) -> list[Finding]:
    """The token, the way there, and the clock by the answer's own date."""
    if not settings.telegram.token:
        return [Finding("telegram", "no WIREWATCH_TELEGRAM_TOKEN: the bot runs in local mode", well=True)]
    try:
        answer = await client.get(f"{settings.telegram.api_url.rstrip('/')}/bot{settings.telegram.token}/getMe")
        reply = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        where = f"{settings.telegram.api_url} does not answer as Telegram does ({type(error).__name__})"
        return [Finding("telegram", f"{where}: look at the network, telegram.proxy and telegram.api_url", well=False)]
    if not reply.get("ok"):
        refused = f"Telegram refuses the token ({reply.get('description')}): ask @BotFather for it again"
        return [Finding("telegram", refused, well=False), *_clock(answer)]
    return [Finding("telegram", f"the token is @{reply['result']['username']}'s", well=True), *_clock(answer)]


def _clock(answer: httpx.Response) -> list[Finding]:
    try:
        theirs = parsedate_to_datetime(answer.headers["Date"])
    except (KeyError, ValueError):
        return []
    off = datetime.now(UTC) - theirs
    if abs(off) > _CLOCK_OFF:
        sentence = f"this machine's clock is {off.total_seconds():+.0f} s off Telegram's: let NTP keep it"
        return [Finding("clock", sentence, well=False)]
    return [Finding("clock", "agrees with Telegram's", well=True)]


def _files() -> Finding:
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < _FEWEST_FILES:
        return Finding("limits", f"only {soft} files may be open: raise `ulimit -n` to {_FEWEST_FILES}", well=False)
    return Finding("limits", "enough files may be open", well=True)
