"""A desk that has read a ferry's week, a copy of its own for each test."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.handlers.ferry import written


@pytest.fixture(scope="session")
def ferrys_week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("ferry"))


@pytest.fixture
async def desk(ferrys_week: Path, tmp_path: Path) -> AsyncIterator[Database]:
    path = shutil.copy(ferrys_week, tmp_path)
    opened = Database(f"sqlite:///{path}")
    yield opened
    await opened.close()
