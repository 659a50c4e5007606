"""The guides name only commands that there are, and stay a page each."""

import re
from pathlib import Path

import pytest

from handlers.commands.arguments import parse_command
from handlers.commands.table import COMMANDS
from newsroom.access import Role

ROOT = Path(__file__).parents[2]
GUIDES = ("users-guide.md", "desk-editors-guide.md")
_SPAN = re.compile(r"`(/[a-z][^`]*)`")
_IN_NO_GUIDE: dict[str, str] = {}  # a command of reporters or editors, and why neither guide needs it
_A_PAGE = 80  # lines: what fits on one, printed


def written(guide: str) -> list[str]:
    """What it has people write to the bot, in its order."""
    return _SPAN.findall((ROOT / "docs" / guide).read_text("utf-8"))


@pytest.mark.parametrize("guide", GUIDES)
def test_every_command_that_a_guide_names_exists(guide: str) -> None:
    lines = [line for line in written(guide) if not line.endswith("_")]  # where the numbers of stories are
    typed = {line: parse_command(line) for line in lines}
    assert len(typed) > 20
    assert [line for line, one in typed.items() if one is None or COMMANDS.find(one.name) is None] == []


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_is_one_page_and_linked_from_the_readme(guide: str) -> None:
    assert len((ROOT / "docs" / guide).read_text("utf-8").splitlines()) <= _A_PAGE
    assert f"(docs/{guide})" in (ROOT / "README.md").read_text("utf-8")


def test_every_command_of_reporters_and_editors_is_in_a_guide_or_has_its_reason_not_to_be() -> None:
    typed = [parse_command(line) for guide in GUIDES for line in written(guide)]
    named = {command.name for one in typed if one is not None and (command := COMMANDS.find(one.name)) is not None}
    wanted = {command.name for command in COMMANDS if command.role in (Role.REPORTER, Role.EDITOR)}
    assert wanted - named == set(_IN_NO_GUIDE)
