"""The one module that reads settings: a TOML file, then the environment."""

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from config.schema import Settings, WatchSettings
from newsroom.errors import WirewatchError
from newsroom.starter_sets import StarterSet, StarterSets
from newsroom.stories.publishers import families
from newsroom.text.masked_address import masked_text

_TOKEN = re.compile(r"\d{5,20}:[\w-]{20,60}", re.ASCII)

# Environment variable -> where its value belongs.
ENVIRONMENT = {
    "WIREWATCH_TELEGRAM_TOKEN": ("telegram", "token"),
    "WIREWATCH_TELEGRAM_API_URL": ("telegram", "api_url"),
    "WIREWATCH_DATABASE_URL": ("database_url",),
    "WIREWATCH_ACCESS_MODE": ("access", "mode"),
}


class ConfigError(WirewatchError):
    """The settings can't be used; `problems` has every one, each with its key and mend."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def load(path: Path | None, environment: Mapping[str, str]) -> Settings:
    """Read the file (None: defaults only), let the environment override, and check it all.

    Raises:
        ConfigError: with all problems at once.
    """
    values = _read(path) if path else {}
    for variable, keys in ENVIRONMENT.items():
        if value := environment.get(variable, "").strip():
            _put(values, keys, value)
    across = _across(values)
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        raise ConfigError((*(_problem(e) for e in error.errors()), *across)) from None
    if across:
        raise ConfigError(across)
    return settings


@cache
def load_families() -> Mapping[str, str]:
    """The publishers' families that come with the program: outlet (folded domain or name) -> family.

    Raises:
        FamilyTableError: the table was changed and can't be used; names the line and the mend.
    """
    return families(_own_table("families.toml"))


@cache
def load_starters() -> StarterSets:
    """The sets of feeds to begin with that come with the program.

    Raises:
        pydantic.ValidationError: The file was changed and can't be used; names the place.
    """
    given = _own_table("starters.toml")
    return StarterSets(
        sets=TypeAdapter(tuple[StarterSet, ...]).validate_python(given["set"]),
        topics=TypeAdapter(dict[str, tuple[str, ...]]).validate_python(given["topics"]),
        collected=given["collected"],
        checked=given.get("checked"),
    )


def _own_table(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / name).read_text("utf-8"))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ConfigError((f"{path}: there is no such file: copy config/wirewatch.example.toml there",)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError((f"{path}: can't be read ({error}): make it a UTF-8 text that this user may read",)) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError((f"{path}: is not TOML: {error}: mend that line",)) from None


def _put(values: dict[str, Any], keys: tuple[str, ...], value: str) -> None:
    for key in keys[:-1]:
        inner = values.setdefault(key, {})
        if not isinstance(inner, dict):  # the file has something else there, which the schema will name
            return
        values = inner
    values[keys[-1]] = value


def _problem(error: ErrorDetails) -> str:
    """One problem: its key as written in the file, what is wrong, the mend."""
    where = ".".join(str(part + 1) if isinstance(part, int) else part for part in error["loc"])
    if error["type"] == "extra_forbidden":
        near = get_close_matches(str(error["loc"][-1]), _known(error["loc"][:-1]), n=1)
        return f"{where}: no such setting" + (f": did you mean {near[0]}?" if near else ": take the line out")
    if error["type"] == "missing":
        return f"{where}: is wanted here: add it"
    problem = str(error["msg"]).removeprefix("Value error, ")
    shown = "" if where in ("telegram", "telegram.token") else f" (it says {_masked(str(error['input']))[:80]!r})"
    return f"{where}: {problem[:1].lower()}{problem[1:]}{shown}"


def _masked(text: str) -> str:
    """Without what may be a token, as in an address that somebody pasted whole, and without the keys of feeds."""
    return masked_text(_TOKEN.sub("(a token)", text))


def _known(path: tuple[int | str, ...]) -> list[str]:
    model: type[BaseModel] = Settings
    for part in path:
        if isinstance(part, str) and part in model.model_fields:
            found = model.model_fields[part].annotation
            inner = getattr(found, "__args__", (found,))[0]
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                model = inner
    return list(model.model_fields)


def _across(values: Mapping[str, Any]) -> tuple[str, ...]:
    """What no single value can get wrong alone; read before the values are known to be any good."""
    problems = []
    watch, sources = values.get("watch"), values.get("sources")
    bounds = WatchSettings.model_fields
    if isinstance(watch, dict):
        low = watch.get("poll_floor_s", bounds["poll_floor_s"].default)
        high = watch.get("poll_ceiling_s", bounds["poll_ceiling_s"].default)
        if isinstance(low, int) and isinstance(high, int) and low > high:
            problems.append("watch.poll_floor_s: is above watch.poll_ceiling_s: make it the smaller of the two")
    first_number: dict[str, int] = {}
    for number, source in enumerate(sources if isinstance(sources, list) else (), start=1):
        url = source.get("url") if isinstance(source, dict) else None
        if isinstance(url, str):
            if url in first_number:
                problems.append(f"sources.{number}.url: stands in sources.{first_number[url]} too: keep one of them")
            first_number.setdefault(url, number)
    return tuple(problems)
