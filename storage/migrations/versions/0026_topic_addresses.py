"""A topic can be read by a private address; of the secret in it only a hash is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "topic_addresses",
        sa.Column("topic_id", number, primary_key=True, autoincrement=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
    )
    op.create_index("uq_topic_addresses_secret_hash", "topic_addresses", ["secret_hash"], unique=True)
    op.create_index("ix_topic_addresses_chat_id", "topic_addresses", ["chat_id"])
