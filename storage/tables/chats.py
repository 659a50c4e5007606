"""Whom we talk to: chats, topics, the inbox, the outbox, digests, and what is wrong just now."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Table, Text, false
from sqlalchemy import BigInteger as Big

from newsroom.topic import TopicMode
from storage.columns import Instant, Whole
from storage.states import ChatState, DeliveryState, one_of
from storage.stored_sentences import FilledJson
from storage.tables.metadata import metadata

chats = Table(
    "chats",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=False, comment="Telegram's own"),
    Column("kind", Text, nullable=False, comment="private, group, supergroup, channel"),
    Column("title", Text, nullable=False),
    Column("username", Text, comment="without @; null: none"),
    Column("state", Text, nullable=False, comment="active; suspended: kept, not written to, tried daily"),
    Column("reason", Text, comment="why suspended, in Telegram's words"),
    Column("retry_at", Instant, comment="when a suspended chat is tried again"),
    Column(
        "closed_since", Instant, comment="when it first shut us out, since then it lets nothing in; null: it does not"
    ),
    Column("hold_until", Instant, comment="Telegram's retry_after; null: none"),
    Column("owner_id", Big, comment="the person who set it up; notified in private when it is suspended"),
    Column("zone", Text, nullable=False, comment="IANA name"),
    Column("language", Text, nullable=False, server_default="en", comment="in which it reads: en, uk, fr, ru"),
    Column(
        "language_chosen",
        Boolean,
        nullable=False,
        server_default=false(),
        comment="by /language: Telegram's list of commands there follows it",
    ),
    Column("digest_minutes", Text, nullable=False, comment="of the local day, with commas: 510,1080; empty: no digest"),
    Column("digest_days", Whole, nullable=False, comment="bit 0 Monday ... bit 6 Sunday"),
    Column("digest_since", Instant, comment="when the times were set; null: unknown"),
    Column("digest_empty", Text, nullable=False, comment="say: one line on an empty day; silent: nothing"),
    Column("quiet_from", Whole, comment="minute of the local day; null: no quiet hours"),
    Column("quiet_to", Whole, comment="minute of the local day, may be past midnight"),
    Column("quiet_days", Whole, nullable=False, comment="bit 0 Monday ... bit 6 Sunday, of the evening it begins"),
    Column("quiet_break", Whole, comment="independent publishers that break through; null: nothing does"),
    Column("snoozed_until", Instant, comment="no alerts until then, whatever the hour; null: no snooze"),
    Column(
        "pictures",
        Boolean,
        nullable=False,
        server_default=false(),
        comment="its alerts show the picture that a feed carries: Telegram fetches it",
    ),
    Column("made_at", Instant, nullable=False),
    Column("topics_looked_at", Instant, comment="when it was last looked whether a topic floods or finds nothing"),
    Column("admitted", Boolean, nullable=False, comment="whether any loop serves it; computed by storage.admission"),
    Column("admitted_by", Big, comment="who let the group or channel in; null: nobody, or a private chat"),
    one_of("state", ChatState),
)

managers = Table(
    "managers",
    metadata,
    Column("user_id", Big, primary_key=True, autoincrement=False, comment="whose private chat manages"),
    Column("chat_id", Big, nullable=False, comment="the channel or group managed from there"),
)

topics = Table(
    "topics",
    metadata,
    Column("id", Whole, primary_key=True),
    Column("chat_id", Big, ForeignKey("chats.id", onupdate="CASCADE"), nullable=False),
    Column("thread_id", Whole, nullable=False, comment="0: the chat's main thread"),
    Column("query", Text, nullable=False, comment="canonical form"),
    Column("mode", Text, nullable=False, comment="alerts, digest, paused"),
    Column(
        "min_independent", Whole, nullable=False, comment="publishers wanted before an alert; 1: the first is enough"
    ),
    Column("confirm_at", Whole, comment="publishers at which a story is called confirmed; null: never"),
    Column("muted_until", Instant, comment="its alerts wait until then; null: they do not"),
    Column("made_by", Big, nullable=False, comment="0: an anonymous admin or a channel"),
    Column("made_at", Instant, nullable=False),
    Column("pointed_out_at", Instant, comment="when the chat read that it floods or finds nothing: once; null: never"),
    one_of("mode", TopicMode),
    Index("uq_topics_chat_id_thread_id_query", "chat_id", "thread_id", "query", unique=True),
    sqlite_autoincrement=True,
)

topic_addresses = Table(
    "topic_addresses",
    metadata,
    Column("topic_id", Whole, primary_key=True, autoincrement=False, comment="which topic is read there"),
    Column("chat_id", Big, nullable=False, comment="whose it is"),
    Column("secret_hash", Text, nullable=False, comment="SHA-256 of the secret in it, which is stored nowhere"),
    Column("made_by", Big, nullable=False, comment="0: an anonymous admin or a channel"),
    Column("made_at", Instant, nullable=False),
    Index("uq_topic_addresses_secret_hash", "secret_hash", unique=True),
    Index("ix_topic_addresses_chat_id", "chat_id"),
)

updates = Table(
    "updates",
    metadata,
    Column("update_id", Big, primary_key=True, autoincrement=False),
    Column("payload", JSON, nullable=False, comment="as Telegram sent it"),
    Column("lane", Text, nullable=False, comment="who speaks where: updates of one lane are answered in order"),
    Column("received_at", Instant, nullable=False),
    Column("sent_at", Instant, comment="as Telegram dates it or, a press, the next message; null: nobody says when"),
    Column("done_at", Instant, comment="null until its effect and its reply are committed"),
    Column("failed", Text, comment="set aside: why; null: it went well"),
    Column("begun", Whole, nullable=False, server_default="0", comment="in so many lives in a row, and not finished"),
    Column("begun_in", Whole, nullable=False, server_default="0", comment="the last of these lives; 0: none"),
    Index("ix_updates_done_at", "done_at"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Whole, primary_key=True, comment="the order within a chat and priority"),
    Column("chat_id", Big, nullable=False),
    Column("thread_id", Whole, nullable=False, comment="0: the chat's main thread"),
    Column("priority", Whole, nullable=False, comment="0 replies, 1 alerts, 2 digests and edits, 3 exports"),
    Column("kind", Text, nullable=False, comment="message, edit, card, answer, document, photo"),
    Column("card_id", Whole, comment="the card it shows; null for what is no card"),
    Column("payload", JSON, nullable=False, comment="what to send; a card's text is made when it is sent"),
    Column("state", Text, nullable=False, comment="due, in_flight, sent, dead"),
    Column("due_at", Instant, nullable=False),
    Column("attempts", Whole, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("settled_at", Instant, comment="null until sent or dead"),
    Column("message_id", Whole, comment="Telegram's, once sent"),
    Column("reason", Text, comment="why postponed or dead"),
    Column("maybe_twice", Boolean, nullable=False, comment="sent again after a kill or a lost answer"),
    Column(
        "for_stranger", Boolean, nullable=False, comment="an answer that is sent where the chat is not admitted, too"
    ),
    one_of("state", DeliveryState),
    Index("ix_deliveries_state_chat_id", "state", "chat_id", "priority", "id"),
    Index("ix_deliveries_card_id", "card_id"),
    Index("ix_deliveries_settled_at", "settled_at"),
    sqlite_autoincrement=True,
)

digests = Table(
    "digests",
    metadata,
    Column("chat_id", Big, primary_key=True, autoincrement=False),
    Column("local_date", Text, primary_key=True, comment="YYYY-MM-DD in the chat's zone"),
    Column(
        "local_minute",
        Whole,
        primary_key=True,
        autoincrement=False,
        comment="of that day: at most one digest for each time of each date",
    ),
    Column("made_at", Instant, nullable=False),
    Column("covers_from", Instant, nullable=False, comment="no item of it arrived before"),
    Column("covers_to", Whole, comment="the newest item decided by then; null: of a program before 0002"),
)

looks = Table(
    "looks",
    metadata,
    Column("chat_id", Big, primary_key=True, autoincrement=False),
    Column("thread_id", Whole, primary_key=True, autoincrement=False, comment="0: the chat's main thread"),
    Column("user_id", Big, primary_key=True, autoincrement=False, comment="0: an anonymous admin or a channel"),
    Column("made_at", Instant, nullable=False, comment="when the person last asked what happened"),
    Column("covers_to", Whole, nullable=False, comment="the newest item decided by then"),
)

hand_overs = Table(
    "hand_overs",
    metadata,
    Column("id", Whole, primary_key=True, comment="in the buttons that turn its pages"),
    Column("chat_id", Big, nullable=False),
    Column("thread_id", Whole, comment="whose topics it is about; null: all of the chat's"),
    Column("since", Instant, nullable=False, comment="what changed from then on is named"),
    Column("local_date", Text, comment="YYYY-MM-DD of a digest; null: somebody asked for it"),
    Column("topic_count", Whole, nullable=False),
    Column("stories", JSON, nullable=False, comment="their numbers, the weightiest first"),
    Column("made_at", Instant, nullable=False),
    Index("ix_hand_overs_chat_id", "chat_id"),
    Index("ix_hand_overs_made_at", "made_at"),
    sqlite_autoincrement=True,
)

questions = Table(
    "questions",
    metadata,
    Column("chat_id", Big, primary_key=True, autoincrement=False, comment="where the answer is awaited"),
    Column("thread_id", Whole, primary_key=True, autoincrement=False, comment="0: the chat's main thread"),
    Column("user_id", Big, primary_key=True, autoincrement=False, comment="whose next words are the answer"),
    Column(
        "command", Text, nullable=False, comment="what the answer is an argument of, without a slash: track, note 12"
    ),
    Column("asked_at", Instant, nullable=False),
)

button_lines = Table(
    "button_lines",
    metadata,
    Column("id", Whole, primary_key=True, comment="what the button has of it: a button holds 64 bytes"),
    Column("chat_id", Big, nullable=False, comment="where the button is, and works"),
    Column("line", Text, nullable=False, comment="the command as it would be typed, with its slash"),
    Column("made_at", Instant, nullable=False),
    Index("ix_button_lines_made_at", "made_at"),
    Index("ix_button_lines_chat_id", "chat_id"),
    sqlite_autoincrement=True,
)

chat_files = Table(
    "chat_files",
    metadata,
    Column("id", Whole, primary_key=True, comment="in the buttons under what the file would change"),
    Column("chat_id", Big, nullable=False, comment="whose topics, settings and feeds it would change"),
    Column("thread_id", Whole, nullable=False, comment="where it was sent: topics of another chat's file go there"),
    Column("content", Text, nullable=False, comment="what the file has, as the program writes it"),
    Column("before", Text, comment="what the chat had when it was taken over, likewise; null: it was not"),
    Column("whole", Boolean, comment="topics that the file lacks were stopped; null: it was not taken over"),
    Column("made_by", Big, nullable=False, comment="0: an anonymous admin or a channel"),
    Column("made_at", Instant, nullable=False),
    Column("undone_at", Instant, comment="null: it was not taken back"),
    Index("ix_chat_files_chat_id", "chat_id"),
    Index("ix_chat_files_made_at", "made_at"),
    sqlite_autoincrement=True,
)

incidents = Table(
    "incidents",
    metadata,
    Column("id", Whole, primary_key=True),
    Column("kind", Text, nullable=False, comment="as in storage.incidents.IncidentKind"),
    Column("source_id", Whole, comment="whose trouble it is; null: the program's own"),
    Column("details", FilledJson, nullable=False, comment="what fills the gaps of its sentences"),
    Column("since", Instant, nullable=False),
    Column("notified_at", Instant, comment="null until people were notified"),
    Column("over_at", Instant, comment="null while it lasts"),
    Index("uq_incidents_kind_source_id", "kind", "source_id", unique=True),
)

notes = Table(
    "notes",
    metadata,
    Column("name", Text, primary_key=True, comment="small facts kept across restarts, e.g. telegram.offset"),
    Column("value", JSON, nullable=False),
)
