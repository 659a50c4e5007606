"""A feed by its name and its address, as everybody in a chat may read them."""

from handlers.html import code, escape, link
from newsroom.text.masked_address import masked_address


def feed_link(name: str, url: str) -> str:
    """HTML: the name, leading to the feed; where a key or a password is in the address, beside the masked address."""
    shown = masked_address(url)
    return link(name, url) if shown == url else f"{escape(name)} ({code(shown)})"
