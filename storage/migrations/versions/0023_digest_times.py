"""Several digests a day, and on some days of the week: a digest is of a time of a date."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

EVERY_DAY = 127


def upgrade() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("chats", sa.Column("digest_minutes", sa.Text(), nullable=False, server_default=""))
    op.add_column("chats", sa.Column("digest_days", whole, nullable=False, server_default=str(EVERY_DAY)))
    op.add_column("chats", sa.Column("digest_since", sa.BigInteger(), nullable=True))
    chats = sa.table("chats", sa.column("id"), sa.column("digest_minute"), sa.column("digest_minutes"))
    set_so = sa.update(chats).where(chats.c.digest_minute.is_not(None))
    op.execute(set_so.values(digest_minutes=sa.cast(chats.c.digest_minute, sa.Text())))
    op.rename_table("digests", "digests_before")
    op.create_table(
        "digests",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("local_date", sa.Text(), nullable=False),
        sa.Column("local_minute", whole, autoincrement=False, nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("covers_from", sa.BigInteger(), nullable=False),
        sa.Column("covers_to", whole, nullable=True),
        sa.PrimaryKeyConstraint("chat_id", "local_date", "local_minute", name="pk_digests_of_times"),
    )
    names = ("chat_id", "local_date", "made_at", "covers_from", "covers_to")
    before = sa.table("digests_before", *(sa.column(name) for name in names))
    after = sa.table("digests", *(sa.column(name) for name in names), sa.column("local_minute"))
    # Of a date that had its digest the chat's time has: it does not come once more.
    minute = sa.select(chats.c.digest_minute).where(chats.c.id == before.c.chat_id).scalar_subquery()
    rows = sa.select(*before.c, sa.func.coalesce(minute, 0))
    op.execute(sa.insert(after).from_select([*names, "local_minute"], rows))
    op.drop_table("digests_before")
    op.drop_column("chats", "digest_minute")
