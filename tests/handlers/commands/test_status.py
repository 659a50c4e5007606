"""/status counts for owners how often people corrected what is one story."""

import pytest

from newsroom.access import Role
from newsroom.desk.corrections import Correction, CorrectionKind
from newsroom.item import ItemId
from storage import corrections
from storage.database import Database
from tests.builders import NOW, place
from tests.handlers.invited import EDITOR, GROUP, OWNER, READER, Newsroom, newsroom_of


@pytest.fixture
async def newsroom(desk: Database) -> Newsroom:
    return await newsroom_of(desk, (READER, Role.READER))


async def test_owners_read_that_nobody_corrected_a_story(newsroom: Newsroom) -> None:
    assert "Corrected by people in 30 days: nothing, of 5 items" in await newsroom.says(OWNER, "/status")


async def test_owners_read_how_often_and_on_what_the_engine_was_overruled(newsroom: Newsroom, desk: Database) -> None:
    for kind, a, moved in (
        (CorrectionKind.MERGE, 2, [2]),
        (CorrectionKind.SPLIT, 3, [3]),
        (CorrectionKind.SPLIT, 4, []),
    ):
        async with desk.write() as tx:
            number = await corrections.put(tx, kind, ItemId(a), ItemId(1), place(GROUP), EDITOR, NOW)
            made = Correction(id=number, kind=kind, a=ItemId(a), b=ItemId(1))
            await corrections.keep_moved(tx, made, [ItemId(item) for item in moved])
    answer = await newsroom.says(OWNER, "/status")
    assert "Corrected by people in 30 days: 1 × “these are one”, 2 × “these are two”; 0 taken back" in answer
    assert "The engine was overruled on 2 of 5 items" in answer


@pytest.mark.parametrize("who", [EDITOR, READER])
async def test_nobody_else_reads_of_other_chats_corrections(newsroom: Newsroom, who: int) -> None:
    answer = await newsroom.says(who, "/status")
    assert "Status" in answer
    assert "orrected" not in answer
