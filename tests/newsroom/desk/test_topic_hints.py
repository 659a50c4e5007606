"""Which topic is pointed out, and at which hours."""

from dataclasses import replace
from datetime import timedelta

import pytest

from newsroom.chat import QuietHours
from newsroom.desk.topic_hints import FEWEST_ITEMS, HintKind, TopicCounts, may_point_out, worth_pointing_out
from newsroom.topic import TopicMode
from tests.builders import NOW, chat, topic

FLOOD = 45  # fifteen a day


def counts(number: int, *, alerts: int = 0, matches: int = 0, mode: TopicMode = TopicMode.ALERTS) -> TopicCounts:
    return TopicCounts(topic=topic(number, mode=mode), alerts=alerts, matches=matches)


@pytest.mark.parametrize(
    ("alerts", "matches", "items", "expected"),
    [
        pytest.param(FLOOD, FLOOD, 500, HintKind.FLOODS, id="fifteen a day are more than anybody reads"),
        pytest.param(FLOOD - 1, FLOOD, 500, None, id="fewer are what somebody wanted"),
        pytest.param(0, 0, FEWEST_ITEMS, HintKind.SILENT, id="nothing, while other items came"),
        pytest.param(0, 0, FEWEST_ITEMS - 1, None, id="nothing, while hardly anything came"),
        pytest.param(0, 1, 500, None, id="a match that no alert came of: it waits for a second publisher"),
    ],
)
def test_what_floods_or_finds_nothing_is_pointed_out(
    alerts: int, matches: int, items: int, expected: HintKind | None
) -> None:
    hint = worth_pointing_out([counts(1, alerts=alerts, matches=matches)], items)
    assert (hint.kind if hint else None) is expected


def test_the_worst_flood_comes_before_lesser_ones_and_before_the_oldest_silent_topic() -> None:
    hint = worth_pointing_out(
        [counts(1), counts(2, alerts=FLOOD, matches=1), counts(3, alerts=FLOOD + 9, matches=1), counts(4)], 500
    )
    assert hint is not None
    assert hint.topic.id == 3
    silent = worth_pointing_out([counts(4), counts(1)], 500)
    assert silent is not None
    assert silent.topic.id == 1


def test_a_topic_of_the_digest_floods_nobody() -> None:
    assert worth_pointing_out([counts(1, alerts=FLOOD, matches=9, mode=TopicMode.DIGEST)], 500) is None


@pytest.mark.parametrize(
    ("hour", "expected"), [(7, False), (8, True), (13, True), (17, True), (18, False), (23, False), (3, False)]
)
def test_hints_come_in_office_hours_of_the_chats_own_clock(hour: int, *, expected: bool) -> None:
    midnight = NOW.replace(hour=0, minute=0)
    assert may_point_out(replace(chat(), zone="UTC"), midnight + timedelta(hours=hour)) is expected
    assert may_point_out(replace(chat(), zone="Asia/Tokyo"), midnight + timedelta(hours=hour - 9)) is expected


def test_no_hint_comes_in_quiet_hours_or_during_a_snooze() -> None:
    noon = NOW.replace(hour=12, minute=0)
    assert not may_point_out(replace(chat(), quiet=QuietHours(start=11 * 60, end=13 * 60)), noon)
    assert not may_point_out(replace(chat(), snoozed_until=noon + timedelta(hours=1)), noon)
