"""CONTRIBUTING.md leads a newcomer to files, names and recipes that are there."""

import ast
import re

import pytest

from scripts.generated_pages import part
from tests.architecture.test_names import identifiers
from tests.architecture.test_sizes import ROOT, tree_of

TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
_QUOTED = re.compile(r"`([^`]+)`")
ROWS = [[cell.strip() for cell in row.strip("| ").split("|")] for row in part(TEXT, "where").splitlines()[2:]]


def known_in(file: str) -> set[str]:
    """The names that a module gives, with what its tables call their columns; the words of any other file."""
    path = ROOT / file
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        return {*re.findall(r"\w+", text), *re.findall(r"[\w.]+", text)}
    used = {node.id for node in ast.walk(tree_of(path)) if isinstance(node, ast.Name)}
    return {*identifiers(path), *used, *re.findall(r"\"(\w+)\"", text)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_what_is_looked_for_lives_where_it_says(row: list[str]) -> None:
    (file,) = _QUOTED.findall(row[1])
    names = _QUOTED.findall(row[2]) if len(row) > 2 else []
    assert (ROOT / file).is_file()
    assert set(names) - known_in(file) == set()


def test_the_newcomers_questions_are_answered() -> None:
    assert len(ROWS) >= 18
    assert len({row[0] for row in ROWS}) == len(ROWS)


def test_every_name_in_the_list_of_new_things_is_there() -> None:
    rows = [row for row in TEXT.splitlines() if row.startswith("| **") and "`" in row]
    for row in rows:
        for name, file in re.findall(r"`(\w+)`(?: and `\w+`)? in `([\w/.]+)`", row):
            assert name in known_in(file), f"{name} is not in {file}"


def test_every_recipe_that_is_named_is_one() -> None:
    recipes = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    named = {name for page in documents for name in re.findall(r"[`\n]make ([a-z-]+)", page.read_text("utf-8"))}
    assert named - recipes == set()
    assert named
