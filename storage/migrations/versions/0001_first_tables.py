"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "chats",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False, comment="Telegram's own"),
        sa.Column("kind", sa.Text(), nullable=False, comment="private, group, supergroup, channel"),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("username", sa.Text(), nullable=True, comment="without @; null: none"),
        sa.Column("state", sa.Text(), nullable=False, comment="active; suspended: kept, not written to, tried daily"),
        sa.Column("reason", sa.Text(), nullable=True, comment="why suspended, in Telegram's words"),
        sa.Column("retry_at", sa.BigInteger(), nullable=True, comment="when a suspended chat is tried again"),
        sa.Column("hold_until", sa.BigInteger(), nullable=True, comment="Telegram's retry_after; null: none"),
        sa.Column(
            "owner_id",
            sa.BigInteger(),
            nullable=True,
            comment="the person who set it up; told in private when it is suspended",
        ),
        sa.Column("zone", sa.Text(), nullable=False, comment="IANA name"),
        sa.Column("digest_minute", sa.Integer(), nullable=True, comment="minute of the local day; null: no digest"),
        sa.Column("digest_empty", sa.Text(), nullable=False, comment="say: one line on an empty day; silent: nothing"),
        sa.Column("quiet_from", sa.Integer(), nullable=True, comment="minute of the local day; null: no quiet hours"),
        sa.Column("quiet_to", sa.Integer(), nullable=True, comment="minute of the local day, may be past midnight"),
        sa.Column(
            "quiet_days",
            sa.Integer(),
            nullable=False,
            comment="bit 0 Monday ... bit 6 Sunday, of the evening it begins",
        ),
        sa.Column(
            "quiet_break",
            sa.Integer(),
            nullable=True,
            comment="independent publishers that break through; null: nothing does",
        ),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("state in ('active', 'suspended')", name=op.f("ck_chats_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chats")),
    )
    op.create_table(
        "conditions",
        sa.Column("name", sa.Text(), nullable=False, comment="what is wrong, e.g. desk-lags, source-12"),
        sa.Column("source_id", sa.Integer(), nullable=True, comment="whose trouble it is; null: the program's own"),
        sa.Column("said", sa.Text(), nullable=False, comment="what is wrong and the mend, for people"),
        sa.Column("well", sa.Text(), nullable=False, comment="what is said once it is over; empty: it never is"),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=True, comment="null until people were told"),
        sa.Column("over_at", sa.BigInteger(), nullable=True, comment="null while it lasts"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_conditions")),
    )
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Text(), nullable=False, comment="split: item_a is no part of item_b's story; merge: they are one"
        ),
        sa.Column("item_a", sa.Integer(), nullable=False),
        sa.Column("item_b", sa.Integer(), nullable=False),
        sa.Column(
            "items",
            sa.JSON(),
            nullable=True,
            comment="what moved, so that it can be undone; null until the desk has done it",
        ),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("undone_at", sa.BigInteger(), nullable=True, comment="null: it holds"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False, comment="the order within a chat and priority"),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False, comment="0: the chat's main thread"),
        sa.Column("priority", sa.Integer(), nullable=False, comment="0 replies, 1 alerts, 2 digests, 3 exports"),
        sa.Column("kind", sa.Text(), nullable=False, comment="message, edit, card, answer, document, photo"),
        sa.Column("card_id", sa.Integer(), nullable=True, comment="the card it shows; null for what is no card"),
        sa.Column("payload", sa.JSON(), nullable=False, comment="what to send; a card's text is made when it is sent"),
        sa.Column("state", sa.Text(), nullable=False, comment="due, in_flight, sent, dead"),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True, comment="null until sent or dead"),
        sa.Column("message_id", sa.Integer(), nullable=True, comment="Telegram's, once sent"),
        sa.Column("reason", sa.Text(), nullable=True, comment="why postponed or dead"),
        sa.Column("maybe_twice", sa.Boolean(), nullable=False, comment="sent again after a kill or a lost answer"),
        sa.CheckConstraint("state in ('due', 'in_flight', 'sent', 'dead')", name=op.f("ck_deliveries_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index("ix_deliveries_card_id", ["card_id"], unique=False)
        batch_op.create_index("ix_deliveries_state_chat_id", ["state", "chat_id", "priority", "id"], unique=False)

    op.create_table(
        "digests",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "local_date", sa.Text(), nullable=False, comment="YYYY-MM-DD in the chat's zone: at most one digest a date"
        ),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("covers_from", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "local_date", name=op.f("pk_digests")),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "managers",
        sa.Column(
            "user_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="whose private chat manages"
        ),
        sa.Column("chat_id", sa.BigInteger(), nullable=False, comment="the channel or group managed from there"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_managers")),
    )
    op.create_table(
        "notes",
        sa.Column("name", sa.Text(), nullable=False, comment="small facts kept across restarts, e.g. telegram.offset"),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_notes")),
    )
    op.create_table(
        "queue",
        sa.Column("id", sa.Integer(), nullable=False, comment="the order of deciding"),
        sa.Column("kind", sa.Text(), nullable=False, comment="item, edit, correction"),
        sa.Column("item_id", sa.Integer(), nullable=True, comment="null for a correction"),
        sa.Column("payload", sa.JSON(), nullable=True, comment="a correction's own values"),
        sa.Column("queued_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False, comment="where it is polled now"),
        sa.Column(
            "listed_url",
            sa.Text(),
            nullable=True,
            comment="as the operator's file names it, also once it has moved; null: a chat's",
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False, comment="publisher; sources of one family are one voice"),
        sa.Column("kind", sa.Text(), nullable=False, comment="wire, public, private, state"),
        sa.Column("country", sa.Text(), nullable=True, comment="ISO 3166-1 alpha-2; null where nobody has said"),
        sa.Column("language", sa.Text(), nullable=True, comment="BCP 47; null where nobody has said"),
        sa.Column(
            "origin", sa.Text(), nullable=False, comment="config: the operator's file; chat: added with /addfeed"
        ),
        sa.Column("state", sa.Text(), nullable=False, comment="active; retired: polled no more"),
        sa.Column(
            "trusted", sa.Boolean(), nullable=False, comment="may reach private networks, if the operator allows"
        ),
        sa.Column("fixed_interval_s", sa.Integer(), nullable=True, comment="the operator's own cadence; null: learned"),
        sa.Column("interval_s", sa.Integer(), nullable=False, comment="the cadence learned so far"),
        sa.Column("next_due_at", sa.BigInteger(), nullable=False),
        sa.Column(
            "claimed_until", sa.BigInteger(), nullable=True, comment="a poll is under way until then; null: none"
        ),
        sa.Column(
            "first_polled_at",
            sa.BigInteger(),
            nullable=True,
            comment="null until a poll brought a feed: its items are background",
        ),
        sa.Column("last_polled_at", sa.BigInteger(), nullable=True, comment="null until first polled"),
        sa.Column("last_ok_at", sa.BigInteger(), nullable=True, comment="last time a feed was read; null: never"),
        sa.Column("last_new_at", sa.BigInteger(), nullable=True, comment="last time an item was new; null: never"),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.Text(), nullable=True, comment="of the last body parsed; validators lie"),
        sa.Column("failures", sa.Integer(), nullable=False, comment="in a row; 0 when well"),
        sa.Column("failing_since", sa.BigInteger(), nullable=True, comment="null when well"),
        sa.Column("problem", sa.Text(), nullable=True, comment="what is wrong and the mend; null when well"),
        sa.Column(
            "told_at", sa.BigInteger(), nullable=True, comment="when people were told of the problem; null: not told"
        ),
        sa.Column("moved_to", sa.Text(), nullable=True, comment="the address of a permanent redirect seen lately"),
        sa.Column("moved_seen", sa.Integer(), nullable=False, comment="polls in a row that saw moved_to"),
        sa.Column(
            "quiet_told_at",
            sa.BigInteger(),
            nullable=True,
            comment="when people were told that it fell silent; null: not told",
        ),
        sa.CheckConstraint("origin in ('config', 'chat')", name=op.f("ck_sources_origin")),
        sa.CheckConstraint("state in ('active', 'retired')", name=op.f("ck_sources_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("listed_url", name=op.f("uq_sources_listed_url")),
        sa.UniqueConstraint("url", name=op.f("uq_sources_url")),
    )
    with op.batch_alter_table("sources", schema=None) as batch_op:
        batch_op.create_index("ix_sources_state_next_due_at", ["state", "next_due_at"], unique=False)

    op.create_table(
        "stories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_item_id", sa.Integer(), nullable=False, comment="the item whose headline names the story"),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="one more for each change that a card would show"),
        sa.Column("outlets", sa.Integer(), nullable=False),
        sa.Column("independent", sa.Integer(), nullable=False, comment="families with their own text"),
        sa.Column(
            "merged_into", sa.Integer(), nullable=True, comment="the story that holds its items now; null: itself"
        ),
        sa.Column(
            "related_to", sa.Integer(), nullable=True, comment="an earlier story of the same saga; null: none known"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("stories", schema=None) as batch_op:
        batch_op.create_index("ix_stories_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "updates",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False, comment="as Telegram sent it"),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column(
            "done_at", sa.BigInteger(), nullable=True, comment="null until its effect and its reply are committed"
        ),
        sa.Column("failed", sa.Text(), nullable=True, comment="set aside: why; null: it went well"),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_updates")),
    )
    with op.batch_alter_table("updates", schema=None) as batch_op:
        batch_op.create_index("ix_updates_done_at", ["done_at"], unique=False)

    op.create_table(
        "boilerplate",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column(
            "hash", sa.BigInteger(), autoincrement=False, nullable=False, comment="of a paragraph, signed 64 bits"
        ),
        sa.Column("seen", sa.Integer(), nullable=False, comment="how many items of the source held it"),
        sa.Column("last_seen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_boilerplate_source_id")),
        sa.PrimaryKeyConstraint("source_id", "hash", name=op.f("pk_boilerplate")),
    )
    op.create_table(
        "cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False, comment="0: the chat's main thread"),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False, comment="alert, list, catch_up, digest, silent, held"),
        sa.Column(
            "lead_item_id",
            sa.Integer(),
            nullable=True,
            comment="the item whose headline the place was told; null: none yet",
        ),
        sa.Column(
            "message_id", sa.Integer(), nullable=True, comment="null until sent; for list and catch_up, of that message"
        ),
        sa.Column("shown_version", sa.Integer(), nullable=False, comment="of the story; 0 until sent"),
        sa.Column("why", sa.JSON(), nullable=False, comment="the words of the match that made it"),
        sa.Column("muted", sa.Integer(), nullable=False, comment="1: a person muted this story here"),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name=op.f("fk_cards_story_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
    )
    with op.batch_alter_table("cards", schema=None) as batch_op:
        batch_op.create_index("ix_cards_story_id", ["story_id"], unique=False)
        batch_op.create_index("uq_cards_chat_id_thread_id_story_id", ["chat_id", "thread_id", "story_id"], unique=True)

    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False, comment="guid, else the address, else a hash of title and text"),
        sa.Column("url", sa.Text(), nullable=False, comment="canonical; empty where the feed gave none"),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("paragraphs", sa.JSON(), nullable=False, comment="[[text, is_heading], ...]"),
        sa.Column(
            "published",
            sa.BigInteger(),
            nullable=True,
            comment="as the feed says, never after first_seen; null: it does not say",
        ),
        sa.Column("first_seen", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("credit", sa.Text(), nullable=True, comment="whom the feed names as origin"),
        sa.Column("version", sa.Integer(), nullable=False, comment="1, and one more for each edit"),
        sa.Column(
            "fingerprint",
            sa.Text(),
            nullable=False,
            comment="hash of the raw title and text: unchanged items cost nothing",
        ),
        sa.Column(
            "raw",
            sa.Text(),
            nullable=False,
            comment="hash of the entry as sent: what is sent again is not even cleaned",
        ),
        sa.Column("background", sa.Boolean(), nullable=False, comment="of a first poll: searchable, never alerted"),
        sa.Column("decided_at", sa.BigInteger(), nullable=True, comment="null until the desk has decided"),
        sa.Column("story_id", sa.Integer(), nullable=True, comment="null until decided"),
        sa.Column(
            "placement",
            sa.Text(),
            nullable=True,
            comment="new, same_story, reprint, same_item, edited; null until decided",
        ),
        sa.Column("placed_of", sa.Integer(), nullable=True, comment="the item that it was joined to"),
        sa.Column("likeness_pct", sa.Integer(), nullable=True, comment="0-100"),
        sa.Column("placed_why", sa.Text(), nullable=True, comment="in words, for people; null until decided"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_items_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_items")),
    )
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.create_index("ix_items_first_seen", ["first_seen"], unique=False)
        batch_op.create_index("ix_items_source_id_fingerprint", ["source_id", "fingerprint"], unique=False)
        batch_op.create_index("ix_items_source_id_url", ["source_id", "url"], unique=False)
        batch_op.create_index("ix_items_story_id", ["story_id"], unique=False)
        batch_op.create_index("uq_items_source_id_key", ["source_id", "key"], unique=True)

    op.create_table(
        "source_chats",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False, comment="a chat that added the feed"),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_source_chats_source_id")),
        sa.PrimaryKeyConstraint("source_id", "chat_id", name=op.f("pk_source_chats")),
    )
    op.create_table(
        "topics",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False, comment="0: the chat's main thread"),
        sa.Column("query", sa.Text(), nullable=False, comment="canonical form"),
        sa.Column("mode", sa.Text(), nullable=False, comment="alerts, digest, paused"),
        sa.Column(
            "min_independent",
            sa.Integer(),
            nullable=False,
            comment="publishers wanted before an alert; 1: tell at once",
        ),
        sa.Column(
            "confirm_at",
            sa.Integer(),
            nullable=True,
            comment="publishers at which a told story is called confirmed; null: never",
        ),
        sa.Column("made_by", sa.BigInteger(), nullable=False, comment="0: an anonymous admin or a channel"),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("mode in ('alerts', 'digest', 'paused')", name=op.f("ck_topics_mode")),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_topics_chat_id"), onupdate="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topics")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("topics", schema=None) as batch_op:
        batch_op.create_index("uq_topics_chat_id_thread_id_query", ["chat_id", "thread_id", "query"], unique=True)

    op.create_table(
        "claims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False, comment="killed, injured, missing, detained, aboard, displaced"),
        sa.Column("said_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False, comment="the claim's values"),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_claims_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
    )
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.create_index("ix_claims_item_id", ["item_id"], unique=False)
        batch_op.create_index("ix_claims_said_at", ["said_at"], unique=False)

    op.create_table(
        "disagreements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="contradiction, developing, differs, agree"),
        sa.Column("item_a", sa.Integer(), nullable=False),
        sa.Column("item_b", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False, comment="both claims and why"),
        sa.Column("found_at", sa.BigInteger(), nullable=False),
        sa.Column(
            "dismissed_by", sa.BigInteger(), nullable=True, comment="the person who said: not a conflict; null: stands"
        ),
        sa.ForeignKeyConstraint(["item_a"], ["items.id"], name=op.f("fk_disagreements_item_a")),
        sa.ForeignKeyConstraint(["item_b"], ["items.id"], name=op.f("fk_disagreements_item_b")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disagreements")),
    )
    with op.batch_alter_table("disagreements", schema=None) as batch_op:
        batch_op.create_index("ix_disagreements_item_a", ["item_a"], unique=False)
        batch_op.create_index("ix_disagreements_item_b", ["item_b"], unique=False)
        batch_op.create_index("uq_disagreements_slot_items", ["slot", "item_a", "item_b"], unique=True)

    op.create_table(
        "item_versions",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="the version that this row was; the newest stands in items"
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("paragraphs", sa.JSON(), nullable=False),
        sa.Column("replaced_at", sa.BigInteger(), nullable=False),
        sa.Column(
            "verdict",
            sa.Text(),
            nullable=True,
            comment="figure_changed, corrected, reworded, trivial; null until decided",
        ),
        sa.Column("changed", sa.JSON(), nullable=True, comment="[[before, after], ...]; null until decided"),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_item_versions_item_id")),
        sa.PrimaryKeyConstraint("item_id", "version", name=op.f("pk_item_versions")),
    )
    op.create_table(
        "matches",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False, comment="alert, search"),
        sa.Column("words", sa.JSON(), nullable=False, comment="the words that hit, as they stand in the item"),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_matches_item_id")),
        sa.PrimaryKeyConstraint("item_id", "topic_id", name=op.f("pk_matches")),
    )
    with op.batch_alter_table("matches", schema=None) as batch_op:
        batch_op.create_index("ix_matches_topic_id", ["topic_id"], unique=False)

    op.execute("CREATE VIRTUAL TABLE item_words USING fts5(words, tokenize = 'unicode61 remove_diacritics 0')")
