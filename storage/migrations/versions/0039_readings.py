"""What reading an item's words gave, so that a start need not read them anew."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "readings",
        sa.Column("item_id", whole, sa.ForeignKey("items.id"), primary_key=True),
        sa.Column("text_read", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
