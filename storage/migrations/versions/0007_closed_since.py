"""Chats know since when they are closed, so that they can be forgotten; of answered updates only the number is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("chats", sa.Column("closed_since", sa.BigInteger(), nullable=True))
    # How long they have been closed nobody has noted: it counts from now.
    now = "CAST(strftime('%s', 'now') AS INTEGER) * 1000000"
    op.execute(f"UPDATE chats SET closed_since = {now} WHERE reason IS NOT NULL")  # noqa: S608 - nothing from outside
    op.execute("UPDATE updates SET payload = '{}', lane = '' WHERE done_at IS NOT NULL AND failed IS NULL")
