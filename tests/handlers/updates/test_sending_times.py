"""When an update was sent: by its own date, or by that of the next message."""

from datetime import UTC, datetime, timedelta
from typing import Any

from handlers.updates.sending_times import sending_times
from tests.builders import NOW

PRESS: dict[str, Any] = {"callback_query": {"id": "9"}}


def message(seconds_ago: int) -> dict[str, Any]:
    return {"message": {"date": int(NOW.timestamp()) - seconds_ago, "text": "/topics"}}


def ago(seconds: int) -> datetime:
    return NOW - timedelta(seconds=seconds)


def test_a_press_was_made_before_the_next_message_that_anybody_sent() -> None:
    batch = [message(600), PRESS, PRESS, message(500), PRESS]
    assert sending_times(batch) == [ago(600), ago(500), ago(500), ago(500), None]


def test_a_date_that_is_none_says_nothing() -> None:
    strange = [{"message": {"date": date}} for date in ("yesterday", -1, 0, 2**31, 2**40, None)]
    assert set(sending_times([*strange, {"message": "no message"}])) == {None}
    first, last = ({"message": {"date": date}} for date in (1, 2**31 - 1))
    assert sending_times([first, last]) == [datetime.fromtimestamp(date, UTC) for date in (1, 2**31 - 1)]


def test_a_channel_post_is_a_message() -> None:
    assert sending_times([PRESS, {"channel_post": message(60)["message"]}])[0] == ago(60)
