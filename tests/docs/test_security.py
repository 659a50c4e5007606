"""SECURITY.md names a test for each line, and each is there."""

import ast
import re

import pytest

from tests.architecture.test_sizes import ROOT

PAGE = (ROOT / "SECURITY.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_a_named_test_is_there(file: str, test: str) -> None:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    assert test in names


def test_each_line_of_the_threat_model_names_its_test() -> None:
    lines = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| tries to")]
    assert len(lines) > 20
    assert [line for line in lines if not re.search(r"`tests/[\w/]+\.py::\w+`", line)] == []


@pytest.mark.parametrize(
    "attacker",
    ["A stranger in a chat", "A hostile feed", "A hostile page", "A malicious member or admin", "A leaked database"],
)
def test_each_attacker_has_a_section_that_says_what_he_may_reach(attacker: str) -> None:
    section = PAGE[PAGE.index(f"## {attacker}") :]
    assert "| tries to |" in section.partition("\n## ")[0]
