"""One query against many items, as a search or a timeline asks: what its topic would match, with less work.

Most queries are words with AND, OR, NOT and title: alone. Whether an item fulfils these its words decide, without the
places of words; only an item that has them beyond its lead is read as for all topics, since there their weight counts.
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from newsroom.item import Item, Paragraph
from newsroom.matching.cut_words import CutText, asked_words, cut
from newsroom.matching.evaluation import holds
from newsroom.matching.indexed_text import BODY, ERA, LEAD, LONGEST_LEAD, TITLE, language_of, zoned_sentences
from newsroom.matching.matcher import Matcher, Tier
from newsroom.matching.read_words import ReadWord
from newsroom.matching.syntax import About, And, Near, Not, Or, Part, Query, Title, Word
from newsroom.matching.terms import expanded, term
from newsroom.matching.text_lookup import Signs, TextLookup
from newsroom.text.live_blogs import is_live_blog
from newsroom.text.names import keys_of_rows
from newsroom.topic import TopicId

_ItemText: TypeAlias = tuple[str, Sequence[Paragraph], str | None]

_ASKED = TopicId(0)
_ZONES = (TITLE, LEAD, BODY)


class _ZonedText(NamedTuple):
    """A headline or sentence of an item, cut into its words."""

    zone: int
    text: CutText


class QueryMatcher:
    """Says of items what they are worth to a query; it is for one thread and one question."""

    def __init__(self, query: Query) -> None:
        self._part = expanded(query.root)
        self._whole = Matcher({_ASKED: query})
        self._bits = {word: 1 << number for number, word in enumerate(_words(self._part) or ())}
        self._row = 1 << len(self._bits)  # the sign of a word that may begin a name of several
        self._lookup = TextLookup(self._signs_in)
        self._known: dict[_ItemText, Tier | None] = {}
        self._forbids = _forbids(self._part)
        self._asks_text = not _asks_of_source(self._part)

    def tier(self, item: Item) -> Tier | None:
        """What the item is worth; None where it doesn't fulfil the query."""
        if not self._asks_text:
            return self._tier(item)
        # Words and phrases ask for the text alone: what many outlets have word for word is looked at once.
        text = item.title, item.paragraphs, language_of(item)
        try:
            return self._known[text]  # one hash of all its paragraphs, not two
        except KeyError:
            tier = self._known[text] = self._tier(item)
            return tier

    def _tier(self, item: Item) -> Tier | None:
        title = cut(item.title)
        if self._bits and self._fulfilled_by(title, item):
            return Tier.ALERT
        zones = self._zones(item, title) if self._bits else None
        if zones is not None:
            if not self._holds(zones):
                return None
            if self._holds(zones, LEAD) and not is_live_blog(item.title):
                return Tier.ALERT
        return next((match.tier for match in self._whole.match(item)), None)

    def _fulfilled_by(self, title: CutText, item: Item) -> bool:
        """Whether the headline does, so that nothing below it matters: in whatever languages that is, too."""
        if self._forbids or title.pairs:
            return False
        (signs,) = self._lookup.signs([title], language_of(item))
        whole = not signs & self._row and self._holds([signs for _ in _ZONES], TITLE)
        return whole and not is_live_blog(item.title)

    def _holds(self, zones: Sequence[int], lowest: int = BODY) -> bool:
        def has(leaf: Part, lowest: int) -> bool:
            return isinstance(leaf, Word) and bool(zones[lowest] & self._bits[leaf])  # nothing else is asked here

        return holds(self._part, has, lowest)

    def _zones(self, item: Item, title: CutText) -> list[int] | None:
        """The signs that the item has down to each zone; None where the places of its words decide."""
        texts = _read(item, title)
        if texts is None:
            return None
        found = self._lookup.signs([one.text for one in texts], language_of(item))
        zones = [0 for _ in _ZONES]
        for one, signs in zip(texts, found, strict=True):
            for zone in _ZONES[one.zone :]:
                zones[zone] |= signs
        return None if zones[BODY] & self._row else zones

    def _signs_in(self, languages: frozenset[str]) -> Signs:
        bits: dict[str, int] = {}
        for word, bit in self._bits.items():
            for form in term(word, languages).words[0]:
                bits[form] = bits.get(form, 0) | bit
        of_rows = any(form[:1] == "@" and form[1:] in keys_of_rows() for form in bits)

        def signs(read: ReadWord) -> int:
            found = self._row if of_rows and read.begins_name else 0
            for form in read.forms.split("\n"):
                found |= bits.get(form, 0)
            return found

        return signs


def _words(part: Part) -> tuple[Word, ...] | None:
    """The words of a part that is nothing but single words, joined by AND, OR, NOT and title:; None for any other."""
    match part:
        case Word(text):
            return (part,) if len(asked_words(text)) == 1 else None
        case And(parts) | Or(parts):
            found = [_words(inner) for inner in parts]
            return None if None in found else tuple(dict.fromkeys(word for words in found for word in words or ()))
        case Not(inner) | Title(inner):
            return _words(inner)
        case _:
            return None


def _forbids(part: Part) -> bool:
    """Whether it has a NOT, for which all of an item has to be read."""
    match part:
        case And(parts) | Or(parts):
            return any(map(_forbids, parts))
        case Title(inner):
            return _forbids(inner)
        case _:
            return isinstance(part, Not)


def _asks_of_source(part: Part) -> bool:
    """Whether it asks what an item says of itself beside its text."""
    match part:
        case And(parts) | Or(parts):
            return any(map(_asks_of_source, parts))
        case Not(inner) | Title(inner):
            return _asks_of_source(inner)
        case Near(left, right, _):
            return _asks_of_source(left) or _asks_of_source(right)
        case _:
            return isinstance(part, About)


def _read(item: Item, title: CutText) -> list[_ZonedText] | None:
    """What the item is matched by; None where a word is a row of letters, or only a part of a sentence is the lead."""
    texts = [_ZonedText(TITLE, title)]
    before = 0
    for paragraph in item.paragraphs:
        for text, at, zone in zoned_sentences(paragraph.text, before):
            if zone == LEAD and at + len(text) > LONGEST_LEAD:
                return None
            if zone != ERA:
                texts.append(_ZonedText(zone, cut(text)))
        before += len(paragraph.text)
    return None if any(one.text.pairs for one in texts) else texts
