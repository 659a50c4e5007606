"""`wirewatch copy`: a database moved to another, with both kept from every other program meanwhile."""

from bot.wiring import opened
from storage.copying import ReportRows, copy_all


async def copy_database(source: str, target: str, report: ReportRows) -> dict[str, int]:
    """Copy all; gives how many rows each table has.

    Raises:
        CopyError: the target is not empty, or a table differs afterwards.
        StorageError: one of the two can't be used, or another program works on it.
    """
    async with opened(source) as old, opened(target) as new:
        return await copy_all(old, new, report)
