"""In how many lives of the program in a row an update was begun and not finished."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    for name in ("begun", "begun_in"):
        op.add_column("updates", sa.Column(name, number, nullable=False, server_default="0"))
