"""People correct how a source is called, and which publisher is behind it."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    for name in ("joined_family", "listed_name", "listed_family"):
        op.add_column("sources", sa.Column(name, sa.Text()))
