"""A count between two numbers is a range, in every language that counts."""

import pytest

from newsroom.claims.claims import claims
from newsroom.claims.count_grammar import count_people
from newsroom.claims.disagreements import Agree, Contradiction, Developing, Unrelated, Verdict, compare
from newsroom.claims.packs import pack_of
from newsroom.claims.people_counts import hedged
from newsroom.claims.word_senses import Hedge
from tests.newsroom.claims.claim_items import item


def intervals(language: str, title: str) -> list[tuple[int, int | None, Hedge]]:
    return [hedged(count) for count in count_people(title, pack_of(language)).counts]


@pytest.mark.parametrize(
    ("language", "title"),
    [
        pytest.param("en", "20 to 30 people killed in Conakry crush", id="to"),
        pytest.param("en", "Blast kills between 20 and 30 people", id="between"),
        pytest.param("en", "20-30 people killed in Conakry crush", id="dash"),
        pytest.param("fr", "De 20 à 30 personnes ont été tuées", id="fr"),
        pytest.param("de", "20 bis 30 Verletzte bei Brand in Gera", id="de"),
        pytest.param("es", "De 20 a 30 desaparecidos tras el alud en Mocoa", id="es"),
        pytest.param("it", "Tra 20 e 30 morti nel naufragio", id="it"),
        pytest.param("pt", "Entre 20 e 30 mortos no naufrágio", id="pt"),
        pytest.param("ru", "От 20 до 30 человек погибли при пожаре", id="ru"),
        pytest.param("uk", "Від 20 до 30 людей загинули", id="uk"),
        pytest.param("pl", "Od 20 do 30 rannych w karambolu", id="pl"),
        pytest.param("tr", "20 ila 30 kişi öldü", id="tr"),
    ],
)
def test_two_ends_of_a_range_make_one_count_between_them(language: str, title: str) -> None:
    assert intervals(language, title) == [(20, 30, Hedge.BETWEEN)]


@pytest.mark.parametrize(
    ("language", "title"),
    [
        pytest.param("en", "Toll rises from 20 to 30 in Conakry crush", id="en"),
        pytest.param("es", "La cifra de muertos pasa de 20 a 30", id="es"),
        pytest.param("ru", "Число погибших выросло с 20 до 30", id="ru"),
        pytest.param("uk", "Кількість загиблих зросла з 20 до 30", id="uk"),
        pytest.param("de", "Zahl der Toten steigt von 20 auf 30", id="de"),
        pytest.param("de", "Zahl der Toten von 20 auf 30 gestiegen", id="de, the verb last"),
        pytest.param("en", "Dead from crush fall from 40 to 30", id="falls"),
        pytest.param("en", "Death toll goes from 20 dead to 30", id="its noun between"),
        pytest.param("en", "Death toll climbs to 30 from 20", id="to before from"),
        pytest.param("en", "Fire leaves 30 dead, up from 20 dead on Monday", id="up from"),
        pytest.param("es", "Pasan de 20 a 30 los muertos por el derrumbe", id="es, the verb first"),
        pytest.param("fr", "On passe de 20 à 30 morts à Lomé", id="fr"),
        pytest.param("fr", "Lomé : 30 morts, contre 20 morts la veille", id="fr, against"),
        pytest.param("it", "I morti salgono da 20 a 30", id="it"),
        pytest.param("pt", "Sobe de 20 para 30 o número de mortos", id="pt"),
        pytest.param("nl", "Dodental loopt op van 20 naar 30", id="nl"),
        pytest.param("pl", "Liczba ofiar wzrosła z 20 do 30", id="pl"),
        pytest.param("tr", "Ölü sayısı 20'den 30'a yükseldi", id="tr"),
        pytest.param("az", "Ölənlərin sayı 20-dən 30-a çatıb", id="az"),
        pytest.param("ar", "ارتفاع عدد القتلى من 20 إلى 30", id="ar"),
    ],
)
def test_a_toll_that_rises_from_one_number_to_another_is_no_range(language: str, title: str) -> None:
    assert intervals(language, title) == [(30, 30, Hedge.EXACT)]


@pytest.mark.parametrize(
    ("language", "title"),
    [
        pytest.param("en", "From 20 to 30 people killed in Conakry crush", id="en"),
        pytest.param("en", "Death toll is from 20 to 30", id="a toll that is"),
        pytest.param("en", "Toll climbs to between 20 and 30", id="a toll that climbs to a range"),
        pytest.param("es", "De 20 a 30 muertos por el derrumbe en Lima", id="es"),
        pytest.param("fr", "Bilan : 20 à 30 morts", id="fr"),
    ],
)
def test_two_numbers_that_no_verb_parts_are_a_range_though_a_toll_is_spoken_of(language: str, title: str) -> None:
    assert intervals(language, title) == [(20, 30, Hedge.BETWEEN)]


@pytest.mark.parametrize(
    ("language", "title"),
    [
        pytest.param("en", "Accra fire: wounded jump from 14 to 26", id="en"),
        pytest.param("fr", "Dakar : les blessés passent de 14 à 26", id="fr"),
        pytest.param("de", "Verletzte steigen von 14 auf 26", id="de"),
        pytest.param("pt", "Explosão: feridos passam de 14 a 26", id="pt"),
        pytest.param("es", "Los heridos aumentan de 14 a 26", id="es"),
    ],
)
def test_an_outcome_whose_number_changes_has_the_number_that_it_reaches(language: str, title: str) -> None:
    assert intervals(language, title) == [(26, 26, Hedge.EXACT)]


def test_a_number_by_which_a_toll_grows_is_no_toll() -> None:
    assert intervals("en", "Death toll rises by 3") == []
    assert intervals("en", "Death toll rises by 3 to 30") == [(30, 30, Hedge.EXACT)]


def test_a_score_is_no_range_of_people() -> None:
    assert intervals("en", "Leeds win 2-3 as fan dies") == []


def verdict(one: str, other: str) -> Verdict:
    (a,), (b,) = claims(item(one)), claims(item(other, number=2, hours=3))
    return compare(a, b, same_story=True)


def test_a_number_within_a_range_neither_contradicts_it_nor_agrees_with_it() -> None:
    assert isinstance(verdict("20 to 30 killed in Conakry crush", "Conakry crush kills 25"), Unrelated)
    assert isinstance(verdict("20 to 30 killed in Conakry crush", "Conakry crush kills 30"), Unrelated)


def test_a_number_outside_a_range_differs_from_it() -> None:
    assert isinstance(verdict("20 to 30 killed in Conakry crush", "Conakry crush kills 44"), Developing)
    assert isinstance(verdict("20 to 30 killed in Conakry crush", "Conakry crush kills 16"), Contradiction)


def test_two_equal_ranges_agree() -> None:
    assert isinstance(verdict("20 to 30 killed in Conakry crush", "Conakry crush kills 20 to 30 people"), Agree)


def test_over_a_dozen_leaves_room_up_to_the_next() -> None:
    assert isinstance(verdict("Over a dozen hurt in Lahore blast", "14 hurt in Lahore blast"), Unrelated)
    assert isinstance(verdict("More than two dozen hurt in Lahore blast", "28 hurt in Lahore blast"), Unrelated)
    assert isinstance(verdict("Over a dozen hurt in Lahore blast", "26 hurt in Lahore blast"), Developing)


def test_the_toll_of_a_continent_is_not_that_of_one_country() -> None:
    assert isinstance(verdict("Floods across Europe kill 60", "Floods kill 40 in Germany"), Unrelated)
    assert isinstance(verdict("Floods across Europe kill 60", "Floods in Europe: 80 dead"), Developing)
    assert isinstance(verdict("Blast in South Africa kills 6", "South Africa blast kills 9"), Developing)
