"""Where sentences end: a row for each trap, in the languages that the product reads."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.text.sentences import sentences
from tests.patience import work_s

ROWS = [
    pytest.param('He said "No." Then he left.', ['He said "No."', "Then he left."], id="quoted no"),
    pytest.param("Mr. Smith met Dr. Jones. They talked.", ["Mr. Smith met Dr. Jones.", "They talked."], id="titles"),
    pytest.param("It is No. 5 on the list. Next.", ["It is No. 5 on the list.", "Next."], id="number"),
    pytest.param("J. R. Smith spoke. It rained.", ["J. R. Smith spoke.", "It rained."], id="initials"),
    pytest.param("The U.S. Army came. It left.", ["The U.S. Army came.", "It left."], id="us army"),
    pytest.param("He lives in the U.S. The law says so.", ["He lives in the U.S.", "The law says so."], id="us ends"),
    pytest.param("It began at 5 p.m. The police came.", ["It began at 5 p.m.", "The police came."], id="pm ends"),
    pytest.param(
        "On Jan. 5 it fell 3.5 percent. Sad.", ["On Jan. 5 it fell 3.5 percent.", "Sad."], id="month, decimal"
    ),
    pytest.param(
        "“Stop!” he cried. “Why?” she asked.", ["“Stop!” he cried.", "“Why?” she asked."], id="small after quote"
    ),
    pytest.param("Wait… he said. Go… Now.", ["Wait… he said.", "Go…", "Now."], id="ellipsis"),
    pytest.param(
        "Nine died in the raid.Officials said so.", ["Nine died in the raid.", "Officials said so."], id="lost space"
    ),
    pytest.param("See example.com for more. Bye.", ["See example.com for more.", "Bye."], id="domain"),
    pytest.param("1. Open the door. 2. Leave.", ["1. Open the door.", "2. Leave."], id="numbered list"),
    pytest.param("It ended ( see below. ) And so on.", ["It ended ( see below.", ") And so on."], id="loose bracket"),
    pytest.param("`` We won . '' He left .", ["`` We won . ''", "He left ."], id="tokenised quotes"),
    pytest.param("Apple Inc. said so. It rose.", ["Apple Inc. said so.", "It rose."], id="inc"),
    pytest.param("Він народився у м. Київ. Це столиця.", ["Він народився у м. Київ.", "Це столиця."], id="uk city"),
    pytest.param(
        "У 2024 р. Україна отримала 5 млн. Це багато.",
        ["У 2024 р. Україна отримала 5 млн.", "Це багато."],
        id="uk year",
    ),
    pytest.param("В 2024 г. Россия начала. Он уехал.", ["В 2024 г. Россия начала.", "Он уехал."], id="ru year"),
    pytest.param("Он жил на ул. Ленина. Она тоже.", ["Он жил на ул. Ленина.", "Она тоже."], id="ru street"),
    pytest.param("А. С. Пушкин писал. Его читали.", ["А. С. Пушкин писал.", "Его читали."], id="ru initials"),
    pytest.param("«Нет». Он ушёл. «Да!» — сказал он.", ["«Нет».", "Он ушёл.", "«Да!» — сказал он."], id="ru quotes"),
    pytest.param("M. Macron a parlé. Il est parti.", ["M. Macron a parlé.", "Il est parti."], id="fr monsieur"),
    pytest.param("« Non. » Il est parti.", ["« Non. »", "Il est parti."], id="fr quotes"),
    pytest.param(
        "Am 3. Mai kam er. Er ging am 4. Juni.", ["Am 3. Mai kam er.", "Er ging am 4. Juni."], id="de ordinals"
    ),
    pytest.param("Es gibt z.B. Brot. Das ist gut.", ["Es gibt z.B. Brot.", "Das ist gut."], id="de zum beispiel"),
    pytest.param(
        "Das war im Jahr 2024. Danach kam Ruhe.", ["Das war im Jahr 2024.", "Danach kam Ruhe."], id="de year ends"
    ),
    pytest.param(
        "Prezident sərəncam imzalayıb. Bu barədə məlumat verilib.",
        ["Prezident sərəncam imzalayıb.", "Bu barədə məlumat verilib."],
        id="az",
    ),
    pytest.param("他来了。他走了！", ["他来了。", "他走了！"], id="zh"),
    pytest.param("One line\nAnother line\n\nThird", ["One line", "Another line", "Third"], id="line breaks"),
    pytest.param("", [], id="empty"),
    pytest.param(" \n ", [], id="blank"),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_a_text_is_cut_where_its_sentences_end(text: str, expected: list[str]) -> None:
    assert [sentence.text for sentence in sentences(text)] == expected


@given(st.text(alphabet=st.sampled_from(list("abA .!?…\"'”»)\n1Жж\ud800。")), max_size=80))
def test_every_character_that_is_no_white_space_is_in_one_sentence(text: str) -> None:
    found = sentences(text)
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    assert "".join("".join(one.text.split()) for one in found) == "".join(text.split())


@pytest.mark.parametrize("piece", [".", "a.", "!?", "'", ". ", "A. ", "\n", '."', "…)", "ааа.Абв"])
def test_a_hundred_thousand_of_anything_take_linear_time(piece: str) -> None:
    started = work_s()
    sentences(piece * (100_000 // len(piece)))
    assert work_s() - started < 3


def test_a_text_that_is_asked_for_again_is_not_cut_again() -> None:
    text = "The ferry ran aground. All are safe."
    assert sentences(text) is sentences(text)
