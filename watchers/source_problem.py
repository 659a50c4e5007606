"""What can go wrong between a source and its items."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from newsroom.errors import WirewatchError
from newsroom.sentence import Sentence, sentence


class ProblemCode(StrEnum):
    """Why a feed could not be read. Its sentence is `problem.<code>` in the catalogue.

    Stored beside the source: a value's name never changes its meaning.
    """

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
    FEED_LIST = "feed_list"
    SITE_MAP = "site_map"
    NO_POSTS = "no_posts"
    OTHER_DOCUMENT = "other_document"
    MALFORMED = "malformed"
    EMPTY = "empty"
    PARSE_TIMEOUT = "parse_timeout"
    PARSE_CRASH = "parse_crash"
    UNEXPECTED = "unexpected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A reason, and what its sentence for people names.

    Attributes:
        host: Whose fault it is; never path, query or credentials of an address. Empty where no address was given.
        detail: For the log: "HTTP 503", the name of an exception. Empty where the code says it all.
    """

    code: ProblemCode
    host: str = ""
    detail: str = ""

    @property
    def sentence(self) -> Sentence:
        """What is wrong and the remedy; not every one names the host."""
        return Sentence(f"problem.{self.code}", {"host": self.host or sentence("problem.host_unknown")})


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A source could not be fetched or read this time.

    Attributes:
        retry_after: How long the server asks to be left alone; None where it does not say.
        waited: That it failed came at an unhurried time already: `watchers.unhurried`.
    """

    problem: Problem
    retry_after: timedelta | None = None
    waited: bool = False


class SourceProblem(WirewatchError):  # noqa: N818 - the name in the tree of newsroom.errors
    """A feed can't be read now; the desk goes on without it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.code} {problem.host} {problem.detail}".rstrip())
        self.problem = problem


def problem(code: ProblemCode, host: str = "", detail: str = "") -> Problem:
    """The problem at a host."""
    return Problem(code=code, host=host, detail=detail)
