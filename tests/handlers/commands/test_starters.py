"""The buttons of whoever has nothing yet."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from config.load import load_starters
from handlers.commands.find import finds_any, items_matching
from handlers.commands.starters import first_buttons, topic_buttons, topics_that_find
from handlers.html import words_of
from handlers.render.button_rows import fits, rows_that_fit
from handlers.sentences.catalogue import languages
from handlers.sentences.reader import Reader
from newsroom.access import AccessMode, AccessRule, Role
from newsroom.matching.query import parse
from newsroom.starter_sets import StarterSets
from storage import chats, people, sources, topics
from storage.database import Database
from tests.builders import CHAT, NOW, place
from tests.handlers.ferry import request, services
from tests.handlers.invited import READER, person
from tests.handlers.talk import KINDS, everybody, nobody, talk


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


FRENCH = {
    "reader": (
        "Ce qui s’est passé, et quand\u00a0: /timeline Azerbaïdjan",
        "Qui en a parlé\u00a0: /search dépôt de carburant",
        "Ce que je lis\u00a0: /sources",
        "il faut le rôle de reporter",
    ),
    "member": (
        "Ce qui s’est passé, et quand\u00a0: /timeline Azerbaïdjan",
        "Qui en a parlé\u00a0: /search dépôt de carburant",
        "Qui a traité un sujet\u00a0: répondez /sources à son alerte",
        "/topics les montre",
    ),
    "admin": (
        "Suivre un thème\u00a0: /track Azerbaïdjan",
        "Qui l’a publié\u00a0: répondez /sources à une alerte",
        "/topics les montre",
    ),
}


@pytest.mark.parametrize("who", FRENCH)
async def test_start_shows_in_french_what_whoever_asks_may_do_and_each_example_is_answered(
    desk: Database, who: str
) -> None:
    kind, is_admin = ("private", nobody) if who == "reader" else ("supergroup", everybody if who == "admin" else nobody)
    access = AccessRule(mode=AccessMode.INVITE if who == "reader" else AccessMode.OPEN)
    async with desk.write() as tx:
        await chats.meet(tx, KINDS["supergroup"], "supergroup", "Desk", None, CHAT, "UTC", NOW)
        for chat in (CHAT, KINDS["supergroup"]):
            await chats.set_language(tx, chat, "fr")
        for query in ("ferry", "tram"):
            await topics.track(tx, place(KINDS["supergroup"]), parse(query), CHAT, NOW)
        await people.put(tx, replace(person(READER, Role.READER), id=CHAT))
    ann = talk(desk, is_admin, access=access)
    (begun,) = await ann.says("/start", kind)
    words = words_of(begun.html)
    assert [line for line in FRENCH[who] if line not in words] == []
    assert ("/track" in words) == (who == "admin")
    for example in re.findall("<code>(/[^<]+)</code>", begun.html):
        answers = await ann.says(example, kind)
        assert answers, example
        assert not any("/help liste" in answer.html or "réservé" in answer.html for answer in answers), example


@pytest.mark.parametrize(
    ("query", "days_ago", "found"),
    [
        pytest.param("Aurora", 7, True, id="a headline of the week"),
        pytest.param("Aurora", 0, False, id="what is older does not count"),
        pytest.param("zebra", 7, False, id="nobody has it"),
        pytest.param("Aurora -ferry", 7, False, id="what has its words and is no match"),
    ],
)
async def test_the_look_for_a_topic_to_begin_with_ends_at_the_first_item_and_says_what_a_search_would(
    desk: Database, query: str, days_ago: int, *, found: bool
) -> None:
    since = NOW - timedelta(days=days_ago)
    async with desk.read() as connection:
        asked = parse(query)
        assert await finds_any(connection, asked, CHAT, since) == found
        items = (await items_matching(connection, asked, CHAT, since)).alerting
        assert any(item.time >= since for item in items) == found
