"""Digests end at an item: moments let what the desk decided later fall between two of them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("digests", sa.Column("covers_to", sa.Integer(), nullable=True))
