import string
from collections.abc import Iterator

import aiohttp
import pytest
from aiohttp import client_exceptions

from handlers.sentences.reader import Reader
from watchers.fetch_errors import problem_of_error, problem_of_status
from watchers.source_problem import ProblemCode, problem


def descendants(kind: type[BaseException]) -> Iterator[type[BaseException]]:
    for child in kind.__subclasses__():
        yield child
        yield from descendants(child)


ALL = sorted(set(descendants(client_exceptions.ClientError)), key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_no_exception_of_aiohttps_is_unmapped(kind: type[BaseException]) -> None:
    error = kind.__new__(kind)
    assert problem_of_error(error, "wire.example").code is not ProblemCode.UNEXPECTED


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (aiohttp.ServerTimeoutError(), ProblemCode.TIMEOUT),
        (aiohttp.ConnectionTimeoutError(), ProblemCode.TIMEOUT),
        (TimeoutError(), ProblemCode.TIMEOUT),
        (aiohttp.InvalidURL("http://["), ProblemCode.BAD_ADDRESS),
        (aiohttp.ServerDisconnectedError(), ProblemCode.BROKEN_TRANSFER),
        (aiohttp.ClientPayloadError(), ProblemCode.BROKEN_TRANSFER),
        (ConnectionResetError(), ProblemCode.REFUSED),
        (UnicodeError(), ProblemCode.BAD_ADDRESS),
        (ZeroDivisionError(), ProblemCode.UNEXPECTED),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else value,
)
def test_an_exception_names_a_problem(error: BaseException, code: ProblemCode) -> None:
    assert problem_of_error(error, "wire.example").code is code


def test_an_unheard_of_status_is_a_problem_all_the_same() -> None:
    assert problem_of_status(799, "wire.example").code is ProblemCode.SERVER_ERROR
    assert problem_of_status(199, "wire.example").detail == "HTTP 199"


@pytest.mark.parametrize("code", list(ProblemCode))
def test_each_problem_has_a_sentence_with_a_mend(code: ProblemCode) -> None:
    sentence = Reader().plain(problem(code, "wire.example").sentence)
    assert sentence.endswith(".")
    assert ":" in sentence or "it will be tried again" in sentence
    assert all(field is None for _, field, _, _ in string.Formatter().parse(sentence))
