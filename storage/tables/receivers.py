"""Other programs to which chats' alerts are posted."""

from sqlalchemy import JSON, Column, Index, Table, Text
from sqlalchemy import BigInteger as Big

from storage.columns import Instant, Whole
from storage.stored_sentences import SentenceText
from storage.tables.metadata import metadata

receivers = Table(
    "receivers",
    metadata,
    Column("chat_id", Big, primary_key=True, autoincrement=False, comment="whose alerts are posted"),
    Column("url", Text, nullable=False, comment="where to; a key may be in it"),
    Column("secret", Text, nullable=False, comment="by which posts are signed: needed as it is for each"),
    Column("made_by", Big, nullable=False, comment="0: an anonymous admin or a channel"),
    Column("made_at", Instant, nullable=False),
    Column("failing_since", Instant, comment="when it first gave no answer since it last gave one; null: it answers"),
    Column("problem", SentenceText, comment="why it gave none last; null: it answers"),
    Column("given_up", Whole, nullable=False, server_default="0", comment="posts that it refused for good"),
    Column("given_up_at", Instant, comment="when it last refused one for good; null: it never did"),
    Column("given_up_status", Whole, nullable=False, server_default="0", comment="HTTP status of that; 0: never"),
    Column("refusing_since", Instant, comment="when it refused the first one for good since it last took a post"),
    Column("warned_at", Instant, comment="when its chat last read of one that it refused for good"),
)

posts = Table(
    "posts",
    metadata,
    Column("id", Whole, primary_key=True, comment="the order in a chat; by it a receiver knows what comes twice"),
    Column("chat_id", Big, nullable=False),
    Column("story_id", Whole, nullable=False),
    Column("kind", Text, nullable=False, comment="alert, contradiction, edit, confirmed"),
    Column("item_id", Whole, nullable=False, comment="which item a notice is about; 0: none"),
    Column("version", Whole, nullable=False, comment="of the item, as in the notice"),
    Column("words", JSON, nullable=False, comment="the words of the match that made the card"),
    Column("due_at", Instant, nullable=False),
    Column("attempts", Whole, nullable=False),
    Column("refusals", Whole, nullable=False, server_default="0", comment="of the attempts: refused for its own sake"),
    Column("made_at", Instant, nullable=False),
    Index("ix_posts_chat_id", "chat_id"),
    sqlite_autoincrement=True,
)
