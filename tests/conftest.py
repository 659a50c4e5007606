"""What every folder's tests may ask for."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/var/wirewatch.db"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A real SQLite file with every table, gone after the test."""
    opened = Database(database_url)
    await opened.open()
    yield opened
    await opened.close()
