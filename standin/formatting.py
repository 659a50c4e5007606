"""Formatted text: what Telegram does to it between reading the markup and keeping the message.

Control characters go, white space at both ends goes, stretches that may not overlap are parted, and commands,
addresses, mentions and hashtags are found in what remains.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape

from standin.chat_state import Entity

ENTITIES_MAX = 100
"""Further ones are ignored. Source: python-telegram-bot constants.MessageLimit.MESSAGE_ENTITIES."""

_ORDER = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 11,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}
_SPLITTABLE = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
_MONOSPACE = frozenset({"pre", "code"})
_QUOTES = frozenset({"blockquote", "expandable_blockquote"})

_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]{1,2000})"
    r"|(?P<bot_command>(?<![\w/<>@])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<![\w/@])@[a-zA-Z0-9_]{3,32}(?!\w))"
    r"|(?P<hashtag>(?<![\w#])#(?=\d{0,64}[^\W\d])\w{1,64}(?!\w))"
)
_CONTROLS = dict.fromkeys(range(32), " ") | {ord("\n"): "\n", ord("\r"): None}
_TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ("<tg-spoiler>", "</tg-spoiler>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<blockquote expandable>", "</blockquote>"),
}


@dataclass(frozen=True, slots=True)
class Formatted:
    """A message's text and its entities, in Telegram's order."""

    text: str
    entities: list[Entity]


def units(char: str) -> int:
    """UTF-16 units of one character: two beyond the Basic Multilingual Plane."""
    return 2 if char > "\uffff" else 1


def utf16_length(text: str) -> int:
    """How many UTF-16 units: what Telegram counts offsets in."""
    return len(text) + sum(1 for char in text if char > "\uffff")


def settle(text: str, entities: Iterable[Entity]) -> Formatted:
    """The text as it will be kept, with stretches that don't overlap wrongly."""
    text, entities = _without_controls(text, list(entities))
    ordered = sorted(entities, key=_rank)
    text, ordered = _trimmed(text, ordered)
    whole = _whole(ordered)
    kept = whole + _parted(ordered, [e for e in whole if e.type in _MONOSPACE])
    kept = [replace(e, language=None) if e.type == "code" else e for e in kept]
    kept += [
        e for e in _discovered(text) if not any(_overlap(e, other) for other in whole if other.type not in _QUOTES)
    ]
    return Formatted(text, sorted(kept, key=_rank)[:ENTITIES_MAX])


def commands_in(text: str) -> list[Entity]:
    """What Telegram's own clients mark in typed text: commands, mentions, addresses, hashtags."""
    return list(_discovered(text))


def to_html(text: str, entities: Iterable[Entity]) -> str:
    """The message as HTML that would make it again."""
    units = text.encode("utf-16-le", "surrogatepass")
    opens: dict[int, list[str]] = {}
    closes: dict[int, list[str]] = {}
    for entity in sorted(entities, key=_rank):
        start, end = _tags(entity)
        opens.setdefault(entity.offset, []).append(start)
        closes.setdefault(entity.end, []).insert(0, end)
    pieces: list[str] = []
    previous = 0
    for position in sorted({*opens, *closes, len(units) // 2}):
        pieces.append(escape(units[previous * 2 : position * 2].decode("utf-16-le", "surrogatepass"), quote=False))
        pieces += closes.get(position, []) + opens.get(position, [])
        previous = position
    return "".join(pieces)


def _rank(entity: Entity) -> tuple[int, int, int]:
    return entity.offset, -entity.length, _ORDER.get(entity.type, 50)


def _without_controls(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Control characters become spaces, except the line feed; carriage returns vanish and move what follows."""
    if "\r" not in text:
        return text.translate(_CONTROLS), entities
    gone, before = 0, [0]
    for char in text:
        gone += char == "\r"
        before += [gone] * units(char)
    moved = [
        replace(e, offset=e.offset - before[e.offset], length=e.length - before[e.end] + before[e.offset])
        for e in entities
    ]
    return text.translate(_CONTROLS), [e for e in moved if e.length]


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without white space at the end, and at the start as far as the first entity."""
    text = text.rstrip()
    end = utf16_length(text)
    entities = [replace(e, length=min(e.end, end) - e.offset) for e in entities if e.offset < end]
    lead = len(text) - len(text.lstrip())
    if entities:
        lead = min(lead, entities[0].offset)
    return text[lead:], [replace(e, offset=e.offset - lead) for e in entities]


def _overlap(one: Entity, other: Entity) -> bool:
    return one.offset < other.end and other.offset < one.end


def _whole(ordered: list[Entity]) -> list[Entity]:
    """Entities that stay in one piece: of two that overlap the first stays, except inside a quotation."""
    kept: list[Entity] = []
    last_quote: Entity | None = None
    last_other: Entity | None = None
    for entity in ordered:
        if entity.type in _QUOTES:
            if last_quote is None or not _overlap(entity, last_quote):
                kept.append(entity)
                last_quote = entity
        elif entity.type not in _SPLITTABLE and (last_other is None or not _overlap(entity, last_other)):
            kept.append(entity)
            last_other = entity
    return kept


def _parted(ordered: list[Entity], monospace: list[Entity]) -> list[Entity]:
    """Bold and its like: one kind never overlaps itself, and none reaches into monospace."""
    kept: list[Entity] = []
    for kind in sorted(_SPLITTABLE):
        reached = 0
        for entity in (e for e in ordered if e.type == kind):
            start = max(entity.offset, reached)
            for hole in (m for m in monospace if _overlap(entity, m)):
                if hole.offset > start:
                    kept.append(replace(entity, offset=start, length=hole.offset - start))
                start = max(start, hole.end)
            if entity.end > start:
                kept.append(replace(entity, offset=start, length=entity.end - start))
            reached = max(reached, entity.end)
    return kept


def _discovered(text: str) -> Iterator[Entity]:
    """Commands, addresses, mentions and hashtags in plain text."""
    offset, previous = 0, 0
    for match in _FOUND.finditer(text):
        found = match.group().rstrip(".,:;!?)'") if match.lastgroup == "url" else match.group()
        offset += utf16_length(text[previous : match.start()])
        previous = match.start()
        yield Entity(type=match.lastgroup or "", offset=offset, length=utf16_length(found))


def _tags(entity: Entity) -> tuple[str, str]:
    if entity.type == "text_link":
        return f'<a href="{escape(entity.url or "")}">', "</a>"
    if entity.type == "pre" and entity.language:
        return f'<pre><code class="language-{escape(entity.language)}">', "</code></pre>"
    return _TAGS.get(entity.type, ("", ""))
