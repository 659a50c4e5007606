"""A new language is a file and nothing else: no module of the newsroom knows a language, and a copy of it reads a new one."""

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path
from unicodedata import name as letter_name

import pytest

from newsroom.languages import languages

NEWSROOM = Path(__file__).parents[3] / "newsroom"
MODULES = sorted(path for path in NEWSROOM.rglob("*.py"))

# The words of German that the made-up language has otherwise.
MADE_UP = {
    "getötet": "mortigita",
    "Verletzte": "vunditoj",
    "verletzte": "vunditoj",
    "montag": "lundo",
    "märz": "marto",
    "drei": "tri",
    "weiterlesen": "legu plu",
    "zehn": "dek",
    "gestern": "hieraŭ",
    "prof": "profesoro",
    "laut": "laŭ",
    "mindestens": "almenaŭ",
}
ASKED = """
import json
from datetime import date
from newsroom.claims.packs import pack_for
from newsroom.claims.count_grammar import count_people
from newsroom.dates import find_dates
from newsroom.stories.agency_credits import credit
from newsroom.stories.day_mentions import named_days
from newsroom.text.boilerplate import is_crumb
from newsroom.text.frequency import function_words
from newsroom.text.sentences import sentences
from newsroom.text.words import tokens

text = "Almenaŭ tri personen wurden mortigita."
counted = count_people(text, pack_for(text, "xx"))
print(json.dumps({
    "counts": [(count.slot.value, count.numeral.text) for count in counted.counts],
    "dates": [found.value for found in find_dates("Lundo, 3. Marto 2025; hieraŭ", date(2025, 8, 12), "xx")],
    "days": sorted(named_days(tokens("3 marto"))),
    "crumb": is_crumb("Legu plu"),
    "sentences": len(sentences("Sie rief Profesoro. Meier an. Er kam.")),
    "little words": "zamenhof" in function_words("xx"),
    "agency": credit("Der Ort sei leer. Niemand kam, laŭ Reuters war es still.").agency,
}))
"""


def made_up() -> str:
    text = (NEWSROOM / "languages" / "de.toml").read_text("utf-8")
    for german, word in MADE_UP.items():
        text = text.replace(german, word)
    return text.replace('function = """\n', 'function = """\nzamenhof ').replace("rank = 5", "rank = 50")


def test_a_copied_newsroom_reads_a_new_language_by_its_file_alone(tmp_path: Path) -> None:
    """The five languages' tests show what a language can do; here a made-up one does it, with no module changed."""
    shutil.copytree(NEWSROOM, tmp_path / "newsroom", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "newsroom" / "languages" / "xx.toml").write_text(made_up(), "utf-8")
    asked = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", ASKED],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 0, asked.stderr
    assert json.loads(asked.stdout) == {
        "counts": [["killed", "tri"]],
        "dates": ["2025-03-03", "2025-08-11"],
        "days": [62],
        "crumb": True,
        "sentences": 2,
        "little words": True,
        "agency": "Reuters",
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(NEWSROOM).as_posix())
def test_no_module_holds_words_of_a_language_or_names_one(path: Path) -> None:
    """Cyrillic letters and letters with accents show words of a language; English ones can't be told from code."""
    tags = set(languages())
    assert [text for text in strings(path) if text in tags or any(map(is_of_a_language, text))] == []


def strings(path: Path) -> list[str]:
    tree = ast.parse(path.read_text("utf-8"))
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation
    ]


def is_of_a_language(letter: str) -> bool:
    about = letter_name(letter, "")
    return about.startswith("CYRILLIC") or (about.startswith("LATIN") and not letter.isascii() and letter not in "İ«»")
