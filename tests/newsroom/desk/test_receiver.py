"""When a post to a chat's receiver is tried again, when it is given up, and when the receiver is turned off."""

from dataclasses import replace
from datetime import timedelta

import pytest

from newsroom.desk.receiver import (
    MOST_REFUSALS,
    TURNED_OFF_AFTER,
    PostAnswer,
    Receiver,
    is_given_up,
    is_gone,
    is_news_that_one_is_given_up,
    is_refusal,
    is_to_be_turned_off,
    next_try,
)
from tests.builders import CHAT, NOW

RECEIVER = Receiver(chat=CHAT, url="https://hooks.example/1", secret="s", made=NOW)  # noqa: S106 - opens nothing


def test_each_try_waits_longer_up_to_a_quarter_of_an_hour() -> None:
    waits = [(next_try(attempts, NOW) - NOW).total_seconds() for attempts in range(9)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (2, 900)


@pytest.mark.parametrize(
    ("status", "refuses"),
    [
        pytest.param(0, False, id="no answer"),
        pytest.param(400, True, id="it can't read this post"),
        pytest.param(413, True, id="this post is too large"),
        pytest.param(429, False, id="any post comes too soon"),
        pytest.param(503, False, id="it is down"),
    ],
)
def test_what_a_receiver_minds_is_this_post_or_every_post(status: int, *, refuses: bool) -> None:
    answer = PostAnswer(status=status)
    assert is_refusal(answer) is refuses
    assert is_given_up(MOST_REFUSALS - 1, answer) is refuses
    assert not is_given_up(MOST_REFUSALS - 2, answer)


def test_a_receiver_is_turned_off_at_once_where_it_is_gone_and_after_a_day_in_vain_else() -> None:
    failing = replace(RECEIVER, failing_since=NOW)
    down = PostAnswer(status=503)
    assert is_gone(PostAnswer(status=410))
    assert is_to_be_turned_off(RECEIVER, PostAnswer(status=410), NOW)
    assert not is_to_be_turned_off(RECEIVER, down, NOW)
    assert not is_to_be_turned_off(failing, down, NOW + TURNED_OFF_AFTER - timedelta(seconds=1))
    assert is_to_be_turned_off(failing, down, NOW + TURNED_OFF_AFTER)


def test_a_chat_reads_of_a_post_that_is_given_up_but_not_of_each() -> None:
    assert is_news_that_one_is_given_up(RECEIVER, NOW)
    assert not is_news_that_one_is_given_up(replace(RECEIVER, warned_at=NOW), NOW + timedelta(minutes=1))
    later = NOW + timedelta(days=1)
    assert is_news_that_one_is_given_up(replace(RECEIVER, warned_at=NOW, given_up_at=later), later)


def test_a_receiver_that_has_refused_each_post_for_a_day_is_turned_off_and_a_blip_after_a_refusal_does_not() -> None:
    refusing, later = replace(RECEIVER, refusing_since=NOW), NOW + TURNED_OFF_AFTER
    assert not is_to_be_turned_off(refusing, PostAnswer(status=403), later - timedelta(seconds=1))
    assert is_to_be_turned_off(refusing, PostAnswer(status=403), later)
    assert not is_to_be_turned_off(replace(refusing, failing_since=later), PostAnswer(status=503), later)


def test_an_answer_that_came_late_is_not_taken_for_one_of_the_receiver_that_replaced_it() -> None:
    assert RECEIVER.is_same_as(replace(RECEIVER, given_up=3))
    assert not RECEIVER.is_same_as(replace(RECEIVER, secret="t"))  # noqa: S106 - opens nothing
