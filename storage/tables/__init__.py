"""Every table, by the loop that writes it."""

from storage.tables.desk import cards, claims, corrections, disagreements, matches, stories
from storage.tables.registry import metadata
from storage.tables.talking import chats, conditions, deliveries, digests, leases, managers, notes, topics, updates
from storage.tables.watching import boilerplate, item_versions, items, queue, source_chats, sources

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
