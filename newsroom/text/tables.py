"""The word lists that ship with the package."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

_FOLDER = files("newsroom.text.data")


@lru_cache(maxsize=32)
def table(name: str) -> dict[str, Any]:
    """The TOML file `newsroom/text/data/<name>.toml`, read once; not to be changed."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))
