import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from newsroom.claims.claims import Claim, claims
from newsroom.claims.qualifiers import Qualifier
from tests.newsroom.claims.claim_items import item
from tests.patience import work_s

Counts = tuple[str, int]


def plain_counts(title: str, language: str = "en") -> list[Counts]:
    return [(c.slot.value, c.value) for c in claims(item(title, language=language)) if c.plain]


@pytest.mark.parametrize(
    ("title", "counts"),
    [
        pytest.param("Blast at market kills at least six", [("killed", 6)], id="kills at least"),
        pytest.param(
            "Ferry fire leaves 12 dead, 30 hurt", [("killed", 12), ("injured", 30)], id="leaves dead and hurt"
        ),
        pytest.param("Death toll in mill collapse climbs past 300", [("killed", 300)], id="toll climbs past"),
        pytest.param("Flood toll: 12", [("killed", 12)], id="toll with a colon"),
        pytest.param("Blast kills 12 injured, doctors say", [("injured", 12)], id="the nearer word counts"),
        pytest.param("Blast: 12 among passengers killed", [], id="some of a number"),
        pytest.param("Three among them killed in blast", [], id="some of those spoken of before"),
        pytest.param("Storm claims 14 lives on coast", [("killed", 14)], id="claims lives"),
        pytest.param("Two soldiers were shot dead at a border post", [("killed", 2)], id="shot dead"),
        pytest.param(
            "Nine people, including three children, were killed in a crash", [("killed", 9)], id="aside skipped"
        ),
        pytest.param("Quake injures 31 and damages church", [("injured", 31)], id="injures"),
        pytest.param("Search for 19 missing after landslide", [("missing", 19)], id="missing"),
        pytest.param("19 unaccounted for after landslide", [("missing", 19)], id="unaccounted for"),
        pytest.param("Jet with 67 people on board comes down", [("aboard", 67)], id="on board"),
        pytest.param("Police arrest 21 at harbour rally", [("detained", 21)], id="arrest"),
        pytest.param(
            "Typhoon leaves two dead and 40,000 displaced", [("killed", 2), ("displaced", 40000)], id="displaced"
        ),
        pytest.param("All five missing miners confirmed dead", [("killed", 5)], id="dead outweighs missing"),
        pytest.param(
            "Four guards killed and 11 others hurt in riot",
            [("killed", 4), ("injured", 11)],
            id="others of another slot",
        ),
        pytest.param("Six ranchers killed by lightning", [("killed", 6)], id="unknown people by ending"),
    ],
)
def test_a_headline_counts_people(title: str, counts: list[Counts]) -> None:
    assert plain_counts(title) == counts


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Seven elephants killed by train", id="animals"),
        pytest.param("Singer dies at 73", id="age at death"),
        pytest.param("Boy, 14, dies after kart crash", id="age between commas"),
        pytest.param("War hero honoured 50 years after death", id="years"),
        pytest.param("Quake could kill 10,000, model warns", id="thought"),
        pytest.param("Gunman plotted to kill 40 at rally, court told", id="plot"),
        pytest.param("No one killed as bus with 30 seats burns", id="nobody"),
        pytest.param("Dozens dead in stampede", id="vague"),
        pytest.param("Road deaths this year: 300 killed so far this year", id="sum over a year"),
        pytest.param("300 people have been killed since January", id="since"),
        pytest.param("Five more bodies found; 12 more killed", id="more"),
        pytest.param("19 dead or missing after dam breaks", id="two slots, one number"),
        pytest.param("Three of the dead were children", id="some of them"),
        pytest.param("Among them three children were killed", id="some of those named before"),
        pytest.param("Flood toll rises to 30 cattle", id="toll of animals"),
        pytest.param("Shares fall 12%, 3 funds hurt", id="money trouble"),
        pytest.param("59 people killed in Lowland and nine in Upland", id="split by place"),
        pytest.param("One person critically injured in crash", id="only the badly hurt"),
        pytest.param("F-16 pilot killed", id="name"),
    ],
)
def test_a_headline_that_counts_nobody_in_all_makes_no_claim(title: str) -> None:
    assert plain_counts(title) == []


@pytest.mark.parametrize(
    ("language", "title", "counts"),
    [
        pytest.param(
            "ru",
            "При пожаре на складе погибли 12 человек, пятеро ранены",
            [("killed", 12), ("injured", 5)],
            id="ru verb first",
        ),
        pytest.param("ru", "Число погибших при наводнении возросло до 16", [("killed", 16)], id="ru toll"),
        pytest.param("ru", "Двадцать один человек пострадал при взрыве", [("injured", 21)], id="ru words"),
        pytest.param("ru", "Самолет с 67 пассажирами на борту потерпел крушение", [("aboard", 67)], id="ru aboard"),
        pytest.param("ru", "Охотник убил 5 коров", [], id="ru animals"),
        pytest.param("uk", "Щонайменше п'ятеро людей загинули через обвал", [("killed", 5)], id="uk people first"),
        pytest.param("uk", "Кількість загиблих зросла до 16", [("killed", 16)], id="uk toll"),
        pytest.param(
            "uk", "Поранено 15 людей, затримано двох осіб", [("injured", 15), ("detained", 2)], id="uk impersonal"
        ),
        pytest.param("uk", "Сили оборони збили 12 дронів", [], id="uk drones"),
        pytest.param(
            "fr", "Un incendie fait au moins 12 morts et 30 blessés", [("killed", 12), ("injured", 30)], id="fr fait"
        ),
        pytest.param("fr", "Le bilan du séisme passe à 153 morts", [("killed", 153)], id="fr bilan"),
        pytest.param("fr", "Vingt-deux personnes ont été tuées", [("killed", 22)], id="fr passive"),
        pytest.param(
            "de", "Mindestens zwölf Tote und 30 Verletzte bei Brand", [("killed", 12), ("injured", 30)], id="de Tote"
        ),
        pytest.param("de", "Zahl der Toten steigt auf 128", [("killed", 128)], id="de toll"),
        pytest.param(
            "de",
            "Zweiundzwanzig Menschen sind bei einem Beben gestorben",
            [("killed", 22)],
            id="de article is no number",
        ),
        pytest.param("de", "Zwölf Kühe getötet", [], id="de animals"),
    ],
)
def test_other_languages_count_people_too(language: str, title: str, counts: list[Counts]) -> None:
    assert plain_counts(title, language) == counts


@pytest.mark.parametrize(
    ("title", "value", "mark"),
    [
        pytest.param("Strike kills 22, including five reporters", 5, Qualifier.PARTIAL, id="including"),
        pytest.param("Another six people killed at ford", 6, Qualifier.MORE, id="another"),
        pytest.param("Twelve killed so far this year on route", 12, Qualifier.CUMULATIVE, id="this year"),
        pytest.param("Bomb might have killed 40 people", 40, Qualifier.DOUBTED, id="might"),
        pytest.param("Fifty people feared dead in mine", 50, Qualifier.FEARED, id="feared"),
    ],
)
def test_a_count_that_is_not_of_all_is_marked(title: str, value: int, mark: Qualifier) -> None:
    marked = {c.value: c.marks for c in claims(item(title))}
    assert value not in marked or mark in marked[value]


def test_a_relative_clause_after_since_is_no_sum_over_time() -> None:
    text = "Ties have soured in recent months since the downing of a Sampleland plane that killed 67 passengers."
    (claim,) = claims(item("Ties sour", text))
    assert (claim.value, claim.plain) == (67, True)


def test_a_claim_knows_its_scene() -> None:
    (claim,) = claims(
        item(
            "Background",
            "First.",
            "Second.",
            "Third.",
            "In December 2024 a plane from Azerbaijan crashed near Grozny, killing 38 people, officials said.",
        )
    )
    assert claim.background
    assert (claim.first_day, claim.last_day) == (date(2024, 12, 1), date(2024, 12, 31))
    assert {"aircraft", "crash"} <= claim.events
    assert claim.places == {"az"}
    assert "grozny" in claim.anchors
    assert claim.attribution == "officials"
    assert claim.sentence[claim.start : claim.end] == "38"


def test_an_item_without_a_word_makes_no_claim() -> None:
    assert claims(item("")) == ()


def test_a_heading_within_the_text_makes_no_claim() -> None:
    report = item("Ferry sinks off Nuku", "Earlier this spring: 12 killed", "The ferry sank at dawn.")
    heading, text = report.paragraphs
    assert claims(replace(report, paragraphs=(replace(heading, heading=True), text))) == ()
    assert [claim.value for claim in claims(report)] == [12]


def test_a_claim_survives_storage() -> None:
    adapter = TypeAdapter(Claim)
    (claim,) = claims(item("Blast in Kenya kills at least six"))
    assert adapter.validate_python(json.loads(adapter.dump_json(claim))) == claim


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300), st.sampled_from(["en", "uk", "ru", "fr", "de", None, "xx"]))
def test_no_text_makes_it_fail(title: str, text: str, language: str | None) -> None:
    for claim in claims(item(title, text, language=language)):
        assert claim.sentence[claim.start : claim.end]


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param("killed " * 15_000, id="only verbs"),
        pytest.param("12 " * 33_000, id="only numbers"),
        pytest.param("12 killed " * 10_000, id="only counts"),
        pytest.param("," * 100_000, id="only commas"),
        pytest.param("\ud800" * 100_000, id="lone surrogates"),
        pytest.param("".join(map(chr, range(32))) * 3_000, id="control characters"),
        pytest.param("🔥" * 100_000, id="only emoji"),
        pytest.param("one hundred and " * 6_000, id="endless number"),
        pytest.param("9" * 100_000, id="endless digits"),
    ],
)
def test_a_hostile_text_takes_no_time(hostile: str) -> None:
    start = work_s()
    claims(item(hostile, hostile))
    assert work_s() - start < 5


def test_the_injured_behind_the_dead_are_not_added_to_them() -> None:
    assert ("killed", 3) in plain_counts("Blast kills 3 people and 12 injured")


@pytest.mark.parametrize(
    ("language", "note"),
    [
        (
            "en",
            "Correction: An earlier version of this article said that 67 people were killed; 38 people were killed.",
        ),
        (
            "de",
            "In einer früheren Version dieses Artikels hieß es, 67 Menschen seien getötet worden; getötet wurden 38 Menschen.",
        ),
        (
            "fr",
            "Une version précédente de cet article indiquait que 67 personnes ont été tuées ; 38 personnes ont été tuées.",
        ),
        ("ru", "В предыдущей версии статьи говорилось, что погибли 67 человек; погибли 38 человек."),
        ("uk", "У попередній версії статті йшлося, що загинули 67 людей; загинули 38 людей."),
    ],
)
def test_the_number_of_an_earlier_version_is_stated_no_more(language: str, note: str) -> None:
    marked = {c.value: c.marks for c in claims(item("The ferry fire", note, language=language))}
    assert Qualifier.DENIED in marked[67]
    assert Qualifier.DENIED not in marked.get(38, frozenset())
