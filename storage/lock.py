"""One Wirewatch for one database file: two would decide and send everything twice."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsroom.errors import ReadableError
from newsroom.sentence import Sentence, sentence
from storage.private_files import private_file


class Occupied(ReadableError):  # noqa: N818 - says what is the matter
    """Another process works on this database."""


@contextmanager
def alone(database: str, otherwise: Sentence | None = None) -> Iterator[None]:
    """Hold the database for this process; the system lets go by itself when a process dies.

    Args:
        database: The file, or any other path that stands for what two processes may not share.
        otherwise: What a person can do who wants both processes; None: name another file in the settings.

    Raises:
        Occupied: another one holds it.
    """
    path = Path(f"{Path(database).resolve()}.lock")  # one file by two names is one file
    private_file(path)
    with path.open("a+") as lock_file:
        try:
            fcntl.flock(lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock_file.seek(0)
            holder = lock_file.read().strip() or "unknown"
            remedy = otherwise or sentence("database.name_another")
            raise Occupied(sentence("database.occupied", path=database, process=holder, remedy=remedy)) from None
        lock_file.truncate(0)
        lock_file.write(str(os.getpid()))
        lock_file.flush()
        yield
