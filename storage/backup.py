"""A copy of the database that is whole, made while the bot goes on, and its owner's alone.

A plain copy of the file is no backup: what was written last is in the file beside it (-wal). `VACUUM INTO` copies one
moment of it, keeps no writer waiting, and leaves out what was deleted. SQLite's backup API begins anew whenever the bot
writes, and waits for a locked file for ever.
Source: https://www.sqlite.org/lang_vacuum.html#vacuuminto
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from newsroom.errors import ReadableError
from newsroom.sentence import sentence
from storage.private_files import private_file

_TIMEOUT_S = 30.0


class BackupError(ReadableError):
    """No backup was made; the sentence names the remedy."""


def back_up(database: Path, copy: Path) -> int:
    """Copy the database to a file that is not there yet, and look whether it is sound; gives its size in bytes.

    Raises:
        BackupError: there is no database, there is such a file already, or the copy is not sound.
    """
    if not database.is_file():
        raise BackupError(sentence("backup.no_database", path=f"{database}"))
    if copy.exists():
        raise BackupError(sentence("backup.exists", path=f"{copy}"))
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        private_file(unfinished)
        _copy(database, unfinished)
        unfinished.rename(copy)
    except (sqlite3.Error, OSError) as error:
        unfinished.unlink(missing_ok=True)
        raise BackupError(sentence("backup.failed", path=f"{copy}", complaint=f"{error}")) from error
    return copy.stat().st_size


def _copy(database: Path, copy: Path) -> None:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=_TIMEOUT_S)) as source:
        source.execute("VACUUM INTO ?", (f"{copy}",))
    with closing(sqlite3.connect(copy, timeout=_TIMEOUT_S)) as made:
        (verdict,) = made.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)
