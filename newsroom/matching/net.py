"""A wide net for stored items: under which words an item is kept, and which of them a query's items must hold.

The net catches all that a query matches, and more; the matcher then decides.
"""

from newsroom.item import Item
from newsroom.matching.indexed_item import index_item
from newsroom.matching.syntax import Query
from newsroom.matching.terms import anchors, expanded
from newsroom.text.lemmas import LANGUAGES


def item_words(item: Item) -> frozenset[str]:
    """Every form under which the item can be asked for."""
    reading = index_item(item)
    return frozenset((*reading.spans, *reading.labels))


def query_words(query: Query, languages: frozenset[str]) -> frozenset[str]:
    """Forms of which every item that fulfils the query holds at least one; one that ends in * is a beginning.

    `languages`: those that the stored items are in: a dictionary takes half a second to open, so none is in vain.
    """
    found = anchors(expanded(query.root), languages & LANGUAGES)
    return found.forms if found else frozenset()
