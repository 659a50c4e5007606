"""When an owner refused to have a source that a chat offered for all."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("sources", sa.Column("refused_at", sa.BigInteger(), nullable=True))
