"""One query against many items, as a search or a timeline asks: what its topic would match, with less work.

Most queries are words and phrases with AND, OR, NOT and title: alone. Whether an item fulfils these its words decide,
without the places of words; only an item that has them beyond its lead is read as for all topics, since there their
weight counts. A phrase, or a word that is cut into several (COVID-19), is there where a sentence has its words side by
side or the one as which it may be typed, and not there where its first word is not. What is left is read as for topics.
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from newsroom.item import Item, Paragraph
from newsroom.matching.cut_words import CutText, asked_words, cut
from newsroom.matching.evaluation import holds
from newsroom.matching.indexed_text import BODY, ERA, LEAD, LONGEST_LEAD, TITLE, language_of, zoned_sentences
from newsroom.matching.matcher import Matcher, Tier
from newsroom.matching.read_words import ReadWord
from newsroom.matching.syntax import About, And, Near, Not, Or, Part, Phrase, Query, Title, Word
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
        self._bits = {leaf: 1 << number for number, leaf in enumerate(_leaves(self._part) or ())}
        self._row = 1 << len(self._bits)  # the sign of a word that may begin a name of several
        self._several = self._signs_of_several()
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
        signs = self._signs([title], language_of(item))[0]
        whole = not signs & self._row and self._holds([signs for _ in _ZONES], TITLE)
        return whole and not is_live_blog(item.title)

    def _holds(self, zones: Sequence[int], lowest: int = BODY) -> bool:
        def has(leaf: Part, lowest: int) -> bool:
            return isinstance(leaf, Word | Phrase) and bool(zones[lowest] & self._bits[leaf])  # nothing else is asked

        return holds(self._part, has, lowest)

    def _zones(self, item: Item, title: CutText) -> list[int] | None:
        """The signs that the item has down to each zone; None where the places of its words decide."""
        texts = _read(item, title)
        if texts is None:
            return None
        found = self._signs([one.text for one in texts], language_of(item))
        zones = [0 for _ in _ZONES]
        for one, signs in zip(texts, found, strict=True):
            for zone in _ZONES[one.zone :]:
                zones[zone] |= signs
        return None if zones[BODY] & self._row or any(map(self._is_open, zones)) else zones

    def _is_open(self, signs: int) -> bool:
        """Whether the first of several words is there, and not all of them side by side in one sentence."""
        return any(signs & words[0] and not signs & self._bits[leaf] for leaf, words in self._several.items())

    def _signs(self, texts: Sequence[CutText], language: str | None) -> list[int]:
        """For each text its signs, that of several words where it has them side by side among them."""
        found = self._lookup.signs(texts, language)
        return [signs | self._side_by_side(text, signs, language) for text, signs in zip(texts, found, strict=True)]

    def _side_by_side(self, text: CutText, signs: int, language: str | None) -> int:
        found = 0
        for leaf, words in self._several.items():
            if not signs & self._bits[leaf] and all(signs & word for word in words):
                row = self._lookup.in_order(text, language)
                starts = range(len(row) - len(words) + 1)
                if any(all(row[at + nth] & word for nth, word in enumerate(words)) for at in starts):
                    found |= self._bits[leaf]
        return found

    def _signs_of_several(self) -> dict[Word | Phrase, list[int]]:
        """For each phrase, and each word that is cut into several, the sign of each of its words."""
        several: dict[Word | Phrase, list[int]] = {}
        sign = self._row
        for leaf in self._bits:
            words = asked_words(leaf.text)
            if len(words) > 1:
                several[leaf] = [sign := sign << 1 for _ in words]
        return several

    def _signs_in(self, languages: frozenset[str]) -> Signs:
        bits: dict[str, int] = {}
        for leaf, bit in self._bits.items():
            wanted = term(leaf, languages)
            signs = self._several.get(leaf, [bit])
            for forms, sign in ((wanted.names, bit), *zip(wanted.words, signs, strict=True)):
                for form in forms:
                    bits[form] = bits.get(form, 0) | sign
        of_rows = any(form[:1] == "@" and form[1:] in keys_of_rows() for form in bits)

        def signs_of(read: ReadWord) -> int:
            found = self._row if of_rows and read.begins_name else 0
            for form in read.forms.split("\n"):
                found |= bits.get(form, 0)
            return found

        return signs_of


def _leaves(part: Part) -> tuple[Word | Phrase, ...] | None:
    """Those of a part that is nothing but words and phrases, joined by AND, OR, NOT and title:; None for any other."""
    match part:
        case Word(text) | Phrase(text):
            return (part,) if asked_words(text) else None
        case And(parts) | Or(parts):
            found = [_leaves(inner) for inner in parts]
            return None if None in found else tuple(dict.fromkeys(leaf for leaves in found for leaf in leaves or ()))
        case Not(inner) | Title(inner):
            return _leaves(inner)
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
