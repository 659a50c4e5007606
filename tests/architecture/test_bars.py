"""Every bar of the newsroom has its reason beside it: where it was measured, or that it is a guess and at what price."""

import ast
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "newsroom").rglob("*.py"))


@dataclass(frozen=True, slots=True)
class Constant:
    """A number with a name; lines count from 1."""

    name: str
    first_line: int
    last_line: int


def constants(tree: ast.Module) -> Iterator[Constant]:
    """The numbers that a module names."""
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name) | ast.Tuple(elts=[ast.Name(id=name), *_])], value=value):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                pass
            case _:
                continue
        if is_number(value):
            yield Constant(name, node.lineno, node.end_lineno or node.lineno)


def is_number(value: ast.expr) -> bool:
    """Whether an expression is a number, a span of time, or several of them."""
    match value:
        case ast.Constant(value=bool()):
            return False
        case ast.Constant(value=int() | float()):
            return True
        case ast.UnaryOp(operand=operand):
            return is_number(operand)
        case ast.BinOp(left=left, right=right):
            return is_number(left) or is_number(right)
        case ast.Call(func=ast.Name(id="timedelta")):
            return True
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            return any(map(is_number, elements))
        case _:
            return False


def without_reason(path: str) -> list[str]:
    """The constants with no comment on their lines, none directly above, and none above the group that they are in."""
    source = (ROOT / path).read_text("utf-8")
    with (ROOT / path).open("rb") as file:
        commented = {token.start[0] for token in tokenize.tokenize(file.readline) if token.type == tokenize.COMMENT}
    lines = source.splitlines()
    bare: dict[int, Constant] = {}
    found = []
    for constant in constants(ast.parse(source)):
        if not commented.isdisjoint(range(constant.first_line, constant.last_line + 1)):
            continue
        bare[constant.last_line] = constant
        above = constant.first_line - 1
        while above in bare:
            above = bare[above].first_line - 1
        reason = above in commented and lines[above - 1].startswith("#") and not lines[above - 1].startswith("# ---")
        if not reason:
            found.append(constant.name)
    return found


@pytest.mark.parametrize("path", FILES)
def test_every_bar_has_its_reason(path: str) -> None:
    assert without_reason(path) == []
