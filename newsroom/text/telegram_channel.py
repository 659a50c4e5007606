"""Public Telegram channels by their addresses."""

from urllib.parse import urlsplit

import regex

_HOSTS = frozenset({"t.me", "telegram.me", "telegram.dog"})
# Source: https://core.telegram.org/method/channels.checkUsername; names of four characters are sold.
_NAME = regex.compile(r"[a-z][a-z0-9_]{3,31}", regex.IGNORECASE)
_NO_CHANNELS = frozenset({"joinchat", "addstickers", "addemoji", "addlist", "share", "proxy", "socks", "iv", "login"})


def is_telegram(url: str) -> bool:
    """Whether an address is on Telegram's own host, channel or not."""
    return _parts(url)[0] in _HOSTS


def channel_name(url: str) -> str:
    """The channel that an address is of, lower case: t.me/name, t.me/s/name, t.me/name/12; "" where it is of none.

    Invitations and private channels (t.me/+..., t.me/c/...) have no name.
    """
    host, steps = _parts(url)
    if host not in _HOSTS:
        return ""
    if steps[:1] == ["s"]:
        steps = steps[1:]
    name = steps[0] if steps and _NAME.fullmatch(steps[0]) else ""
    return "" if name.lower() in _NO_CHANNELS else name.lower()


def preview_address(name: str) -> str:
    """Where a channel's web preview is."""
    return f"https://t.me/s/{name}"


def watched_address(url: str) -> str:
    """Where a source of that address is watched: a channel at its preview, all else as it is."""
    name = channel_name(url)
    return preview_address(name) if name else url


def _parts(url: str) -> tuple[str, list[str]]:
    """Host, and the steps of the path."""
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
        host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    except ValueError:
        return "", []
    return host, [step for step in parts.path.split("/") if step]
