"""Feed HTML, or plain text, cut into blocks."""

import html
from dataclasses import dataclass, field

import regex
from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsroom.text.controls import one_line, visible
from newsroom.text.tables import table

# A longer entry is no article, and the parser gets no more than this (measured: 1 MB takes 60 ms).
_MOST_MARKUP_CHARACTERS = 1_000_000
# Some outlets set whole paragraphs as headings, for their looks. Characters, a guess: none of 11,479 entries changes at
# 80 or 320.
_LONGEST_HEADING = 160
# Elements nested deeper are left out; none of those entries changes at 32.
_DEEPEST = 256
# Lexbor's time grows with the square of the depth: 20,000 open elements take 0.9 s, 100,000 take 25 s. Articles stay
# below 60; past this bar the tags are cut out without a parser.
_DEEPEST_TO_PARSE = 1_000

_TAG = regex.compile(r"</?[a-zA-Z!][^<>]{0,2000}>|&(?:[a-zA-Z]{2,32}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
# Feeds that escape their mark-up once too often.
_ESCAPED_TAG = regex.compile(r"&lt;(?:p|br|div|a|img|span|strong|em|b|i|ul|li|h[2-6])[\s/&]", regex.IGNORECASE)
_REAL_TAG = regex.compile(r"<[a-zA-Z/]")
_OPENING = regex.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
_INLINE_BULLET = regex.compile(r"^[•·▪◦‣●■►➤*–—-]\s+")

_TABLE = table("markup")
_DROPPED = frozenset(_TABLE["dropped"].split())
_INLINE = frozenset(_TABLE["inline"].split())
_VOID = frozenset(_TABLE["void"].split())
_HEADINGS = frozenset(_TABLE["headings"].split())
# Words in the class or id of boxes beside an article.
_BESIDE = regex.compile(
    r"(?:^|[\s_-])(?:related|share|sharing|sharedaddy|social|newsletter|subscribe|subscription|promo|advert|ads?|sponsor|"
    r"read-?more|read-?also|readalso|recirc|recommended|more-on|jp-relatedposts|byline|author-box|caption|wp-caption-text|"
    r"cookie|paywall|donate|donation|outbrain|taboola|feedflare|mf-viral|tags?-list|post-tags|comments?)(?:$|[\s_-])",
    regex.IGNORECASE,
)
# Fields that Drupal writes before the text, in the feed of a view that nobody has arranged: title, author, date.
_FIELD_BESIDE = regex.compile(r"\bfield--name-(?:title|uid|created)\b")
_RELATED = regex.compile(r"related|read-?also|readalso|recirc|recommended|more-on", regex.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A line of the reader's text, with what the markup says about it.

    Attributes:
        heading: The markup calls it a heading.
        listed: It is an entry of a list.
        linked: All of it is inside links.
        related: It is in a box of other articles.
    """

    text: str
    heading: bool = False
    listed: bool = False
    linked: bool = False
    related: bool = False


def is_markup(text: str) -> bool:
    """Whether the text has a tag or an entity."""
    return _TAG.search(text) is not None


def blocks(markup: str) -> list[Block]:
    """The lines of an entry in order, empty ones left out."""
    text = visible(markup[:_MOST_MARKUP_CHARACTERS])
    if _ESCAPED_TAG.search(text) and not _REAL_TAG.search(text):
        text = html.unescape(text)
    return _from_html(text) if is_markup(text) else _from_lines(text)


def _from_lines(text: str) -> list[Block]:
    found: list[Block] = []
    open_ended = False
    for line in text.splitlines():
        plain = one_line(line)
        if plain and open_ended and plain[0].islower():
            found[-1] = Block(text=f"{found[-1].text} {plain}", listed=found[-1].listed)
        elif plain:
            bare = _INLINE_BULLET.sub("", plain)
            found.append(Block(text=bare, listed=bare != plain))
        # A line broken by a mail program or an editor at some 70 columns goes on in the next one.
        open_ended = len(plain) >= 50  # noqa: PLR2004 - the width of a wrapped line, explained above
    return found


@dataclass(slots=True)
class _OpenBlock:
    """The block being collected."""

    pieces: list[str] = field(default_factory=list)
    outside_links: bool = False
    in_links: bool = False


@dataclass(frozen=True, slots=True)
class _TreePlace:
    heading: bool = False
    listed: bool = False
    linked: bool = False
    related: bool = False


class _Collector:
    """Walks a tree without recursion and cuts it into blocks."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self._line = _OpenBlock()

    def walk(self, root: LexborNode) -> None:
        stack: list[tuple[LexborNode | None, _TreePlace, int]] = [(root.child, _TreePlace(), 0)]
        while stack:
            node, place, depth = stack.pop()
            if node is None:
                if depth < 0:
                    self.close(place)
                continue
            stack.append((node.next, place, depth))
            self._enter(node, place, depth, stack)
        self.close(_TreePlace())

    def _enter(
        self, node: LexborNode, place: _TreePlace, depth: int, stack: list[tuple[LexborNode | None, _TreePlace, int]]
    ) -> None:
        tag = node.tag or ""
        if tag == "-text":
            self._take(node.text_content or "", place)
        elif tag in {"br", "hr"}:
            self.close(place)
        elif tag in _DROPPED or tag.startswith(("-", "!")) or depth > _DEEPEST or _is_field_beside(node, tag):
            return
        elif tag in _INLINE:
            stack.append((node.child, _inside(place, tag), depth + 1))
        else:
            inner = _boxed(node, place, tag)
            if inner is None:
                return
            self.close(place)
            stack.append((None, inner, -1))
            stack.append((node.child, inner, depth + 1))

    def _take(self, text: str, place: _TreePlace) -> None:
        self._line.pieces.append(text)
        if text.strip():
            self._line.in_links |= place.linked
            self._line.outside_links |= not place.linked

    def close(self, place: _TreePlace) -> None:
        line, self._line = self._line, _OpenBlock()
        text = one_line("".join(line.pieces))
        if text:
            bare = _INLINE_BULLET.sub("", text)
            self.found.append(
                Block(
                    text=bare,
                    heading=place.heading and len(bare) <= _LONGEST_HEADING,
                    listed=place.listed or bare != text,
                    linked=line.in_links and not line.outside_links,
                    related=place.related,
                )
            )


def _inside(place: _TreePlace, tag: str) -> _TreePlace:
    if tag != "a":
        return place
    return _TreePlace(heading=place.heading, listed=place.listed, linked=True, related=place.related)


def _is_field_beside(node: LexborNode, tag: str) -> bool:
    return tag == "span" and _FIELD_BESIDE.search(node.attributes.get("class") or "") is not None


def _boxed(node: LexborNode, place: _TreePlace, tag: str) -> _TreePlace | None:
    """The place inside a block element; None for an element beside the article, which is left out."""
    names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"[:500]
    related = place.related
    if tag not in {"body", "html", "article", "main"} and _BESIDE.search(names):
        if not _RELATED.search(names):
            return None
        related = True
    return _TreePlace(
        heading=place.heading or tag in _HEADINGS,
        listed=place.listed or tag == "li",
        linked=place.linked,
        related=related,
    )


def _too_deep(text: str) -> bool:
    depth = 0
    for tag in _OPENING.finditer(text):
        if tag.group(1):
            depth = max(0, depth - 1)
        elif tag.group(2).casefold() not in _VOID:
            depth += 1
            if depth > _DEEPEST_TO_PARSE:
                return True
    return False


def _from_html(text: str) -> list[Block]:
    if _too_deep(text):
        return _from_lines(html.unescape(_TAG.sub("\n", text)))
    collector = _Collector()
    body = LexborHTMLParser(text).body
    if body is not None:
        collector.walk(body)
    return collector.found
