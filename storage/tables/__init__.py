"""Every table, by the loop that writes it."""

from storage.tables.chats import (
    button_lines,
    chat_files,
    chats,
    deliveries,
    digests,
    hand_overs,
    incidents,
    looks,
    managers,
    notes,
    questions,
    topic_addresses,
    topics,
    updates,
)
from storage.tables.metadata import metadata
from storage.tables.own import chat_claims, chat_disagreements, chat_items, chat_stories, dismissals
from storage.tables.people import changes, invites, people
from storage.tables.receivers import posts, receivers
from storage.tables.sources import boilerplate, embeddings, item_versions, items, listings, queue, readings, sources
from storage.tables.stories import cards, claims, corrections, disagreements, matches, stories
from storage.tables.story_work import assignments, saved_stories, story_notes

__all__ = [
    "assignments",
    "boilerplate",
    "button_lines",
    "cards",
    "changes",
    "chat_claims",
    "chat_disagreements",
    "chat_files",
    "chat_items",
    "chat_stories",
    "chats",
    "claims",
    "corrections",
    "deliveries",
    "digests",
    "disagreements",
    "dismissals",
    "embeddings",
    "hand_overs",
    "incidents",
    "invites",
    "item_versions",
    "items",
    "listings",
    "looks",
    "managers",
    "matches",
    "metadata",
    "notes",
    "people",
    "posts",
    "questions",
    "queue",
    "readings",
    "receivers",
    "saved_stories",
    "sources",
    "stories",
    "story_notes",
    "topic_addresses",
    "topics",
    "updates",
]
