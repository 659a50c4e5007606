"""Documents lead where they say; the architecture has every folder and dependency, a decision its four parts."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
_LINK = re.compile(r"\]\(([^)\s]{1,300})\)")
_NAME = re.compile(r"[A-Za-z0-9-]+")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def anchors(document: Path) -> set[str]:
    """Anchors of the headings, as GitHub makes them."""
    headings = _HEADING.findall(document.read_text("utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    for link in _LINK.findall(document.read_text("utf-8")):
        if link.startswith(("http://", "https://")):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), f"{link} leads nowhere"
        assert not anchor or anchor in anchors(target), f"{link}: {target.name} has no such heading"


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    names = [found.group(0) for line in wanted if (found := _NAME.match(line))]
    assert len(names) == len(wanted)
    first_cells = (row.split("|")[1] for row in page.splitlines() if row.startswith("| `"))
    reasons = {name for cell in first_cells for name in re.findall(r"`([^`]+)`", cell)}
    assert set(names) - reasons == set()


def test_every_folder_of_the_program_stands_in_the_architecture() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    packages = [
        init.parent.relative_to(ROOT)
        for top in ("bot", "config", "desk", "handlers", "newsroom", "standin", "storage", "watchers")
        for init in (ROOT / top).rglob("__init__.py")
    ]
    assert [str(package) for package in packages if f"`{package}/`" not in page] == []


def test_every_decision_says_what_hurt_what_was_chosen_its_cost_and_when_to_look_again() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert decisions
    for decision in decisions:
        text = decision.read_text("utf-8")
        for heading in ("## What hurt", "## What we chose", "## What it costs", "## What would make us look again"):
            assert heading in text, f"{decision.name} lacks “{heading}”"


def test_no_two_decisions_have_one_number() -> None:
    numbered = {path: path.name[:4] for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))}
    assert [path.name for path in numbered if list(numbered.values()).count(numbered[path]) > 1] == []
    for path, number in numbered.items():
        assert path.read_text("utf-8").startswith(f"# {number}: "), f"{path.name}: its heading has another number"
