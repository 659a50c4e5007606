"""Where nobody answers, our own network is away; one answer, a refusal too, says that it is not."""

import pytest

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
        network.note(number, failed(SILENT[number % len(SILENT)]))
    return network


def test_three_sources_that_give_no_answer_are_a_network_that_is_away() -> None:
    assert [silent(*sources).away for sources in ((), (1, 2), (1, 2, 3), (1, 2, 3, 4))] == [False, False, True, True]


def test_one_source_that_gives_no_answer_again_and_again_is_that_sources_fault() -> None:
    assert not silent(*[1] * 9, 2).away


@pytest.mark.parametrize("code", SILENT)
def test_each_way_of_not_answering_counts(code: ProblemCode) -> None:
    network = silent(1, 2)
    network.note(3, failed(code))
    assert network.away


@pytest.mark.parametrize(
    "answer", [NotModified(), Gone(), failed(ProblemCode.FORBIDDEN), failed(ProblemCode.SERVER_ERROR)]
)
def test_an_answer_of_anybody_says_that_the_network_is_there(answer: FetchOutcome) -> None:
    network = silent(1, 2, 3)
    network.note(4, answer)
    assert not network.away
    network.note(1, failed(ProblemCode.DNS))
    assert not network.away
