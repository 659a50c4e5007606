"""Where items come from."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

SourceId = NewType("SourceId", int)


class SourceKind(StrEnum):
    """What stands behind an outlet; `state` is said beside its name wherever it is named."""

    WIRE = "wire"
    PUBLIC = "public"
    PRIVATE = "private"
    STATE = "state"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One feed of one outlet.

    Attributes:
        family: The publisher behind the outlet; two sources of one family never count as two voices.
        country: ISO 3166-1 alpha-2, lower case; None where nobody has said.
        language: BCP 47, lower case; None where nobody has said.
    """

    id: SourceId
    name: str
    url: str
    family: str
    kind: SourceKind = SourceKind.PRIVATE
    country: str | None = None
    language: str | None = None
