"""What is to be said to a person, before it is known in which language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Value: TypeAlias = "str | int | Sentence | tuple[Sentence, ...]"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence by its name in the catalogue (`handlers/sentences/en.po`).

    Attributes:
        name: Dotted, the first part being the subject: `query.empty`.
        values: What stands in its gaps: plain text and numbers as they are, other sentences in the reader's language;
            several sentences are put side by side.
    """

    name: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:
        """Name and values, for logs."""
        return " ".join([self.name, *(f"{key}={_logged(value)}" for key, value in self.values.items())])


def _logged(value: "str | int | Sentence | tuple[Sentence, ...]") -> str:
    if isinstance(value, tuple):
        return f"[{'; '.join(map(str, value))}]"
    return f"[{value}]" if isinstance(value, Sentence) else repr(value)


def sentence(name: str, /, **values: Value) -> Sentence:
    """The sentence of that name, its gaps filled."""
    return Sentence(name, values)
