"""Who may use the bot: people with their roles, invites, and what admins changed."""

from sqlalchemy import BigInteger as Big
from sqlalchemy import Column, Index, Table, Text

from newsroom.access import Role
from storage.columns import Instant, Whole
from storage.states import one_of
from storage.stored_sentences import SentenceText
from storage.tables.metadata import metadata

people = Table(
    "people",
    metadata,
    Column("user_id", Big, primary_key=True, autoincrement=False, comment="Telegram's own"),
    Column("role", Text, nullable=False, comment="reader, reporter, editor, owner"),
    Column("name", Text, nullable=False, comment="as Telegram showed it when the role was given"),
    Column("username", Text, comment="without @; null: none"),
    Column("added_by", Big, comment="who gave the role or made the invite; null: the code that the terminal printed"),
    Column("invite_id", Whole, comment="the invite that was used; null: none, a role given by hand"),
    Column("added_at", Instant, nullable=False),
    one_of("role", Role),
)

invites = Table(
    "invites",
    metadata,
    Column("id", Whole, primary_key=True),
    Column("code_hash", Text, nullable=False, unique=True, comment="SHA-256 of the code, which is stored nowhere"),
    Column("role", Text, nullable=False, comment="what who uses it becomes"),
    Column("uses_left", Whole, nullable=False, comment="how many may still use it"),
    Column("made_by", Big, comment="null: printed at the terminal, for the first owner"),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, comment="null: never"),
    Column("revoked_at", Instant, comment="null: it holds"),
    one_of("role", Role),
    sqlite_autoincrement=True,
)

changes = Table(
    "changes",
    metadata,
    Column("id", Whole, primary_key=True, comment="the order of the changes"),
    Column("made_at", Instant, nullable=False),
    Column("user_id", Big, comment="who made it; null: the terminal"),
    Column("sentence", SentenceText, nullable=False, comment="what was changed"),
    Index("ix_changes_made_at", "made_at"),
)
