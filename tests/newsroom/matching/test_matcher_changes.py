"""A matcher at work, whose topics come, go and change, against one that is made for the topics of the moment."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.matching.matcher import Matcher
from newsroom.matching.query import Query, QueryError, parse
from newsroom.topic import TopicId
from tests.builders import item as built

TEXTS = [
    ("Baku talks on the gas deal", "en"),
    ("European Union and Azerbaijan sign", "en"),
    ("Переговоры в Баку о газе", "ru"),
    ("Після переговорів у Баку", "uk"),
    ("Die Bundestagswahl in Deutschland", "de"),
    ("Négociations à Bakou", "fr"),
    ("Cancelled: film on Nagorno-Karabakh", None),
    ("", "en"),
]
ITEMS = [
    replace(built(number, title, "The talks ended. Gas deals were signed in Baku."), language=language)
    for number, (title, language) in enumerate(TEXTS, start=1)
]
_TERMS = [
    *("baku", "talks", "deals", "european union", "eu", "переговоры", "газ", "Wahl", "négociation", "cancel", "film"),
    *('"gas deal"', '"gas deals were signed"', "neg*", "ba*", "pere*", "nagorno-karabakh", "title:baku"),
    *("gas near/2 deals", "lang:uk", "source:wire", "kind:private", "-film", "-(gas deal)", "OR", "(eu OR film)"),
]
_QUERIES = st.lists(st.sampled_from(_TERMS), min_size=1, max_size=4).map(" ".join)
_TOPICS = st.integers(1, 6)
_CHANGES = st.one_of(
    st.tuples(st.just("track"), _TOPICS, _QUERIES),
    st.tuples(st.just("untrack"), _TOPICS, st.just("")),
    st.tuples(st.just("match"), st.integers(1, len(ITEMS)), st.just("")),
)


def read(text: str) -> Query | None:
    try:
        return parse(text)
    except QueryError:
        return None


def found(matcher: Matcher) -> list[object]:
    return [matcher.match(item) for item in ITEMS]


@settings(max_examples=150, deadline=None)
@given(st.lists(_CHANGES, max_size=25), st.sets(st.sampled_from(["en", "ru", "uk", "de", "fr"])))
def test_a_changed_matcher_finds_what_one_made_anew_finds(
    changes: list[tuple[str, int, str]], languages: set[str]
) -> None:
    topics: dict[TopicId, Query] = {}
    matcher = Matcher({}, languages)
    for what, number, text in changes:
        if what == "match":
            matcher.match(ITEMS[number - 1])
        elif what == "untrack":
            topics.pop(TopicId(number), None)
            matcher.untrack(TopicId(number))
        elif query := read(text):
            topics[TopicId(number)] = query
            matcher.track(TopicId(number), query)
    assert found(matcher) == found(Matcher(topics))


@given(st.dictionaries(_TOPICS, _QUERIES, max_size=6))
@settings(deadline=None)
def test_a_matcher_whose_topics_are_all_gone_looks_for_nothing(asked: Mapping[int, str]) -> None:
    matcher = Matcher({})
    for item in ITEMS:
        matcher.match(item)
    before = matcher.forms
    for number, text in asked.items():
        if query := read(text):
            matcher.track(TopicId(number), query)
    found(matcher)
    for number in asked:
        matcher.untrack(TopicId(number))
    assert matcher.forms == before == 0


@pytest.mark.parametrize("others", [10, 1_000])
def test_topics_that_do_not_match_are_not_looked_at(others: int) -> None:
    """Each has a word of the item, as most topics of a newsroom have: none is evaluated but those that have all."""
    topics = {TopicId(number): parse(f"talks baku word{number}") for number in range(1, others + 1)}
    phrases = {TopicId(number + others): parse(f'"talks word{number}"') for number in range(1, others + 1)}
    wanted = {TopicId(10 * others): parse("baku talks")}
    assert Matcher({**topics, **phrases, **wanted}).candidates(built(1, "Baku talks end")) == (10 * others,)
