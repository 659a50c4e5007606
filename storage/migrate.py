"""Bring a database's tables up to date."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

_SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(url: str, revision: str = "head") -> None:
    """Run every migration that the database at `url` (a synchronous one) has not seen."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            command.upgrade(alembic_config(connection), revision)
    finally:
        engine.dispose()


def alembic_config(connection: object) -> Config:
    """Alembic's settings, with the connection that it is to use."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    return config
