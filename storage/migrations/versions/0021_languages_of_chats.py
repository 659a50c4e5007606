"""Each chat reads its own language; those that were met before go on in English."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("chats", sa.Column("language", sa.Text(), nullable=False, server_default="en"))
    op.add_column("chats", sa.Column("language_chosen", sa.Boolean(), nullable=False, server_default=sa.false()))
