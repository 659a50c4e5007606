"""By which words the texts mean a name of several words."""

import pytest

from newsroom.timelines.short_names import short_names
from newsroom.timelines.topic_sentences import forms

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
