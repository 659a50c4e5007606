"""The example file and the documentation page say what the schema says."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from config.load import load
from config.schema import Settings
from scripts.configuration import EXAMPLE, PAGE, described, example, page, sections


@pytest.mark.parametrize(("path", "text"), [(EXAMPLE, example()), (PAGE, page())], ids=["example", "page"])
def test_what_is_written_is_what_the_schema_says(path: Path, text: str) -> None:
    """Where this fails: python -m scripts.configuration."""
    assert path.read_text(encoding="utf-8") == text


def test_the_example_as_it_stands_changes_nothing() -> None:
    assert load(EXAMPLE, {}) == Settings()


def test_the_example_with_every_line_taken_is_valid_and_names_every_setting(tmp_path: Path) -> None:
    taken = tmp_path / "wirewatch.toml"
    taken.write_text(re.sub(r"(?m)^# (?=[a-z_]+ = |\[)", "", EXAMPLE.read_text(encoding="utf-8")), encoding="utf-8")
    settings = load(taken, {})
    assert len(settings.sources) == 1
    parts: dict[str, type[BaseModel]] = {"": Settings, **dict(sections())}
    for name, section in parts.items():
        part = getattr(settings, name) if name else settings
        part = part[0] if isinstance(part, tuple) else part
        assert part.model_fields_set == set(section.model_fields), name


def test_every_setting_is_explained() -> None:
    parts: list[type[BaseModel]] = [Settings, *(section for _, section in sections())]
    tables = {name for name, _ in sections()}
    untold = [
        f"{section.__name__}.{name}"
        for section in parts
        for name, field in described(section)
        if not field.description and name not in tables
    ]
    assert untold == []
