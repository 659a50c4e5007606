"""A look at the database file from outside, whether the bot runs or not; changes nothing."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

_TIMEOUT_S = 10.0
_LATE = timedelta(minutes=10)
_MOST_NAMED = 10
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Finding:
    """One look: what is so and, where it is amiss, what to mend."""

    what: str
    said: str
    well: bool


def examine_file(path: Path) -> list[Finding]:
    """Whether it is sound, and what its tables say of the bot's work."""
    if not path.exists():
        return [Finding("database", f"{path} is not there yet: `wirewatch run` makes it", well=True)]
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=_TIMEOUT_S)
        try:
            (said,) = connection.execute("pragma quick_check(1)").fetchone()
            if said != "ok":
                return [_broken(path, said)]
            size = path.stat().st_size / 1e6
            return [Finding("database", f"{path} is sound, {size:.0f} MB", well=True), *_state(connection)]
        finally:
            connection.close()
    except (sqlite3.Error, OSError) as error:
        return [_broken(path, str(error))]


def _broken(path: Path, said: str) -> Finding:
    mend = "restore a backup, or move it away to start anew"
    if "locked" in said:
        mend = "another program holds it: end that one"
    return Finding("database", f"{path}: {said}: {mend}", well=False)


def _state(connection: sqlite3.Connection) -> list[Finding]:
    """What the bot's own tables say of its work."""
    now = datetime.now(UTC)
    if not connection.execute("select 1 from sqlite_master where name = 'deliveries'").fetchone():
        return [Finding("database", "it has no tables yet: `wirewatch run` makes them", well=True)]
    return [*_feeds(connection), _queue(connection, now), _outbox(connection, now), _chats(connection)]


def _feeds(connection: sqlite3.Connection) -> list[Finding]:
    rows = connection.execute("select name, problem from sources where state = 'active' order by name").fetchall()
    ill = [(name, problem) for name, problem in rows if problem]
    found = [Finding("feeds", f"{name}: {problem}", well=False) for name, problem in ill[:_MOST_NAMED]]
    rest = f", {len(ill) - _MOST_NAMED} more can't be read: /sources names them" if len(ill) > _MOST_NAMED else ""
    return [*found, Finding("feeds", f"{len(rows) - len(ill)} of {len(rows)} read without a problem{rest}", well=True)]


def _queue(connection: sqlite3.Connection, now: datetime) -> Finding:
    number, oldest = connection.execute("select count(*), min(queued_at) from queue").fetchone()
    if oldest is not None and now - _instant(oldest) > _LATE:
        since = f"{_instant(oldest):%d %b %H:%M} UTC"
        return Finding("desk", f"{number} items wait since {since}: is `wirewatch run` running?", well=False)
    return Finding("desk", f"{number} items wait to be decided", well=True)


def _outbox(connection: sqlite3.Connection, now: datetime) -> Finding:
    late = (now - _LATE - _EPOCH) // timedelta(microseconds=1)
    number, reason = connection.execute(
        "select count(*), max(d.reason) from deliveries d left join chats c on c.id = d.chat_id"
        " where d.state = 'due' and d.due_at < ? and coalesce(c.state, 'active') = 'active'",
        (late,),
    ).fetchone()
    if number:
        said = f"{number} messages are late (last reason: {reason or 'none noted'}): is `wirewatch run` running?"
        return Finding("messages", said, well=False)
    return Finding("messages", "none is late", well=True)


def _chats(connection: sqlite3.Connection) -> Finding:
    shut = connection.execute("select title, reason from chats where state = 'suspended'").fetchall()
    if not shut:
        return Finding("chats", "all let the bot in", well=True)
    named = "; ".join(f"{title} ({reason})" for title, reason in shut[:_MOST_NAMED])
    return Finding("chats", f"{len(shut)} refuse the bot, their topics are kept, it tries daily: {named}", well=True)


def _instant(stored: int) -> datetime:
    return _EPOCH + timedelta(microseconds=stored)
