"""Where each person stopped reading, and lists of what happened whose pages can be turned."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "looks",
        sa.Column("chat_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("thread_id", whole, primary_key=True, autoincrement=False),
        sa.Column("user_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("covers_to", whole, nullable=False),
    )
    op.create_table(
        "hand_overs",
        sa.Column("id", whole, primary_key=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", whole, nullable=True),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("local_date", sa.Text(), nullable=True),
        sa.Column("topic_count", whole, nullable=False),
        sa.Column("stories", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_hand_overs_chat_id", "hand_overs", ["chat_id"])
    op.create_index("ix_hand_overs_made_at", "hand_overs", ["made_at"])
