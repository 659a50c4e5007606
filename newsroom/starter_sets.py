"""Sets of public feeds that a chat can begin with, by country and beat, and topics to begin with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

WORLD = "001"  # the country code of all countries, as CLDR has it


class Beat(StrEnum):
    """What a set's feeds report of."""

    NEWS = "news"
    WORLD = "world"
    POLITICS = "politics"
    BUSINESS = "business"


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterFeed:
    """A public feed; `language` is BCP 47."""

    name: str
    url: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterSet:
    """Some feeds of one country (ISO 3166-1, or `WORLD`) and beat."""

    country: str
    beat: Beat
    feeds: tuple[StarterFeed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterSets:
    """All that there are.

    Attributes:
        topics: Queries by the language of those who may like to begin with them.
        collected: When the addresses were looked up.
        checked: When each of them was last opened and could be read; None: never.
    """

    sets: tuple[StarterSet, ...] = ()
    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    collected: date | None = None
    checked: date | None = None

    @property
    def countries(self) -> tuple[str, ...]:
        """Each country that has a set, in their order."""
        return tuple(dict.fromkeys(one.country for one in self.sets))

    def of(self, country: str) -> tuple[StarterSet, ...]:
        """The sets of a country, in their order; empty where it has none."""
        return tuple(one for one in self.sets if one.country == country)

    def topics_in(self, *languages: str) -> tuple[str, ...]:
        """For who reads the first of these languages; where it has none, those of the next."""
        return next((found for one in languages if (found := self.topics.get(one))), ())
