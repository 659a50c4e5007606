"""A source that a chat added is that chat's own, with its items, their places and their claims.

Until now such a source was shared by all, and so was each correction: corrections that hold keep holding for all. What
a chat's sources brought leaves the others' stories and goes to tables of the chat's own.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_STORY = "lead_item_id, opened_at, updated_at, version, outlets, independent, merged_into, related_to"


def upgrade() -> None:
    origin = sa.CheckConstraint("origin in ('config', 'chat')", name=op.f("ck_sources_origin"))
    state = sa.CheckConstraint("state in ('active', 'retired')", name=op.f("ck_sources_state"))
    with op.batch_alter_table("sources", recreate="always", table_args=(origin, state)) as batch:
        batch.add_column(sa.Column("owner_chat_id", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("added_at", sa.BigInteger(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("offered_at", sa.BigInteger(), nullable=True))
        batch.drop_constraint("uq_sources_url", type_="unique")
    op.create_index("uq_sources_url", "sources", ["url"], unique=True, sqlite_where=sa.text("owner_chat_id IS NULL"))
    op.create_index("uq_sources_owner_chat_id_url", "sources", ["owner_chat_id", "url"], unique=True)
    op.add_column("items", sa.Column("owner_chat_id", sa.BigInteger(), nullable=True))
    with op.batch_alter_table("cards", recreate="always") as batch:
        batch.drop_constraint("fk_cards_story_id", type_="foreignkey")
    with op.batch_alter_table("corrections", recreate="always") as batch:
        batch.alter_column("id", existing_type=sa.Integer(), type_=sa.BigInteger(), nullable=False)
        batch.add_column(sa.Column("for_all", sa.Boolean(), nullable=False, server_default="1"))
    _new_tables()
    _share_out_sources()
    _take_items_out()
    op.drop_table("source_chats")


def _new_tables() -> None:
    op.create_table(
        "chat_stories",
        sa.Column("chat_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("story_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("lead_item_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("outlets", sa.Integer(), nullable=False),
        sa.Column("independent", sa.Integer(), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("related_to", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("chat_id", "story_id", name=op.f("pk_chat_stories")),
    )
    op.create_index("ix_chat_stories_updated_at", "chat_stories", ["updated_at"])
    op.create_table(
        "chat_items",
        sa.Column("chat_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("placement", sa.Text(), nullable=True),
        sa.Column("placed_of", sa.Integer(), nullable=True),
        sa.Column("likeness_pct", sa.Integer(), nullable=True),
        sa.Column("placed_why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_chat_items_item_id")),
        sa.PrimaryKeyConstraint("chat_id", "item_id", name=op.f("pk_chat_items")),
    )
    op.create_index("ix_chat_items_chat_id_story_id", "chat_items", ["chat_id", "story_id"])
    op.create_index("ix_chat_items_item_id", "chat_items", ["item_id"])
    op.create_table(
        "chat_claims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("stated_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_chat_claims_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_claims")),
    )
    op.create_index("ix_chat_claims_item_id", "chat_claims", ["item_id"])
    op.create_index("ix_chat_claims_chat_id_stated_at", "chat_claims", ["chat_id", "stated_at"])
    op.create_table(
        "chat_disagreements",
        sa.Column("chat_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("item_a", sa.Integer(), nullable=False),
        sa.Column("item_b", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("found_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["item_a"], ["items.id"], name=op.f("fk_chat_disagreements_item_a")),
        sa.ForeignKeyConstraint(["item_b"], ["items.id"], name=op.f("fk_chat_disagreements_item_b")),
        sa.PrimaryKeyConstraint("chat_id", "id", name=op.f("pk_chat_disagreements")),
    )
    names = ["chat_id", "slot", "item_a", "item_b"]
    op.create_index("uq_chat_disagreements_slot_items", "chat_disagreements", names, unique=True)
    op.create_index("ix_chat_disagreements_item_a", "chat_disagreements", ["item_a"])
    op.create_index("ix_chat_disagreements_item_b", "chat_disagreements", ["item_b"])
    op.create_table(
        "dismissals",
        sa.Column("chat_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("disagreement_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "disagreement_id", name=op.f("pk_dismissals")),
    )


def _rows(statement: str, **values: object) -> list[Any]:
    return list(op.get_bind().execute(sa.text(statement), values).mappings())


def _do(statement: str, **values: object) -> None:
    op.get_bind().execute(sa.text(statement), values)


def _share_out_sources() -> None:
    """The first chat that asked for a feed keeps its row; each other one gets a row of its own, polled at once."""
    asked = "SELECT c.* FROM source_chats c JOIN sources s ON s.id = c.source_id ORDER BY c.added_at, c.chat_id"
    copied = "name, family, kind, country, language, state, interval_s, next_due_at, ended_at"
    given: set[int] = set()
    for row in _rows(asked):
        known = {"source": row["source_id"], "chat": row["chat_id"], "at": row["added_at"]}
        if row["source_id"] not in given:
            given.add(row["source_id"])
            own = "UPDATE sources SET owner_chat_id = :chat, added_at = :at WHERE id = :source AND origin = 'chat'"
            _do(own, **known)
            continue
        new = (
            f"INSERT INTO sources (url, owner_chat_id, added_at, origin, trusted, failures, moved_polls, {copied})"  # noqa: S608 - our own names
            f" SELECT url, :chat, :at, 'chat', 0, 0, 0, {copied} FROM sources WHERE id = :source AND origin = 'chat'"
        )
        _do(new, **known)
    _do("UPDATE sources SET state = 'retired' WHERE origin = 'chat' AND owner_chat_id IS NULL")


def _take_items_out() -> None:
    owner = "SELECT owner_chat_id FROM sources s WHERE s.id = items.source_id"
    _do(f"UPDATE items SET owner_chat_id = ({owner})")  # noqa: S608 - our own names
    mixed = (
        "SELECT DISTINCT story_id, owner_chat_id FROM items WHERE story_id IS NOT NULL AND owner_chat_id IS NOT NULL"
    )
    numbers: dict[int, int] = {}
    for row in _rows(mixed):
        story, chat = row["story_id"], row["owner_chat_id"]
        shared = _rows("SELECT 1 FROM items WHERE story_id = :story AND owner_chat_id IS NULL LIMIT 1", story=story)
        if not shared:
            numbers[chat] = numbers.get(chat, 0) - 1
        here = story if shared else numbers[chat]
        of = {"story": story, "chat": chat, "here": here}
        columns = f"chat_id, story_id, {_STORY}"
        _do(
            f"INSERT INTO chat_stories ({columns}) SELECT :chat, :here, {_STORY} FROM stories WHERE id = :story",  # noqa: S608 - our own names
            **of,
        )
        _do(
            "INSERT INTO chat_items (chat_id, item_id, story_id, placement, placed_of, likeness_pct, placed_why)"
            " SELECT :chat, id, :here, placement, placed_of, likeness_pct, placed_why FROM items"
            " WHERE story_id = :story AND owner_chat_id = :chat",
            **of,
        )
        if not shared:
            _do("UPDATE cards SET story_id = :here WHERE story_id = :story AND chat_id = :chat", **of)
    lead = "SELECT min(id) FROM items WHERE items.story_id = stories.id AND items.owner_chat_id IS NULL"
    _do(f"UPDATE stories SET lead_item_id = coalesce(({lead}), lead_item_id)")  # noqa: S608 - our own names
    _do("UPDATE items SET story_id = NULL, placement = NULL WHERE owner_chat_id IS NOT NULL")
    _claims_and_disagreements()


def _claims_and_disagreements() -> None:
    owned = "SELECT id FROM items WHERE owner_chat_id IS NOT NULL"
    _do(
        "INSERT INTO chat_claims (id, chat_id, item_id, stated_at, body)"
        " SELECT c.id, i.owner_chat_id, i.id, c.stated_at, c.body FROM claims c"
        " JOIN items i ON i.id = c.item_id WHERE i.owner_chat_id IS NOT NULL"
    )
    _do(f"DELETE FROM claims WHERE item_id IN ({owned})")  # noqa: S608 - our own names
    owner = "coalesce(a.owner_chat_id, b.owner_chat_id)"
    _do(
        "INSERT INTO chat_disagreements (chat_id, id, slot, kind, item_a, item_b, body, found_at)"  # noqa: S608 - our own names
        f" SELECT {owner}, -row_number() OVER (PARTITION BY {owner} ORDER BY d.id), d.slot, d.kind, d.item_a, d.item_b,"
        " d.body, d.found_at FROM disagreements d JOIN items a ON a.id = d.item_a JOIN items b ON b.id = d.item_b"
        f" WHERE {owner} IS NOT NULL AND {owner} = coalesce(b.owner_chat_id, a.owner_chat_id)"
    )
    _do(f"DELETE FROM disagreements WHERE item_a IN ({owned}) OR item_b IN ({owned})")  # noqa: S608 - our own names
