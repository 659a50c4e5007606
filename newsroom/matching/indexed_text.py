"""A text as the matcher reads it: every word under each form by which it can be asked for, with place and weight."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, chain
from typing import NamedTuple

from newsroom.item import Item
from newsroom.matching.cut_words import JoinedWord, cut, cut_spans
from newsroom.matching.past_ages import frames_an_era
from newsroom.matching.read_words import REMEMBERED, read_word
from newsroom.source import Source
from newsroom.text.language_detection import primary
from newsroom.text.names import known_rows
from newsroom.text.sentences import sentences
from newsroom.text.url import registered_domain
from newsroom.text.words import tokens

# Sentences that begin within so many characters are the lead: the first two or three of most news. A guess.
LEAD_CHARACTERS = 300
# A text without sentence ends has a lead no longer than this. A guess: two long sentences.
LONGEST_LEAD = 800
# A mention loses weight along the body (news puts background last); a body shorter than this has hardly any background.
# A guess: with less, the middle of a short report counts as background.
_SHORTEST_WITH_BACKGROUND = 2_000
# Positions left free between paragraphs, so that no phrase and no near/ (at most 50) reaches over.
_PARAGRAPH_GAP = 100
# Zones, the most prominent first; a sentence about another age is in none: nobody is matched by it.
TITLE, LEAD, BODY, ERA = 0, 1, 2, 3


class Span(NamedTuple):
    """Positions of the first and the last word, both counted."""

    first: int
    last: int


class WordPosition(NamedTuple):
    """A word in its place: in TITLE, LEAD or BODY; `weight` falls from 1 (headline, lead) to 0 (last word).

    `start` and `end` are its offsets in `sentence`.
    """

    sentence: str
    start: int
    end: int
    zone: int
    weight: float


class _Stretch(NamedTuple):
    """A headline or a sentence: words side by side.

    `first`: the position of its first word; `at`: its offset in the body, whose length is `body`, 0 for a headline;
    `zone`: TITLE, LEAD or BODY.
    """

    first: int
    words: int
    text: str
    zone: int
    at: int
    body: int


class IndexedText:
    """The words of an item, or of a sentence alone, found by form.

    A word is read once, however often it is there. The places of words are made out when the first is asked for, which
    most items are never asked: no topic is about them.

    Attributes:
        language: BCP 47 primary tag; None where it is not known.
        forms: Every form of every word: folded words, "en|cancel" for the lemma in a language, "@kyiv" for a name.
        languages: Those in which lemmas were made; a text may have words of several scripts.
        source_names: The folded words of each name that the item's source has; empty for a sentence alone.
        publisher: Those of the name of its source's publisher; empty for a sentence alone.
        labels: What the item says of itself: "lang=uk", "country=az", "source=reuters"; empty for a sentence alone.
    """

    def __init__(self, title: str, paragraphs: Sequence[str], language: str | None, item: Item | None = None) -> None:
        self.language = language
        self.source_names = _source_names(item) if item is not None else ()
        self.publisher = _folded_words(item.source.family) if item is not None else ()
        self.labels = frozenset(self._labels(item.source)) if item is not None else frozenset[str]()
        self._position = 0
        self._stretches: list[_Stretch] = []
        self._firsts: list[int] = []
        self._offsets: dict[int, list[tuple[int, int]]] = {}
        self._written: list[list[str]] = []
        self._joined: list[tuple[int, JoinedWord]] = []
        self._pairs: set[str] = set()
        self._read_title(title)
        self._read_body(paragraphs)
        # Only a capital may mean something else where a sentence begins.
        openers = {words[0]: None for words in self._written if words[0][:1].isupper()}
        self._openers = REMEMBERED.read(openers, language, opens=True)
        inner = chain.from_iterable(words[words[0] in openers :] for words in self._written)
        self._inner = REMEMBERED.read(dict.fromkeys(inner), language, opens=False)
        self._read_words = [*self._inner.values(), *self._openers.values()]
        self._rows = self._names_of_several_words()
        self._add_joined_words()
        self._all_forms = "\n".join([word.forms for word in self._read_words])
        self.forms = {*self._all_forms.split("\n"), *self._rows, *self._pairs}
        self.languages = frozenset[str]().union(*{word.languages for word in self._read_words})

    def spans(self, form: str) -> list[Span]:
        """The places of a form, in order."""
        if not form or form not in self.forms:
            return []
        lists = [self._positions[number] for number in self._words_with(form)]
        found = [Span(at, at) for at in (lists[0] if len(lists) == 1 else sorted({at for one in lists for at in one}))]
        return sorted({*found, *self._rows[form]}) if form in self._rows else found

    def _words_with(self, form: str) -> Iterator[int]:
        """The numbers of the words that have a form: one search in a text of all forms, a line for each."""
        text, begins = self._lines
        line = f"\n{form}\n"
        at = text.find(line)
        while at >= 0:
            yield bisect_right(begins, at) - 1
            at = text.find(line, at + 1)

    @cached_property
    def _lines(self) -> tuple[str, list[int]]:
        """All forms, each with a line's end on both sides, and where the forms of each word begin."""
        lengths = [len(word.forms) + 1 for word in self._read_words]
        return f"\n{self._all_forms}\n", list(accumulate(lengths, initial=0))

    @cached_property
    def _positions(self) -> list[list[int]]:
        """The positions of each word, in the order of `_read_words`."""
        inner, openers = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
        for stretch, words in zip(self._stretches, self._written, strict=True):
            opens = words[0] in self._openers
            if opens:
                openers[words[0]].append(stretch.first)
            for position, word in enumerate(words[opens:], start=stretch.first + opens):
                inner[word].append(position)
        return [*(inner[word] for word in self._inner), *(openers[word] for word in self._openers)]

    @cached_property
    def vocabulary(self) -> list[str]:
        """The folded words in alphabetical order, for prefixes."""
        return sorted(form for form in self.forms if "|" not in form and not form.startswith("@"))

    def beginning(self, letters: str) -> Iterator[str]:
        """The words that begin with these letters."""
        for form in self.vocabulary[bisect_left(self.vocabulary, letters) :]:
            if not form.startswith(letters):
                return
            yield form

    def text(self, span: Span) -> str:
        """The words of a span as written."""
        first, last = self.place(span.first), self.place(span.last)
        if first.sentence is last.sentence:
            return first.sentence[first.start : last.end]
        return f"{first.sentence[first.start :]} {last.sentence[: last.end]}"

    def zone(self, span: Span) -> int:
        """The zone of the span's farther end."""
        zone = self._zone(span.first)
        return zone if span.first == span.last else max(zone, self._zone(span.last))

    def _zone(self, position: int) -> int:
        stretch = self._stretch(position)
        # Only a lead without sentence ends may end amid its sentence.
        if stretch.zone != LEAD or stretch.at + len(stretch.text) <= LONGEST_LEAD:
            return stretch.zone
        return self.place(position).zone

    def has_place(self, position: int) -> bool:
        """Whether there is a word."""
        if not self._firsts or position < self._firsts[0]:
            return False
        stretch = self._stretch(position)
        return position < stretch.first + stretch.words

    def place(self, position: int) -> WordPosition:
        """The word at a position that has one."""
        stretch = self._stretch(position)
        if stretch.first not in self._offsets:
            self._offsets[stretch.first] = cut_spans(stretch.text)
        start, end = self._offsets[stretch.first][position - stretch.first]
        at = stretch.at + start
        if stretch.zone == TITLE or (stretch.zone == LEAD and at < LONGEST_LEAD):
            return WordPosition(stretch.text, start, end, stretch.zone, 1.0)
        return WordPosition(stretch.text, start, end, BODY, max(0.0, 1.0 - at / stretch.body))

    def _stretch(self, position: int) -> _Stretch:
        return self._stretches[bisect_right(self._firsts, position) - 1]

    def _labels(self, source: Source) -> Iterator[str]:
        yield f"kind={source.kind}"
        if self.language:
            yield f"lang={self.language}"
        if source.country:
            yield f"country={source.country.casefold()}"
        yield from {f"source={word}" for name in (*self.source_names, self.publisher) for word in name}

    def _read_title(self, title: str) -> None:
        self._add(title, TITLE, 0, 0)
        self._position += _PARAGRAPH_GAP

    def _read_body(self, paragraphs: Sequence[str]) -> None:
        length = max(sum(map(len, paragraphs)), _SHORTEST_WITH_BACKGROUND)
        before = 0
        for paragraph in paragraphs:
            for text, at, zone in zoned_sentences(paragraph, before):
                if zone == ERA:
                    self._position += len(cut(text).words)
                else:
                    self._add(text, zone, at, length)
            before += len(paragraph)
            self._position += _PARAGRAPH_GAP

    def _add(self, text: str, zone: int, at: int, body: int) -> None:
        read = cut(text)
        words = read.words
        if not words:
            return
        first = self._position
        self._firsts.append(first)
        self._stretches.append(_Stretch(first, len(words), read.text, zone, at, body))
        self._written.append(words)
        self._joined += [(first, joined) for joined in read.joined]
        self._pairs.update(read.pairs)
        self._position = first + len(words)

    def _names_of_several_words(self) -> dict[str, list[Span]]:
        """The places of the names of several words, by their form."""
        found: dict[str, list[Span]] = {}
        begin = {word for word, read in chain(self._inner.items(), self._openers.items()) if read.begins_name}
        if not begin:
            return found
        for stretch, words in zip(self._stretches, self._written, strict=True):
            if begin.isdisjoint(words):
                continue
            starts = [index for index, word in enumerate(words) if word in begin]
            for index, count, key in known_rows(words, self.language, starts):
                first = stretch.first + index
                found.setdefault(f"@{key}", []).append(Span(first, first + count - 1))
        return found

    def _add_joined_words(self) -> None:
        """The places of words that may be typed as one, by each form of the one: e-mails is found by email."""
        for first, (word, words, written) in self._joined:
            span = Span(first + word, first + word + words - 1)
            for form in read_word(written, self.language, opens=False).forms.split("\n"):
                self._rows.setdefault(form, []).append(span)


def _source_names(item: Item) -> tuple[tuple[str, ...], ...]:
    """The folded words of each name that a source has: its own, and the domains of its feed and of the item."""
    names = (item.source.name, registered_domain(item.source.url), registered_domain(item.url))
    return tuple(dict.fromkeys(_folded_words(name) for name in names if name))


@lru_cache(maxsize=4_096)  # names of sources and domains; a source's are asked for with each of its items
def _folded_words(name: str) -> tuple[str, ...]:
    return tuple([token.folded for token in tokens(name)])


def zoned_sentences(paragraph: str, before: int) -> Iterator[tuple[str, int, int]]:
    """The sentences of a paragraph, each with its offset in the body and its zone.

    `before`: so many characters of the body are in the paragraphs before.
    """
    for sentence in sentences(paragraph):
        at = before + sentence.start
        zone = LEAD if at < LEAD_CHARACTERS else ERA if frames_an_era(sentence.text) else BODY
        yield sentence.text, at, zone


def language_of(item: Item) -> str | None:
    """The language that an item's words are read in."""
    return item.language or primary(item.source.language)


@lru_cache(maxsize=4)
def index_item(item: Item) -> IndexedText:
    """The item as indexed; made once for the matcher and for the search index, which ask one after the other."""
    return IndexedText(item.title, [paragraph.text for paragraph in item.paragraphs], language_of(item), item)


def index_headline(text: str, language: str | None) -> IndexedText:
    """A headline alone: no body, no labels."""
    return IndexedText(text, (), language)


def index_sentence(text: str, language: str | None) -> IndexedText:
    """A sentence alone: no headline, no labels."""
    return IndexedText("", (text,), language)
