"""No address that a stranger gives may reach a private network.

The check stands where sockets are made, and sees the address about to be dialled: a literal in any spelling, a name, a
redirect's target and a name that changes its answer between two looks are all the one case. A resolver of one's own
lets literals through (6 of 16 bypass addresses); Python 3.11's `is_global` calls NAT64 and 6to4 forms of 127.0.0.1
global. The table of networks is ssrfguard's.
"""

import asyncio
import errno
import ipaddress
import socket
from typing import Any

from ssrfguard import DEFAULT_DENIED, AddressTable

_REFUSAL = "the address lies in a private or reserved network"
# Where IPv4 addresses were written before there were mapped ones: compatible (RFC 4291, 2.5.5.1), translated (RFC 2765,
# 2.1) and whatever a translator makes of the rest. Nobody serves feeds there; ssrfguard's table of 0.4 lacks some.
_OLD_FORMS = ipaddress.ip_network("::/16")
# The middle of an ISATAP address, under any prefix; an IPv4 address follows. Source: RFC 5214, 6.1.
_ISATAP = frozenset({0x0000_5EFE, 0x0200_5EFE})


class AddressRefused(OSError):  # noqa: N818 - an outcome of dialling among the operating system's
    """The guard refused an address. The text is always the same: happy eyeballs joins the texts of several."""

    def __init__(self) -> None:
        super().__init__(errno.EACCES, _REFUSAL)


class AddressGuard:
    """Decides which addresses may be dialled, by a table of networks."""

    def __init__(self, table: AddressTable = DEFAULT_DENIED) -> None:
        self._table = table

    def permits(self, address: str) -> bool:
        """Whether a fetcher may connect to an IP address; what is no address is refused."""
        try:
            parsed = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return False
        if isinstance(parsed, ipaddress.IPv6Address) and not self._names_no_inner_one(parsed):
            return False
        return not self._table.classify(parsed).blocked

    def _names_no_inner_one(self, address: ipaddress.IPv6Address) -> bool:
        """Whether no address of an inner network is hidden in it, in a form that the table does not look for."""
        if address in _OLD_FORMS:
            return address.ipv4_mapped is not None
        number = int(address)
        if (number >> 32) & 0xFFFF_FFFF in _ISATAP:
            return not self._table.classify(ipaddress.IPv4Address(number & 0xFFFF_FFFF)).blocked
        return True

    def open_socket(self, addr_info: tuple[Any, ...]) -> socket.socket:
        """A socket for one answer of `getaddrinfo`, made only if its address is permitted.

        Raises:
            AddressRefused: It is not.
        """
        family, kind, protocol, _, address = addr_info
        if family not in {socket.AF_INET, socket.AF_INET6} or not self.permits(str(address[0])):
            raise AddressRefused
        return socket.socket(family=family, type=kind, proto=protocol)

    async def check_name(self, host: str, port: int) -> None:
        """Resolve a name that a proxy is going to resolve again, and refuse it if any answer is refused.

        Behind a proxy the address dialled is the proxy's, so this is all that can be seen from here; that the proxy's
        own look gives the same answer is the proxy's to ensure.

        Raises:
            AddressRefused: One of its addresses is not permitted.
            OSError: It can't be resolved here.
        """
        answers = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        if not all(self.permits(str(answer[4][0])) for answer in answers):
            raise AddressRefused


def is_refusal(error: OSError) -> bool:
    """Whether dialling failed because of the guard, also where one of several addresses was refused."""
    # aiohttp keeps the operating system's error, with the texts of all addresses, in an attribute of its own.
    return any(_REFUSAL in str(argument) for e in (error, getattr(error, "os_error", error)) for argument in e.args)
