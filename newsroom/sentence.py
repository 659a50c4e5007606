"""A sentence for a person, before the person's language is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class LanguageName:
    """The name of a language, as the reader's own language has it.

    Attributes:
        tag: Its code in BCP 47: `uk`.
    """

    tag: str


@dataclass(frozen=True, slots=True)
class CountryName:
    """The name of a country, as the reader's own language has it.

    Attributes:
        code: Two capital letters, as in ISO 3166: `AZ`.
    """

    code: str


Filling: TypeAlias = "str | int | datetime | CountryName | LanguageName | Sentence | tuple[Sentence, ...]"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence by its name in the catalogue (`handlers/sentences/en.po`).

    Attributes:
        name: Dotted, the first part being the subject: `query.empty`.
        values: What stands in its gaps: plain text and numbers as they are, moments in UTC, names of languages
            and countries and other sentences in the reader's language; several sentences are put side by side.
    """

    name: str
    values: Mapping[str, Filling] = field(default_factory=dict)

    def __str__(self) -> str:
        """Name and values, for logs."""
        return " ".join([self.name, *(f"{key}={_logged(value)}" for key, value in self.values.items())])


def _logged(value: Filling) -> str:
    if isinstance(value, tuple):
        return f"[{'; '.join(map(str, value))}]"
    if isinstance(value, datetime):
        return value.isoformat()
    return f"[{value}]" if isinstance(value, Sentence) else repr(value)


def sentence(name: str, /, **values: Filling) -> Sentence:
    """The sentence of that name, its gaps filled."""
    return Sentence(name, values)
