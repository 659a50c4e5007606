"""What a matcher takes from kept forms is what it would work out: it finds the same."""

import pytest

from newsroom.matching.kept_forms import KeptForms, lines_without
from newsroom.matching.matcher import Matcher
from newsroom.matching.query import parse
from newsroom.topic import TopicId
from tests.newsroom.matching.test_matcher_changes import ITEMS

ASKED = [
    "cancel",
    "nagorno-karabakh talks",
    "european union",
    '"gas deal"',
    "neg*",
    "東京",
    "-film baku",
    "Wagenknecht",
]
TOPICS = {TopicId(number): parse(text) for number, text in enumerate(ASKED)}
LANGUAGES = frozenset({"en"})  # one dictionary: to read another takes a second


def built(kept: KeptForms) -> Matcher:
    matcher = Matcher({}, LANGUAGES)
    matcher.recall(kept)
    for topic, query in TOPICS.items():
        matcher.track(topic, query)
    matcher.keep_no_more()
    return matcher


def test_a_matcher_that_recalls_finds_what_one_that_does_not_finds() -> None:
    first = KeptForms(LANGUAGES)
    matchers = [Matcher(TOPICS, LANGUAGES), built(first), built(KeptForms(LANGUAGES, first.asked()))]
    found = [[matcher.match(item) for item in ITEMS if item.language == "en"] for matcher in matchers]
    assert found[0] == found[1] == found[2]
    assert any(found[0])
    assert len({matcher.forms for matcher in matchers}) == 1


def test_what_was_asked_before_and_nothing_else_need_not_be_kept_again() -> None:
    first = KeptForms(LANGUAGES)
    built(first)
    again = KeptForms(LANGUAGES, first.asked())
    built(again)
    assert (first.changed(), again.changed()) == (True, False)
    assert sorted(again.asked()) == sorted(first.asked())
    other = KeptForms(LANGUAGES, [*first.asked(), "gone\tgone"])
    built(other)
    assert other.changed()
    assert sorted(other.asked()) == sorted(first.asked())


def test_the_forms_of_other_languages_are_not_taken() -> None:
    kept = KeptForms(LANGUAGES | {"fr"}, ["cancel\tinvented"])
    built(kept)
    assert [*kept.asked()] == []


@pytest.mark.parametrize("word", ["two\nlines", "two\u2028lines", "a\x00"])
def test_what_would_be_two_lines_is_not_kept(word: str) -> None:
    kept = KeptForms(LANGUAGES)
    kept.take(word, ["en|cancel"])
    assert kept.of(word) is None
    assert [*kept.asked()] == []


def test_words_are_left_out_by_the_whole_word() -> None:
    assert lines_without(frozenset({"gas"}), ["gas\tgas", "gasp\tgas"]) == ["gasp\tgas"]
