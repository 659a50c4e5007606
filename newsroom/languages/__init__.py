"""The words by which each language counts people, as data; `pack_for` picks by language.

A pack is a table and nothing else: the grammar that reads it (`newsroom.facts.counts`) is one for all languages.
"""

import tomllib
from functools import cache
from importlib.resources import files

import regex

from newsroom.languages.pack import NOTHING, Hedge, Pack, Sense, WordRole, build

__all__ = ["NOTHING", "Hedge", "Pack", "Sense", "WordRole", "pack_for", "pack_of"]

_CYRILLIC = regex.compile(r"\p{Script=Cyrillic}")
_UKRAINIAN = regex.compile(r"[іїєґІЇЄҐ]")
_SAMPLE = 2_000  # characters are enough to tell the script


def pack_for(text: str, language: str | None) -> Pack:
    """The pack of the language; by script, then English, where the language has none or is not known."""
    if _CYRILLIC.search(text, 0, _SAMPLE):
        return pack_of("uk" if language == "uk" or (language != "ru" and _UKRAINIAN.search(text, 0, _SAMPLE)) else "ru")
    return pack_of(language if language in {"fr", "de"} else "en")


@cache
def pack_of(language: str) -> Pack:
    """The pack of one of the five languages."""
    tables = tomllib.loads((files("newsroom.languages") / f"{language}.toml").read_text("utf-8"))
    endings = tuple(tables.pop("group_endings").split())
    if language == "de":
        tables["number"] |= _german_compounds(tables["number"])
    return build(language, tables, endings)


def _german_compounds(numbers: dict[str, str]) -> dict[str, str]:
    """The words from 21 to 99, which German writes as one: unit, "und", ten."""
    units = {value: "ein" if value == 1 else numbers[str(value)].split()[0] for value in range(1, 10)}
    tens = {value: numbers[str(value)].split() for value in range(20, 100, 10)}
    return {
        str(ten + unit): " ".join(f"{word}und{spelled}" for spelled in spellings)
        for unit, word in units.items()
        for ten, spellings in tens.items()
    }
