"""What a text was read to is kept until anything that reading depends on is another."""

import ast
from importlib.util import find_spec
from pathlib import Path

from newsroom.languages import languages
from newsroom.stories import features
from newsroom.stories.reading_version import _files, reading_version

# What reading does not depend on: an item with its source and chat, the vector kept beside it, words for people.
HANDED_OVER = {f"newsroom.{name}" for name in ("chat", "errors", "item", "sentence", "source", "stories.embeddings")}


def origin(module: str) -> str:
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    return spec.origin


def imported(module: str) -> set[str]:
    """The modules of the newsroom that a module imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(Path(origin(module)).read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("newsroom"):
            named = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {node.module} | {name for name in named if is_module(name)}
    return found


def is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def test_the_number_depends_on_every_module_that_reading_depends_on() -> None:
    known, waiting = set[str](), {features.__name__}
    while waiting:
        module = waiting.pop()
        known.add(module)
        waiting |= imported(module) - known - HANDED_OVER
    assert len(known) > 10
    counted = {str(file) for file in _files()}
    assert {module for module in known if origin(module) not in counted} <= {"newsroom.stories"}


def test_the_number_depends_on_every_word_list() -> None:
    counted = {file.name for file in _files()}
    assert counted >= {f"{tag}.toml" for tag in languages()}
    assert "frequency.tsv" in counted


def test_the_number_is_one_of_32_bits() -> None:
    assert 0 < reading_version() < 2**32
