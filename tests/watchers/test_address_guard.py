import asyncio
import socket
from collections import deque
from contextlib import nullcontext

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from ssrfguard import DEFAULT_DENIED, AddressTable

from tests.watchers.loopback import redirect, serve, static
from watchers import fetch
from watchers.address_guard import AddressGuard, AddressRefused
from watchers.fetch import Fetched, Fetcher, FetchRequest, FetchSettings
from watchers.source_problem import Failed, ProblemCode

# A network in which 127.0.0.2 stands for the public internet, and 127.0.0.1 for what must not be reached.
_LOOPBACK = next(block for block in DEFAULT_DENIED.blocks if str(block.network) == "127.0.0.0/8")
PUBLIC = "127.0.0.2"
TEST_GUARD = AddressGuard(
    AddressTable(
        (
            *(block for block in DEFAULT_DENIED.blocks if block is not _LOOPBACK),
            type(_LOOPBACK)(
                **{
                    **{name: getattr(_LOOPBACK, name) for name in _LOOPBACK.__dataclass_fields__},
                    "network": type(_LOOPBACK.network)("127.0.0.1/32"),
                }
            ),
        )
    )
)
FEED = b"<rss version='2.0'><channel/></rss>"


class Answers(AbstractResolver):
    """A name server that gives one list of addresses after another."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = deque(answers)

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002 - the interface's
    ) -> list[ResolveResult]:
        addresses = self.answers.popleft() if len(self.answers) > 1 else self.answers[0]
        return [
            ResolveResult(hostname=host, host=a, port=port, family=socket.AF_INET, proto=0, flags=0) for a in addresses
        ]

    async def close(self) -> None:
        pass


async def code_of(fetcher: Fetcher, url: str) -> ProblemCode | None:
    outcome = await fetcher.fetch(FetchRequest(url=url))
    return outcome.problem.code if isinstance(outcome, Failed) else None


@pytest.mark.parametrize(
    ("address", "permitted"),
    [
        pytest.param("127.0.0.1", False, id="loopback"),
        pytest.param("10.1.2.3", False, id="private"),
        pytest.param("100.64.0.1", False, id="carrier's"),
        pytest.param("169.254.169.254", False, id="cloud metadata"),
        pytest.param("0.0.0.0", False, id="this host"),  # noqa: S104 - an address to be refused, nothing binds to it
        pytest.param("255.255.255.255", False, id="broadcast"),
        pytest.param("224.0.0.1", False, id="multicast"),
        pytest.param("::1", False, id="loopback in six"),
        pytest.param("::", False, id="nothing in six"),
        pytest.param("::ffff:127.0.0.1", False, id="mapped"),
        pytest.param("::127.0.0.1", False, id="compatible"),
        pytest.param("::ffff:0:127.0.0.1", False, id="translated, RFC 2765"),
        pytest.param("::ffff:0:93.184.215.14", False, id="translated, of a public one: nobody serves feeds there"),
        pytest.param("::93.184.215.14", False, id="compatible, of a public one"),
        pytest.param("::fffe:7f00:1", False, id="nearly mapped"),
        pytest.param("::5efe:127.0.0.1", False, id="ISATAP without a prefix"),
        pytest.param("2001:470::5efe:10.0.0.5", False, id="ISATAP of a private one"),
        pytest.param("2001:470::200:5efe:169.254.169.254", False, id="ISATAP of the metadata service"),
        pytest.param("2001:470::200:5efe:93.184.215.14", True, id="ISATAP of a public one"),
        pytest.param("64:ff9b::7f00:1", False, id="NAT64"),
        pytest.param("64:ff9b:1::1", False, id="local NAT64"),
        pytest.param("2002:7f00:1::", False, id="6to4"),
        pytest.param("2002:c0a8:101::1", False, id="6to4 of 192.168"),
        pytest.param("2001:0:7f00:1::", False, id="Teredo"),
        pytest.param("fec0::1", False, id="site-local"),
        pytest.param("fe80::1%eth0", False, id="link-local with a zone"),
        pytest.param("fc00::1", False, id="unique local"),
        pytest.param("ff02::1", False, id="multicast in six"),
        pytest.param("not an address", False, id="no address"),
        pytest.param("", False, id="empty"),
        pytest.param("93.184.215.14", True, id="public"),
        pytest.param("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True, id="public in six"),
    ],
)
def test_only_public_addresses_are_permitted(address: str, *, permitted: bool) -> None:
    assert AddressGuard().permits(address) is permitted


@pytest.mark.parametrize(
    "host",
    [
        pytest.param("127.0.0.1", id="literal"),
        pytest.param("localhost", id="name"),
        pytest.param("localhost.", id="name with a dot"),
        pytest.param("2130706433", id="decimal"),
        pytest.param("0x7f000001", id="hexadecimal"),
        pytest.param("0177.0.0.1", id="octal"),
        pytest.param("0x7f.1", id="mixed"),
        pytest.param("127.1", id="short"),
        pytest.param("0", id="zero"),
        pytest.param("①②⑦.⓪.⓪.①", id="circled digits"),
        pytest.param("[::1]", id="six"),
        pytest.param("[::ffff:127.0.0.1]", id="mapped"),
        pytest.param("[::ffff:7f00:1]", id="mapped, hexadecimal"),
        pytest.param("[64:ff9b::7f00:1]", id="NAT64"),
        pytest.param("[2002:7f00:1::]", id="6to4"),
        pytest.param("[fec0::1]", id="site-local"),
        pytest.param("[::127.0.0.1]", id="compatible"),
        pytest.param("[::]", id="nothing"),
        pytest.param("[fe80::1%25lo]", id="zone"),
    ],
)
async def test_no_spelling_of_a_private_address_reaches_a_socket(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with serve({"/feed": static(FEED)}) as server, Fetcher(FetchSettings()) as fetcher:
        monkeypatch.setattr(socket, "socket", _no_socket)
        code = await code_of(fetcher, f"http://{host}:{server.rpartition(':')[2]}/feed")
    assert code in {ProblemCode.PRIVATE_NETWORK, ProblemCode.BAD_ADDRESS, ProblemCode.DNS}


def _no_socket(*_: object, **__: object) -> socket.socket:
    raise AssertionError("a socket was made")


async def test_a_name_with_a_private_address_is_refused() -> None:
    resolver = Answers(["127.0.0.1"])
    async with serve({"/feed": static(FEED)}) as server, Fetcher(FetchSettings(), resolver=resolver) as fetcher:
        assert await code_of(fetcher, f"http://wire.test:{_port(server)}/feed") is ProblemCode.PRIVATE_NETWORK


async def test_of_a_public_and_a_private_address_only_the_public_one_is_dialled() -> None:
    async with (
        serve({"/feed": static(FEED)}) as private,
        Fetcher(FetchSettings(), TEST_GUARD, resolver=Answers(["127.0.0.1", PUBLIC])) as fetcher,
    ):
        # Nobody listens at the public address: had the private one been dialled, this would be a feed.
        assert await code_of(fetcher, f"http://wire.test:{_port(private)}/feed") is ProblemCode.REFUSED


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_into_a_private_network_is_refused(status: int) -> None:
    async with (
        serve({"/secret": static(FEED)}) as private,
        serve({"/feed": redirect(f"{private}/secret", status)}, PUBLIC) as public,
        Fetcher(FetchSettings(), TEST_GUARD) as fetcher,
    ):
        assert await code_of(fetcher, f"{public}/feed") is ProblemCode.PRIVATE_NETWORK


async def test_a_name_that_changes_its_answer_is_refused_when_it_turns_private(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "_DNS_CACHE_S", 0)
    resolver = Answers([PUBLIC], ["127.0.0.1"])
    async with (
        serve({"/feed": static(FEED, Connection="close")}, PUBLIC) as public,
        Fetcher(FetchSettings(), TEST_GUARD, resolver=resolver) as fetcher,
    ):
        url = f"http://rebinding.test:{_port(public)}/feed"
        assert await code_of(fetcher, url) is None
        assert await code_of(fetcher, url) is ProblemCode.PRIVATE_NETWORK


async def test_an_address_of_the_operators_may_lie_in_a_private_network() -> None:
    async with serve({"/feed": static(FEED)}) as server, Fetcher(FetchSettings()) as fetcher:
        assert isinstance(await fetcher.fetch(FetchRequest(url=f"{server}/feed", trusted=True)), Fetched)


async def test_a_connection_that_a_trusted_visit_left_open_serves_no_stranger() -> None:
    async with serve({"/feed": static(FEED)}) as server, Fetcher(FetchSettings()) as fetcher:
        await fetcher.fetch(FetchRequest(url=f"{server}/feed", trusted=True))
        assert await code_of(fetcher, f"{server}/feed") is ProblemCode.PRIVATE_NETWORK


async def test_trust_in_an_address_is_no_trust_in_where_it_leads() -> None:
    async with (
        serve({"/secret": static(FEED)}) as private,
        serve({"/feed": redirect(f"{private}/secret")}, PUBLIC) as trusted,
        Fetcher(FetchSettings()) as fetcher,
    ):
        outcome = await fetcher.fetch(FetchRequest(url=f"{trusted}/feed", trusted=True))
    assert isinstance(outcome, Failed)
    assert outcome.problem.code is ProblemCode.PRIVATE_NETWORK


async def test_what_the_operator_trusts_in_the_own_network_is_visited_past_the_proxy() -> None:
    async with (
        serve({"/feed": static(b"by proxy")}) as proxy,
        serve({"/feed": static(b"straight")}) as server,
        Fetcher(FetchSettings(proxy_url=proxy), TEST_GUARD) as fetcher,
    ):
        outcomes = [
            await fetcher.fetch(FetchRequest(url=f"{address}/feed", trusted=True))
            for address in (server, f"http://{PUBLIC}", "http://known-to-the-proxy.invalid")
        ]
    assert [outcome.body for outcome in outcomes if isinstance(outcome, Fetched)] == [
        b"straight",
        b"by proxy",
        b"by proxy",
    ]


async def test_a_name_that_only_the_proxy_can_resolve_is_refused_to_strangers() -> None:
    async with serve({"/feed": static(FEED)}) as proxy, Fetcher(FetchSettings(proxy_url=proxy)) as fetcher:
        assert await code_of(fetcher, "http://known-to-the-proxy.invalid/feed") is ProblemCode.DNS


async def test_behind_a_proxy_names_are_looked_at_before_the_proxy_is_asked() -> None:
    # aiohttp's test server takes the absolute address that a proxy is asked for, and answers by its path.
    async with serve({"/feed": static(FEED)}) as proxy:
        settings = FetchSettings(proxy_url=proxy)
        async with Fetcher(settings, TEST_GUARD) as fetcher:
            assert isinstance(await fetcher.fetch(FetchRequest(url=f"http://{PUBLIC}/feed")), Fetched)
            assert await code_of(fetcher, "http://127.0.0.1/feed") is ProblemCode.PRIVATE_NETWORK
            assert await code_of(fetcher, "http://localhost/feed") is ProblemCode.PRIVATE_NETWORK


@pytest.mark.parametrize(
    ("answers", "refused"), [([PUBLIC], False), ([PUBLIC, "10.0.0.5"], True), (["10.0.0.5"], True)]
)
async def test_behind_a_proxy_a_name_with_any_private_address_is_refused(
    answers: list[str], monkeypatch: pytest.MonkeyPatch, *, refused: bool
) -> None:
    """Which of them the proxy dials is not seen from here."""

    async def getaddrinfo(_host: str, port: int, **_: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answers]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
    with pytest.raises(AddressRefused) if refused else nullcontext():
        await TEST_GUARD.check_name("wire.test", 80)


def _port(server: str) -> str:
    return server.rpartition(":")[2]
