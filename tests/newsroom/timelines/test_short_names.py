"""By which words the texts mean a name of several words."""

import pytest

from newsroom.matching.query import parse
from newsroom.timelines.short_names import in_a_row, short_names
from newsroom.timelines.topic_sentences import TopicSentences, forms

ORSOVA = (
    "The Orsova Composite rose.",
    "The Orsova Composite fell.",
    "The Orsova fell by 2 %.",
    "The Orsova closed up.",
)


def shorts(name: str, *texts: str) -> set[tuple[str, ...]]:
    return set(short_names(name, [forms(text, "en") for text in texts], texts))


@pytest.mark.parametrize(
    ("name", "texts", "wanted"),
    [
        pytest.param("Olek Brandauer", ("Olek Brandauer left.", "Brandauer said no."), {("brandauer",)}, id="surname"),
        pytest.param("Orsova composite average", ORSOVA, {("orsova",)}, id="first word of three"),
        pytest.param(
            "Falkonet 300",
            ("Falkonet 200 and Falkonet 500 fly.", "A Falkonet 500 fell.", "The Falkonet 200.", "The Falkonet 300."),
            {("300",)},
            id="other models written of as often",
        ),
        pytest.param(
            "Arden Motor Works",
            (
                "Arden Motor Works closed.",
                "AMW said nothing, and Arden Motor Works is shut.",
                "The AMW gates are shut.",
            ),
            {("works",), ("amw",), ("motor", "works")},
            id="initials",
        ),
        pytest.param("Frederick Amselmann", ("Fritz Amselmann left.",), {("amselmann",)}, id="never in full"),
        pytest.param(
            "Norwick Airlines",
            ("Norwick Airlines flies.", "Other airlines fell.", "Most airlines fly.", "No airlines asked."),
            {("norwick",)},
            id="a word mostly written small",
        ),
        pytest.param("the who", ("It was the who of the hour.",), set[tuple[str, ...]](), id="common words"),
    ],
)
def test_the_words_for_a_name_are_those_that_texts_write(
    name: str, texts: tuple[str, ...], wanted: set[tuple[str, ...]]
) -> None:
    assert shorts(name, *texts) == wanted


def test_a_name_of_one_word_is_met_by_that_word_alone() -> None:
    assert shorts("Brandauer", "Brandauer left.", "Brandauer said no.") == {("brandauer",)}


def test_no_words_are_in_no_text() -> None:
    row = forms("Olek Brandauer left.", "en")
    assert in_a_row(("olek", "brandauer"), row)
    assert not in_a_row(("brandauer", "olek"), row)
    assert not in_a_row((), row)


@pytest.mark.parametrize(
    ("query", "sentence", "about"),
    [
        pytest.param("title:ferry", "The ferry sank.", True, id="a word of the headline"),
        pytest.param('"Lower Quay" OR "Salt Island"', "Boats wait at Salt Island.", True, id="one of two names"),
        pytest.param('"Lower Quay" OR "Salt Island"', "Boats wait at sea.", False, id="neither"),
        pytest.param("ferry OR 沉船", "渡轮沉船事故", True, id="a word of a script without spaces"),
        pytest.param("ferry -barge", "The barge sank.", False, id="a word that must not be there"),
        pytest.param(
            "ferry near/3 (quay OR mole) lang:en", "A mole is built.", True, id="one of two words near a third"
        ),
    ],
)
def test_a_sentence_is_about_a_query_by_one_of_its_words(query: str, sentence: str, *, about: bool) -> None:
    assert TopicSentences(parse(query), ()).sentence(sentence, "en") is about
