"""What a headline says of how many, in every way of saying it and in every language that counts."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from newsroom.claims.claims import Claim, claims
from newsroom.claims.count_grammar import count_people
from newsroom.claims.disagreements import Developing, Unrelated, compare
from newsroom.claims.packs import pack_of
from newsroom.claims.people_counts import same_group
from newsroom.claims.qualifiers import Qualifier
from newsroom.languages import languages
from tests.newsroom.claims.claim_items import item


def all_claims(title: str, language: str = "en") -> tuple[Claim, ...]:
    return claims(item(title, language=language))


def plain(title: str, language: str = "en") -> list[tuple[str, int]]:
    return [(claim.slot.value, claim.value) for claim in all_claims(title, language) if claim.plain]


@pytest.mark.parametrize(
    ("language", "title", "counts"),
    [
        pytest.param("en", "Gunman kills two neighbours and another man", [("killed", 3)], id="another"),
        pytest.param("en", "Two workers and another man died in the blast", [("killed", 3)], id="before the state"),
        pytest.param("en", "Fire kills two babies plus 12 nurses", [("killed", 14)], id="plus"),
        pytest.param("en", "Three soldiers and two officers were wounded", [("injured", 5)], id="two groups"),
        pytest.param("en", "Raid kills two people and injures 3", [("killed", 2), ("injured", 3)], id="two outcomes"),
        pytest.param("fr", "Deux élèves et un autre garçon tués à Roubaix", [("killed", 3)], id="fr"),
        pytest.param("de", "Zwei Arbeiter und ein weiterer Mann sterben", [("killed", 3)], id="de"),
        pytest.param("es", "Mueren tres bomberos y otra persona", [("killed", 4)], id="es"),
        pytest.param("ru", "Двое рабочих и ещё один человек погибли", [("killed", 3)], id="ru"),
        pytest.param("pl", "Dwóch górników i jedna kobieta zginęli", [("killed", 3)], id="pl"),
    ],
)
def test_people_counted_in_two_steps_are_added_up(language: str, title: str, counts: list[tuple[str, int]]) -> None:
    assert plain(title, language) == counts


@pytest.mark.parametrize(
    ("language", "title", "value"),
    [
        pytest.param("en", "Fourth climber dies after ice fall", 4, id="en"),
        pytest.param("en", "Police arrest a third suspect", 3, id="arrested"),
        pytest.param("fr", "Un troisième alpiniste meurt au Mont-Blanc", 3, id="fr"),
        pytest.param("de", "Vierter Verletzter stirbt nach Busunfall", 4, id="de"),
        pytest.param("es", "Muere un segundo militar en las maniobras", 2, id="es"),
        pytest.param("it", "Muore il quarto operaio dopo lo scoppio", 4, id="it"),
        pytest.param("pt", "Morre a terceira vítima do incêndio", 3, id="pt"),
        pytest.param("nl", "Derde slachtoffer overleden na explosie", 3, id="nl"),
        pytest.param("ru", "Умер четвёртый пострадавший при взрыве", 4, id="ru"),
        pytest.param("uk", "Помер третій поранений після обстрілу", 3, id="uk"),
        pytest.param("pl", "Zmarła druga ofiara pożaru hotelu", 2, id="pl"),
        pytest.param("tr", "Yangında üçüncü kişi de hayatını kaybetti", 3, id="tr"),
    ],
)
def test_who_dies_as_the_third_makes_three_not_one(language: str, title: str, value: int) -> None:
    assert [claim.value for claim in all_claims(title, language)] == [value]


@pytest.mark.parametrize(
    ("language", "title", "value"),
    [
        pytest.param("en", "Three bodies recovered from sunken trawler", 3, id="en"),
        pytest.param("en", "Bodies of 17 migrants found in desert", 17, id="bodies of"),
        pytest.param("fr", "Naufrage : six corps retrouvés", 6, id="fr"),
        pytest.param("de", "Drei Leichen nach Lawine geborgen", 3, id="de"),
        pytest.param("es", "Hallan cinco cadáveres tras el naufragio", 5, id="es"),
        pytest.param("it", "Recuperati quattro corpi dopo il naufragio", 4, id="it"),
        pytest.param("ru", "Найдены тела трёх человек", 3, id="ru"),
        pytest.param("uk", "Дістали тіла п'ятьох людей", 5, id="uk"),
        pytest.param("pl", "Znaleziono trzy ciała", 3, id="pl"),
    ],
)
def test_bodies_that_are_found_are_dead(language: str, title: str, value: int) -> None:
    assert plain(title, language) == [("killed", value)]


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Three sports bodies merge", id="nobody found"),
        pytest.param("Remains of 60 mammoths found in quarry", id="not of people"),
        pytest.param("18 have sadly noticed", id="no outcome"),
        pytest.param("Team compares 13 studies of people killed by heat", id="studies"),
        pytest.param("Shares fall, 3 funds hurt", id="funds"),
        pytest.param("40 wild Nuku steppe saigas killed", id="four words that no list has"),
    ],
)
def test_what_is_no_person_is_not_counted(title: str) -> None:
    assert plain(title) == []


@pytest.mark.parametrize(
    ("title", "people", "value"),
    [
        pytest.param("Four Bhutanese porters killed in rockfall", "porters", 4, id="a nation and a noun"),
        pytest.param("3 Swedes killed in canyon flood", "swedes", 3, id="a nation unknown to the list"),
        pytest.param("Five Bhutanese porters hurt in rockfall", "porters", 5, id="hurt, with a nation"),
    ],
)
def test_a_noun_that_no_list_has_counts_a_group_where_people_die(title: str, people: str, value: int) -> None:
    assert [(claim.people, claim.value) for claim in all_claims(title)] == [(people, value)]


@pytest.mark.parametrize(
    ("language", "title", "cumulative"),
    [
        pytest.param("en", "Deadliest mine blast in two decades kills 33", False, id="deadliest in decades"),
        pytest.param("en", "Avalanche kills 12 skiers, most since 2012", False, id="most since"),
        pytest.param("en", "Six die in second ferry accident in three days", False, id="second in days"),
        pytest.param("en", "14 skiers have died in a decade", True, id="a decade's"),
        pytest.param("en", "Heat: 41 deaths in 24 hours", True, id="a day's"),
        pytest.param("en", "Gunman kills 16 in 12 hours", False, id="less than a day"),
        pytest.param("en", "Avalanches kill 8 skiers in one day", False, id="one day"),
        pytest.param("en", "Second storm: in two days 12 killed", True, id="second before a colon"),
        pytest.param("fr", "Coronavirus : 330 décès en 24 heures", True, id="fr"),
        pytest.param("fr", "La pire avalanche depuis dix ans fait douze morts", False, id="fr worst"),
        pytest.param("fr", "Deux soldats français tués en quatre jours", True, id="fr days"),
        pytest.param("de", "Hitze: 30 Tote binnen 24 Stunden", True, id="de"),
        pytest.param("es", "52 muertos en las últimas 24 horas", True, id="es"),
        pytest.param("ru", "Крупнейшее за десять лет ДТП: погибли 13 человек", False, id="ru worst"),
        pytest.param("ru", "За двое суток погибли 13 человек", True, id="ru"),
        pytest.param("pl", "W ciągu 48 godzin zginęło 13 osób", True, id="pl"),
    ],
)
def test_a_stretch_of_time_belongs_to_a_superlative_or_to_the_count(
    language: str, title: str, *, cumulative: bool
) -> None:
    (claim,) = all_claims(title, language)
    assert (Qualifier.CUMULATIVE in claim.marks) is cumulative


@pytest.mark.parametrize(
    "title",
    [
        "Groups want investigation after 46 die in riot",
        "Minister vows action as 14 killed in tower collapse",
        "Protesters demand, and may get, answers after 12 die",
    ],
)
def test_what_is_wanted_casts_no_doubt_on_the_fact_behind_after(title: str) -> None:
    assert [claim.marks for claim in all_claims(title)] == [frozenset()]


@pytest.mark.parametrize(
    ("language", "title", "value", "also"),
    [
        pytest.param("en", "Three dead, including the gunman", 3, 2, id="the gunman"),
        pytest.param("en", "Five people including the suspect killed", 5, 4, id="without commas"),
        pytest.param("en", "Driver admits killing six people, and a seventh in 2019", 6, 7, id="and a seventh"),
        pytest.param("en", "Storms kill 30 across country, 12 of them at a market", 30, 12, id="12 of them"),
        pytest.param("en", "Gunman kills two before turning gun on himself", 2, 3, id="himself"),
        pytest.param("en", "Avalanche kills two skiers plus a guide", 2, 3, id="a noun that no list has"),
        pytest.param("de", "Vier Tote bei Amoklauf, darunter der Täter", 4, 3, id="de"),
        pytest.param("fr", "Trois morts, dont l'assaillant, à Béziers", 3, 2, id="fr"),
        pytest.param("ru", "Погибли девять человек, из них пять в Краматорске", 9, 5, id="ru"),
        pytest.param("pl", "Trzy osoby, w tym napastnik, zginęły", 3, 2, id="pl"),
    ],
)
def test_other_totals_are_left_open_beside_a_count(language: str, title: str, value: int, also: int) -> None:
    assert [also in claim.also for claim in all_claims(title, language) if claim.value == value] == [True]


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Blaze seriously hurts four"),
        ("en", "Crash leaves three badly injured"),
        ("fr", "Accident de car : trois blessés graves"),
        ("de", "Zugunfall: vier Schwerverletzte"),
        ("es", "Dos heridos graves en el derrumbe"),
        ("it", "Scontro tra bus: tre feriti gravi"),
        ("nl", "Busongeluk: twee zwaargewonden"),
        ("pl", "Zderzenie: dwie osoby ciężko ranne"),
        ("ru", "ДТП: двое тяжело ранены"),
        ("uk", "Аварія: двоє важко поранених"),
    ],
)
def test_the_badly_hurt_are_a_group_of_the_hurt(language: str, title: str) -> None:
    (claim,) = all_claims(title, language)
    assert claim.of_badly_hurt
    assert not claim.plain


TOLLS = [
    ("ar", "ارتفاع حصيلة القتلى إلى 17", 17),
    ("az", "Partlayışda ölənlərin sayı 5-ə çatıb", 5),
    ("az", "Qəzada 3 nəfər ölüb", 3),
    ("de", "Explosion fordert zwei Todesopfer", 2),
    ("de", "Drei Tote bei Hausexplosion", 3),
    ("en", "Market fire: toll up to 23", 23),
    ("es", "El balance sube a diez muertos", 10),
    ("es", "Ascienden a 27 los muertos por el terremoto", 27),
    ("es", "Se eleva a 12 la cifra de fallecidos", 12),
    ("es", "Treinta y dos muertos en el choque", 32),
    ("fr", "Le bilan s'alourdit à 21 morts", 21),
    ("it", "Sale a undici il bilancio dei morti", 11),
    ("it", "Almeno sei vittime nel crollo", 6),
    ("nl", "Dodental aardbeving loopt op tot 22", 22),
    ("nl", "Tweeëntwintig doden bij aardbeving", 22),
    ("pl", "Liczba ofiar wzrosła do czterech", 4),
    ("pl", "Wypadek: dwie osoby nie żyją", 2),
    ("pt", "Sobe para 14 o número de mortos nas cheias", 14),
    ("ru", "Жертвами взрыва стали 11 человек", 11),
    ("ru", "Взрыв унёс жизни 12 человек", 12),
    ("tr", "Kazada ölü sayısı 9'a yükseldi", 9),
    ("tr", "On iki kişi hayatını kaybetti", 12),
    ("uk", "Кількість загиблих зросла до шести", 6),
    ("uk", "Жертвами стали семеро людей", 7),
]


@pytest.mark.parametrize(("language", "title", "value"), TOLLS)
def test_each_language_has_its_ways_to_count_the_dead(language: str, title: str, value: int) -> None:
    assert plain(title, language) == [("killed", value)]


@pytest.mark.parametrize(
    ("language", "title", "value"),
    [
        ("az", "Əməliyyatda 8 nəfər saxlanılıb", 8),
        ("de", "Razzia: sieben Festnahmen", 7),
        ("en", "Police arrest 19 in dawn raids", 19),
        ("es", "La policía detiene a nueve personas por la estafa", 9),
        ("fr", "Manifestation : quinze interpellations", 15),
        ("it", "Blitz antimafia, 14 arresti", 14),
        ("nl", "Acht aanhoudingen na rellen", 8),
        ("pl", "Policja zatrzymała sześć osób", 6),
        ("pt", "PJ detém oito suspeitos", 8),
        ("ru", "На митинге задержали 17 человек", 17),
        ("tr", "Operasyonda 12 kişi gözaltına alındı", 12),
        ("uk", "Затримали трьох осіб через підпал", 3),
    ],
)
def test_each_language_has_its_ways_to_count_arrests(language: str, title: str, value: int) -> None:
    assert plain(title, language) == [("detained", value)]


def test_every_language_with_numbers_counts_the_dead_in_one_of_its_sentences() -> None:
    counting = {tag for tag, language in languages().items() if language.counting.number}
    assert counting == {language for language, _, _ in TOLLS}


def test_words_of_one_language_are_not_read_in_another() -> None:
    """Each rule asks the sentence's own pack: "or" joins outcomes in English, and means gold in French."""
    english, french = ("19 dead or missing", "en"), ("19 morts or disparus", "fr")
    both = [count_people(title, pack_of(language)).counts for title, language in (english, french)]
    assert [len(counts) for counts in both] == [1, 1]


@pytest.mark.parametrize(
    ("hour", "day"),
    [
        pytest.param(8, 8, id="in the morning: last week's"),
        pytest.param(11, 15, id="tomorrow has begun in the east"),
        pytest.param(23, 15, id="late in the evening"),
    ],
)
def test_early_saturday_in_a_report_of_friday_night_is_tomorrow(hour: int, day: int) -> None:
    """It is Saturday there, and Friday by UTC."""
    friday = datetime(2025, 3, 14, hour, 50, tzinfo=UTC)
    report = item("A ferry sank early on Saturday off Nuku, killing 12")
    (claim,) = claims(replace(report, published=friday, arrived_at=friday))
    assert claim.first_day == claim.last_day == date(2025, 3, day)


@pytest.mark.parametrize(
    ("title", "low", "high"),
    [
        pytest.param("Quake death toll tops 300", 301, None, id="tops"),
        pytest.param("Quake death toll nears 300", 270, 300, id="nears"),
        pytest.param("Quake death toll reaches 300", 300, 300, id="reaches"),
    ],
)
def test_the_verb_of_a_total_says_how_near_it_is(title: str, low: int, high: int | None) -> None:
    (claim,) = all_claims(title)
    assert (claim.low, claim.high) == (low, high)


def test_an_attacker_named_in_the_next_clause_is_not_among_the_dead() -> None:
    (claim,) = all_claims("12 dead, including children; gunman held")
    assert claim.also == frozenset()


def test_further_hurt_come_on_top_of_those_counted_before() -> None:
    (claim,) = all_claims("12 further injured in second blast")
    assert (claim.slot.value, claim.value, Qualifier.MORE in claim.marks) == ("injured", 12, True)


def test_a_total_behind_one_more_is_the_count_of_all() -> None:
    one_more, total = all_claims("One more body found in Ternopil, 26 killed")
    assert (Qualifier.MORE in one_more.marks, total.value, total.plain) == (True, 26, True)


def test_a_total_is_what_it_has_risen_to() -> None:
    assert plain("Army raises death toll in clash from three to 20 soldiers") == [("killed", 20)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("Three Indian soldiers killed", "20 soldiers killed", True, id="with and without a nation"),
        pytest.param("Three Indian soldiers killed", "20 Chinese soldiers killed", False, id="two nations"),
        pytest.param("Three Indian soldiers killed", "20 Indian children killed", False, id="one nation, two groups"),
        pytest.param("Three soldiers killed", "20 children killed", False, id="two groups"),
        pytest.param("Three people killed", "20 people killed", True, id="everyone"),
    ],
)
def test_groups_are_one_whether_their_nation_is_named_or_not(one: str, other: str, *, same: bool) -> None:
    (a,), (b,) = all_claims(one), all_claims(other)
    assert same_group(a.people, b.people) is same


def test_attackers_are_no_part_of_the_victims() -> None:
    (attackers,) = all_claims("Police kill two attackers after siege of Homs mosque")
    (everyone,) = all_claims("Siege of Homs mosque: one killed")
    assert isinstance(compare(attackers, everyone, same_story=True), Unrelated)


def test_no_toll_grows_beyond_all_bounds_within_a_day() -> None:
    (early,) = all_claims("Quake in Homs kills two")
    grown = [claims(item(f"Homs quake kills {value}", hours=3))[0] for value in (200, 201)]
    assert [type(compare(early, late, same_story=True)) for late in grown] == [Developing, Unrelated]


def test_two_towns_of_a_script_without_capitals_are_kept_apart_by_any_word() -> None:
    (one,) = all_claims("مقتل 4 أشخاص في حريق في الإسكندرية", "ar")
    (other,) = all_claims("مقتل 7 أشخاص في حريق في القاهرة", "ar")
    (same,) = all_claims("ارتفاع حصيلة قتلى حريق الإسكندرية إلى 7", "ar")
    assert isinstance(compare(one, other, same_story=True), Unrelated)
    assert not isinstance(compare(one, same, same_story=True), Unrelated)


def test_bodies_are_a_part_where_the_item_knows_of_more_dead() -> None:
    found = claims(item("Flood: death toll rises to seven", "Rescue teams found three bodies in a cellar."))
    assert [(claim.value, claim.plain) for claim in found] == [(7, True), (3, False)]


@pytest.mark.parametrize(
    ("language", "title", "counts"),
    [
        pytest.param("en", "Floods in Assam drive 12,500 from their homes", [("displaced", 12500)], id="driven"),
        pytest.param("en", "Floods force 12,500 to flee", [("displaced", 12500)], id="to flee"),
        pytest.param("en", "Train derails, 18 fatally injured", [("killed", 18)], id="fatally injured"),
        pytest.param("de", "1500 Menschen in Sicherheit gebracht", [("displaced", 1500)], id="de displaced"),
        pytest.param("de", "14 Seeleute werden vermisst", [("missing", 14)], id="de sailors"),
        pytest.param("es", "Desalojan a 300 vecinos por un incendio", [("displaced", 300)], id="es displaced"),
        pytest.param("fr", "Six personnes hospitalisées après une intoxication", [("injured", 6)], id="fr feminine"),
        pytest.param("ru", "Ранения получили 12 человек", [("injured", 12)], id="ru verb before the number"),
        pytest.param("ru", "Задержаны 85 участников протеста", [("detained", 85)], id="ru participants"),
        pytest.param("uk", "Поранення дістали 12 людей", [("injured", 12)], id="uk verb before the number"),
        pytest.param("uk", "14 моряків зникли безвісти", [("missing", 14)], id="uk sailors"),
        pytest.param("pl", "Życie straciło 18 osób", [("killed", 18)], id="pl lives"),
        pytest.param("tr", "Yangın 18 can aldı", [("killed", 18)], id="tr lives"),
        pytest.param("tr", "14 denizciden haber alınamıyor", [("missing", 14)], id="tr sailors"),
        pytest.param("az", "14 dənizçi itkin düşüb", [("missing", 14)], id="az sailors"),
    ],
)
def test_people_are_counted_by_trade_and_by_what_became_of_them(
    language: str, title: str, counts: list[tuple[str, int]]
) -> None:
    assert plain(title, language) == counts


def test_those_of_the_hurt_who_died_are_no_count_of_the_hurt() -> None:
    assert all_claims("Скончались ещё двое пострадавших", "ru") == ()
