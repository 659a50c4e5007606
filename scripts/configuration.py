"""Writes docs/configuration.md and config/wirewatch.example.toml from the schema's own words."""

import ast
import inspect
import json
from collections.abc import Iterator
from copy import copy
from enum import Enum
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from config.load import ENVIRONMENT
from config.schema import Settings, SourceSettings

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "config" / "wirewatch.example.toml"
PAGE = ROOT / "docs" / "configuration.md"
_WIDTH = 100
_HEAD = """# Settings of Wirewatch. Copy this file, take away the "# " before what you want to change, and name the
# copy in WIREWATCH_CONFIG. Unchanged, every line gives the default, or an example.
# `wirewatch check-config` reports every problem at once. Written by `python -m scripts.configuration`.
"""
_PAGE_HEAD = """# Configuration

Everything has a default that works: without any settings the bot runs in local mode. Settings are read from one TOML
file, named by the environment variable `WIREWATCH_CONFIG`; `config/wirewatch.example.toml` names every one.
`wirewatch check-config` reports all problems at once, each with its key and mend.

## Environment

| variable | in place of |
|---|---|
| `WIREWATCH_CONFIG` | no setting: the path of the settings file |
{environment}

The environment wins over the file; an empty variable counts as not set. Give the token by the environment only.

## The file
"""


def example() -> str:
    """The annotated example: all of it commented out."""
    blocks = [_HEAD, *(_example_lines(name, field) for name, field in _plain(Settings))]
    for name, section in sections():
        lines = [_comment(_summary(section)), f"# [[{name}]]" if section is SourceSettings else f"[{name}]"]
        lines += [_example_lines(key, field) for key, field in described(section)]
        blocks.append("\n".join(line.rstrip("\n") for line in lines) + "\n")
    return "\n".join(blocks)


def page() -> str:
    """The documentation page."""
    environment = "\n".join(f"| `{name}` | `{'.'.join(keys)}` |" for name, keys in ENVIRONMENT.items())
    parts = [_PAGE_HEAD.format(environment=environment), _table(dict(_plain(Settings)))]
    for name, section in sections():
        title = f"[[{name}]]" if section is SourceSettings else f"[{name}]"
        parts += [f"### `{title}`\n\n{_summary(section)}\n", _table(dict(described(section)))]
    return "\n".join(parts)


def sections() -> Iterator[tuple[str, type[BaseModel]]]:
    """The tables of the file, with the part of the schema that they follow."""
    for name, field in Settings.model_fields.items():
        inner = getattr(field.annotation, "__args__", (field.annotation,))[0]
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield name, inner


def _plain(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    names = {name for name, _ in sections()}
    return ((name, field) for name, field in described(model) if name not in names)


def described(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    """The settings of a table by their names, each with what stands below it in the schema."""
    (table,) = ast.parse(inspect.getsource(model)).body
    below = {
        setting.target.id: text.value.value
        for setting, text in pairwise(table.body if isinstance(table, ast.ClassDef) else ())
        if isinstance(setting, ast.AnnAssign) and isinstance(setting.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
    }
    for name, field in model.model_fields.items():
        one = copy(field)
        one.description = below.get(name)
        yield name, one


def _summary(section: type[BaseModel]) -> str:
    return " ".join((section.__doc__ or "").split())


def _description(field: FieldInfo) -> str:
    return " ".join((field.description or "").split())


def _value(field: FieldInfo) -> Any:
    """What the example gives: an example where the default is nothing."""
    default = None if field.is_required() else field.default
    empty = default is None or default in ((), "")
    value = field.examples[0] if empty and field.examples else default
    return value.value if isinstance(value, Enum) else value


def _example_lines(name: str, field: FieldInfo) -> str:
    return f"{_comment(_description(field))}\n# {name} = {json.dumps(_value(field), ensure_ascii=False)}\n"


def _comment(text: str) -> str:
    lines, line = [], "#"
    for word in text.split():
        if len(line) + 1 + len(word) > _WIDTH:
            lines.append(line)
            line = "#"
        line += f" {word}"
    # Two signs part words from settings, so that taking away one "# " leaves a comment a comment.
    return "\n".join("#" + line for line in [*lines, line])


def _table(fields: dict[str, FieldInfo]) -> str:
    rows = ["| key | default | what it is |", "|---|---|---|"]
    rows += [
        f"| `{name}` | {_default(field)} | {_description(field).replace('|', '/')} |" for name, field in fields.items()
    ]
    return "\n".join(rows) + "\n"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "wanted"
    if field.default is None or field.default in ((), ""):
        return "none"
    value = field.default.value if isinstance(field.default, Enum) else field.default
    return f"`{json.dumps(value, ensure_ascii=False)}`"


if __name__ == "__main__":
    EXAMPLE.write_text(example(), encoding="utf-8")
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
