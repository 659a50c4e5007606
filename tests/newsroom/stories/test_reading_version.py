"""What a text was read to is kept until anything that reading depends on is another."""

import ast
from importlib.util import find_spec
from pathlib import Path

from newsroom.stories import features
from newsroom.stories.reading_version import READ_BY, reading_version

# What reading does not depend on: an item with its source and chat, the vector kept beside it, words for people.
HANDED_OVER = {f"newsroom.{name}" for name in ("chat", "errors", "item", "sentence", "source", "stories.embeddings")}


def imported(module: str) -> set[str]:
    """The modules of the newsroom that a module imports."""
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    found: set[str] = set()
    for node in ast.walk(ast.parse(Path(spec.origin).read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("newsroom"):
            named = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {node.module} | {name for name in named if is_module(name)}
    return found


def is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def covered(module: str) -> bool:
    package, _, name = module.rpartition(".")
    return package in READ_BY or module in READ_BY or f"{package}/{name}.py" in READ_BY


def test_the_number_depends_on_every_module_that_reading_depends_on() -> None:
    known, waiting = set[str](), {features.__name__}
    while waiting:
        module = waiting.pop()
        known.add(module)
        waiting |= imported(module) - known - HANDED_OVER
    assert len(known) > 10
    assert {module for module in known if not covered(module)} <= {"newsroom.stories"}


def test_the_number_is_one_of_32_bits() -> None:
    assert 0 < reading_version() < 2**32
