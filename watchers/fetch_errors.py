"""aiohttp's exceptions, translated: the only place that knows them all."""

import socket
from http import HTTPStatus

import aiohttp

from watchers.address_guard import is_refusal
from watchers.source_problem import Problem, ProblemCode, problem

# The first that fits names the problem, so what is special comes before what it is a kind of.
_KINDS: tuple[tuple[type[BaseException], ProblemCode], ...] = (
    (aiohttp.ClientProxyConnectionError, ProblemCode.PROXY),
    (aiohttp.ClientHttpProxyError, ProblemCode.PROXY),
    (aiohttp.InvalidURL, ProblemCode.BAD_ADDRESS),
    (aiohttp.NonHttpUrlClientError, ProblemCode.BAD_ADDRESS),
    (aiohttp.RedirectClientError, ProblemCode.REDIRECT_LOOP),
    (aiohttp.TooManyRedirects, ProblemCode.REDIRECT_LOOP),
    (aiohttp.ClientConnectorDNSError, ProblemCode.DNS),
    (socket.gaierror, ProblemCode.DNS),
    (aiohttp.ClientSSLError, ProblemCode.TLS),
    (aiohttp.ServerFingerprintMismatch, ProblemCode.TLS),
    (TimeoutError, ProblemCode.TIMEOUT),
    (aiohttp.ClientConnectorError, ProblemCode.REFUSED),
    (aiohttp.ClientPayloadError, ProblemCode.BROKEN_TRANSFER),
    (aiohttp.ClientResponseError, ProblemCode.BROKEN_TRANSFER),  # headers that are no HTTP
    (aiohttp.ClientConnectionError, ProblemCode.BROKEN_TRANSFER),
    (aiohttp.ClientError, ProblemCode.BROKEN_TRANSFER),
    (OSError, ProblemCode.REFUSED),
    (ValueError, ProblemCode.BAD_ADDRESS),  # names that are no names to IDNA, ports past 65535
)
_STATUSES: dict[int, ProblemCode] = {
    HTTPStatus.NOT_FOUND: ProblemCode.NOT_FOUND,
    HTTPStatus.GONE: ProblemCode.NOT_FOUND,
    HTTPStatus.UNAUTHORIZED: ProblemCode.FORBIDDEN,
    HTTPStatus.FORBIDDEN: ProblemCode.FORBIDDEN,
    HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS: ProblemCode.FORBIDDEN,
    HTTPStatus.TOO_MANY_REQUESTS: ProblemCode.RATE_LIMITED,
    HTTPStatus.NO_CONTENT: ProblemCode.EMPTY,
}


def problem_of_error(error: BaseException, host: str) -> Problem:
    """Why a visit that ended in an exception did; never the exception's own text, which may hold the whole address."""
    detail = type(error).__name__
    if isinstance(error, OSError) and is_refusal(error):
        return problem(ProblemCode.PRIVATE_NETWORK, host, detail)
    for kind, code in _KINDS:
        if isinstance(error, kind):
            return problem(code, host, detail)
    return problem(ProblemCode.UNEXPECTED, host, detail)


def problem_of_status(status: int, host: str) -> Problem:
    """Why an answer of this status brings no feed."""
    other = ProblemCode.SERVER_ERROR if status >= HTTPStatus.INTERNAL_SERVER_ERROR else ProblemCode.HTTP_STATUS
    return problem(_STATUSES.get(status, other), host, f"HTTP {status}")
