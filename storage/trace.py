"""The one id that follows a piece of news, or a command, through the lines of the log: `item-812`, `update-5512`.

A delivery carries the id of what it follows from in its payload, from the transaction that queued it to Telegram.
"""

from collections.abc import Mapping
from typing import Any

_KEY = "trace"


def item_trace(item: int) -> str:
    """Of a visit's new item, of the decision about it, and of what is sent of it."""
    return f"item-{item}"


def update_trace(update: int) -> str:
    """Of a command or button, and of its answer."""
    return f"update-{update}"


def traced(payload: Mapping[str, Any], trace: str | None) -> dict[str, Any]:
    """A payload with the id of what it follows from."""
    return dict(payload) if trace is None else {**payload, _KEY: trace}


def trace_of(payload: Mapping[str, Any]) -> str | None:
    """What it follows from; None where that was not noted."""
    found = payload.get(_KEY)
    return found if isinstance(found, str) else None
