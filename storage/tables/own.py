"""What one chat sees differently: stories with items of its own sources, or corrected by its people."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Table, Text
from sqlalchemy import BigInteger as Big

from storage.columns import Instant, Whole
from storage.tables.metadata import metadata

chat_stories = Table(
    "chat_stories",
    metadata,
    Column("chat_id", Big, primary_key=True, autoincrement=False),
    Column(
        "story_id", Whole, primary_key=True, autoincrement=False, comment="below 0: the chat's own; else of stories"
    ),
    Column("lead_item_id", Whole, nullable=False, comment="the item whose headline names the story in this chat"),
    Column("opened_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Whole, nullable=False, comment="one more for each change that a card of the chat would show"),
    Column("outlets", Whole, nullable=False),
    Column("independent", Whole, nullable=False),
    Column("merged_into", Whole, comment="the story that holds its items in this chat; null: itself"),
    Column("related_to", Whole, comment="an earlier story of the same saga; null: none known"),
    Index("ix_chat_stories_updated_at", "updated_at"),
)

chat_items = Table(
    "chat_items",
    metadata,
    Column("chat_id", Big, primary_key=True, autoincrement=False),
    Column("item_id", ForeignKey("items.id"), primary_key=True),
    Column("story_id", Whole, nullable=False, comment="where the item is in this chat"),
    Column("placement", Text, comment="as in items; null for an item that is for all: its own row says it"),
    Column("placed_of", Whole, comment="the item that it was joined to"),
    Column("likeness_pct", Whole, comment="0-100"),
    Column("placed_why", Text, comment="a sentence as JSON; null: as in items"),
    Column("next_story", JSON(none_as_null=True), comment="as in items; null: as there"),
    Index("ix_chat_items_chat_id_story_id", "chat_id", "story_id"),
    Index("ix_chat_items_item_id", "item_id"),
)

chat_claims = Table(
    "chat_claims",
    metadata,
    Column("id", Whole, primary_key=True),
    Column("chat_id", Big, nullable=False),
    Column("item_id", ForeignKey("items.id"), nullable=False),
    Column("stated_at", Instant, nullable=False),
    Column("body", JSON, nullable=False, comment="the claim's values"),
    Index("ix_chat_claims_item_id", "item_id"),
    Index("ix_chat_claims_chat_id_stated_at", "chat_id", "stated_at"),
)

chat_disagreements = Table(
    "chat_disagreements",
    metadata,
    Column("chat_id", Big, primary_key=True, autoincrement=False),
    Column("id", Whole, primary_key=True, autoincrement=False, comment="below 0, counted in each chat"),
    Column("slot", Text, nullable=False),
    Column("kind", Text, nullable=False, comment="as in disagreements"),
    Column("item_a", ForeignKey("items.id"), nullable=False),
    Column("item_b", ForeignKey("items.id"), nullable=False),
    Column("body", JSON, nullable=False, comment="both claims"),
    Column("found_at", Instant, nullable=False),
    Index("uq_chat_disagreements_slot_items", "chat_id", "slot", "item_a", "item_b", unique=True),
    Index("ix_chat_disagreements_item_a", "item_a"),
    Index("ix_chat_disagreements_item_b", "item_b"),
)

dismissals = Table(
    "dismissals",
    metadata,
    Column("chat_id", Big, primary_key=True, autoincrement=False, comment="whose people say: not a conflict"),
    Column(
        "disagreement_id",
        Whole,
        primary_key=True,
        autoincrement=False,
        comment="below 0: of chat_disagreements, else of disagreements",
    ),
    Column("user_id", Big, nullable=False),
    Column("made_at", Instant, nullable=False),
)
