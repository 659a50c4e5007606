"""Days named from today, in /timeline and /search."""

from datetime import date

import pytest

from handlers.asked_back import ChoiceError
from handlers.commands import search, timeline
from handlers.commands.relative_days import since_perhaps, with_dates
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
        pytest.param("ferry since this week", "ferry since 2026-11-23", id="this week"),
        pytest.param("ferry from last week to last week", "ferry from 2026-11-16 to 2026-11-22", id="last week, whole"),
        pytest.param("ferry since last month", "ferry since 2026-10-01", id="last month"),
        pytest.param("ferry until last month", "ferry until 2026-10-31", id="until last month"),
        pytest.param("пором since минулого тижня", "пором since 2026-11-16", id="last week in Ukrainian"),
        pytest.param("паром since этого месяца", "паром since 2026-11-01", id="this month in Russian"),
        pytest.param("ferry since la semaine dernière", "ferry since 2026-11-16", id="last week in French"),
        pytest.param("ferry depuis lundi", "ferry since 2026-11-23", id="since in French"),
        pytest.param("ferry depuis une semaine", "ferry since 2026-11-22", id="for a week in French"),
        pytest.param("ferry jusqu’au 12 août", "ferry until 2026-08-12", id="until in French"),
        pytest.param("пором з понеділка до вчора", "пором since 2026-11-23 until 2026-11-28", id="both in Ukrainian"),
        pytest.param("паром со вторника", "паром since 2026-11-24", id="since in Russian"),
        pytest.param("паром с вчерашнего дня", "паром since 2026-11-28", id="since yesterday's day"),
        pytest.param("паром начиная с 12.08.2025", "паром since 2025-08-12", id="a date with dots"),
        pytest.param("ferry since August 12", "ferry since 2026-08-12", id="a date in words"),
        pytest.param("ferry since 25 December", "ferry since 2025-12-25", id="the last one of a date"),
        pytest.param("паром с августа", "паром since 2026-08-01", id="a month"),
        pytest.param("ferry depuis 2025-08", "ferry since 2025-08", id="a date behind since in French"),
        pytest.param("ferry since il y a 3 jours", "ferry since 2026-11-26", id="ago in French"),
        pytest.param("ferry depuis 12/08/2025", "ferry since 12/08/2025", id="a date of two readings is asked for"),
        pytest.param("ferry ces 7 derniers jours", "ferry since 2026-11-22", id="the last days in French"),
        pytest.param("пором за останні 3 дні", "пором since 2026-11-26", id="the last days in Ukrainian"),
        pytest.param("паром за последние 7 дней", "паром since 2026-11-22", id="the last days in Russian"),
        pytest.param("Киев за 3 дня", "Киев за 3 дня", id="within days"),
        pytest.param("погода на 3 дні", "погода на 3 дні", id="for days"),
        pytest.param("арест до 15 суток", "арест до 15 суток", id="up to so many days"),
        pytest.param("штраф від 3 днів", "штраф від 3 днів", id="of so many days and more"),
        pytest.param("notes from a day of war", "notes from a day of war", id="from a day of something"),
        pytest.param("война с 2014 года", "война since 2014-01-01", id="a year with its word"),
        pytest.param("план до 2030 року", "план до 2030 року", id="until a year with its word"),
        pytest.param("газ з січня по травень", "газ since 2026-01-01 until 2026-05-31", id="months, both ends"),
        pytest.param("війна з 2022 до 2024", "війна since 2022 until 2024", id="years, both ends"),
        pytest.param("паром с 1 по 5 августа", "паром since 2026-08-01 until 2026-08-05", id="days of one month"),
        pytest.param("ferry from 1 to 5 August", "ferry from 2026-08-01 until 2026-08-05", id="the same in English"),
        pytest.param("поезда по 5 мая", "поезда по 5 мая", id="no end without a beginning"),
        pytest.param('"since monday we wait"', '"since monday we wait"', id="words in quotation marks"),
        pytest.param('"closed since monday today"', '"closed since monday today"', id="in the midst of them"),
        pytest.param("oil last 7 days", "oil since 2026-11-22", id="the last days"),
        pytest.param("oil last week", "oil last week", id="a week may be a word of the query"),
        pytest.param("letters from April", "letters from April", id="from a name"),
        pytest.param("план до 2030", "план до 2030", id="a word that is until or to"),
        pytest.param("дорога до Києва", "дорога до Києва", id="to a place"),
        pytest.param("iphone от 12", "iphone от 12", id="from a number"),
        pytest.param("ferry 7d", "ferry since 2026-11-22", id="a span alone at the end"),
        pytest.param("пором 7 дн.", "пором since 2026-11-22", id="a span alone in Ukrainian"),
        pytest.param("six day war 7", "six day war 7", id="a number alone"),
        pytest.param("nokia 3g", "nokia 3g", id="no span of days"),
        pytest.param("7d", "7d", id="a span of nothing"),
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


@pytest.mark.parametrize(
    ("typed", "perhaps"),
    [
        pytest.param("oil yesterday", "oil since yesterday", id="a day"),
        pytest.param("oil last week", "oil since last week", id="a week"),
        pytest.param("нафта вчора", "нафта since вчора", id="in Ukrainian"),
        pytest.param("нефть прошлой недели", "нефть since прошлой недели", id="in Russian"),
        pytest.param("oil last friday", "oil since last friday", id="a weekday"),
        pytest.param("ferry la semaine dernière", "ferry since la semaine dernière", id="of three words"),
        pytest.param("паром на этой неделе", "паром since на этой неделе", id="with a preposition"),
        pytest.param("паром за неделю", "паром since 1w", id="the last week in Russian"),
        pytest.param("паром за 7 дней", "паром since 7d", id="the last days in Russian"),
        pytest.param("ferry du 12 au 15 août", "ferry since du 12 au 15 août", id="from when until when in French"),
        pytest.param("oil since yesterday", None, id="it is said"),
        pytest.param("ferry depuis lundi", None, id="it is said in French"),
        pytest.param("today", None, id="nothing before it"),
        pytest.param("oil field", None, id="no day"),
    ],
)
def test_a_day_at_the_end_is_perhaps_meant_as_since(typed: str, perhaps: str | None) -> None:
    assert since_perhaps(typed, SUNDAY) == perhaps


async def test_nothing_found_with_a_day_at_the_end_offers_the_day_as_since(desk: Database) -> None:
    for command in (search.search, timeline.timeline):
        with pytest.raises(ChoiceError) as refused:
            await command(request("ferry yesterday"), services(desk))
        assert refused.value.choices[0].line.endswith(" ferry since yesterday")
