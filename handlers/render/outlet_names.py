"""Outlets as they are named: a state's own medium is always called one."""

from handlers.html import bold, escape, link
from handlers.sentences.reader import Reader
from newsroom.item import Item
from newsroom.source import Source, SourceKind
from newsroom.text.url import registered_domain

_IN_A_SENTENCE = 90  # characters: two lines of a phone

_LABELLED = {SourceKind.STATE: "outlet.state", SourceKind.WIRE: "outlet.wire"}


def outlet(source: Source, reader: Reader) -> str:
    """HTML: the name, with its label where it needs one; of a chat's own source with the domain that it comes from."""
    return labelled(source, escape(source.name), reader)


def labelled(source: Source, name: str, reader: Reader) -> str:
    """HTML: the same with another `name`, say one that leads to an article."""
    if source.owner is not None:
        return reader.say("outlet.own", name=name, domain=escape(registered_domain(source.url)))
    label = _LABELLED.get(source.kind)
    return reader.say(label, name=name) if label else name


def headline(item: Item, reader: Reader) -> str:
    """HTML: the headline in bold, leading to the article."""
    title = item.title or reader.say("outlet.no_headline")
    return f"<b>{link(title, item.page)}</b>" if item.page else bold(title)


def plain_headline(title: str, reader: Reader, limit: int = 120) -> str:
    """Text: the headline for a line of a list or a button."""
    words = " ".join(title.split()) or reader.say("outlet.no_headline")
    return words if len(words) <= limit else words[: limit - 1].rsplit(" ", 1)[0] + "…"


def story_name(title: str, reader: Reader) -> str:
    """Text: the headline by which a sentence names a story."""
    return plain_headline(title, reader, _IN_A_SENTENCE)


def outlet_count(outlets: int, independent: int, reader: Reader) -> str:
    """5 outlets, 2 independent; 1 outlet."""
    counted = reader.say("unit.outlet", count=outlets)
    return reader.say("outlet.independent", outlets=counted, count=independent) if outlets > 1 else counted
