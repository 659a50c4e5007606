"""Which story each item came nearest to without joining it."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("items", sa.Column("next_story", sa.JSON(), nullable=True))
    op.add_column("chat_items", sa.Column("next_story", sa.JSON(), nullable=True))
