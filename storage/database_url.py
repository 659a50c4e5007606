"""Where a database is, as people write it: `sqlite:///PATH` or `postgresql://USER@HOST/NAME`.

A driver named in it (`sqlite+aiosqlite`, `postgresql+asyncpg`) is read over: which one is used is for this package.
"""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError


def sqlite_file(url: str) -> Path | None:
    """The file that an address names; None where it names a server, or is no address."""
    try:
        address = make_url(url)
    except ArgumentError:
        return None
    return Path(address.database) if is_sqlite(address) and address.database else None


def sqlite_folder(url: str) -> Path | None:
    """The folder of that file; None where there is no file."""
    file = sqlite_file(url)
    return None if file is None else file.parent


def is_sqlite(address: URL) -> bool:
    """Whether it is a file of SQLite's."""
    return address.get_backend_name() == "sqlite"
