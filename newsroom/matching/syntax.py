"""What a topic's query is made of, once read."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Field(StrEnum):
    """What an item says of itself beside its text."""

    SOURCE = "source"
    LANG = "lang"
    COUNTRY = "country"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any of its forms and spellings; parts joined by a hyphen stand side by side."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words exactly as they stand, in this order, parted by single spaces here."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that begins with these letters (three at least)."""

    letters: str


@dataclass(frozen=True, slots=True)
class Near:
    """Both, in either order, the second at most `words` words after the first."""

    left: "Part"
    right: "Part"
    words: int


@dataclass(frozen=True, slots=True)
class Title:
    """The part holds in the headline alone."""

    part: "Part"


@dataclass(frozen=True, slots=True)
class About:
    """What the item says of itself: its source's name, language, country (both as codes) or kind."""

    field: Field
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """The part holds nowhere in the item."""

    part: "Part"


@dataclass(frozen=True, slots=True)
class And:
    """All of two or more."""

    parts: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of two or more."""

    parts: tuple["Part", ...]


Part: TypeAlias = Word | Phrase | Prefix | Near | Title | About | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """A query that has been read; every way to fulfil it needs something that is there."""

    root: Part
