"""When an update was sent: what came during an outage is no flood of the moment in which it is heard."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.add_column("updates", sa.Column("sent_at", sa.BigInteger()))
