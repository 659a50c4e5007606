"""The repair parts a large story by its headlines: two cards, once, until a person says that it is one."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from desk.reclustering import ReclusteringLoop
from newsroom.clock import Clock
from newsroom.desk.corrections import CorrectionKind
from newsroom.item import Item
from newsroom.stories.embeddings import LazyEmbedding
from storage.database import Database
from tests.builders import GROUP
from tests.desk.test_own_desks import FIRST, SECOND, THIRD, Newsroom

MORE = (
    ("Ferry Aurora stranded off Sundby with 7 dead", "Seven are dead and the ferry Aurora lies stranded off Sundby."),
    ("Aurora ferry disaster off Sundby kills 7", "A disaster off Sundby: 7 killed as the Aurora ferry ran aground."),
    ("Off Sundby, ferry Aurora hits rocks, 7 die", "Rocks off Sundby tore the ferry Aurora; 7 passengers die."),
)
OWNERS = (
    (
        "Ferry Aurora off Sundby: owner Halden says sorry",
        "The owner of the ferry Aurora, aground off Sundby, is sorry.",
    ),
    (
        "Owner Halden of ferry Aurora off Sundby sorry",
        "The ferry Aurora ran aground off Sundby; owner Halden is sorry.",
    ),
)


def encode(item: Item) -> LazyEmbedding:
    """What the owner did is something else than what the ferry did."""
    return LazyEmbedding.made(np.array([1, 0] if "Halden" in item.title else [0, 1], dtype=np.float16))


async def test_a_large_story_is_parted_once_and_what_a_person_joins_stays_one(database: Database) -> None:
    room = Newsroom(database)
    await room.begin()
    one = await room.read(1, "a", FIRST)
    for number, report in enumerate((SECOND, THIRD, *MORE)):
        await room.read(1 + (number + 1) % 2, f"b{number}", report)
    other = await room.read(2, "c", OWNERS[0])
    assert len(await room.keys(one, GROUP)) == 7, "what is to be parted"

    async def repaired() -> int:
        with ThreadPoolExecutor(max_workers=1) as beside:
            return await ReclusteringLoop(room.desk, Clock(lambda: room.now), beside, encode).turn()

    assert await repaired() == 1
    assert (len(await room.keys(one, GROUP)), await room.keys(other, GROUP)) == (6, [other])
    cards = await room.alerts(GROUP)
    assert len(cards) == 2, "each has its card"
    joined = await room.read(1, "d", OWNERS[1])
    await repaired()
    assert await room.keys(other, GROUP) == [other, joined]
    room.fresh()
    await room.read(
        2, "e", ("Ferry Aurora of Sundby: 7 killed named", "Sundby named the 7 killed on the ferry Aurora.")
    )
    assert await repaired() == 0
    assert await room.alerts(GROUP) == cards, "nothing alerts a second time"
    for part in (other, joined):
        await room.correct(CorrectionKind.MERGE, part, one, GROUP)
    assert await repaired() == 0
    assert len(await room.keys(one, GROUP)) == 9
