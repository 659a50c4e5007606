"""When a topic was pointed out to its chat, once, and when a chat's topics were last looked at for that."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.add_column("topics", sa.Column("pointed_out_at", sa.BigInteger()))
    op.add_column("chats", sa.Column("topics_looked_at", sa.BigInteger()))
