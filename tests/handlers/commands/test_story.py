"""Questions answered from what was seen."""

from dataclasses import replace

import pytest

from handlers.commands import story
from storage.database import Database
from tests.handlers.ferry import request, services
from tests.handlers.refusals import refused


@pytest.mark.parametrize("number", ["99999999999999999999", "x", "-1"])
async def test_a_number_that_no_disagreement_can_have_is_told_so(database: Database, number: str) -> None:
    asked = replace(request(number), command="disagreements")
    with refused("Write the number"):
        await story.disagreements(asked, services(database))
