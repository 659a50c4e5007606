"""A receiver that takes nothing for a day is turned off, refusals included; its chat reads of refusals once a day."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    for name in ("refusing_since", "warned_at"):
        op.add_column("receivers", sa.Column(name, sa.BigInteger()))
    op.execute(sa.text("UPDATE receivers SET warned_at = given_up_at"))
