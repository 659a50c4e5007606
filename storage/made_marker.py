"""A mark beside the database's file that it was made: one that lost everything is told from one that is new.

A disk that was full, a copy that was broken off or an `fsck` can leave a file of no bytes. Opened, it would be a new
database: no error, and no topic, role or feed of anybody's.
"""

from datetime import datetime
from pathlib import Path

from newsroom.sentence import sentence
from storage.database import StorageError
from storage.private_files import private_file

_HEADER_BYTES = 100  # of each database file of SQLite's; https://www.sqlite.org/fileformat.html


def marker_of(database: Path) -> Path:
    """The file that is the mark."""
    return database.with_name(f"{database.name}.made")


def refuse_emptied(database: Path) -> None:
    """Look before it is opened.

    Raises:
        StorageError: it was made once, and nothing is in it.
    """
    marker = marker_of(database)
    if marker.exists() and (not database.exists() or database.stat().st_size < _HEADER_BYTES):
        made = marker.read_text("utf-8").strip()
        raise StorageError(sentence("database.emptied", path=f"{database}", made=made, marker=f"{marker}"))


def mark(database: Path, now: datetime) -> None:
    """It is made, and opened with all its tables."""
    marker = marker_of(database)
    if not marker.exists():
        private_file(marker)
        marker.write_text(f"{now:%Y-%m-%d %H:%M} UTC\n", "utf-8")
