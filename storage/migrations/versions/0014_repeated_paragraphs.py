"""What a source repeats, and how many items it had of late, are read without reading all that it ever brought."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    several = sa.text("item_count > 1")
    op.create_index(
        "ix_boilerplate_repeated", "boilerplate", ["source_id"], sqlite_where=several, postgresql_where=several
    )
    op.drop_index("ix_items_source_id_listed_at", "items")
    op.create_index("ix_items_source_id_listed_at", "items", ["source_id", "listed_at", "arrived_at"])
