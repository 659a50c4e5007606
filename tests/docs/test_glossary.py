"""The glossary has the nouns of the code and the signs of its messages, and nothing that the code does not use."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.test_names import everything
from tests.architecture.test_sizes import ROOT, modules, name_of, tree_of

GLOSSARY = ROOT / "docs" / "glossary.md"
# What these mean is known to everybody who programs, or reads the news.
_PLAIN_WORDS = """
about after age agree and answer arrival bending block bound chat clock comparison contradiction counting country
covered database declension developing dialect differ direction edge engine error evaluation field form frequency gap graph
group headline horizon instant json line lookup matcher message move multimap name near nearest not occupied or order origin original pack
paragraph peculiarity period phrase piece position posting prefix priority queued reaching received role row rule
scan script section sense snapshot span spec step summary table taken title token transaction trap unit unrelated
view when word writing
"""
PLAIN = frozenset(_PLAIN_WORDS.split())
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_SIGN = re.compile("[\u2190-\u2bff\U0001f300-\U0001faff]")
_TYPOGRAPHY = frozenset("→−∗")  # an arrow, a minus and a star in running text
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def stem(word: str) -> str:
    """Of a regular English noun: stories, story; words, word."""
    word = word.lower()
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def glossary_words() -> dict[str, set[str]]:
    """The words in bold, each with the words it is made of."""
    rows = [row for row in GLOSSARY.read_text("utf-8").splitlines() if row.startswith("|")]
    return {
        term: {stem(word) for word in re.findall(r"[A-Za-z]+", term)} for row in rows for term in _BOLD.findall(row)
    }


def class_nouns() -> Iterator[tuple[str, str]]:
    """Each public class of the decisions and the database, and its noun: the last word of its name."""
    for path in modules():
        if name_of(path).startswith(("newsroom/", "storage/", "desk/")):
            for node in tree_of(path).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    yield f"{name_of(path)}: {node.name}", stem(_PARTS.findall(node.name)[-1])


def code_words() -> set[str]:
    """Every word in a name or a module's name, and in what the database and the catalogue call things."""
    words: set[str] = set()
    for path in everything():
        names = {*path.relative_to(ROOT).with_suffix("").parts}
        for node in ast.walk(tree_of(path)):
            match node:
                case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    names.add(name)
                case ast.arg(arg=name) | ast.Attribute(attr=name) | ast.Name(id=name):
                    names.add(name)
                case ast.Constant(value=str(text)) if re.fullmatch(r"[a-z_.-]{1,40}", text):
                    names.add(text)
        words |= {stem(part) for name in names for part in _PARTS.findall(name)}
    return words


def test_every_noun_of_a_class_is_in_the_glossary_or_plain_english() -> None:
    known = set().union(*glossary_words().values()) | PLAIN
    assert sorted(f"{name} ({noun})" for name, noun in class_nouns() if noun not in known) == []


def test_every_word_of_the_glossary_occurs_in_the_code() -> None:
    used = code_words() | {"standin"}
    assert {term for term, words in glossary_words().items() if not words <= used | {"stand", "in"}} == set()


def test_no_word_has_two_meanings() -> None:
    rows = [row.split("|")[1] for row in GLOSSARY.read_text("utf-8").splitlines() if row.startswith("| **")]
    terms = [term for row in rows for term in _BOLD.findall(row)]
    assert len(terms) == len(set(terms))


def signs_of_messages() -> set[str]:
    """Every little picture in the catalogues and in the code that writes messages; a country's flag is none."""
    files = [*(ROOT / "handlers").rglob("*.py"), *(ROOT / "handlers").rglob("*.po")]
    return {sign for path in files for sign in _SIGN.findall(path.read_text("utf-8"))} - _TYPOGRAPHY


def test_every_sign_in_a_message_has_its_meaning_in_the_glossary_and_none_is_there_in_vain() -> None:
    section = GLOSSARY.read_text("utf-8").partition("## Signs")[2].partition("\n## ")[0]
    assert set(_SIGN.findall(section)) == signs_of_messages()
