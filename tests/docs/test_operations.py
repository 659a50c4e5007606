"""docs/operations.md names what the program logs: each event, and no other."""

import ast
import re

from tests.architecture.test_sizes import ROOT, modules, name_of, tree_of

PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")
_NAME = re.compile(r"`([a-z_]+)`")


def logged() -> set[str]:
    """The names of all events."""
    return {
        str(call.args[0].value)
        for path in modules()
        if name_of(path).split("/")[0] not in {"benchmarks", "scripts"}
        for call in ast.walk(tree_of(path))
        if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("log.") and call.args
        if isinstance(call.args[0], ast.Constant)
    }


def documented() -> set[str]:
    """What the first column of the table of logs names."""
    table = PAGE[PAGE.index("## Logs") : PAGE.index("## Memory")]
    rows = [row for row in table.splitlines() if row.startswith("| `")]
    return {name for row in rows for name in _NAME.findall(row.split("|")[1])}


def test_every_event_of_the_log_is_explained() -> None:
    assert documented() == logged()


def test_every_command_in_the_table_of_remedies_is_one() -> None:
    from handlers.commands.table import COMMANDS

    known = {name for command in COMMANDS for name in (command.name, *command.aliases)}
    addresses = {"healthz", "readyz", "metrics"}
    assert set(re.findall(r"`/([a-z]+)[` ]", PAGE)) - known - addresses == set()
