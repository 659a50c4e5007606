"""Updates know their lane."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    # What waits at the upgrade is one lane: answered in order, as the older program would have.
    op.add_column("updates", sa.Column("lane", sa.Text(), nullable=False, server_default=""))
