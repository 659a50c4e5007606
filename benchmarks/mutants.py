"""Where a module may be changed by one token, and into what: the sites of `benchmarks.mutation`.

Changed: comparisons and their boundaries, `and`/`or`, `not`, arithmetic and sets, `min`/`max`, `any`/`all`, numbers by
the smallest step (1, or a tenth of a fraction), True/False, `break`/`continue`, what a function of `-> bool` returns.
Never changed: annotations, flags of dataclasses, texts, and what is inside f-strings (Python 3.11 does not say where).
"""

import ast
import io
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_COMPARISONS: dict[type[ast.cmpop], tuple[str, tuple[str, ...]]] = {
    ast.Lt: ("<", ("<=", ">=")),
    ast.LtE: ("<=", ("<", ">")),
    ast.Gt: (">", (">=", "<=")),
    ast.GtE: (">=", (">", "<")),
    ast.Eq: ("==", ("!=",)),
    ast.NotEq: ("!=", ("==",)),
    ast.Is: ("is", ("is not",)),
    ast.IsNot: ("is not", ("is",)),
    ast.In: ("in", ("not in",)),
    ast.NotIn: ("not in", ("in",)),
}
_ARITHMETIC: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "*"),
    ast.Pow: ("**", "*"),
    ast.BitAnd: ("&", "|"),
    ast.BitOr: ("|", "&"),
}
_OPPOSITES = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One change of a module's text.

    Attributes:
        start: Code-point offset of what is replaced; `end` likewise.
        within: Function or class around it ("Pacing.slot"); "" at the top of the module.
        line: Number of its line, from 1.
        before: That line as it is, without its indent and its comment.
        after: The same line as the mutant has it.
    """

    start: int
    end: int
    replacement: str
    within: str
    line: int
    before: str
    after: str

    def applied(self, text: str) -> str:
        """The module's text with the change in it."""
        return text[: self.start] + self.replacement + text[self.end :]


def mutants(text: str) -> tuple[Mutant, ...]:
    """Every mutant of a module's text, in the order of the text."""
    found = _Sites(text)
    found.visit(ast.parse(text))
    return tuple(sorted(set(found.mutants), key=lambda one: (one.start, one.end, one.replacement)))


@dataclass(frozen=True, slots=True)
class _SourceToken:
    text: str
    start: int
    end: int


class _Sites(ast.NodeVisitor):
    """Walks a module and notes each change."""

    def __init__(self, text: str) -> None:
        self.mutants: list[Mutant] = []
        self._text = text
        self._lines = text.splitlines(keepends=True)
        self._offsets = [0]
        for line in self._lines:
            self._offsets.append(self._offsets[-1] + len(line))
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
        self._tokens = [
            _SourceToken(token.string, self._offsets[token.start[0] - 1] + token.start[1], self._end(token))
            for token in tokens
            if token.type not in {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE}
        ]
        self._code_ends = self._offsets[1:]  # offset at which each line ends, its comment left out
        for token in tokens:
            if token.type == tokenize.COMMENT:
                self._code_ends[token.start[0] - 1] = self._offsets[token.start[0] - 1] + token.start[1]
        self._names: list[str] = []
        self._answers_bool = [False]

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        decorators = [decorator for decorator in node.decorator_list if "dataclass" not in ast.unparse(decorator)]
        self._inside(node.name, [*decorators, *node.body])

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        defaults = [default for default in (*node.args.defaults, *node.args.kw_defaults) if default is not None]
        self._answers_bool.append(node.returns is not None and ast.unparse(node.returns) == "bool")
        self._inside(node.name, [*node.decorator_list, *defaults, *node.body])
        self._answers_bool.pop()

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.visit_FunctionDef(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None and "TypeAlias" not in ast.unparse(node.annotation):
            self.visit(node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Left alone."""

    def visit_Compare(self, node: ast.Compare) -> None:
        for (left, right), operator in zip(pairwise([node.left, *node.comparators]), node.ops, strict=True):
            word, others = _COMPARISONS[type(operator)]
            self._between(left, right, word, others)
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        word, other = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in pairwise(node.values):
            self._between(left, right, word, (other,))
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if type(node.op) in _ARITHMETIC:
            word, other = _ARITHMETIC[type(node.op)]
            self._between(node.left, node.right, word, (other,))
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if type(node.op) in _ARITHMETIC:
            word, other = _ARITHMETIC[type(node.op)]
            self._between(node.target, node.value, f"{word}=", (f"{other}=",))
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        start, _ = self._span(node)
        if isinstance(node.op, ast.Not | ast.USub):
            following = next(token.start for token in self._tokens if token.start > start)
            self._note(start, following, "")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Name) and node.func.id in _OPPOSITES:
            self._note(*self._span(node.func), _OPPOSITES[node.func.id])
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        for other in _other_values(node.value):
            self._note(*self._span(node), other)

    def visit_Break(self, node: ast.Break) -> None:
        self._note(*self._span(node), "continue")

    def visit_Continue(self, node: ast.Continue) -> None:
        self._note(*self._span(node), "break")

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is not None and self._answers_bool[-1] and not isinstance(node.value, ast.Constant):
            self._note(*self._span(node.value), "None")
        self.generic_visit(node)

    def _inside(self, name: str, nodes: Sequence[ast.AST]) -> None:
        self._names.append(name)
        for node in nodes:
            self.visit(node)
        self._names.pop()

    def _between(self, left: ast.expr, right: ast.expr, word: str, others: tuple[str, ...]) -> None:
        """Replace the operator between two operands; "is not" and "not in" are two tokens."""
        (_, begin), (end, _), parts = self._span(left), self._span(right), word.split()
        gap = [token for token in self._tokens if begin <= token.start and token.end <= end]
        at = next(i for i in range(len(gap)) if [token.text for token in gap[i : i + len(parts)]] == parts)
        for other in others:
            self._note(gap[at].start, gap[at + len(parts) - 1].end, other)

    def _note(self, start: int, end: int, replacement: str) -> None:
        number = next(n for n, offset in enumerate(self._offsets, start=1) if self._offsets[n] > start)
        begin, stop = self._offsets[number - 1], self._code_ends[number - 1]
        after = self._text[begin:start] + replacement + self._text[end : max(stop, end)]
        self.mutants.append(
            Mutant(
                start=start,
                end=end,
                replacement=replacement,
                within=".".join(self._names),
                line=number,
                before=self._text[begin:stop].strip(),
                after=after.strip(),
            )
        )

    def _span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        return self._offset(node.lineno, node.col_offset), self._offset(node.end_lineno or 0, node.end_col_offset or 0)

    def _offset(self, line: int, column_bytes: int) -> int:
        written = self._lines[line - 1].encode()[:column_bytes]
        return self._offsets[line - 1] + len(written.decode())

    def _end(self, token: tokenize.TokenInfo) -> int:
        return self._offsets[token.end[0] - 1] + token.end[1]


def _other_values(value: object) -> Iterator[str]:
    if isinstance(value, bool):
        yield str(not value)
    elif isinstance(value, int):
        yield str(value + 1)
        yield str(value - 1)
    elif isinstance(value, float):
        yield f"{value * 1.1 or 1.0:.12g}"
        if value:
            yield f"{value * 0.9:.12g}"
