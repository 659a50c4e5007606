"""No row leaves storage: whoever asks it gets values with types, made in one place."""

import ast
from collections.abc import Iterator

from tests.architecture.test_sizes import modules, name_of, tree_of

# What SQLAlchemy gives and mypy knows nothing of.
UNTYPED = {"AnyRow", "Row", "RowMapping", "Result", "CursorResult"}


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def annotations(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.expr]:
    given = function.args
    for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg):
        if argument is not None and argument.annotation is not None:
            yield argument.annotation
    if function.returns is not None:
        yield function.returns


def names_rows(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(
        isinstance(node, ast.Name) and node.id in UNTYPED for one in annotations(function) for node in ast.walk(one)
    )


def test_no_function_that_takes_or_gives_a_row_is_used_outside_of_storage() -> None:
    of_rows: dict[str, set[str]] = {}
    for path in modules():
        if name_of(path).startswith("storage/"):
            found = {function.name for function in functions(tree_of(path)) if names_rows(function)}
            of_rows[path.stem] = found - {name for name in found if name.startswith("__")}
    used = []
    for path in modules():
        if name_of(path).startswith("storage/"):
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("storage."):
                rows = of_rows.get((node.module or "").rpartition(".")[2], set())
                used += [f"{name_of(path)}: {alias.name}" for alias in node.names if alias.name in rows | UNTYPED]
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                rows = of_rows.get(node.value.id, set())
                used += [f"{name_of(path)}: {node.value.id}.{node.attr}"] if node.attr in rows else []
    assert used == []


def test_a_query_answers_with_no_untyped_value() -> None:
    """`Any` is for JSON: what `key_values` keeps, what Telegram sent, the values that become JSON."""
    json = {"storage/key_values.py", "storage/json_values.py", "storage/migrate.py", "storage/stored_sentences.py"}
    untyped = [
        f"{name_of(path)}: {function.name}"
        for path in modules()
        if name_of(path).startswith("storage/") and name_of(path) not in json
        for function in functions(tree_of(path))
        if not function.name.startswith("_") and isinstance(function.returns, ast.Name) and function.returns.id == "Any"
    ]
    assert untyped == []
