"""One or two of an item's own sentences, and never what an alert should not quote."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.item import Item, Paragraph
from newsroom.text.clean import clean
from newsroom.timelines.summary import summarise
from tests import builders
from tests.patience import work_s

ROOT = Path(__file__).resolve().parents[3]

TITLE = "Ferry stops at Lower Quay after pier gives way"
LEAD = "The pier at Lower Quay broke under a lorry on Monday and 3 people were hurt, the harbour office said."
SECOND = "Boats will run from the old pier until engineers have tested all 9 piers of the town."
BACKGROUND = "The town has had boats since the days of the first king, and songs are sung of them."


def item(*paragraphs: str, title: str = TITLE, headings: tuple[str, ...] = (), language: str | None = "en") -> Item:
    texts = tuple(Paragraph(text=text, heading=text in headings) for text in paragraphs)
    return replace(builders.item(title=title), paragraphs=texts, language=language)


def test_the_summary_is_the_lead_and_what_adds_to_it() -> None:
    assert summarise(item(f"{LEAD} {SECOND}", BACKGROUND)) == (LEAD, SECOND)


def test_no_more_than_asked_for() -> None:
    assert summarise(item(LEAD, SECOND, BACKGROUND), 1) == (LEAD,)
    assert summarise(item(LEAD, SECOND, BACKGROUND), 0) == ()


NEVER = [
    pytest.param("The ferry stops at Lower Quay after the pier gives way.", id="the headline again"),
    pytest.param("Why did the pier at Lower Quay break under a lorry on Monday?", id="a question"),
    pytest.param("Subscribe to our harbour letter and hear of each pier and ferry first.", id="a call"),
    pytest.param("The pier broke.", id="a few words"),
    pytest.param("The pier at Lower Quay broke under a lorry on Monday when the…", id="cut off"),
    pytest.param("The harbour office at Lower Quay said of the pier and the ferry:", id="ends in a colon"),
    pytest.param("The pier at Lower Quay " + "and the lorry and the ferry " * 20 + "broke.", id="endless"),
]


@pytest.mark.parametrize("sentence", NEVER)
def test_what_an_alert_should_not_quote_is_not_taken(sentence: str) -> None:
    assert summarise(item(sentence)) == ()


def test_a_heading_is_no_sentence() -> None:
    heading = "What the harbour office said of the pier at Lower Quay on Monday."
    assert summarise(item(heading, headings=(heading,))) == ()


def test_the_summary_does_not_repeat_itself() -> None:
    again = "The harbour office said that 3 people were hurt on Monday as the pier at Lower Quay broke under a lorry."
    assert summarise(item(LEAD, again)) == (LEAD,)


def test_a_sentence_that_leans_on_another_comes_after_one_that_does_not() -> None:
    leaning = "He said that the pier at Lower Quay broke on Monday and 3 people were hurt."
    assert summarise(item(leaning, LEAD), 1) == (LEAD,)


LANGUAGES = [
    pytest.param("uk", "Пірс обвалився", "У понеділок під вантажівкою обвалився пірс, троє людей постраждали, повідомили в порту.", id="uk"),
    pytest.param("ru", "Пирс обрушился", "В понедельник под грузовиком обрушился пирс, трое пострадали, сообщили в порту.", id="ru"),
    pytest.param("fr", "La jetée cède", "Une jetée du port a cédé lundi sous un camion et trois personnes sont blessées.", id="fr"),
    pytest.param("de", "Pier bricht", "Am Montag brach ein Pier im Hafen unter einem Lastwagen, drei Menschen wurden verletzt.", id="de"),
    pytest.param("az", "Körpü çöküb", "Bazar ertəsi limanda körpü çöküb, üç nəfər xəsarət alıb, liman idarəsi bildirib.", id="az"),
    pytest.param(None, "", "The pier at Lower Quay broke under a lorry on Monday.", id="no language, no headline"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "title", "sentence"), LANGUAGES)
def test_every_language_is_quoted_word_for_word(language: str | None, title: str, sentence: str) -> None:
    assert summarise(item(sentence, title=title, language=language)) == (sentence,)


@pytest.mark.parametrize(
    "text",
    ["", "🙂🙂 🙂.", "\ud800 \x00.", "a" * 100_000, "a. " * 50_000, "Nine boats wait at the old pier today. " * 5_000],
)
def test_any_text_is_summarised_in_linear_time(text: str) -> None:
    started = work_s()
    assert len(summarise(item(text))) <= 2
    assert work_s() - started < 4


@given(st.lists(st.text(max_size=80), max_size=4), st.text(max_size=40))
def test_the_summary_is_word_for_word_from_the_text(paragraphs: list[str], title: str) -> None:
    of = item(*paragraphs, title=title)
    assert all(sentence in of.text for sentence in summarise(of))


SEEDS = [
    pytest.param("A", ("On 11 August, Azerbaijani President Ilham Aliyev signed",), id="A"),
    pytest.param(
        "B", ("Azerbaijan has cancelled all planned", "Azerbaijan’s Foreign Ministry said on June 28"), id="B"
    ),
]


@pytest.mark.parametrize(("key", "openings"), SEEDS)
def test_the_seeds_say_first_what_an_editor_would_quote(key: str, openings: tuple[str, ...]) -> None:
    file = Path(os.environ.get("WIREWATCH_SHARED", ROOT.parent / "shared")) / "seed" / "items.jsonl"
    if not file.exists():
        pytest.skip(f"the shared texts are not here: no {file}")
    row = next(row for row in map(json.loads, file.read_text("utf-8").splitlines()) if row["id"] == key)
    cleaned = clean(row["title"], row["content"], outlet=row["source"])
    summary = summarise(replace(builders.item(title=cleaned.title), paragraphs=cleaned.paragraphs))
    assert all(sentence.startswith(opening) for sentence, opening in zip(summary, openings, strict=False))
