"""What the people of a chat do with stories, each known by an item of it: items stay as stories merge and split."""

from sqlalchemy import BigInteger as Big
from sqlalchemy import Column, Index, Table, Text

from storage.columns import Instant, Whole
from storage.tables.metadata import metadata

assignments = Table(
    "assignments",
    metadata,
    Column(
        "chat_id", Big, primary_key=True, autoincrement=False, comment="whose people know of it; no other chat does"
    ),
    Column("item_id", Whole, primary_key=True, autoincrement=False, comment="the story's lead when it was taken"),
    Column("user_id", Big, nullable=False, comment="who took it; 0: an anonymous admin"),
    Column("name", Text, nullable=False, comment="the person's, as Telegram showed it then"),
    Column("made_at", Instant, nullable=False),
    Index("ix_assignments_item_id", "item_id"),
)

saved_stories = Table(
    "saved_stories",
    metadata,
    Column("chat_id", Big, primary_key=True, autoincrement=False, comment="in whose list it is"),
    Column("item_id", Whole, primary_key=True, autoincrement=False, comment="the story's lead when it was saved"),
    Column("made_at", Instant, nullable=False),
    Index("ix_saved_stories_item_id", "item_id"),
)

story_notes = Table(
    "story_notes",
    metadata,
    Column("id", Whole, primary_key=True, comment="in the button that deletes it"),
    Column("chat_id", Big, nullable=False, comment="whose people read it; no other chat does"),
    Column("item_id", Whole, nullable=False, comment="the story's lead when it was written"),
    Column("user_id", Big, nullable=False, comment="who wrote it; 0: an anonymous admin, or somebody forgotten"),
    Column("name", Text, nullable=False, comment="the person's, as Telegram showed it then; empty: forgotten"),
    Column("text", Text, nullable=False, comment="as it was written, on one line"),
    Column("made_at", Instant, nullable=False),
    Index("ix_story_notes_chat_id", "chat_id", "item_id"),
    Index("ix_story_notes_item_id", "item_id"),
    sqlite_autoincrement=True,
)
