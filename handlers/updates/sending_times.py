"""When updates were sent: Telegram dates messages, and no press of a button.

After an outage a person's presses and commands of an hour come at once. Counted by when they are heard, the presses of
an hour are a flood of one second: 12 of 676 stayed unanswered after 200 kills under load.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from handlers.updates.relevance import SPOKEN


def sending_times(batch: Sequence[Mapping[str, Any]]) -> Sequence[datetime | None]:
    """Of each update: a message's own time; of anything else that of the next message, which came later.

    None for what no message follows: it may have been sent just when it came.

    Args:
        batch: Of one answer of Telegram's, which numbers updates as they come.
    """
    times: list[datetime | None] = []
    next_message: datetime | None = None
    for update in reversed(batch):
        next_message = _stated(update) or next_message
        times.append(next_message)
    return times[::-1]


def _stated(update: Mapping[str, Any]) -> datetime | None:
    for kind in SPOKEN:
        message = update.get(kind)
        date = message.get("date") if isinstance(message, dict) else None
        if isinstance(date, int) and 0 < date < 2**31:
            return datetime.fromtimestamp(date, UTC)
    return None
