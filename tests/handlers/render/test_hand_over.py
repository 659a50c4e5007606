"""A page of what happened: each story under its topic."""

from dataclasses import replace
from datetime import timedelta

from handlers.render.hand_over import page_of, tracked_of_late
from handlers.sentences.reader import Reader
from newsroom.desk.digest import PAGE_STORIES, HandOver, HandOverLine
from newsroom.story import StoryId
from tests.builders import CHAT, NOW, topic
from tests.handlers.render.test_card import FIRST, story

VIEW = story(FIRST)
SHOWN = HandOver(chat=CHAT, thread=None, since=NOW, day=None, topics=2, stories=(VIEW.id,), made=NOW)
LONG = replace(SHOWN, stories=tuple(StoryId(number) for number in range(1, PAGE_STORIES + 2)))
LINE = HandOverLine(view=VIEW, lead=FIRST, alerted=False, topic="ferry")


def test_on_the_last_page_the_one_topic_is_named_too() -> None:
    assert "<u>ferry</u>" in page_of(LONG, [LINE], Reader(), page=1).html


def test_a_list_of_one_page_and_one_topic_names_none() -> None:
    assert "<u>" not in page_of(SHOWN, [LINE], Reader()).html


def test_where_one_topic_is_tracked_none_is_named() -> None:
    assert "<u>" not in page_of(replace(LONG, topics=1), [LINE], Reader(), page=1).html


def test_in_french_the_day_has_its_article() -> None:
    assert page_of(SHOWN, [LINE], Reader(language="fr")).html.startswith("🗞 <b>Depuis le 3 mars 2026")


def test_a_topic_that_is_tracked_of_late_is_named_with_a_search_for_what_came_before() -> None:
    late = replace(topic(), made=NOW)
    shown = tracked_of_late([late], NOW - timedelta(days=2), Reader())
    assert shown is not None
    assert shown.html.endswith("\n• <code>ferry</code> — 3 Mar 2026, 12:00")
    assert [button.line for row in shown.buttons for button in row] == ["/search ferry since 2026-03-01"]
    assert tracked_of_late([late], NOW, Reader()) is None
