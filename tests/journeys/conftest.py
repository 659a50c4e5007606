"""What journeys may ask for: they are made on both databases."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.postgres import fresh_database


@pytest.fixture
def sqlite_database(empty_file: Path, tmp_path: Path) -> str:
    """The address of a database with every table and no row: to make the tables takes longer than to start the rest."""
    return f"sqlite:///{shutil.copy(empty_file, tmp_path / 'bot.db')}"


@pytest.fixture(params=["sqlite", "postgresql"])
async def either_database(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """The address of such a database, of SQLite first and of PostgreSQL then."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_database")
        return
    async with fresh_database(request.getfixturevalue("postgres")) as url:
        yield url
