"""Chats, topics and stories can be quiet for a while, and what waits knows until when."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.add_column("chats", sa.Column("snoozed_until", sa.BigInteger(), nullable=True))
    op.add_column("topics", sa.Column("muted_until", sa.BigInteger(), nullable=True))
    for name in ("muted_at", "muted_until", "waits_until"):
        op.add_column("cards", sa.Column(name, sa.BigInteger(), nullable=True))
    op.create_index("ix_cards_muted_until", "cards", ["muted_until"])
