"""Names across spellings, scripts and case forms, and words across their forms."""

from importlib.resources import files

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from newsroom.text.lemmas import lemmas
from newsroom.text.name_forms import BENDING, _undone, dictionary_forms
from newsroom.text.names import (
    _FIRST_LETTERS,
    _beginnings,
    _keeps_first_letters,
    _names,
    asked,
    known_rows,
    spelling,
)
from newsroom.text.words import written_words

TABLE = files("newsroom.text.data") / "names.tsv"

SAME = [
    pytest.param("aliyev", "Aliyev Əliyev Алиев Алієв Алиева Алієвим Aliyev's Əliyevin Alijew", id="Aliyev"),
    pytest.param("kyiv", "Kyiv Kiev Київ Киев Києва Києві Киевом Kiew Kiyev київський киевские", id="Kyiv"),
    pytest.param("azerbaijan", "Azerbaijan Азербайджан Азербайджану Azərbaycan Azərbaycanın Aserbaidschan Azerbaïdjan Azerbaijani азербайджанського азербайджанских aserbaidschanische", id="Azerbaijan"),
    pytest.param("baku", "Baku Баку Bakou Bakı Bakıda", id="Baku"),
    pytest.param("russia", "Russia Russian Россия России Росія Росією Russie russes Russland russischen Rusiyanın російський российскими", id="Russia"),
    pytest.param("georgia", "Georgia Georgian Грузія Грузии Géorgie georgische Gürcüstanda", id="Georgia"),
    pytest.param("united_states", "US USA США America", id="United States"),
    pytest.param("european_union", "EU UE ЄС ЕС Евросоюза", id="European Union"),
    pytest.param("zelensky", "Zelensky Zelenskyy Зеленський Зеленского Selenskyj", id="Zelensky"),
    pytest.param("prague", "Prague Празі Праги Prag", id="Prague"),
    pytest.param("opec", "OPEC Opec OPEP Opep ОПЕК", id="a body spoken as a word"),
    pytest.param("congo_kinshasa", "Congo Kongo RDC DRC Конго", id="Congo"),
    pytest.param("sybiha", "Sybiha Сибіга Сибігу Сибига", id="Sybiha"),
    pytest.param("volkswagen", "Volkswagen VW Фольксвагена فولكسفاغن", id="a company"),
    pytest.param("antwerp", "Antwerp Антверпені Anvers Antwerpen Amberes Antwerpia أنتويرب", id="Antwerp"),
    pytest.param("kostiantynivka", "Костянтинівці Константиновке костянтинівський Konstantynówka Kostjantyniwka", id="a town at the front"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "forms"), SAME)
def test_all_spellings_of_a_name_have_one_key(key: str, forms: str) -> None:
    assert {form: spelling(form) for form in forms.split()} == dict.fromkeys(forms.split(), key)


OTHERS = [
    ("us", "us"),
    ("un", "un"),
    ("eu", "eu"),
    ("who", "who"),
    ("polish", "polish"),
    ("island", "island"),
    ("chili", "chili"),
]


@pytest.mark.parametrize(("word", "key"), OTHERS)
def test_an_ordinary_word_is_no_name(word: str, key: str) -> None:
    assert spelling(word) == key


@pytest.mark.parametrize(
    ("word", "key"), [("us", "united_states"), ("Eu", "european_union"), ("who", "who"), ("polish", "")]
)
def test_in_a_query_small_letters_may_mean_a_body(word: str, key: str) -> None:
    assert asked(word) == key


def test_each_name_of_the_table_stands_once_in_order_with_marks_that_are_known() -> None:
    rows = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")]
    keys = [row[0] for row in rows]
    assert keys == sorted(set(keys))
    assert {tuple(row[2:]) for row in rows} == {(), ("narrow",)}
    spelled = [form for row in rows for form in row[1].split("; ")]
    assert [form for form in spelled if not regex.fullmatch(r"(?:\{[a-z,]+\}|[~=!^])?[\p{L}\p{N}].*", form)] == []
    owners: dict[str, set[str]] = {}
    for key, forms, *_ in rows:
        for form in forms.split("; "):
            owners.setdefault(form, set()).add(key)
    shared = {form for form, of in owners.items() if len(of) > 1}
    assert shared == {"Виргинские о-ва", "Saint-Martin"}, "the first row alone would have it"


UNKNOWN = [
    ("Musterenko", "musterenko"),
    ("Мустеренко", "musterenko"),
    ("Гнатюк", "gnatyuk"),
    ("Грицій", "hrytsii"),
    ("Élan", "elan"),
    ("北京人", "beijingren"),
    ("🙂", "🙂"),
]


@pytest.mark.parametrize(("word", "key"), UNKNOWN)
def test_an_unknown_word_is_written_in_plain_latin_letters(word: str, key: str) -> None:
    assert spelling(word) == key


ROWS = [
    pytest.param("the European Union and U.S. forces", {"european_union", "united_states"}, id="en"),
    pytest.param("у Європейському Союзі", {"european_union"}, id="uk, declined"),
    pytest.param("в Южной Корее и Саудовской Аравии", {"south_korea", "saudi_arabia"}, id="ru, declined"),
    pytest.param("im Haut-Karabakh", {"nagorno_karabakh"}, id="hyphen"),
    pytest.param("la République démocratique du Congo", {"congo_kinshasa"}, id="fr, four words"),
    pytest.param("в Демократической Республике Конго", {"congo_kinshasa"}, id="ru, three words"),
    pytest.param("us and them", set(), id="no name"),
]


@pytest.mark.parametrize(("text", "keys"), ROWS)
def test_names_of_several_words_are_found(text: str, keys: set[str]) -> None:
    assert {key for _, _, key in known_rows(written_words(text))} == keys


FORMS = [
    pytest.param("cancelled", "en", "cancel", id="doubled letter"),
    pytest.param("talks", None, "talk", id="no language, Latin"),
    pytest.param("переговорів", "uk", "переговори", id="uk"),
    pytest.param("подписал", "ru", "подписать", id="ru"),
    pytest.param("chevaux", "fr", "cheval", id="fr"),
    pytest.param("Häuser", "de", "haus", id="de"),
    pytest.param("sanksiyaların", "az", "sanksiya", id="az"),
    pytest.param("Мустермановых", "ru", "мустерманов", id="a surname no dictionary holds"),
    pytest.param("ships", "xx", "ships", id="no dictionary"),
]


@pytest.mark.parametrize(("word", "language", "lemma"), FORMS)
def test_a_word_has_its_dictionary_form(word: str, language: str | None, lemma: str) -> None:
    assert lemma in lemmas(word, language)


@given(st.text(max_size=80), st.sampled_from(["en", "az", "uk", None, "zz"]))
def test_no_word_makes_it_raise(word: str, language: str | None) -> None:
    assert lemmas(word, language)
    spelling(word)
    asked(word)
    list(known_rows(written_words(word)))


def test_a_word_longer_than_any_name_is_itself() -> None:
    assert spelling("x" * 5_000) == "x" * 5_000


ENDINGS = sorted({end for undone in _undone().values() for end in undone.endings})


@given(
    name=st.sampled_from(sorted(key for key in _names().any_case if key.isascii())),
    cut=st.integers(0, 4),
    ending=st.sampled_from(ENDINGS),
    language=st.sampled_from([*sorted(BENDING), None]),
)
def test_a_word_that_begins_as_no_name_does_is_no_case_of_one(
    name: str, cut: int, ending: str, language: str | None
) -> None:
    plain = f"{name[: max(0, len(name) - cut)]}{ending}"
    if plain[:_FIRST_LETTERS] not in _beginnings() and _keeps_first_letters(plain, language):
        names = _names()
        tables = (names.any_case, names.capital, *names.in_language.values())
        assert not [form for form in dictionary_forms(plain, language) for table in tables if form in table]
