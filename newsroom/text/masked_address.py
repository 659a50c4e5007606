"""Addresses as people and logs may read them: without passwords, keys, and the long random parts of private links.

Only what is shown is masked: a feed is polled by its real address.
"""

from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote_plus

import regex

MASK = "***"
_LONGEST = 4_096  # characters; what follows is masked whole
_PARTS = regex.compile(
    r"((?:[a-z][a-z0-9+.-]*+:)?+//)?+([^/?#]*+)([^?#]*+)([^#]*+)(.*+)", regex.IGNORECASE | regex.DOTALL
)
_BETWEEN = regex.compile(r"([/;&?#])")
_ADDRESS = regex.compile(r"\b[a-z][a-z0-9+.-]*+://[^\s<>\"'`|]++", regex.IGNORECASE)
_INNER_PASSWORD = regex.compile(r":[^/@]*+@")
_FILE_END = regex.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")

# Names of parameters whose value opens something: a whole word of the name, or a part of it in any place.
_SECRET_WORDS = frozenset(
    ("auth", "authorization", "bearer", "hash", "hmac", "jwt", "otp", "pass", "pin", "pw", "pwd", "sas", "sid", "sig")
)
_SECRET_PARTS = ("token", "secret", "passw", "passphrase", "signature", "credential", "session")
_NAME_WORD = regex.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

_UUID = regex.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", regex.IGNORECASE)
_RUN = regex.compile(r"[0-9A-Za-z]+")
_CAMEL_WORD = regex.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_NUMBERED = regex.compile(r"(?:[a-z]+|[A-Z]+|[A-Z][a-z]+)[0-9]+|[0-9]+(?:[a-z]+|[A-Z]+|[A-Z][a-z]+)")
_CHANGE = regex.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])")
_NO_WORD = regex.compile(r"[b-df-hj-np-tv-xz]{6}|(?i:[b-df-hj-np-tv-xz]{7})")
# Between two mistakes. Of 30,000 values as programs make them one with 192 or 256 bits in 10,000 passes as words, one
# with 128 bits in 300; of 7,600 addresses in documents some 20 without a secret lose a part, as in `p=100:11:0::::X`.
_LONG_RANDOM = 14  # characters that belong to no word and no number; ids of articles and pictures are shorter
_LONG_NUMBER = 17  # digits: ids of articles are shorter, those of accounts are not
_LONG_NUMBERED = 12  # covid19, summit2026
_WORD_CHARS = 3  # characters of a word in CamelCase, on average
_NO_CHANCE = 6  # characters
_CHANGE_EVERY = 5  # characters: words and numbers change less often into each other, random ones every second or third


def masked_address(address: str) -> str:
    """The address without what opens anything: `https://***@host/feed?key=***`. One without secrets comes unchanged.

    Masked are name and password before the host, the values of parameters that are named like a secret, and long random
    values and path segments, as private links have them. Random letters of one case alone pass as a word.
    """
    cut, rest = address[:_LONGEST], address[_LONGEST:]
    return "".join(shown for _, shown in _pieces(cut)) + (MASK if rest else "")


def masked_text(text: str) -> str:
    """The text with each address in it masked."""
    return _ADDRESS.sub(lambda found: masked_address(found.group()), text) if "://" in text else text


def without_secrets(page: str, source: str) -> str:
    """A page's address without the keys of the source that names it, as some private feeds put them into every link.

    Args:
        page: As the feed has it.
        source: The source's own address.

    Returns:
        The page itself, where it has none; "" where it can't do without.
    """
    secrets = _secrets(source)
    if not any(secret in page for secret in secrets):
        return page
    start, mark, query = page.partition("?")
    kept = [piece for piece in query.split("&") if piece.partition("=")[2] not in secrets]
    bare = start + (mark if kept else "") + "&".join(kept)
    return "" if any(secret in bare for secret in secrets) else bare


@lru_cache(maxsize=1_024)
def _secrets(address: str) -> frozenset[str]:
    """What `masked_address` masks, of a parameter its value alone; not what is so short that it comes by chance."""
    hidden = [w.partition("=")[2] or w.removesuffix("@") for w, shown in _pieces(address[:_LONGEST]) if w != shown]
    parts = (part for whole in hidden for part in whole.split(":"))
    return frozenset(part for part in parts if len(part) >= _NO_CHANCE)


def _pieces(address: str) -> Iterator[tuple[str, str]]:
    """The address in pieces: each as it is written, and as it is shown."""
    found = _PARTS.fullmatch(address)
    scheme, authority, *rest = found.groups(default="") if found else ("", "", address)
    user, at, host = authority.rpartition("@")
    yield scheme, scheme
    yield user + at, MASK + at if user else at
    yield host, host
    for piece in _BETWEEN.split("".join(rest)):
        yield piece, _shown(piece)


def _shown(piece: str) -> str:
    name, equals, value = piece.partition("=")
    if not value.strip("="):  # a segment; base64 may end in =
        end = _FILE_END.search(piece)
        bare = piece[: end.start()] if end else piece
        return MASK + (end.group() if end else "") if _is_secret(_decoded(bare)) else piece
    hides = _names_secret(_decoded(name)) or _is_secret(_decoded(value))
    return (MASK if _is_secret(_decoded(name)) else name) + equals + (MASK if hides else value)


def _decoded(text: str) -> str:
    """Without percent signs, also where an address was put into another twice."""
    for _ in range(3):
        decoded = unquote_plus(text)
        if decoded == text:
            break
        text = decoded
    return text


def _names_secret(name: str) -> bool:
    folded = name.casefold()
    if folded.rstrip("[]_-0123456789").endswith("key") or any(part in folded for part in _SECRET_PARTS):
        return True
    return any(word.casefold() in _SECRET_WORDS for word in _NAME_WORD.findall(name))


def _is_secret(value: str) -> bool:
    """Whether the value opens something by itself: it is random, or an address that holds a secret."""
    if _INNER_PASSWORD.search(value) or _UUID.search(value) or masked_text(value) != value:
        return True
    runs = _RUN.findall(value)
    if sum(len(run) for run in runs if not _is_plain(run)) >= _LONG_RANDOM:
        return True
    chars, changes = sum(map(len, runs)), sum(len(_CHANGE.findall(run)) for run in runs)
    return chars >= _LONG_RANDOM and changes * _CHANGE_EVERY > chars


def _is_plain(run: str) -> bool:
    """Whether letters and digits in a row are words, a number, or a word with its number."""
    if run.isdigit():
        return len(run) < _LONG_NUMBER
    if run.isalpha():
        return _WORD_CHARS * len(_CAMEL_WORD.findall(run)) <= len(run) and not _NO_WORD.search(run)
    return len(run) <= _LONG_NUMBERED and _NUMBERED.fullmatch(run) is not None
