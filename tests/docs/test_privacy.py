"""docs/privacy.md says of each table what the program does with it."""

import re

import pytest

from config.schema import RetentionSettings
from storage.keeping_rules import RULES
from storage.tables import metadata
from tests.architecture.test_sizes import ROOT

PAGE = (ROOT / "docs" / "privacy.md").read_text("utf-8")


def rows() -> dict[str, list[str]]:
    return {
        cells[0].strip("`"): cells[1:]
        for line in PAGE.splitlines()
        if line.startswith("| `") and (cells := [cell.strip() for cell in line.strip("|").split("|")])
    }


@pytest.mark.parametrize("table", metadata.tables)
def test_each_table_is_named_with_its_rule(table: str) -> None:
    rule = RULES[table]
    assert rows()[table] == [rule.of_people or "nothing", rule.comment]


def test_no_table_is_named_that_there_is_not() -> None:
    assert set(rows()) == set(metadata.tables)


def test_the_days_are_the_settings_defaults() -> None:
    written = {name: int(days) for name, days in re.findall(r"`([a-z_]+_days)` \((\d+)\)", PAGE)}
    assert written == RetentionSettings().model_dump()


@pytest.mark.parametrize("page", ["docs/index.md", "README.md", "docs/operations.md"])
def test_the_page_is_linked(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert re.search(r"privacy\.md|^privacy$", text, re.MULTILINE)
