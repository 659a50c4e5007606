"""Where nobody answers, our own network is away; one answer, a refusal too, says that it is not."""

import pytest

from tests.builders import NOW, at
from watchers.fetch_outcome import FetchOutcome, Gone, NotModified
from watchers.own_network import OwnNetwork
from watchers.source_problem import Failed, ProblemCode, problem

SILENT = (
    ProblemCode.DNS,
    ProblemCode.REFUSED,
    ProblemCode.TIMEOUT,
    ProblemCode.BROKEN_TRANSFER,
    ProblemCode.PROXY,
)


def failed(code: ProblemCode) -> Failed:
    return Failed(problem=problem(code))


def silent(*sources: int) -> OwnNetwork:
    network = OwnNetwork()
    for number in sources:
        network.note(number, failed(SILENT[number % len(SILENT)]), NOW)
    return network


def test_three_sources_that_give_no_answer_are_a_network_that_is_away() -> None:
    assert [silent(*sources).away(NOW) for sources in ((), (1, 2), (1, 2, 3), (1, 2, 3, 4))] == [
        False,
        False,
        True,
        True,
    ]


def test_one_source_that_gives_no_answer_again_and_again_is_that_sources_fault() -> None:
    assert not silent(*[1] * 9, 2).away(NOW)


@pytest.mark.parametrize("code", SILENT)
def test_each_way_of_not_answering_counts(code: ProblemCode) -> None:
    network = silent(1, 2)
    network.note(3, failed(code), NOW)
    assert network.away(NOW)


@pytest.mark.parametrize(
    "answer", [NotModified(), Gone(), failed(ProblemCode.FORBIDDEN), failed(ProblemCode.SERVER_ERROR)]
)
def test_an_answer_of_anybody_says_that_the_network_is_there(answer: FetchOutcome) -> None:
    network = silent(1, 2, 3)
    network.note(4, answer, NOW)
    assert not network.away(at(60))
    network.note(1, failed(ProblemCode.DNS), at(60))
    assert not network.away(at(60))


def test_three_dead_sources_that_are_visited_in_a_row_are_no_outage() -> None:
    network = OwnNetwork()
    network.note(4, NotModified(), NOW)
    for number in (1, 2, 3):
        network.note(number, failed(ProblemCode.DNS), at(1))
    assert [network.away(at(minutes)) for minutes in (1, 1.9, 2)] == [False, False, True]
