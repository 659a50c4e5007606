"""Requests checked against the published Bot API description: what a real server accepts silently is written down here.

`description.json` is drawn from the description by `scripts/bot_api_facts.py`: names, types and figures.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from standin.calls import Call

Described = Mapping[str, Mapping[str, object]]

# Lengths of these are counted after their markup is read, where the server judges them itself.
_JUDGED_AFTER_PARSING = frozenset({"text", "caption"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A parameter that the description does not know, or that is not as it says."""

    method: str
    parameter: str
    problem: str


@cache
def description() -> dict[str, Described]:
    """The facts: `methods` by name, `types` by name."""
    text = (files("standin") / "description.json").read_text()
    return cast("dict[str, Described]", json.loads(text))


@cache
def _methods() -> dict[str, tuple[str, Described]]:
    return {name.lower(): (name, cast("Described", fields)) for name, fields in description()["methods"].items()}


def violations(call: Call) -> Iterator[Violation]:
    """What is wrong with the call, by the description; nothing for a method that it does not hold."""
    if call.method not in _methods():
        return
    method, fields = _methods()[call.method]
    for name, value in call.params.items():
        for path, problem in _judge_field(fields, name, value, text_form=True):
            yield Violation(method=method, parameter=path, problem=problem)
    for name, field in fields.items():
        if field["required"] and not call.given(name):
            yield Violation(method=method, parameter=name, problem="required, not given")


def _judge_field(fields: Described, name: str, value: object, *, text_form: bool) -> Iterator[tuple[str, str]]:
    if name not in fields:
        yield name, "unknown"
        return
    field = fields[name]
    types = cast("list[str]", field["types"])
    problems = [list(_judge(kind, value, text_form=text_form)) for kind in types]
    if all(problems):
        for path, problem in min(problems, key=len):
            yield f"{name}{path}", problem
    elif not ("parse_mode" in fields and name in _JUDGED_AFTER_PARSING) and (problem := _beyond(field, value)):
        yield name, problem


def _judge(kind: str, value: object, *, text_form: bool) -> Iterator[tuple[str, str]]:
    """Where in the value what is wrong, as pairs of path and problem; `text_form` lets strings hold the rest."""
    match kind:
        case "String" | "InputFile":
            wrong = not isinstance(value, str)
        case "Integer":
            wrong = not (_is_integer(value) or (text_form and isinstance(value, str) and _reads_as(value, int)))
        case "Float":
            wrong = not (isinstance(value, int | float) or (isinstance(value, str) and _reads_as(value, float)))
        case "Boolean" | "True":
            wrong = not (isinstance(value, bool) or (text_form and value in ("true", "false", "True", "False")))
        case _:
            yield from _judge_compound(kind, _opened(value) if text_form else value)
            return
    if wrong:
        yield "", f"not {kind}: {type(value).__name__}"


def _judge_compound(kind: str, value: object) -> Iterator[tuple[str, str]]:
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            yield "", f"not {kind}"
            return
        for index, entry in enumerate(value):
            for path, problem in _judge(kind.removeprefix("Array of "), entry, text_form=False):
                yield f"[{index}]{path}", problem
        return
    if not isinstance(value, dict):
        yield "", f"not {kind}"
        return
    described = description()["types"][kind]
    if "one_of" in described:
        subtypes = cast("list[str]", described["one_of"])
        yield from min((list(_judge(sub, value, text_form=False)) for sub in subtypes), key=len)
    elif "fields" in described:
        yield from _judge_object(cast("Described", described["fields"]), value)


def _judge_object(fields: Described, value: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, entry in value.items():
        for path, problem in _judge_field(fields, name, entry, text_form=False):
            yield f".{path}", problem
    for name, field in fields.items():
        if field["required"] and name not in value:
            yield f".{name}", "required, not given"


def _beyond(field: Mapping[str, object], value: object) -> str:
    if "max" not in field:
        return ""
    least, most = int(str(field.get("min", 0))), int(str(field["max"]))
    match field["unit"]:
        case "value":
            size = int(str(value))
        case "bytes":
            size = len(str(value).encode("utf-8", "surrogatepass"))
        case "elements":
            size = len(cast("list[object]", _opened(value)))
        case _:
            size = len(str(value))
    return "" if least <= size <= most else f"{size} {field['unit']}, {least} to {most} allowed"


def _opened(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return cast("object", json.loads(value))
    except ValueError:
        return value


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _reads_as(value: str, kind: type[int] | type[float]) -> bool:
    try:
        kind(value)
    except ValueError:
        return False
    return True
