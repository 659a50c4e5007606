"""What the program keeps is its owner's alone: topics, messages and people's names lie in it.

SQLite gives the files beside a database (-wal, -shm) the rights of the database itself.
Source: https://www.sqlite.org/src/file/src/os_unix.c, findCreateFileMode.
"""

import os
from pathlib import Path

_FOLDER_MODE, FILE_MODE = 0o700, 0o600


def private_folder(folder: Path) -> None:
    """Make the folder, for its owner alone; one that is there keeps its rights, it may hold other things."""
    if not folder.exists():
        folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)


def private_file(path: Path) -> None:
    """Make the file, or take everybody else's rights off the one that is there; not where it is another user's."""
    private_folder(path.parent)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, FILE_MODE))
    for part in (path, *(path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm"))):
        if part.exists() and part.stat().st_uid == os.geteuid():
            part.chmod(FILE_MODE)
