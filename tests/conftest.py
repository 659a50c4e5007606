"""What every folder's tests may ask for."""

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from storage.database import Database
from tests.postgres import fresh_database, in_a_loop_of_its_own, make_template, running_server
from tests.token_sweep import _no_token_is_left_in_a_file, _no_token_is_logged, pytest_runtest_makereport

__all__ = ["_no_token_is_left_in_a_file", "_no_token_is_logged", "pytest_runtest_makereport"]

# Machines are shared: a slow example is no failure. In CI the same examples come every time, so that red means red.
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("shared"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "shared")

# What waits long is begun first, so that nobody waits for it at the end.
_LONG = ("test_idle.py", "test_kills.py", "test_kills_postgres.py", "test_outages.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name not in _LONG)


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/var/wirewatch.db"


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with every table and no row, to be copied: making the tables takes longer than most tests."""
    file = tmp_path_factory.mktemp("empty") / "wirewatch.db"

    async def make() -> None:
        made = Database(f"sqlite:///{file}")
        await made.open()
        await made.close()

    with ThreadPoolExecutor(1) as pool:  # a thread has a loop of its own
        pool.submit(asyncio.run, make()).result()
    return file


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a real PostgreSQL with a template of every table."""
    with running_server() as address:
        in_a_loop_of_its_own(make_template(address))
        yield address


@pytest.fixture
def kind_of_database() -> str:
    """Folders whose tests are run on PostgreSQL as well give this two values."""
    return "sqlite"


@pytest.fixture
async def database(
    kind_of_database: str, database_url: str, empty_file: Path, request: pytest.FixtureRequest
) -> AsyncIterator[Database]:
    """A real database with every table, gone after the test."""
    async with contextlib.AsyncExitStack() as stack:
        if kind_of_database == "postgresql":
            url = await stack.enter_async_context(fresh_database(request.getfixturevalue("postgres")))
        else:
            url, file = database_url, Path(database_url.removeprefix("sqlite:///"))
            file.parent.mkdir(mode=0o700)
            shutil.copy(empty_file, file)
        opened = Database(url)
        await opened.open()
        stack.push_async_callback(opened.close)
        yield opened
