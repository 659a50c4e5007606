"""What the next start takes over of the items that were placed: it need not compare them and read their words anew."""

from collections.abc import Iterable

from desk.own_desks import Keep
from newsroom.desk.decision import Decision
from newsroom.desk.state import DeskState
from storage import comparisons, readings
from storage.database import Transaction


async def keep_for_start(tx: Transaction, kept: Iterable[Decision | Keep], state: DeskState) -> None:
    """Write what the items of these decisions are like, and what their words came down to."""
    placed = [one.item for one in kept if isinstance(one, Decision) and one.placement is not None]
    there = [item for item in placed if state.clusterer.story_of(item.id) is not None]
    await comparisons.keep(tx, {item.id: state.clusterer.stored(item.id) for item in there})
    await readings.keep(tx, [(item, state.clusterer.features_of(item.id)) for item in there])
