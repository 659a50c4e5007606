"""What the desk decided: stories, matches, claims, disagreements, and people's corrections."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Table, Text, column
from sqlalchemy import BigInteger as Big

from storage.columns import Instant, Whole
from storage.tables.metadata import metadata

stories = Table(
    "stories",
    metadata,
    Column("id", Whole, primary_key=True),
    Column("lead_item_id", Whole, nullable=False, comment="the item whose headline names the story"),
    Column("opened_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Whole, nullable=False, comment="one more for each change that a card would show"),
    Column("outlets", Whole, nullable=False),
    Column("independent", Whole, nullable=False, comment="families with their own text"),
    Column("merged_into", Whole, comment="the story that holds its items now; null: itself"),
    Column("related_to", Whole, comment="an earlier story of the same saga; null: none known"),
    Index("ix_stories_updated_at", "updated_at"),
    Index(
        "ix_stories_merged_into",
        "merged_into",
        sqlite_where=column("merged_into").is_not(None),
        postgresql_where=column("merged_into").is_not(None),
    ),
    sqlite_autoincrement=True,
)

matches = Table(
    "matches",
    metadata,
    Column("item_id", ForeignKey("items.id"), primary_key=True),
    Column("topic_id", Whole, primary_key=True),
    Column("tier", Text, nullable=False, comment="alert, search"),
    Column("words", JSON, nullable=False, comment="the words that hit, as they stand in the item"),
    Index("ix_matches_topic_id", "topic_id"),
)

claims = Table(
    "claims",
    metadata,
    Column("id", Whole, primary_key=True, comment="the desk counts by it which claims it still holds"),
    Column("item_id", ForeignKey("items.id"), nullable=False),
    Column("slot", Text, nullable=False, comment="killed, injured, missing, detained, aboard, displaced"),
    Column("stated_at", Instant, nullable=False),
    Column("body", JSON, nullable=False, comment="the claim's values"),
    Index("ix_claims_item_id", "item_id"),
    Index("ix_claims_stated_at", "stated_at"),
    sqlite_autoincrement=True,
)

disagreements = Table(
    "disagreements",
    metadata,
    Column("id", Whole, primary_key=True),
    Column("slot", Text, nullable=False),
    Column("kind", Text, nullable=False, comment="contradiction, developing, differs, agree"),
    Column("item_a", ForeignKey("items.id"), nullable=False),
    Column("item_b", ForeignKey("items.id"), nullable=False),
    Column("body", JSON, nullable=False, comment="both claims and why"),
    Column("found_at", Instant, nullable=False),
    Column("dismissed_by", Big, comment="the person who said: not a conflict; null: stands"),
    Index("ix_disagreements_item_a", "item_a"),
    Index("ix_disagreements_item_b", "item_b"),
    Index("uq_disagreements_slot_items", "slot", "item_a", "item_b", unique=True),
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Big, primary_key=True, comment="random: a button with it says nothing of other chats"),
    Column("kind", Text, nullable=False, comment="split: item_a is no part of item_b's story; merge: they are one"),
    Column("item_a", Whole, nullable=False),
    Column("item_b", Whole, nullable=False),
    Column("items", JSON, comment="what moved, so that it can be undone; null until the desk has done it"),
    Column("chat_id", Big, nullable=False),
    Column("user_id", Big, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("for_all", Boolean, nullable=False, comment="an admin of the operator's made it hold for every chat"),
    Column("undone_at", Instant, comment="null: it holds"),
)

cards = Table(
    "cards",
    metadata,
    Column("id", Whole, primary_key=True),
    Column("chat_id", Big, nullable=False),
    Column("thread_id", Whole, nullable=False, comment="0: the chat's main thread"),
    Column("story_id", Whole, nullable=False, comment="below 0: one of the chat's own, of chat_stories"),
    Column(
        "mode",
        Text,
        nullable=False,
        comment="alert, list, catch_up, digest, silent, waiting",
    ),
    Column("lead_item_id", Whole, comment="the item whose headline the place was told; null: none yet"),
    Column("message_id", Whole, comment="null until sent; for list and catch_up, of that message"),
    Column("shown_version", Whole, nullable=False, comment="of the story; 0 until sent"),
    Column("why", JSON, nullable=False, comment="the words of the match that made it"),
    Column("muted", Whole, nullable=False, comment="1: a person muted this story here"),
    Column("muted_at", Instant, comment="since when it is muted for a while; null: it is not, or for good"),
    Column("muted_until", Instant, comment="when it is shown again; null: it is not muted, or for good"),
    Column("waits_until", Instant, comment="when it comes in a list; null: in the next"),
    Column("made_at", Instant, nullable=False),
    Index("uq_cards_chat_id_thread_id_story_id", "chat_id", "thread_id", "story_id", unique=True),
    Index("ix_cards_story_id", "story_id"),
    Index("ix_cards_muted_until", "muted_until"),
)
