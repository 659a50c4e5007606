"""A chat's own items are found without reading everybody's: few have an owner, and only these are in the index."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_index(
        "ix_items_owner_chat_id", "items", ["owner_chat_id"], sqlite_where=sa.text("owner_chat_id IS NOT NULL")
    )
