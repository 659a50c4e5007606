"""What can go wrong between a source and its items, in words that name the mend."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from newsroom.errors import WirewatchError


class ProblemCode(StrEnum):
    """Why a feed could not be read. Stored beside the source: a value's name never changes its meaning."""

    BAD_ADDRESS = "bad_address"
    DNS = "dns"
    REFUSED = "refused"
    TLS = "tls"
    TIMEOUT = "timeout"
    BROKEN_TRANSFER = "broken_transfer"
    TOO_LARGE = "too_large"
    NOT_FOUND = "not_found"
    FORBIDDEN = "forbidden"
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    HTTP_STATUS = "http_status"
    REDIRECT_LOOP = "redirect_loop"
    PRIVATE_NETWORK = "private_network"
    PROXY = "proxy"
    NOT_A_FEED = "not_a_feed"
    MALFORMED = "malformed"
    EMPTY = "empty"
    PARSE_TIMEOUT = "parse_timeout"
    PARSE_CRASH = "parse_crash"
    UNEXPECTED = "unexpected"


_SENTENCES: dict[ProblemCode, str] = {
    ProblemCode.BAD_ADDRESS: "This is no web address that can be read: give one that begins with https:// or http://.",
    ProblemCode.DNS: "{host} has no address in the name system: check the spelling, or whether the site has moved.",
    ProblemCode.REFUSED: "{host} does not take connections: the site may be down, it will be tried again.",
    ProblemCode.TLS: "{host} has no valid certificate: its owner must renew it, or the address must be another.",
    ProblemCode.TIMEOUT: "{host} did not answer in time: it will be tried again.",
    ProblemCode.BROKEN_TRANSFER: "{host} broke off in the middle of its answer: it will be tried again.",
    ProblemCode.TOO_LARGE: "{host} sends more than a feed may hold: ask the publisher for a shorter feed.",
    ProblemCode.NOT_FOUND: "{host} has nothing at this address any more: look for the feed's new address.",
    ProblemCode.FORBIDDEN: "{host} does not let us in: the feed may need a password, or the publisher blocks readers.",
    ProblemCode.RATE_LIMITED: "{host} asks for fewer visits: it is given the rest it asked for.",
    ProblemCode.SERVER_ERROR: "{host} has trouble of its own: it will be tried again.",
    ProblemCode.HTTP_STATUS: "{host} gave an answer that is no feed: check the address in a browser.",
    ProblemCode.REDIRECT_LOOP: "{host} sends us on again and again: check the address in a browser.",
    ProblemCode.PRIVATE_NETWORK: "{host} stands in a private network: only the operator can have it watched.",
    ProblemCode.PROXY: "The proxy for feeds does not answer: the operator should check it.",
    ProblemCode.NOT_A_FEED: "This address holds a page, not a feed: /addfeed with the site's address looks for one.",
    ProblemCode.MALFORMED: "The feed is damaged beyond reading: its publisher must mend it, it will be tried again.",
    ProblemCode.EMPTY: "{host} sent an empty answer: it will be tried again.",
    ProblemCode.PARSE_TIMEOUT: "The feed took too long to read and was given up: its publisher must mend it.",
    ProblemCode.PARSE_CRASH: "The feed could not be read without harm and was given up: its publisher must mend it.",
    ProblemCode.UNEXPECTED: "Something unforeseen happened with {host}: the operator finds it in the log.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A reason and a sentence for people.

    Attributes:
        sentence: Names at most the host, never path, query or credentials of an address.
        detail: For the log: "HTTP 503", the name of an exception. Empty where the code says it all.
    """

    code: ProblemCode
    sentence: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A source could not be fetched or read this time.

    Attributes:
        retry_after: How long the server asks to be left alone; None where it does not say.
    """

    problem: Problem
    retry_after: timedelta | None = None


class SourceProblem(WirewatchError):  # noqa: N818 - the name in the tree of newsroom.errors
    """A feed can't be read now; the desk goes on without it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.sentence)
        self.problem = problem


def problem(code: ProblemCode, host: str = "", detail: str = "") -> Problem:
    """The problem with its sentence filled in."""
    return Problem(code=code, sentence=_SENTENCES[code].format(host=host or "The site"), detail=detail)
