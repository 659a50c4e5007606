"""What comes back is taken up at once: Telegram, the feeds, the process itself; nothing is lost and nothing comes twice.

The program runs at its own pace. What a longer outage would change is in its state: a poll that hangs, deliveries that
have failed. The whole 20 minutes are `python -m benchmarks.prove outage`.
"""

import asyncio
import os
from pathlib import Path

import pytest

from tests.journeys.outages import ANSWERED_S, BAD_GATEWAY, DELIVERED_S, HANG, OUTLETS, RESET, Newsroom, newsroom

MOST_ANSWERED_S = 15.0  # on any machine: it was 26 s
CHAT, COMMAND, ANSWER = 5001, "/topics", "Topics: 1"


def in_time(answered_s: float) -> bool:
    """A shared machine is no fault of the bot's: it may take longer with the load of the moment, as in test_idle."""
    return answered_s < min(ANSWERED_S * max(1.0, os.getloadavg()[0] / 4), MOST_ANSWERED_S)


async def telegram_away(here: Newsroom) -> tuple[float, float]:
    """Seconds after its return until a command was answered, and until everything due had come."""
    for fault, seconds in ((BAD_GATEWAY, 2.0), (RESET, 2.0), (HANG, 5.0)):
        here.suffer(fault)
        here.publish(1)
        await asyncio.sleep(seconds)
    here.suffer(None)
    answered_s = await here.answer_s(CHAT, COMMAND, ANSWER)
    return answered_s, answered_s + await here.all_arrived_s()


async def feeds_away(here: Newsroom) -> None:
    here.wire.away = True
    polls = len(here.bot.events("polled"))
    await here.until(lambda: len(here.bot.events("polled")) >= polls + OUTLETS, 60, "failed polls")
    for outlet in here.wire.outlets:
        outlet.clear()
    here.publish(3)
    here.wire.away = False
    await here.all_arrived_s()


async def stopped(here: Newsroom) -> float:
    """Seconds after it went on until a command was answered."""
    here.publish(1)
    await here.until(lambda: len(here.lacking()) < 3, 60, "the first of them")
    here.publish(1)
    await here.stop_for(4.0)
    answered_s = await here.answer_s(CHAT, COMMAND, ANSWER)
    await here.all_arrived_s()
    return answered_s


async def test_what_comes_back_is_taken_up_at_once(tmp_path: Path, subtests: pytest.Subtests) -> None:
    async with newsroom(tmp_path) as here:
        with subtests.test("Telegram: commands are answered at once, and everything due comes"):
            answered_s, delivered_s = await telegram_away(here)
            assert in_time(answered_s)
            assert delivered_s < DELIVERED_S
            assert [len(here.bot.events(name)) > 0 for name in ("telegram_away", "telegram_back")] == [True, True]
            assert here.repeated() == []
        with subtests.test("feeds: everything new is read, once"):
            await feeds_away(here)
            assert here.repeated() == []
        with subtests.test("the process: it goes on where it was"):
            assert in_time(await stopped(here))
            assert here.repeated() == []
