"""The picture that a feed carries with an item, and whether a chat's alerts show it."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    op.add_column("items", sa.Column("picture", sa.Text()))
    op.add_column("chats", sa.Column("pictures", sa.Boolean(), nullable=False, server_default=sa.false()))
