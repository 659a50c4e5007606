"""Which addresses Telegram accepts in a link or a button, and how it writes them back."""

from urllib.parse import urlsplit

_SCHEMES = ("http", "https", "tg", "ton", "tonsite", "mailto", "tel")
_URL_LENGTH_MAX = 2048


def checked_link(address: str) -> str:
    """The address as Telegram keeps it; empty where it takes it for none.

    "example.org" becomes "http://example.org/"; a host needs a dot, or to be "localhost" or a number.
    """
    address = address.strip()
    if not address or len(address) > _URL_LENGTH_MAX or any(char.isspace() for char in address):
        return ""
    try:
        parts = urlsplit(address if "://" in address or _bare_scheme(address) else f"http://{address}")
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme not in _SCHEMES:
        return ""
    if parts.scheme not in ("http", "https"):
        return address
    if not _is_allowed_host(host):
        return ""
    return parts._replace(path=parts.path or "/").geturl()


def _bare_scheme(address: str) -> bool:
    return address.startswith(("mailto:", "tel:"))


def _is_allowed_host(host: str) -> bool:
    labels = host.split(".")
    if host == "localhost":
        return True
    return len(labels) > 1 and all(labels) and "_" not in labels[-1]
