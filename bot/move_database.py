"""`wirewatch copy`: a database moved to another, with both kept from every other program meanwhile."""

from bot.wiring import opened
from newsroom.sentence import sentence
from storage.copying import CopyError, ReportRows, copy_all
from storage.database_url import sqlite_file


async def copy_database(source: str, target: str, report: ReportRows) -> dict[str, int]:
    """Copy all; gives how many rows each table has.

    Raises:
        CopyError: there is no source, the target is not empty, or a table differs afterwards.
        StorageError: one of the two can't be used, or another program works on it.
    """
    file = sqlite_file(source)
    if file is not None and not file.is_file():  # to open it would make an empty one, of which nothing is lost
        raise CopyError(sentence("copy.no_database", path=f"{file}"))
    async with opened(source) as old, opened(target) as new:
        return await copy_all(old, new, report)
