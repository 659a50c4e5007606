"""What the next start takes over of the items that were placed: it need not compare them and read their words anew."""

from collections.abc import Iterable

from desk.own_desks import Keep
from newsroom.desk.decision import Decision
from newsroom.desk.state import DeskState
from newsroom.item import Item
from newsroom.stories.clusterer import StoryClusterer
from storage import comparisons, readings
from storage.database import Transaction
from storage.readings import StoredFeatures


async def keep_for_start(tx: Transaction, kept: Iterable[Decision | Keep], state: DeskState) -> None:
    """Write what the items of these decisions are like, and what their words came down to."""
    await keep_items(tx, [one.item for one in kept if isinstance(one, Decision) and one.placement is not None], state)


async def keep_items(tx: Transaction, some: Iterable[Item], state: DeskState) -> None:
    """The same of items, as far as they are in the window."""
    clusterer = state.clusterer
    there = [item for item in some if clusterer.story_of(item.id) is not None]
    await comparisons.keep(tx, {item.id: clusterer.stored(item.id) for item in there})
    await readings.keep(tx, [(item, _reading(item, clusterer)) for item in there])


def _reading(item: Item, clusterer: StoryClusterer) -> StoredFeatures:
    return StoredFeatures(text=clusterer.features_of(item.id), weighed=clusterer.weighed(item.id))
