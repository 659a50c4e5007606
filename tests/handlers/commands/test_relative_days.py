"""Days named from today, in /timeline and /search."""

from datetime import date

import pytest

from handlers.commands import search
from handlers.commands.relative_days import with_dates
from newsroom.errors import UserError
from storage.database import Database
from tests.english import english
from tests.handlers.ferry import request, services

SUNDAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("typed", "dated"),
    [
        pytest.param("ferry since today", "ferry since 2026-11-29", id="today"),
        pytest.param("ferry since Yesterday", "ferry since 2026-11-28", id="yesterday"),
        pytest.param("ferry since 7d", "ferry since 2026-11-22", id="days"),
        pytest.param("ferry from 2 weeks ago to 3 days ago", "ferry from 2026-11-15 to 2026-11-26", id="two bounds"),
        pytest.param("ferry since monday", "ferry since 2026-11-23", id="the last Monday"),
        pytest.param("since sunday", "since 2026-11-29", id="the day of today"),
        pytest.param("ferry since last fri as csv", "ferry since 2026-11-27 as csv", id="shortened, before a form"),
        pytest.param("monday market", "monday market", id="no bound"),
        pytest.param("ferry since mondays", "ferry since mondays", id="another word"),
        pytest.param("ferry since 2025-08", "ferry since 2025-08", id="a date as it is"),
    ],
)
def test_a_day_named_from_today_is_read_as_its_date(typed: str, dated: str) -> None:
    assert with_dates(typed, SUNDAY) == dated


async def found(desk: Database, argument: str) -> str:
    return (await search.search(request(argument), services(desk))).messages[0].html


async def test_a_search_since_a_day_finds_what_came_after_it(desk: Database) -> None:
    assert "Ferry Aurora sails again" in await found(desk, "ferry since 3d")
    assert "Ferry Aurora runs aground" not in await found(desk, "ferry since yesterday")
    assert "Ferry Aurora" in await found(desk, "ferry since 2020")


async def test_a_search_until_a_day_is_sent_to_the_timeline(desk: Database) -> None:
    with pytest.raises(UserError) as refused:
        await found(desk, "ferry until 2026-02")
    assert "ask /timeline" in english(refused.value)
