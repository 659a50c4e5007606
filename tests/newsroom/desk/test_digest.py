from datetime import datetime, timedelta

import pytest

from newsroom.desk.digest import DigestWindow, PastDigest, next_window
from newsroom.item import ItemId
from tests.builders import NOW

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("last", "after", "since"),
    [
        pytest.param(None, 0, NOW - DAY, id="the first covers a day"),
        pytest.param(PastDigest(made=NOW - DAY, to=ItemId(40)), 40, NOW - 2 * DAY, id="the next begins at an item"),
        pytest.param(PastDigest(made=NOW - 9 * DAY, to=ItemId(4)), 4, NOW - 2 * DAY, id="a pause: two days, not nine"),
        pytest.param(PastDigest(made=NOW - DAY, to=None), 0, NOW - DAY, id="an older program's: at its moment"),
        pytest.param(PastDigest(made=NOW - 9 * DAY, to=None), 0, NOW - 2 * DAY, id="an older program's, and a pause"),
    ],
)
def test_a_digest_covers_what_was_decided_since_the_last(last: PastDigest | None, after: int, since: datetime) -> None:
    assert next_window(last, ItemId(50), NOW) == DigestWindow(after=ItemId(after), to=ItemId(50), since=since)
