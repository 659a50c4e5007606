"""A matcher at work, whose topics come, go and change, against one that is made for the topics of the moment."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.matching.matcher import Matcher
from newsroom.matching.query import Query, QueryError, parse
from newsroom.matching.syntax import Word
from newsroom.matching.terms import forms_in, sign_forms
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


@given(
    word=st.sampled_from(
        ["ferries", "Baku", "us", "Gaza", "Нагорный", "міністрами", "Mueller", "Fährhäfen", "e-mails"]
    ),
    first=st.sets(st.sampled_from(["en", "de", "uk", "ru", "az"])),
    then=st.sets(st.sampled_from(["en", "de", "uk", "ru", "az"])),
)
@settings(deadline=None)
def test_a_word_has_the_forms_of_a_language_whether_it_was_known_before_or_came_later(
    word: str, first: set[str], then: set[str]
) -> None:
    before, together = sign_forms(Word(word), first), sign_forms(Word(word), first | then)
    assert before | {*forms_in(Word(word), then - first)} == together


def test_a_topic_is_evaluated_only_for_an_item_with_every_word_that_it_cannot_do_without() -> None:
    """Of three words two are there, the rarest ones, as with most topics of a hundred thousand."""
    topics = {TopicId(1): parse("zangezur overchuk talks"), TopicId(2): parse("zangezur overchuk end")}
    assert Matcher(topics).candidates(built(1, "Overchuk in Zangezur as talks begin")) == (TopicId(1),)
