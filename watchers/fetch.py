"""Addresses to bytes: politely, within limits, and never into a private network that nobody opened."""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from watchers.address_guard import AddressGuard, AddressRefused
from watchers.cache_headers import max_age_s, retry_after, validator
from watchers.content_encoding import BodyTooLargeError, BrokenEncodingError, unpacked
from watchers.fetch_errors import problem_of_error, problem_of_status
from watchers.fetch_outcome import Fetched, FetchOutcome, FetchRequest, Gone, NotModified, Unchanged
from watchers.host_limits import HostLimits
from watchers.source_problem import Failed, Problem, ProblemCode, SourceProblem, problem
from watchers.unhurried import unhurry

__all__ = ["FetchOutcome", "FetchRequest", "FetchSettings", "Fetched", "Fetcher", "Gone", "NotModified", "Unchanged"]

_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}
_CHUNK_BYTES = 65_536
_DNS_CACHE_S = 300
_POST_S = 10.0  # a receiver that takes longer is tried again
_OF_A_NAME = frozenset({ProblemCode.DNS, ProblemCode.PRIVATE_NETWORK})
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/json;q=0.9, "
    "application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.5, */*;q=0.4"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """Limits of each visit.

    Attributes:
        connect_timeout_s: For name, connection and TLS of one hop.
        read_timeout_s: Longest silence in the middle of an answer.
        total_timeout_s: For all hops together, from the first byte sent to the last received; waiting for a slot is
            not counted.
        body_limit_bytes: After decompression. The largest feed of a news outlet that was seen has 2.8 MB.
        per_host: Visits at once to one host, `at_once` to all.
        proxy_url: An HTTP proxy for all but trusted private addresses, with credentials where it wants them; None for
            none.
    """

    user_agent: str = "Wirewatch/0.1 (feed reader of a newsroom)"
    connect_timeout_s: float = 10.0
    read_timeout_s: float = 15.0
    total_timeout_s: float = 40.0
    body_limit_bytes: int = 5 << 20
    redirects_max: int = 5
    per_host: int = 2
    at_once: int = 32
    proxy_url: str | None = None


@dataclass(slots=True)
class _FetchVisit:
    """Where a visit stands: the hop it is at, what is left of its time, and how it came there."""

    request: FetchRequest
    url: URL
    left_s: float
    hops: int = 0
    permanent: bool = True
    hop_began_s: float = 0.0

    @property
    def host(self) -> str:
        return self.url.host or ""

    @property
    def trusted(self) -> bool:
        # The operator vouches for an address, not for wherever its owner sends us on.
        return self.request.trusted and self.host == URL(self.request.url.strip()).host

    @property
    def moved_to(self) -> str | None:
        return str(self.url) if self.hops and self.permanent else None


class Fetcher:
    """Visits sources; an asynchronous context.

    It keeps two pools of connections, so that no guarded visit finds a socket open that a trusted one dialled.

    Args:
        settings: Limits.
        guard: Decides over the addresses of requests that are not trusted.
        resolver: Names to addresses; None for the system's.
    """

    def __init__(
        self, settings: FetchSettings, guard: AddressGuard | None = None, *, resolver: AbstractResolver | None = None
    ) -> None:
        self._settings = settings
        self._guard = guard or AddressGuard()
        self._resolver = resolver
        self._slots = HostLimits(settings.at_once, settings.per_host)
        self._sessions: dict[bool, aiohttp.ClientSession] = {}

    async def __aenter__(self) -> Self:
        self._sessions = {trusted: self._session(trusted=trusted) for trusted in (False, True)}
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for session in self._sessions.values():
            await session.close()

    def _session(self, *, trusted: bool) -> aiohttp.ClientSession:
        # Behind a proxy the address dialled is the proxy's, which is the operator's choice: names are checked instead.
        guarded = not trusted and self._settings.proxy_url is None
        connector = aiohttp.TCPConnector(
            limit=self._settings.at_once,
            ttl_dns_cache=_DNS_CACHE_S,
            resolver=self._resolver,
            socket_factory=self._guard.open_socket if guarded else None,
        )
        timeout = aiohttp.ClientTimeout(
            total=None, connect=self._settings.connect_timeout_s, sock_read=self._settings.read_timeout_s
        )
        return aiohttp.ClientSession(
            connector=connector,
            timeout=timeout,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,  # it believes the header: `watchers.content_encoding` believes the bytes
        )

    async def fetch(self, request: FetchRequest) -> FetchOutcome:
        """Ask a source for its feed; whatever goes wrong is `Failed`, only cancellation goes through."""
        visit, host = None, ""
        try:
            visit = _FetchVisit(request, _http_url(request.url), self._settings.total_timeout_s)
            host = visit.host
            while True:
                outcome = await self._hop(visit)
                host = visit.host
                if outcome is not None:
                    return outcome
        except SourceProblem as exc:
            found = exc.problem
        except Exception as exc:  # noqa: BLE001 - the one place for one source: a strange server must stop no other
            found = problem_of_error(exc, host)
        if visit is not None and request.unhurried and found.code in _OF_A_NAME:
            await unhurry(visit.hop_began_s)
            return Failed(problem=found, waited=True)
        return Failed(problem=found)

    async def first_post(
        self, url: str, body: bytes, headers: Mapping[str, str], *, trusted: bool = False
    ) -> int | Problem:
        """`post` to an address that a person has just named: in its turn at the host, and unhurried where it fails."""
        try:
            host = URL(url.strip()).host or ""
        except ValueError:
            host = ""
        async with self._slots.visit(host):
            began_s = asyncio.get_running_loop().time()
            found = await self.post(url, body, headers, trusted=trusted)
        if isinstance(found, Problem):
            await unhurry(began_s)
        return found

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], *, trusted: bool = False) -> int | Problem:
        """Hand something to an address that a chat gave: what it answers as a status, or why it gave no answer.

        Guarded as its feeds are, unless it is `trusted`; not led on elsewhere, and what the answer says is not read.
        """
        host = ""
        try:
            visit = _FetchVisit(FetchRequest(url=url, trusted=trusted), _http_url(url), _POST_S)
            host = visit.host
            proxy = await self._proxy(visit)
            sent = {**headers, "User-Agent": self._settings.user_agent, "Content-Type": "application/json"}
            async with (
                asyncio.timeout(_POST_S),
                self._sessions[trusted].post(
                    visit.url, data=body, headers=sent, allow_redirects=False, proxy=proxy
                ) as response,
            ):
                response.close()
                return response.status
        except SourceProblem as exc:
            return exc.problem
        except Exception as exc:  # noqa: BLE001 - as of a visit: a strange server must stop no other
            return problem_of_error(exc, host)

    async def _hop(self, visit: _FetchVisit) -> FetchOutcome | None:
        """One request; None where it led to another address, at which the visit now stands."""
        async with self._slots.visit(visit.host):
            clock = asyncio.get_running_loop().time
            visit.hop_began_s = clock()
            async with asyncio.timeout(visit.left_s):
                outcome = await self._ask(visit)
            visit.left_s -= clock() - visit.hop_began_s
        return outcome

    async def _ask(self, visit: _FetchVisit) -> FetchOutcome | None:
        session, proxy = self._sessions[visit.trusted], await self._proxy(visit)
        async with session.get(
            visit.url, headers=self._headers(visit.request), allow_redirects=False, proxy=proxy
        ) as response:
            if response.status in _REDIRECTS and "Location" in response.headers:
                self._follow(visit, response.status, response.headers["Location"])
                return None
            return await self._outcome(visit, response)

    async def _proxy(self, visit: _FetchVisit) -> str | None:
        """The proxy to go by: none for what lies in the operator's own network, which a proxy outside can't reach."""
        if self._settings.proxy_url is None:
            return None
        try:
            await self._guard.check_name(visit.host, visit.url.port or 0)
        except AddressRefused:
            if not visit.trusted:
                raise
            return None
        except OSError:  # perhaps a name that only the proxy can resolve: the operator's word is enough, no one else's
            if not visit.trusted:
                raise
        return self._settings.proxy_url

    def _headers(self, request: FetchRequest) -> dict[str, str]:
        headers = {"User-Agent": self._settings.user_agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate, br"}
        if etag := validator(request.etag):
            headers["If-None-Match"] = etag
        if last_modified := validator(request.last_modified):
            headers["If-Modified-Since"] = last_modified
        return headers

    def _follow(self, visit: _FetchVisit, status: int, location: str) -> None:
        visit.hops += 1
        if visit.hops > self._settings.redirects_max:
            raise SourceProblem(problem(ProblemCode.REDIRECT_LOOP, visit.host))
        visit.permanent = visit.permanent and status in _PERMANENT
        visit.url = _http_url(str(visit.url.join(URL(location))))

    async def _outcome(self, visit: _FetchVisit, response: aiohttp.ClientResponse) -> FetchOutcome:
        asked = visit.request.etag is not None or visit.request.last_modified is not None
        if response.status == HTTPStatus.NOT_MODIFIED and asked:
            return NotModified(
                permanent_url=visit.moved_to,
                etag=validator(response.headers.get("ETag")) or visit.request.etag,
                last_modified=validator(response.headers.get("Last-Modified")) or visit.request.last_modified,
                max_age_s=max_age_s(response.headers),
            )
        if response.status == HTTPStatus.GONE and visit.permanent:
            return Gone()
        if response.status not in range(200, 300) or response.status == HTTPStatus.NO_CONTENT:
            return Failed(
                problem=problem_of_status(response.status, visit.host), retry_after=retry_after(response.headers)
            )
        return _judged(visit, await self._document(visit, response), response.headers)

    async def _document(self, visit: _FetchVisit, response: aiohttp.ClientResponse) -> bytes:
        body, encodings = await self._body(visit, response), ",".join(response.headers.getall("Content-Encoding", ()))
        try:
            return unpacked(body, encodings, self._settings.body_limit_bytes)
        except BodyTooLargeError as exc:
            raise SourceProblem(problem(ProblemCode.TOO_LARGE, visit.host)) from exc
        except BrokenEncodingError as exc:
            raise SourceProblem(problem(ProblemCode.BROKEN_TRANSFER, visit.host, "Content-Encoding")) from exc

    async def _body(self, visit: _FetchVisit, response: aiohttp.ClientResponse) -> bytes:
        limit = self._settings.body_limit_bytes
        body = bytearray()
        declared = response.content_length or 0
        if declared <= limit:
            async for chunk in response.content.iter_chunked(_CHUNK_BYTES):
                body += chunk
                if len(body) > limit:
                    break
        if declared > limit or len(body) > limit:
            response.close()  # else what is left would be read to keep the connection
            raise SourceProblem(problem(ProblemCode.TOO_LARGE, visit.host))
        if not body:
            raise SourceProblem(problem(ProblemCode.EMPTY, visit.host))
        return bytes(body)


def _judged(visit: _FetchVisit, body: bytes, headers: Mapping[str, str]) -> Fetched | Unchanged:
    body_hash = hashlib.sha256(body).hexdigest()
    etag, last_modified = validator(headers.get("ETag")), validator(headers.get("Last-Modified"))
    if body_hash == visit.request.body_hash:
        return Unchanged(
            permanent_url=visit.moved_to, etag=etag, last_modified=last_modified, max_age_s=max_age_s(headers)
        )
    return Fetched(
        body=body,
        body_hash=body_hash,
        final_url=str(visit.url.with_user(None)),
        permanent_url=visit.moved_to,
        etag=etag,
        last_modified=last_modified,
        content_type=headers.get("Content-Type", "")[:200],
        max_age_s=max_age_s(headers),
    )


def _http_url(raw: str) -> URL:
    try:
        url = URL(raw.strip())
        usable = url.scheme in {"http", "https"} and bool(url.host) and url.port is not None
    except ValueError as exc:
        raise SourceProblem(problem(ProblemCode.BAD_ADDRESS, detail=type(exc).__name__)) from exc
    if not usable:
        raise SourceProblem(problem(ProblemCode.BAD_ADDRESS))
    return url
