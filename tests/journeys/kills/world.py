"""What a run of kills is to do, what it works with, and what came of it."""

import random
from dataclasses import dataclass, field

from standin.control_client import StandinClient
from tests.journeys.kills.newswire import Newswire
from tests.journeys.kills.processes import Wirewatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a run does.

    Attributes:
        early_share: Of the kills, those that strike while the bot is starting.
        work_s: How long a life lasts at most once it works.
        asked_every_s: How long people wait at most before they ask again, and at least a fifth of that.
        roles: Of each process, where several share a database: two that watch, one of each other role, and one that is
            ready to take over any of these.
    """

    seed: int
    kills: int
    chats: int = 16
    outlets: int = 8
    per_visit: int = 1
    early_share: float = 0.15
    work_s: float = 1.5
    asked_every_s: float = 0.5
    digests: bool = False
    roles: tuple[str, ...] = ("watch", "watch", "desk", "push", "chat", "desk,push,chat")


@dataclass(slots=True)
class Report:
    """What came of a run; `lost` and the like name what is missing."""

    seed: int
    kills: int = 0
    published: int = 0
    alerted: int = 0
    commands: int = 0
    presses: int = 0
    in_flight: int = 0
    twice: int = 0
    seconds: float = 0.0
    stop_s: float = 0.0
    lost: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    undecided: int = 0
    unexplained: list[str] = field(default_factory=list)
    carried_out_twice: list[str] = field(default_factory=list)
    unnamed: list[int] = field(default_factory=list)
    digests_amiss: list[str] = field(default_factory=list)
    set_aside: int = 0
    left_behind: list[str] = field(default_factory=list)
    killed: dict[str, int] = field(default_factory=dict)

    @property
    def broken(self) -> dict[str, object]:
        """Every promise that did not hold; empty where all did."""
        promises = {
            "alerts lost": self.lost,
            "cards not up to date": self.stale,
            "commands unanswered": self.unanswered,
            "items undecided": self.undecided,
            "repeated, though not in flight at a kill": self.unexplained,
            "commands carried out twice": self.carried_out_twice,
            "in flight at a kill, not named in the log": self.unnamed,
            "chats without their digest": self.digests_amiss,
            "items set aside as undecidable": self.set_aside,
            "processes left behind": self.left_behind,
        }
        return {name: found for name, found in promises.items() if found}


@dataclass(slots=True)
class World:
    plan: Plan
    wire: Newswire
    person: StandinClient
    bot: Wirewatch
    chats: dict[str, int]
    chance: random.Random
    commands: dict[str, int] = field(default_factory=dict)
    pressed: dict[tuple[object, object], str] = field(default_factory=dict)
    flights: list[tuple[int, int]] = field(default_factory=list)
