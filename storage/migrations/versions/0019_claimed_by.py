"""A process knows its claims from another's."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    comment = "the number that a process of several gave itself; null: none, or the only one"
    op.add_column("sources", sa.Column("claimed_by", sa.BigInteger(), comment=comment))
