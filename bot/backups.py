"""`wirewatch backup` and `wirewatch restore`, for either kind of database: one form of file."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.wiring import opened
from newsroom.sentence import sentence
from newsroom.text.masked_address import masked_address
from storage.backup import BackupError, back_up, brought_up_to_date, new_copy, put_in_place
from storage.copying import NotEmptyError, ReportRows, copy_all
from storage.database import Database
from storage.database_url import sqlite_file
from storage.lock import alone
from storage.made_marker import mark


async def make_backup(url: str, copy: Path, report: ReportRows) -> None:
    """Copy one moment of the database to a new file, while the bot goes on.

    Raises:
        BackupError: no whole copy could be made.
        StorageError: the server does not answer, or its tables are of another program.
    """
    file = sqlite_file(url)
    if file is not None:
        back_up(file, copy)
        return
    with new_copy(copy) as unfinished:
        source, target = Database(url), Database(f"sqlite:///{unfinished}")
        try:
            await source.refuse_other_tables()
            await target.open()
            await copy_all(source, target, report)
        finally:
            await source.close()
            await target.close()


async def restore_backup(backup: Path, url: str, report: ReportRows, *, force: bool) -> None:
    """Make the database what it was when the backup was made.

    Raises:
        BackupError: the backup can't be used, or the database has rows and `force` is not set.
        Occupied: another program works on the database.
        StorageError: the server does not answer.
    """
    file = sqlite_file(url)
    if file is not None:
        with alone(f"{file}"), brought_up_to_date(backup, file) as staged:
            put_in_place(staged, file, force=force)
            mark(file, datetime.now(UTC))
        return
    with TemporaryDirectory() as folder, brought_up_to_date(backup, Path(folder) / "backup.db") as staged:
        source = Database(f"sqlite:///{staged}")
        try:
            async with opened(url) as target:
                await copy_all(source, target, report, replace=force)
        except NotEmptyError as error:
            raise BackupError(sentence("restore.not_empty", path=masked_address(url))) from error
        finally:
            await source.close()
