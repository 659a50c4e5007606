"""A source can be paused, and who added it is known."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.add_column("sources", sa.Column("paused_at", sa.BigInteger()))
    op.add_column("sources", sa.Column("added_by", sa.BigInteger()))
