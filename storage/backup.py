"""A copy of the database that is whole, made while the bot goes on, and its owner's alone; and the way back.

A plain copy of the file is no backup: what was written last is in the file beside it (-wal). `VACUUM INTO` copies one
moment of it, keeps no writer waiting, and leaves out what was deleted. SQLite's backup API begins anew whenever the bot
writes, and waits for a locked file for ever.
Source: https://www.sqlite.org/lang_vacuum.html#vacuuminto

What a server keeps is copied row by row into such a file (`storage.copying`): a backup has one form, and goes back to
either kind of database.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from newsroom.errors import ReadableError
from newsroom.sentence import sentence
from storage.migrate import UnknownRevisionError, upgrade
from storage.private_files import private_file
from storage.tables import metadata

_TIMEOUT_S = 30.0
_BESIDE = ("-wal", "-shm")


class BackupError(ReadableError):
    """No backup was made, or none was restored; the sentence names the remedy."""


def back_up(database: Path, copy: Path) -> int:
    """Copy the database to a file that is not there yet, and look whether it is sound; gives its size in bytes.

    Raises:
        BackupError: there is no database, there is such a file already, or the copy is not sound.
    """
    if not database.is_file():
        raise BackupError(sentence("backup.no_database", path=f"{database}"))
    with new_copy(copy) as unfinished:
        _copy(database, unfinished)
    return copy.stat().st_size


@contextmanager
def new_copy(copy: Path) -> Iterator[Path]:
    """An empty file to fill: it gets its name once it is whole and sound, and is gone where it is not.

    Raises:
        BackupError: there is such a file already, or what was made is not sound.
    """
    if copy.exists():
        raise BackupError(sentence("backup.exists", path=f"{copy}"))
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    try:
        _remove(unfinished)
        private_file(unfinished)
        yield unfinished
        _examine(unfinished)
        unfinished.rename(copy)
    except (sqlite3.Error, OSError) as error:
        raise BackupError(sentence("backup.failed", path=f"{copy}", complaint=f"{error}")) from error
    finally:
        _remove(unfinished)


@contextmanager
def brought_up_to_date(backup: Path, beside: Path) -> Iterator[Path]:
    """A copy of a backup with the tables of this program; it is gone afterwards, where nobody took it.

    Args:
        backup: Is left as it is.
        beside: Where the copy is made.

    Raises:
        BackupError: it is no backup of ours, is damaged, or is of a newer program.
    """
    if not backup.is_file():
        raise BackupError(sentence("restore.no_file", path=f"{backup}"))
    staged = beside.with_name(f"{beside.name}.restoring")
    try:
        _remove(staged)
        private_file(staged)
        _copy(backup, staged)
        if not _is_ours(staged):
            raise BackupError(sentence("restore.not_ours", path=f"{backup}"))
        upgrade(f"sqlite:///{staged}")
        yield staged
    except UnknownRevisionError as error:
        raise BackupError(sentence("restore.newer", path=f"{backup}", version=f"{error}")) from error
    except (sqlite3.Error, OSError) as error:
        raise BackupError(sentence("restore.failed", path=f"{backup}", complaint=f"{error}")) from error
    finally:
        _remove(staged)


def put_in_place(staged: Path, database: Path, *, force: bool) -> None:
    """Make a file the database, which nobody uses; killed at any moment, one of the two is there, whole.

    Raises:
        BackupError: the database has rows, or can't be read, and `force` is not set; or somebody reads it.
    """
    if not force and _has_rows(database):
        raise BackupError(sentence("restore.not_empty", path=f"{database}"))
    private_file(database)
    try:
        with closing(_connect(database)) as old:  # what lies in the file beside it goes into the old one, not into ours
            old.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:  # somebody reads it, and would leave a file beside ours
        raise BackupError(sentence("restore.in_use", path=f"{database}", complaint=f"{error}")) from error
    except sqlite3.DatabaseError:  # damaged: that is what it is replaced for
        for end in _BESIDE:
            database.with_name(f"{database.name}{end}").unlink(missing_ok=True)
    os.replace(staged, database)  # noqa: PTH105 - the name says what matters: in one step


def _copy(database: Path, copy: Path) -> None:
    with closing(_connect(f"file:{database}?mode=ro", uri=True)) as source:
        source.execute("VACUUM INTO ?", (f"{copy}",))
    _examine(copy)


def _examine(copy: Path) -> None:
    with closing(_connect(copy)) as made:
        (verdict,) = made.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)


def _is_ours(file: Path) -> bool:
    with closing(_connect(file)) as made:
        return bool(made.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone())


def _has_rows(database: Path) -> bool:
    if not database.exists():
        return False
    try:
        with closing(_connect(database)) as there:
            names = {name for (name,) in there.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            ours = [table.name for table in metadata.sorted_tables if table.name in names]
            return any(there.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone() for name in ours)  # noqa: S608 - names of our own tables
    except sqlite3.DatabaseError:
        return True


def _connect(database: Path | str, *, uri: bool = False) -> sqlite3.Connection:
    return sqlite3.connect(database, uri=uri, timeout=_TIMEOUT_S)


def _remove(file: Path) -> None:
    for end in ("", *_BESIDE):
        file.with_name(f"{file.name}{end}").unlink(missing_ok=True)
