"""Where items come from."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from newsroom.chat import ChatId
from newsroom.text.url import registered_domain

SourceId = NewType("SourceId", int)


class SourceKind(StrEnum):
    """Who runs an outlet; messages mark state media wherever they name one."""

    WIRE = "wire"
    PUBLIC = "public"
    PRIVATE = "private"
    STATE = "state"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One feed of one outlet.

    Attributes:
        family: The outlet's publisher; two sources of one family never count as independent.
        country: ISO 3166-1 alpha-2, lower case; None where nobody has set it.
        language: BCP 47, lower case; None where nobody has set it.
        owner: The chat that added it for itself alone; None: for all.
        joined: Another publisher that the chat says is behind it as well; "": none. It never makes it a voice more.
    """

    id: SourceId
    name: str
    url: str
    family: str
    kind: SourceKind = SourceKind.PRIVATE
    country: str | None = None
    language: str | None = None
    owner: ChatId | None = None
    joined: str = ""

    @property
    def shown(self) -> str:
        """The name for lists and files; of a chat's own source with the domain, for somebody typed that name."""
        return self.name if self.owner is None else f"{self.name} ({registered_domain(self.url)})"
