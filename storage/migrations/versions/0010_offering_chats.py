"""When a source was last offered to all, whatever came of it, and which chat offered what is for all now."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.execute("ALTER TABLE sources RENAME COLUMN refused_at TO last_offered_at")
    op.execute("UPDATE sources SET last_offered_at = offered_at WHERE offered_at IS NOT NULL")
    op.add_column("sources", sa.Column("offered_by", sa.BigInteger(), nullable=True))
