"""Outlets as they are named: a state's own medium is always called one."""

from handlers.html import bold, escape, link
from newsroom.item import Item
from newsroom.source import Source, SourceKind

_LABELS = {SourceKind.STATE: "state media", SourceKind.WIRE: "wire"}


def outlet(source: Source) -> str:
    """HTML: the name, with its label where it needs one."""
    label = _LABELS.get(source.kind)
    return escape(source.name) + (f" ({label})" if label else "")


def headline(item: Item) -> str:
    """HTML: the headline in bold, leading to the article."""
    title = item.title or "(no headline)"
    return f"<b>{link(title, item.url)}</b>" if item.url else bold(title)


def plain_headline(title: str, limit: int = 120) -> str:
    """Text: the headline for a line of a list or a button."""
    words = " ".join(title.split()) or "(no headline)"
    return words if len(words) <= limit else words[: limit - 1].rsplit(" ", 1)[0] + "…"
