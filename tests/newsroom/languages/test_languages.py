"""A language is a file: what is in it is checked, what it lacks is explained, and nothing else need know of it."""

from pathlib import Path
from shutil import copyfile

import pytest

from newsroom.languages import Language, LanguageFileError, every, languages
from newsroom.languages.language import gap_problems, lacking
from newsroom.languages.language_files import read_languages
from newsroom.languages.notation import alternatives, expanded

FOLDER = Path(__file__).parents[3] / "newsroom" / "languages"
SMALL = """
name = "Made up"

[writing]
script = "Latin"

[little_words]
function = "the{,e} of"

[[gaps]]
keys = "agencies boilerplate counting countries dates headlines past_ages sentences summaries timelines"
why = "Made up."

[[gaps]]
keys = "little_words.common"
why = "Made up."
"""


def problems_of(folder: Path, text: str) -> tuple[str, ...]:
    (folder / "xx.toml").write_text(text, "utf-8")
    with pytest.raises(LanguageFileError) as caught:
        read_languages(folder)
    return caught.value.problems


def test_the_presence_of_a_file_makes_a_language(tmp_path: Path) -> None:
    (tmp_path / "xx.toml").write_text(SMALL, "utf-8")
    copyfile(FOLDER / "de.toml", tmp_path / "yy.toml")
    found = read_languages(tmp_path)
    assert list(found) == ["yy", "xx"], "in the order of their rank"
    assert found["xx"].little_words.function == ("the", "thee", "of")
    assert found["yy"] == languages()["de"]


def test_every_file_of_the_folder_is_read() -> None:
    assert set(languages()) == {path.stem for path in FOLDER.glob("*.toml")}


@pytest.mark.parametrize("tag", languages())
def test_each_language_has_each_list_or_says_why_not(tag: str) -> None:
    language = languages()[tag]
    explained = {key for gap in language.gaps for key in gap.keys}
    unexplained = {key for key in lacking(language) if not any(f"{key}.".startswith(f"{gap}.") for gap in explained)}
    assert unexplained == set()
    assert all(gap.why.endswith(".") for gap in language.gaps), "a reason is a sentence"


def test_the_five_languages_of_the_desk_lack_no_whole_section() -> None:
    desk = [tag for tag, language in languages().items() if language.rank < 6]
    assert desk == ["en", "uk", "ru", "fr", "de"]
    assert [key for tag in desk for gap in languages()[tag].gaps for key in gap.keys if "." not in key] == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        pytest.param(("function =", "funktion ="), "little_words.funktion: no such list", id="unknown key"),
        pytest.param(("the{,e} of", "of the of"), "little_words.function: stands twice: of", id="a word twice"),
        pytest.param(("the{,e} of", "th{e of"), "little_words.function: braces that do not pair: th{e", id="braces"),
        pytest.param(('"the{,e} of"', "3"), "little_words.function: write the words as one string", id="a number"),
        pytest.param(
            ("boilerplate ", ""), "boilerplate.calls: write it, or say under [[gaps]]", id="a list is missing"
        ),
        pytest.param(("boilerplate ", "boilerplate noises "), "gaps: noises: there is no such list", id="no such gap"),
        pytest.param(
            ("little_words.common", "little_words"), "gaps: little_words: is there, take it out", id="no gap at all"
        ),
        pytest.param(("[writing]", "[writing"), "is no TOML in UTF-8", id="no TOML"),
        pytest.param(('script = "Latin"', ""), "writing.script: Field required", id="no script"),
    ],
)
def test_a_problem_names_its_file_and_key(tmp_path: Path, change: tuple[str, str], problem: str) -> None:
    found = problems_of(tmp_path, SMALL.replace(*change))
    assert any(text.startswith(f"xx.toml: {problem}") for text in found), found


def test_all_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    (tmp_path / "yy.toml").write_text("name = 3\n", "utf-8")
    found = problems_of(tmp_path, SMALL.replace("function", "funktion").replace("script", "skript"))
    assert [text.split(": ")[:2] for text in found] == [
        ["xx.toml", "writing.script"],
        ["xx.toml", "writing.skript"],
        ["xx.toml", "little_words.funktion"],
        ["yy.toml", "name"],
        ["yy.toml", "writing"],
    ]


def test_a_word_of_time_has_one_meaning(tmp_path: Path) -> None:
    german = (FOLDER / "de.toml").read_text("utf-8")
    (problem,) = problems_of(tmp_path, german.replace('vague = "', 'vague = "heute mai '))
    assert problem.startswith("xx.toml: dates: a word has one meaning, but there is ")
    assert "heute in relative_days 0 and vague" in problem or "heute in vague and relative_days 0" in problem
    assert "mai in months 5 and vague" in problem


def test_months_are_twelve(tmp_path: Path) -> None:
    german = (FOLDER / "de.toml").read_text("utf-8")
    (problem,) = problems_of(tmp_path, german.replace('"januar januars jänner", ', ""))
    assert problem == "xx.toml: dates.months: has 11 lists: write all 12, each a string"


def test_a_list_of_all_languages_has_each_word_once() -> None:
    def tails(language: Language) -> tuple[str, ...]:
        return language.boilerplate.tails

    found = every(tails)
    assert len(found) == len(set(found))
    assert {"continue reading", "weiterlesen", "davamını oxu"} <= set(found)


def test_a_gap_of_a_section_covers_its_lists() -> None:
    assert gap_problems(languages()["es"]) == ()


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        pytest.param("plain", ["plain"], id="no braces"),
        pytest.param("лип{,ня}", ["лип", "липня"], id="an empty piece"),
        pytest.param("{a,b}{c,d}", ["ac", "ad", "bc", "bd"], id="two"),
    ],
)
def test_braces_give_each_of_their_pieces(word: str, forms: list[str]) -> None:
    assert list(expanded(word)) == forms


def test_alternatives_try_the_longest_first_and_take_nothing_for_a_sign() -> None:
    assert alternatives(["a.m", "plan*", "planning"]) == r"planning|plan\w*|a\.m"
