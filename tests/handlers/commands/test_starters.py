"""The buttons of whoever has nothing yet."""

from dataclasses import replace

import pytest

from config.load import load_starters
from handlers.commands.starters import first_buttons, topic_buttons, topics_that_find
from handlers.render.button_rows import fits, rows_that_fit
from handlers.sentences.catalogue import languages
from handlers.sentences.reader import Reader
from newsroom.starter_sets import StarterSets
from storage import sources
from storage.database import Database
from tests.builders import NOW
from tests.handlers.ferry import request, services
from tests.handlers.talk import talk


@pytest.mark.parametrize(
    ("topics", "rows"),
    [
        pytest.param(("oil", "gas", "coal"), [3], id="short ones side by side"),
        pytest.param(("ferry OR dockers", "Azerbaijan", "flood"), [2, 1], id="long ones two by two: none is cut off"),
        pytest.param((), [], id="none"),
    ],
)
def test_topics_to_begin_with_can_be_read_on_a_phone(topics: tuple[str, ...], rows: list[int]) -> None:
    assert [len(row) for row in rows_that_fit(topic_buttons(topics))] == rows


@pytest.mark.parametrize(
    ("known", "offered"),
    [
        pytest.param(("barge", "Aurora", "zebra", "inquiry"), ("Aurora", "inquiry"), id="what finds something"),
        pytest.param(("barge", "zebra", "gnu", "emu"), ("barge", "zebra", "gnu"), id="nothing finds anything yet"),
    ],
)
async def test_a_topic_to_begin_with_finds_something(
    desk: Database, known: tuple[str, ...], offered: tuple[str, ...]
) -> None:
    asked = replace(services(desk), starters=StarterSets(topics={"en": known}))
    assert await topics_that_find(request(""), asked) == offered


@pytest.mark.parametrize("language", languages())
def test_each_country_has_half_a_row_in_every_language(language: str) -> None:
    rows = first_buttons(load_starters(), (), Reader(language=language))
    assert {label.text for row in rows for label in row if len(row) > 1 and not fits(label.text, among=2)} == set()


@pytest.mark.parametrize("language", languages())
async def test_where_nothing_is_watched_no_news_is_promised_and_the_sets_are_a_tap_away(
    desk: Database, language: str
) -> None:
    """“It hears from 0 sources all the same”, and /feeds knew no way to the sets."""
    async with desk.write() as tx:
        await sources.sync_operator_sources(tx, [], NOW, 300)
    ann, say = talk(desk, starters=load_starters()), Reader(language=language).say
    await ann.says(f"/language {language}")
    (begun,) = await ann.says("/start")
    assert "0" not in begun.html
    (listed,) = await ann.says("/feeds")
    assert "0" not in listed.html
    *_, countries = await ann.presses(listed.buttons[say("button.starters")])
    assert countries.html == say("starters.countries")
