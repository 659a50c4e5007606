"""A look at the database file from outside, whether the bot runs or not; changes nothing."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsroom.access import Role
from newsroom.sentence import Sentence, sentence
from storage.stored_sentences import read_sentence

_TIMEOUT_S = 10.0
_LATE = timedelta(minutes=10)
_MOST_NAMED = 10
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is so and, where it is amiss, the remedy: a sentence `doctor.<what was looked at>.<what was found>`."""

    sentence: Sentence
    well: bool

    @property
    def what(self) -> str:
        """What was looked at, in a word: "feeds"."""
        return self.sentence.name.split(".")[1]


def examine_file(path: Path) -> list[Finding]:
    """Whether it is sound, and what its tables say of the bot's work."""
    if not path.exists():
        return [Finding(sentence("doctor.database.missing", path=f"{path}"), well=True)]
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=_TIMEOUT_S)
        try:
            (verdict,) = connection.execute("pragma quick_check(1)").fetchone()
            if verdict != "ok":
                return [_broken(path, verdict)]
            size = f"{path.stat().st_size / 1e6:.0f}"
            sound = sentence("doctor.database.sound", path=f"{path}", size=size)
            return [Finding(sound, well=True), *_state(connection)]
        finally:
            connection.close()
    except (sqlite3.Error, OSError) as error:
        return [_broken(path, str(error))]


def has_owner(path: Path) -> bool:
    """Whether somebody got that role, as far as the file can tell: one that can't be read yet lacks nobody."""
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=_TIMEOUT_S)
        try:
            return connection.execute("select 1 from people where role = ?", (Role.OWNER,)).fetchone() is not None
        finally:
            connection.close()
    except sqlite3.Error:
        return True


def _broken(path: Path, complaint: str) -> Finding:
    name = "doctor.database.locked" if "locked" in complaint else "doctor.database.damaged"
    return Finding(sentence(name, path=f"{path}", complaint=complaint), well=False)


def _state(connection: sqlite3.Connection) -> list[Finding]:
    """What the bot's own tables say of its work."""
    now = datetime.now(UTC)
    if not connection.execute("select 1 from sqlite_master where name = 'deliveries'").fetchone():
        return [Finding(sentence("doctor.database.empty"), well=True)]
    return [*_feeds(connection), _queue(connection, now), _outbox(connection, now), _chats(connection)]


def _feeds(connection: sqlite3.Connection) -> list[Finding]:
    rows = connection.execute("select name, problem from sources where state = 'active' order by name").fetchall()
    ill = [(name, read_sentence(problem)) for name, problem in rows if problem]
    found = [
        Finding(sentence("doctor.feeds.problem", source=name, problem=problem), well=False)
        for name, problem in ill[:_MOST_NAMED]
    ]
    numbers = {"well": len(rows) - len(ill), "all": len(rows)}
    if len(ill) > _MOST_NAMED:
        rest = sentence("doctor.feeds.read_not_all_named", **numbers, more=len(ill) - _MOST_NAMED)
        return [*found, Finding(rest, well=True)]
    return [*found, Finding(sentence("doctor.feeds.read", **numbers), well=True)]


def _queue(connection: sqlite3.Connection, now: datetime) -> Finding:
    number, oldest = connection.execute("select count(*), min(queued_at) from queue").fetchone()
    if oldest is not None and now - _instant(oldest) > _LATE:
        late = sentence("doctor.desk.late", number=number, since=_instant(oldest))
        return Finding(late, well=False)
    return Finding(sentence("doctor.desk.waiting", number=number), well=True)


def _outbox(connection: sqlite3.Connection, now: datetime) -> Finding:
    late = (now - _LATE - _EPOCH) // timedelta(microseconds=1)
    number, reason = connection.execute(
        "select count(*), max(d.reason) from deliveries d left join chats c on c.id = d.chat_id"
        " where d.state = 'due' and d.due_at < ? and coalesce(c.state, 'active') = 'active'",
        (late,),
    ).fetchone()
    if number:
        why = reason or sentence("doctor.messages.no_reason")
        return Finding(sentence("doctor.messages.late", number=number, reason=why), well=False)
    return Finding(sentence("doctor.messages.none_late"), well=True)


def _chats(connection: sqlite3.Connection) -> Finding:
    shut = connection.execute("select title, reason from chats where state = 'suspended'").fetchall()
    if not shut:
        return Finding(sentence("doctor.chats.open"), well=True)
    named = "; ".join(f"{title} ({reason})" for title, reason in shut[:_MOST_NAMED])
    return Finding(sentence("doctor.chats.closed", number=len(shut), named=named), well=True)


def _instant(stored: int) -> datetime:
    return _EPOCH + timedelta(microseconds=stored)
