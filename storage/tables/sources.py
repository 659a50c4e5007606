"""What is watched, and what came in: sources, items, and the desk's queue."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    Text,
    column,
    literal_column,
)
from sqlalchemy import BigInteger as Big

from storage.columns import Instant, Whole
from storage.states import SourceOrigin, SourceState, one_of
from storage.stored_sentences import SentenceText
from storage.tables.metadata import metadata

_FOR_ALL = column("owner_chat_id").is_(None)

sources = Table(
    "sources",
    metadata,
    Column("id", Whole, primary_key=True),
    Column("url", Text, nullable=False, comment="where it is polled now"),
    Column("owner_chat_id", Big, comment="the chat whose own it is, for nobody else; null: for all"),
    Column("added_at", Instant, nullable=False, comment="when its owner asked for it"),
    Column("added_by", Big, comment="the person who asked for a chat's own; null: nobody, or it is forgotten"),
    Column("offered_at", Instant, comment="when its owner offered it to all; null: not offered"),
    Column("last_offered_at", Instant, comment="when it was last offered, whatever came of it; null: never"),
    Column("offered_by", Big, comment="the chat that offered what is for all now; null: none, or it is forgotten"),
    Column(
        "listed_url",
        Text,
        unique=True,
        comment="as the operator's file names it, also once it has moved; null: a chat's",
    ),
    Column("name", Text, nullable=False),
    Column("family", Text, nullable=False, comment="publisher; sources of one family are one voice"),
    Column("joined_family", Text, comment="another publisher that its chat counts it with as well; null: none"),
    Column(
        "listed_name", Text, comment="its name in the operator's list, where an owner gave it another; null: none did"
    ),
    Column(
        "listed_family", Text, comment="its family in the operator's list, where an owner said another; null: none did"
    ),
    Column("kind", Text, nullable=False, comment="wire, public, private, state"),
    Column("country", Text, comment="ISO 3166-1 alpha-2; null where nobody has said"),
    Column("language", Text, comment="BCP 47; null where nobody has said"),
    Column(
        "origin",
        Text,
        nullable=False,
        comment="config: the operator's file; chat: added with /addfeed, also where it is for all since it was offered",
    ),
    Column("state", Text, nullable=False, comment="active; retired: polled no more"),
    Column("trusted", Boolean, nullable=False, comment="may reach private networks, if the operator allows"),
    Column("fixed_interval_s", Whole, comment="the operator's own cadence; null: learned"),
    Column("interval_s", Whole, nullable=False, comment="the cadence learned so far"),
    Column("next_due_at", Instant, nullable=False),
    Column("paused_at", Instant, comment="since when somebody has it visited no more for now; null: it is visited"),
    Column("claimed_until", Instant, comment="a poll is under way until then; null: none"),
    Column("claimed_by", Big, comment="the number that a process of several gave itself; null: none, or the only one"),
    Column("first_polled_at", Instant, comment="null until a poll brought a feed: its items are background"),
    Column("last_polled_at", Instant, comment="null until first polled"),
    Column("last_ok_at", Instant, comment="last time a feed was read; null: never"),
    Column("last_new_at", Instant, comment="last time an item was new; null: never"),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", Text, comment="of the last body parsed; validators lie"),
    Column("failures", Whole, nullable=False, comment="in a row; 0 when well"),
    Column("failing_since", Instant, comment="null when well"),
    Column("problem", SentenceText, comment="what is wrong and the remedy; null when well"),
    Column("notified_at", Instant, comment="when people were notified of the problem; null: not yet"),
    Column("moved_to", Text, comment="where the last polls were permanently redirected; null: nowhere"),
    Column("moved_polls", Whole, nullable=False, comment="polls in a row that were redirected to moved_to"),
    Column("silence_notified_at", Instant, comment="when people were notified that it fell silent; null: not yet"),
    Column("ended_at", Instant, comment="when its server said that it has ended for good; null: it has not"),
    one_of("origin", SourceOrigin),
    one_of("state", SourceState),
    Index("ix_sources_state_next_due_at", "state", "next_due_at"),
    Index("uq_sources_url", "url", unique=True, sqlite_where=_FOR_ALL, postgresql_where=_FOR_ALL),
    Index("uq_sources_owner_chat_id_url", "owner_chat_id", "url", unique=True),
)

items = Table(
    "items",
    metadata,
    Column("id", Whole, primary_key=True),
    Column("source_id", ForeignKey("sources.id"), nullable=False),
    Column("owner_chat_id", Big, comment="the chat whose own source brought it: no other may meet it; null: for all"),
    Column("key", Text, nullable=False, comment="guid, else the address, else a hash of title and text"),
    Column("url", Text, nullable=False, comment="canonical; empty where the feed gave none"),
    Column("title", Text, nullable=False),
    Column("paragraphs", JSON, nullable=False, comment="[[text, is_heading], ...]"),
    Column("published", Instant, comment="as the feed says, never after arrived_at; null: it does not say"),
    Column("arrived_at", Instant, nullable=False),
    Column("listed_at", Instant, nullable=False, comment="when a document of its source last held it, to the day"),
    Column("language", Text),
    Column("credit", Text, comment="whom the feed names as origin"),
    Column("version", Whole, nullable=False, comment="1, and one more for each edit"),
    Column("fingerprint", Text, nullable=False, comment="hash of the raw title and text: unchanged items cost nothing"),
    Column("raw", Text, nullable=False, comment="hash of the entry as sent: what is sent again is not even cleaned"),
    Column("background", Boolean, nullable=False, comment="of a first poll: searchable, never alerted"),
    Column("decided_at", Instant, comment="null until the desk has decided"),
    Column("story_id", Whole, comment="null until decided, and for a chat's own (chat_items)"),
    Column("placement", Text, comment="new, same_story, reprint, same_item, edited; null until decided"),
    Column("placed_of", Whole, comment="the item that it was joined to"),
    Column("likeness_pct", Whole, comment="0-100"),
    Column("placed_why", Text, comment="a sentence as JSON, or English text of old; null until decided"),
    Column("next_story", JSON(none_as_null=True), comment="what it came nearest to without joining; null: none near"),
    Column(
        "picture", Text, comment="address of the picture that the feed carries with it; null: none that may be shown"
    ),
    Column("compared", LargeBinary, comment="what it was like when it came (storage/comparisons.py), for a start"),
    Index("uq_items_source_id_key", "source_id", "key", unique=True),
    Index("ix_items_story_id", "story_id"),
    Index("ix_items_owner_chat_id", "owner_chat_id", sqlite_where=column("owner_chat_id").is_not(None)),
    Index("ix_items_arrived_at", "arrived_at"),
    Index("ix_items_language", "language"),
    # With the source first: SQLite reads all items of a source rather than use an index that does not name it.
    Index("ix_items_source_id_url", "source_id", "url"),
    Index("ix_items_source_id_fingerprint", "source_id", "fingerprint"),
    Index("ix_items_source_id_raw", "source_id", "raw"),
    Index("ix_items_source_id_listed_at", "source_id", "listed_at", "arrived_at"),
)

listings = Table(
    "listings",
    metadata,
    Column("source_id", ForeignKey("sources.id"), primary_key=True),
    Column("entries", Text, nullable=False, comment="as the parser left it, by which it knows entries again"),
    Column("read_at", Instant, nullable=False, comment="when the last document was read that was read as a whole"),
)

item_versions = Table(
    "item_versions",
    metadata,
    Column("item_id", ForeignKey("items.id"), primary_key=True),
    Column("version", Whole, primary_key=True, comment="the version that this row was; the newest stands in items"),
    Column("title", Text, nullable=False),
    Column("paragraphs", JSON, nullable=False),
    Column("replaced_at", Instant, nullable=False),
    Column("verdict", Text, comment="figure_changed, corrected, reworded, trivial; null until decided"),
    Column("changed", JSON, comment="[[before, after], ...]; null until decided"),
)

embeddings = Table(
    "embeddings",
    metadata,
    Column("item_id", ForeignKey("items.id"), primary_key=True),
    Column("text_read", Big, nullable=False, comment="stands for the text and the encoder that the vector was made of"),
    Column("vector", LargeBinary, nullable=False, comment="what the item says: numbers of two bytes, the lower first"),
)

readings = Table(
    "readings",
    metadata,
    Column("item_id", ForeignKey("items.id"), primary_key=True),
    Column("text_read", Big, nullable=False, comment="stands for the text and for how it was read"),
    Column("body", LargeBinary, nullable=False, comment="what its words come down to (storage/readings.py)"),
)

queue = Table(
    "queue",
    metadata,
    Column("id", Whole, primary_key=True, comment="the order of deciding"),
    Column("kind", Text, nullable=False, comment="item, edit, correction"),
    Column("item_id", Whole, comment="null for a correction"),
    Column("payload", JSON, comment="a correction's own values"),
    Column("queued_at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

boilerplate = Table(
    "boilerplate",
    metadata,
    Column("source_id", ForeignKey("sources.id"), primary_key=True),
    Column("hash", Big, primary_key=True, autoincrement=False, comment="of a paragraph, signed 64 bits"),
    Column("item_count", Whole, nullable=False, comment="how many items of the source have it"),
    Column("last_found_at", Instant, nullable=False),
    Index("ix_boilerplate_last_found_at", "last_found_at"),
    # What is in several items is a few rows; all that was found in 30 days may be hundreds of thousands.
    Index(
        "ix_boilerplate_repeated",
        "source_id",
        sqlite_where=column("item_count") > literal_column("1"),
        postgresql_where=column("item_count") > literal_column("1"),
    ),
)
