"""Every table, by the loop that writes it."""

from storage.tables.chats import chats, conditions, deliveries, digests, leases, managers, notes, topics, updates
from storage.tables.metadata import metadata
from storage.tables.sources import boilerplate, item_versions, items, queue, source_chats, sources
from storage.tables.stories import cards, claims, corrections, disagreements, matches, stories

__all__ = [
    "boilerplate",
    "cards",
    "chats",
    "claims",
    "conditions",
    "corrections",
    "deliveries",
    "digests",
    "disagreements",
    "item_versions",
    "items",
    "leases",
    "managers",
    "matches",
    "metadata",
    "notes",
    "queue",
    "source_chats",
    "sources",
    "stories",
    "topics",
    "updates",
]
