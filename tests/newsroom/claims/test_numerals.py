import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.claims.numerals import NumeralKind, numerals
from newsroom.claims.packs import pack_of
from newsroom.claims.word_senses import _MOST_PARTS_REMEMBERED


@pytest.mark.parametrize(
    ("text", "language", "value", "low", "high"),
    [
        pytest.param("at least 1,234 people", "en", 1234, 1234, None, id="digits in threes, at least"),
        pytest.param("twenty-one people", "en", 21, 21, 21, id="hyphened"),
        pytest.param("one hundred and ten people", "en", 110, 110, 110, id="hundred and"),
        pytest.param("two hundred and fifty thousand people", "en", 250_000, 250_000, 250_000, id="thousand"),
        pytest.param("one thousand two hundred people", "en", 1200, 1200, 1200, id="thousand and hundreds"),
        pytest.param("about a hundred people", "en", 100, 90, 110, id="hedge before an article"),
        pytest.param("more than two dozen people", "en", 24, 25, None, id="dozens counted"),
        pytest.param("half a dozen people", "en", 6, 6, 6, id="half a dozen"),
        pytest.param("nearly 200 people", "en", 200, 180, 200, id="nearly"),
        pytest.param("about 40 people", "en", 40, 36, 44, id="about"),
        pytest.param("up to 10 people", "en", 10, 0, 10, id="up to"),
        pytest.param("1.4 million people", "en", 1_400_000, 1_400_000, 1_400_000, id="million"),
        pytest.param("12 أو أكثر", "ar", 12, 12, None, id="a hedge behind it"),
        pytest.param("12+ people", "en", 12, 12, None, id="plus sign"),
        pytest.param("quatre-vingt-dix-sept personnes", "fr", 97, 97, 97, id="French twenties"),
        pytest.param("soixante et onze personnes", "fr", 71, 71, 71, id="French sixties"),
        pytest.param("vingt et une personnes", "fr", 21, 21, 21, id="French and one"),
        pytest.param("zweiundzwanzig Menschen", "de", 22, 22, 22, id="German compound"),
        pytest.param("2.750 Menschen", "de", 2750, 2750, 2750, id="German thousands"),
        pytest.param("не менее 2 тыс. человек", "ru", 2000, 2000, None, id="Russian abbreviation"),
        pytest.param("двадцать один человек", "ru", 21, 21, 21, id="Russian words"),
        pytest.param("п'ятеро людей", "uk", 5, 5, 5, id="Ukrainian collective"),
        pytest.param("понад 100 людей", "uk", 100, 101, None, id="Ukrainian over"),
    ],
)
def test_a_number_is_read_with_its_hedge(text: str, language: str, value: int, low: int, high: int | None) -> None:
    (figure,) = numerals(text, language)
    assert (figure.value, figure.low, figure.high) == (value, low, high)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("a 6-year-old boy", NumeralKind.AGE, id="age in a compound"),
        pytest.param("a five-year-old boy", NumeralKind.AGE, id="age in words"),
        pytest.param("a man aged 57", NumeralKind.AGE, id="aged"),
        pytest.param("a $44bn deal", NumeralKind.MONEY, id="money"),
        pytest.param("5% of them", NumeralKind.PERCENT, id="per cent"),
        pytest.param("on 11 August", NumeralKind.DAY, id="day before month"),
        pytest.param("on June 29", NumeralKind.DAY, id="day after month"),
        pytest.param("in 2004", NumeralKind.YEAR, id="year"),
        pytest.param("an F-16 jet", NumeralKind.NAME, id="name"),
        pytest.param("at COP26", NumeralKind.NAME, id="glued to a name"),
        pytest.param("the 5th boat", NumeralKind.ORDINAL, id="ordinal"),
        pytest.param("since 10pm", NumeralKind.CLOCK, id="hour of the day"),
        pytest.param("a 14-storey tower", NumeralKind.MEASURE, id="measure"),
        pytest.param("a 6.9 quake", NumeralKind.MEASURE, id="fraction"),
        pytest.param("2000 people killed", NumeralKind.COUNT, id="four digits with people"),
    ],
)
def test_the_kind_of_a_number_shows_in_its_neighbours(text: str, kind: NumeralKind) -> None:
    (figure,) = numerals(text, "en")
    assert figure.kind is kind


def test_both_sides_of_a_score_are_a_score() -> None:
    assert [f.kind for f in numerals("Town win 2-1 away", "en")] == [NumeralKind.SCORE, NumeralKind.SCORE]


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        pytest.param("mille deux cents morts", "fr", [1200], id="fr thousands"),
        pytest.param("cent vingt morts", "fr", [120], id="fr hundreds"),
        pytest.param("cent mille déplacés", "fr", [100_000], id="fr hundred thousand"),
        pytest.param("mil doscientos muertos", "es", [1200], id="es"),
        pytest.param("mille duecento morti", "it", [1200], id="it"),
        pytest.param("mil e duzentos mortos", "pt", [1200], id="pt with and"),
        pytest.param("mil duzentos mortos", "pt", [1200], id="pt"),
        pytest.param("dois mil e quinhentos mortos", "pt", [2500], id="pt two thousand"),
        pytest.param("yüz yirmi kişi öldü", "tr", [120], id="tr"),
        pytest.param("bin iki yüz kişi öldü", "tr", [1200], id="tr thousands"),
        pytest.param("min iki yüz nəfər ölüb", "az", [1200], id="az"),
        pytest.param("тысяча двести человек", "ru", [1200], id="ru"),
        pytest.param("тисяча двісті людей", "uk", [1200], id="uk"),
        pytest.param("tysiąc dwieście osób", "pl", [1200], id="pl"),
        pytest.param("duizend tweehonderd doden", "nl", [1200], id="nl"),
        pytest.param("Usame bin Ladin öldürüldü", "tr", [], id="a name"),
        pytest.param("yüz yüze iki kişi", "tr", [2], id="face to face"),
        pytest.param("тысяч пять человек", "ru", [5], id="some five thousand"),
    ],
)
def test_hundreds_and_thousands_begin_a_number_without_a_one(text: str, language: str, values: list[int]) -> None:
    assert [figure.value for figure in numerals(text, language)] == values


def test_number_words_with_another_word_between_them_are_two_numbers() -> None:
    assert [f.value for f in numerals("one in three people", "en")] == [1, 3]


def test_vague_words_are_no_numbers() -> None:
    assert numerals("dozens dead, scores hurt, hundreds missing", "en") == ()


@given(st.text(max_size=400))
def test_a_numeral_is_where_its_offsets_say(text: str) -> None:
    for figure in numerals(text):
        assert text[figure.start : figure.end] == figure.text
        assert figure.high is None or figure.low <= figure.high


def test_a_word_that_the_pack_does_not_know_means_the_same_once_no_more_are_remembered() -> None:
    """What is remembered is bounded: names would fill memory for ever."""
    pack = pack_of("en")
    before = (pack.look("zyzzyx"), pack.parts_of_counts("zyzzyx"), pack.parts_of_counts("12"))
    for number in range(_MOST_PARTS_REMEMBERED + 1):
        pack.look(f"zy{number}x")
        pack.parts_of_counts(f"zy{number}x")
    assert (pack.look("zyzzyxa"), pack.parts_of_counts("zyzzyxa"), pack.parts_of_counts("13")) == before


def test_figures_that_are_grouped_by_no_rule_are_no_number() -> None:
    assert numerals("1,000,0 people", "en") == ()
