"""Telegram away for 20 minutes in every way that it can be; the short form of it stands in the tests."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.outages import ANSWERED_S, BAD_GATEWAY, DELIVERED_S, HANG, RESET, TOPICS, newsroom

MINUTES = 20.0
_EVERY_S = 20.0  # a way of being away, and something new for every chat
_PACE_S = 1.15  # a message to each chat
_PATIENCE_S = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """What came of it; times count from Telegram's return."""

    minutes: float
    published: int
    answered_s: float
    delivered_s: float
    limits_s: float
    lost: int
    twice: int

    @property
    def broken(self) -> list[str]:
        """The promises that did not hold."""
        promises = {
            f"the first command answered after {self.answered_s} s": self.answered_s <= ANSWERED_S,
            f"all delivered after {self.delivered_s} s": self.delivered_s <= self.limits_s + DELIVERED_S,
            f"{self.lost} lost": self.lost == 0,
            f"{self.twice} twice": self.twice == 0,
        }
        return [promise for promise, holds in promises.items() if not holds]


async def run_outage(folder: Path, minutes: float, say: Callable[[str], None]) -> Outage:
    """One way of being away after another, hanging connections last: they are the slowest to be noticed."""
    async with newsroom(folder) as here:
        began_s, turn = time.monotonic(), 0
        while (left_s := began_s + minutes * 60 - time.monotonic()) > 0:
            here.suffer((BAD_GATEWAY, RESET, HANG)[turn % 3] if left_s > _EVERY_S else HANG)
            here.publish(1)
            turn += 1
            await asyncio.sleep(min(_EVERY_S, left_s))
            if turn % 15 == 0:
                say(f"away for {(time.monotonic() - began_s) / 60:.0f} minutes")
        here.suffer(None)
        back_s = time.monotonic()
        answered_s = await here.answer_s(min(TOPICS.values()), "/topics", "Topics: 1", _PATIENCE_S)
        await here.all_arrived_s(_PATIENCE_S)
        return Outage(
            minutes=round(minutes, 1),
            published=turn * len(TOPICS),
            answered_s=round(answered_s, 1),
            delivered_s=round(time.monotonic() - back_s, 1),
            limits_s=round(turn * _PACE_S, 1),
            lost=len(here.lacking()),
            twice=len(here.repeated()),
        )
