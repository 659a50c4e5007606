"""The program's code as these tests read it: which sentences it says, and which words it holds itself."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[3]
PACKAGES = ("bot", "desk", "handlers", "newsroom", "storage", "watchers")
TEMPLATES = sorted((ROOT / "handlers").rglob("*.jinja"))
_SAYING = frozenset({"message", "say"})  # Request.message, Reader.say
_TEMPLATE_CALL = re.compile(r"\bsay\(\s*\"([a-z_.]{1,80})\"(?:,\s*([^)]{0,200}))?\)")
_TEMPLATE_GAP = re.compile(r"\b([a-z_]{1,40})=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A place that says a sentence.

    Attributes:
        where: path:line.
        names: The sentences that it may say; of a name made at run time only its beginning, with a * for the rest.
        gaps: What it hands over; None where that can't be read off (a mapping).
    """

    where: str
    names: tuple[str, ...]
    gaps: frozenset[str] | None


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the program by its path."""
    paths = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in paths}


def sayings() -> Iterator[Saying]:
    """Every place that says a sentence, in code and in templates."""
    for path, tree in modules().items():
        makers = _sentence_makers(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and _says(node.func, makers):
                names = _names(node.args[0])
                given = {keyword.arg for keyword in node.keywords}
                unknown = None in given or len(node.args) > 1
                handed = None if unknown else frozenset(name for name in given if name)
                if names:
                    yield Saying(where=f"{path}:{node.lineno}", names=names, gaps=handed)
    for template in TEMPLATES:
        for name, values in _TEMPLATE_CALL.findall(template.read_text("utf-8")):
            yield Saying(where=template.name, names=(name,), gaps=frozenset(_TEMPLATE_GAP.findall(values)))


def constants() -> Iterator[tuple[str, str]]:
    """Every string of the code with its place, docstrings left out."""
    for path, tree in modules().items():
        skipped = docstrings(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
                yield f"{path}:{node.lineno}", node.value


def docstrings(tree: ast.Module) -> set[int]:
    """The ids of the nodes that are docstrings, of attributes and constants too."""
    return {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def _sentence_makers(tree: ast.Module) -> set[str]:
    """What the module calls `sentence` and `Sentence` of `newsroom.sentence`."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "newsroom.sentence"
        for alias in node.names
        if alias.name in {"sentence", "Sentence"}
    }


def _says(function: ast.expr, makers: set[str]) -> bool:
    if isinstance(function, ast.Attribute):
        return function.attr in _SAYING
    return isinstance(function, ast.Name) and function.id in makers


def _names(name: ast.expr) -> tuple[str, ...]:
    """The names that an expression may be; none where it is worked out elsewhere, from strings that are looked at too."""
    match name:
        case ast.Constant(value=str(value)):
            return (value,)
        case ast.IfExp(body=body, orelse=orelse):
            return (*_names(body), *_names(orelse))
        case ast.JoinedStr(values=[ast.Constant(value=str(beginning)), *_]):
            return (f"{beginning}*",)
        case _:
            return ()
