"""Many taps on one button of a group's card are answered once; the others read that the answer is there."""

from datetime import timedelta

import pytest

from handlers.updates.repeated_presses import ANSWERED_BELOW
from storage.database import Database
from tests.builders import NOW
from tests.handlers.talk import Spoken, Talk, everybody, talk


@pytest.fixture
async def ann(desk: Database) -> Talk:
    return talk(desk, everybody)


async def tap(ann: Talk, data: str, message: int, person: int, kind: str = "supergroup") -> list[Spoken]:
    """Somebody's tap on a button of that message."""
    update = ann.press(data, kind)
    query = update["callback_query"]
    query["id"], query["message"]["message_id"] = f"{ann.number}", message
    query["from"] = ann.person | {"id": person}
    return await ann.comes(update)


def answers(spoken: list[Spoken]) -> int:
    return sum(one.kind != "answer" for one in spoken)


@pytest.mark.parametrize(
    ("kind", "again_after"),
    [
        pytest.param("private", timedelta(minutes=1), id="in private"),
        pytest.param("supergroup", timedelta(minutes=1), id="in a group"),
        pytest.param("channel", timedelta(hours=1), id="in a channel, whose readers are many"),
    ],
)
async def test_ten_taps_of_two_people_are_answered_once(ann: Talk, kind: str, again_after: timedelta) -> None:
    data = "so:1"
    first, *others = [await tap(ann, data, 50, 7 + number % 2, kind) for number in range(10)]
    assert answers(first) == 1
    assert [answers(other) for other in others] == [0] * 9
    assert {other[0].html for other in others} == {"Just asked: the answer is below, or comes in a moment."}
    ann.now = NOW + again_after
    assert answers(await tap(ann, data, 50, 7, kind)) == 1


async def test_other_buttons_and_other_messages_are_answered_by_themselves(ann: Talk) -> None:
    for data, message in (("so:1", 50), ("wy:1", 50), ("so:1", 51), ("so:2", 50)):
        assert answers(await tap(ann, data, message, 7)) == 1, (data, message)


async def test_what_could_not_be_answered_may_be_asked_again_at_once(ann: Talk) -> None:
    for _ in range(2):
        (note,) = await tap(ann, "so:999", 50, 7)
        assert "Just asked" not in note.html


async def test_what_changes_something_is_done_at_each_tap(ann: Talk) -> None:
    assert not {act for act in ANSWERED_BELOW if act in ("mu", "um", "tx", "ud")}
    first, second = [await tap(ann, "mu:1", 50, 7) for _ in range(2)]
    assert [one.kind for one in first] == [one.kind for one in second]
