"""Which languages there are is found without reading every item: each search asks it."""

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_index("ix_items_language", "items", ["language"])
