"""How a merge finds the stories that were merged before."""

import pytest

from newsroom.desk.merge_split import Regrouping, StoryAfter
from newsroom.sentence import sentence
from newsroom.story import StoryId
from storage import merges_splits
from storage.database import Database
from tests.builders import NOW
from tests.storage.query_plans import plans, statements


@pytest.mark.parametrize("kind_of_database", ["sqlite"])
async def test_a_merge_reads_no_other_stories_to_find_those_that_were_merged_before(database: Database) -> None:
    gone = StoryAfter(
        story=StoryId(2), lead=None, items=(), version=2, outlets=0, independent=0, merged_into=StoryId(1)
    )
    async with database.write() as tx:
        with statements(tx.connection) as asked:
            await merges_splits.keep(tx, Regrouping(stories=(gone,)), sentence("joined.reclustered"), NOW)
        plan = await plans(tx.connection, asked)
    assert "SCAN" not in plan
    assert "INDEX ix_stories_merged_into " in plan
