"""A chat's topics and settings come back as a file: what it would change, and what there was before."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "chat_files",
        sa.Column("id", number, primary_key=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", number, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("before", sa.Text()),
        sa.Column("whole", sa.Boolean()),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("undone_at", sa.BigInteger()),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_chat_files_chat_id", "chat_files", ["chat_id"])
    op.create_index("ix_chat_files_made_at", "chat_files", ["made_at"])
