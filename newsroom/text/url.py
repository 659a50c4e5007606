"""Canonical addresses: one address for an article, however it was shared."""

import ipaddress
from functools import cache, lru_cache
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import regex
from publicsuffixlist import PublicSuffixList
from w3lib.url import safe_url_string

from newsroom.text.tables import table
from newsroom.text.telegram_channel import channel_name

# Longer addresses are nobody's article; browsers and servers give up far below.
_LONGEST_URL = 4_096
# A redirector may lead to a redirector; more than this is a loop.
_MOST_HOPS = 4

_TABLE = table("url")
_TRACKERS = frozenset(_TABLE["trackers"].split())
_TRACKER_PREFIXES = tuple(_TABLE["tracker_prefixes"].split())
_TRACKER_VALUES = tuple(_TABLE["tracker_values"].split())
_REDIRECTORS = {host: tuple(names.split()) for host, names in _TABLE["redirectors"].items()}
_REDIRECTOR_PATHS = ("/url", "/l.php", "/away", "/redirect", "/l/", "/~r/")
_GOOGLE = regex.compile(r"(?:www\.|news\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?")
_MOBILE = ("m.", "mobile.", "amp.", "touch.")
_AMP_ENDS = frozenset({"amp", "amp.html"})
_AMP_CACHE = ".cdn.ampproject.org"
_SCHEME = regex.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,31}:")
_CONTROL = regex.compile(r"[\p{Cc}\p{Cf}\p{Cs}]")

# Without the suffixes of other scripts as the network writes them ("xn--p1ai"): to work these out takes as long as to
# read all others, and a host that has none of them can match none.
_SUFFIXES = PublicSuffixList(accept_encoded_idn=False)
_ENCODED_LABEL = "xn--"
# Names that lead nowhere but into the reader's own network. Source: RFC 6761, RFC 6762, RFC 8375, ICANN on .internal.
_INNER_SUFFIXES = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "home.arpa", "onion")
_NUMERIC_HOST = regex.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+))*\.?", regex.IGNORECASE)
LONGEST_ADDRESS = 2_000  # characters: longer ones are no feed's, as for /addfeed
_WEB = ("http://", "https://")


def canonical(url: str, base: str = "") -> str:
    """One address for all the ways in which an article is linked; that of a canonical address is the address itself.

    Redirectors that carry their goal, trackers, fragments, default ports, AMP and mobile twins are folded; `http`
    becomes `https` on public hosts: the result is for comparing and for people to open, not for polling a feed.

    Args:
        url: As the feed has it.
        base: The address that a relative one is relative to; without it, relative addresses are unusable.

    Returns:
        "" for an address that leads to no web page: `mailto:`, `javascript:`, nonsense, more than 4,096 characters.
    """
    if len(url) > _LONGEST_URL or len(base) > _LONGEST_URL:
        return ""
    return _canonical(url, base)


@lru_cache(maxsize=1_024)
def _canonical(url: str, base: str) -> str:
    address = _CONTROL.sub("", url).strip()
    for _ in range(_MOST_HOPS):
        parts = _split(address, base)
        if parts is None:
            return ""
        goal = _goal(parts)
        if not goal:
            return _settled(parts)
        address, base = goal, ""
    return ""


def registered_domain(url: str) -> str:
    """The domain that was bought ("https://news.bbc.co.uk/x" -> "bbc.co.uk"), by the public suffix list.

    A Telegram channel is its own publisher: "https://t.me/s/harbour/12" -> "t.me/harbour".

    Returns:
        The host itself where it is an address of numbers or has no public suffix; "" for what names no host.
    """
    host = host_of(url if "//" in url else f"//{url}")
    if not host:
        return ""
    if name := channel_name(url):
        return f"t.me/{name}"
    return _bought(host)


@lru_cache(maxsize=4_096)  # hosts; an outlet's items have one or a few
def _bought(host: str) -> str:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return _private_suffix(host) or host
    return host


def _private_suffix(host: str) -> str | None:
    """What somebody bought of a host: the public suffix and one label more; None where it has none."""
    return (_encoded_suffixes() if _ENCODED_LABEL in host.lower() else _SUFFIXES).privatesuffix(host)


@cache
def _encoded_suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def is_feed_address(url: str) -> bool:
    """Whether a feed may be there."""
    return len(url) <= LONGEST_ADDRESS and bool(registered_domain(url)) and url.lower().startswith(_WEB)


def is_public_page(url: str) -> bool:
    """Whether an address may become a link or a button: http(s), on a host that has a public name.

    A host written as a number, in any spelling, and a name of an inner network are refused: else a feed could have a
    reader's browser call a device in the reader's own network. Nothing is resolved.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".").lower()
    except ValueError:
        return False
    if parts.scheme not in {"http", "https"} or "." not in host or ":" in host or _NUMERIC_HOST.fullmatch(host):
        return False
    return not any(host == inner or host.endswith(f".{inner}") for inner in _INNER_SUFFIXES)


def same_host(one: str, other: str) -> bool:
    """Whether two http(s) addresses are of one host and port; False for what is no such address."""
    try:
        parts = [urlsplit(url) for url in (one, other)]
        hosts = {(part.hostname, part.port) for part in parts}
    except ValueError:
        return False
    return all(part.scheme in {"http", "https"} and part.hostname for part in parts) and len(hosts) == 1


def _split(address: str, base: str) -> SplitResult | None:
    try:
        full = address if _SCHEME.match(address) or not base else urljoin(base, address)
        if full.startswith("//"):
            full = "https:" + full
        parts = urlsplit(safe_url_string(full))
        parts.port  # noqa: B018 - raises on a port that is no number
    except (ValueError, UnicodeError):
        return None
    return parts if parts.scheme in {"http", "https"} and parts.hostname else None


def host_of(address: str) -> str:
    """The host of a web address, by which people know it; "" where it has none that can be read."""
    try:
        return (urlsplit(address).hostname or "").rstrip(".").casefold()
    except ValueError:
        return ""


def _goal(parts: SplitResult) -> str:
    host = (parts.hostname or "").casefold()
    if host.endswith(_AMP_CACHE):
        return _from_amp_cache(parts.path)
    names = _REDIRECTORS.get("google" if _GOOGLE.fullmatch(host) else host, ())
    if names and not parts.path.startswith(_REDIRECTOR_PATHS):
        return ""
    found = dict(parse_qsl(parts.query, max_num_fields=None))
    return next((found[name] for name in names if _SCHEME.match(found.get(name, ""))), "")


def _from_amp_cache(path: str) -> str:
    """The address inside an AMP cache's path: /c/s/host/path, /v/s/..., /i/s/... ("s" = https)."""
    steps = [step for step in path.split("/") if step]
    while steps and len(steps[0]) == 1:
        steps.pop(0)
    return "https://" + "/".join(steps) if steps and "." in steps[0] else ""


def _settled(parts: SplitResult) -> str:
    host = _desktop((parts.hostname or "").rstrip("."))
    if not host:
        return ""
    port = parts.port if parts.port not in {80, 443} else None
    # A loopback, a bare name or a port of its own is a server without a certificate for all we know.
    scheme = parts.scheme if port or ":" in host or not _private_suffix(host) else "https"
    place = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    query = urlencode(sorted(_kept(parts.query)))
    return safe_url_string(urlunsplit((scheme, place, _path(parts.path), query, "")))


def _desktop(host: str) -> str:
    """The host for large screens: m.bbc.co.uk -> www.bbc.co.uk, amp.news.example.org -> news.example.org."""
    while host.startswith(_MOBILE):
        rest = host.partition(".")[2]
        bought = _private_suffix(rest)
        if not bought:
            break
        host = f"www.{rest}" if rest == bought else rest
    return host


def _path(path: str) -> str:
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in {"", "."}:
            steps.append(step)
    while steps and steps[0].casefold() == "amp":
        steps.pop(0)
    while steps and (steps[-1].casefold() in _AMP_ENDS or steps[-1].endswith(".amp")):
        last = steps.pop().removesuffix(".amp")
        if last.casefold() not in _AMP_ENDS | {""}:
            steps.append(last)
    return "/" + "/".join(steps)


def _kept(query: str) -> list[tuple[str, str]]:
    pairs = parse_qsl(query, keep_blank_values=True)
    return [(k, v) for k, v in pairs if not _tracks(k.casefold(), v)]


def _tracks(name: str, value: str) -> bool:
    return name in _TRACKERS or name.startswith(_TRACKER_PREFIXES) or f"{name}={value}".startswith(_TRACKER_VALUES)
