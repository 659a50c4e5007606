"""A stand-in for Telegram's Bot API server, for local mode and for tests.

`async with standin(StandinSettings()) as running` serves it inside this process, `python -m standin` as
one of its own. `StandinClient` acts and reads through its control API in either case.
"""

from standin.control_client import ControlError, StandinClient
from standin.faults import Fault, FaultKind
from standin.server import Running, standin
from standin.standin_settings import FloodLimits, StandinSettings

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
