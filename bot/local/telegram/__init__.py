"""A stand-in for Telegram's Bot API server, for local mode and for tests.

`async with standin(StandinSettings()) as running` serves it inside this process, `python -m bot.local.telegram` as
one of its own. `StandinClient` acts and reads through its control API in either case.
"""

from bot.local.telegram.client import ControlError, StandinClient
from bot.local.telegram.faults import Fault, FaultKind
from bot.local.telegram.server import Running, standin
from bot.local.telegram.settings import FloodLimits, StandinSettings

__all__ = [
    "ControlError",
    "Fault",
    "FaultKind",
    "FloodLimits",
    "Running",
    "StandinClient",
    "StandinSettings",
    "standin",
]
