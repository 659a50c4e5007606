"""What an item was like when it came is kept with it: a start does not compare the whole window anew."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.add_column("items", sa.Column("compared", sa.LargeBinary(), nullable=True))
