"""A post that its receiver refuses for the post's own sake is given up, and its chat can read so."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("posts", sa.Column("refusals", number, nullable=False, server_default="0"))
    op.add_column("receivers", sa.Column("given_up", number, nullable=False, server_default="0"))
    op.add_column("receivers", sa.Column("given_up_at", sa.BigInteger()))
    op.add_column("receivers", sa.Column("given_up_status", number, nullable=False, server_default="0"))
