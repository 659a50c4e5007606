"""A text as the matcher reads it: every word under each form by which it can be asked for, with place and weight."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import regex

from newsroom.item import Item
from newsroom.matching.past_ages import frames_an_era
from newsroom.source import Source
from newsroom.text.compounds import WITH_PARTS, word_parts
from newsroom.text.language_detection import primary
from newsroom.text.lemmas import lemmas, likely_languages
from newsroom.text.name_forms import without_apart
from newsroom.text.names import known, known_rows, listed, spelling
from newsroom.text.sentences import SentenceSpan, sentences
from newsroom.text.url import registered_domain
from newsroom.text.words import Token, bare, fold, tokens

# Sentences that begin within so many characters are the lead: the first two or three of most news. A guess.
LEAD_CHARACTERS = 300
# A text without sentence ends has a lead no longer than this. A guess: two long sentences.
_LONGEST_LEAD = 800
# A mention loses weight along the body (news puts background last); a body shorter than this has hardly any background.
# A guess: with less, the middle of a short report counts as background.
_SHORTEST_WITH_BACKGROUND = 2_000
# Positions left free between paragraphs, so that no phrase and no near/ (at most 50) reaches over.
_PARAGRAPH_GAP = 100
# Words written in another script are compared by sound from this length on. A guess: shorter ones sound like too much
# else.
_FEWEST_LETTERS_BY_SOUND = 5

_LONGEST_WORD = 64  # letters; what is longer is noise

_LATIN = regex.compile(r"\p{Latin}")

TITLE, LEAD, BODY = 0, 1, 2  # zones, the most prominent first


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


class IndexedText:
    """The words of an item, or of a sentence alone, found by form.

    Attributes:
        language: BCP 47 primary tag; None where it is not known.
        places: Position to the word there.
        spans: Form to its places, in order. Forms are folded words, "en|cancel" for the lemma in a language, "@kyiv"
            for a name.
        source_names: The folded words of each name that the item's source has; empty for a sentence alone.
        labels: What the item says of itself: "lang=uk", "country=az", "source=reuters"; empty for a sentence alone.
    """

    def __init__(self, title: str, paragraphs: Sequence[str], language: str | None, item: Item | None = None) -> None:
        self.language = language
        self.places: dict[int, WordPosition] = {}
        self.spans: dict[str, list[Span]] = defaultdict(list)
        self.source_names = _source_names(item) if item is not None else ()
        self.labels = frozenset(self._labels(item.source)) if item is not None else frozenset[str]()
        self._position = 0
        self._read_title(title)
        self._read_body(paragraphs)

    @cached_property
    def languages(self) -> frozenset[str]:
        """Those in which lemmas were made; a text may have words of several scripts."""
        return frozenset(language for form in self.spans if (language := form.partition("|")[0]) != form)

    @cached_property
    def vocabulary(self) -> list[str]:
        """The folded words in alphabetical order, for prefixes."""
        return sorted(form for form in self.spans if "|" not in form and not form.startswith("@"))

    def beginning(self, letters: str) -> Iterator[str]:
        """The words that begin with these letters."""
        for form in self.vocabulary[bisect_left(self.vocabulary, letters) :]:
            if not form.startswith(letters):
                return
            yield form

    def text(self, span: Span) -> str:
        """The words of a span as written."""
        first, last = self.places[span.first], self.places[span.last]
        if first.sentence is last.sentence:
            return first.sentence[first.start : last.end]
        return f"{first.sentence[first.start :]} {last.sentence[: last.end]}"

    def zone(self, span: Span) -> int:
        """The zone of the span's farther end."""
        return max(self.places[span.first].zone, self.places[span.last].zone)

    def _labels(self, source: Source) -> Iterator[str]:
        yield f"kind={source.kind}"
        if self.language:
            yield f"lang={self.language}"
        if source.country:
            yield f"country={source.country.casefold()}"
        yield from {f"source={word}" for name in self.source_names for word in name}

    def _read_title(self, title: str) -> None:
        words = tokens(title)
        self._add(words, [WordPosition(title, word.start, word.end, TITLE, 1.0) for word in words])
        self._position += _PARAGRAPH_GAP

    def _read_body(self, paragraphs: Sequence[str]) -> None:
        length = max(sum(map(len, paragraphs)), _SHORTEST_WITH_BACKGROUND)
        before = 0
        for paragraph in paragraphs:
            for sentence in sentences(paragraph):
                at = before + sentence.start
                lead = at < LEAD_CHARACTERS
                words = tokens(sentence.text)
                if not lead and frames_an_era(sentence.text):
                    self._position += len(words)
                    continue
                self._add(words, [_place(word, sentence, at, length, lead=lead) for word in words])
            before += len(paragraph)
            self._position += _PARAGRAPH_GAP

    def _add(self, words: list[Token], places: list[WordPosition]) -> None:
        first = self._position
        for at, (word, place) in enumerate(zip(words, places, strict=True), start=first):
            self.places[at] = place
            span = Span(at, at)
            for form in item_forms(word.text, self.language, opens=at == first):
                self.spans[form].append(span)
        for index, count, key in known_rows(words, self.language):
            self.spans[f"@{key}"].append(Span(first + index, first + index + count - 1))
        self._position = first + len(words)


def _place(word: Token, sentence: SentenceSpan, at: int, length: int, *, lead: bool) -> WordPosition:
    start = at + word.start
    if lead and start < _LONGEST_LEAD:
        return WordPosition(sentence.text, word.start, word.end, LEAD, 1.0)
    return WordPosition(sentence.text, word.start, word.end, BODY, max(0.0, 1.0 - start / length))


def _source_names(item: Item) -> tuple[tuple[str, ...], ...]:
    """The folded words of each name that a source has: its own, and the domains of its feed and of the item."""
    names = (item.source.name, registered_domain(item.source.url), registered_domain(item.url))
    return tuple(dict.fromkeys(tuple(token.folded for token in tokens(name)) for name in names if name))


def item_forms(word: str, language: str | None, *, opens: bool = False) -> tuple[str, ...]:
    """The forms under which a word of a text is found, see IndexedText.spans. `opens`: it opens a sentence."""
    return _item_forms(word, language, opens) if len(word) <= _LONGEST_WORD else (fold(word),)


@lru_cache(maxsize=8_192)
def _item_forms(written: str, language: str | None, opens: bool) -> tuple[str, ...]:  # noqa: FBT001 - lru_cache keeps it apart by place
    word = without_apart(written, language)
    forms = {fold(written)} if word is written else {fold(written), fold(word)}
    if _LATIN.search(word):
        forms.add(bare(word))
    stems = {tag: lemmas(word, tag) for tag in likely_languages(word, language)}
    key = known(word, language, opens=opens) or _known_lemma(word, stems.values(), opens=opens)
    for tag, found in stems.items():
        forms |= {f"{tag}|{lemma}" for lemma in found}
        if not key and tag in WITH_PARTS:
            forms |= {f"{tag}|{part}" for lemma in found for part in word_parts(lemma, tag)}
    if key:
        forms.add(f"@{key}")
    elif not word[:1].islower():
        forms |= sounds({fold(word)}.union(*stems.values()))
    return tuple(sorted(forms))


def _known_lemma(word: str, stems: Iterable[frozenset[str]], *, opens: bool) -> str:
    """The name whose case form the dictionaries take the word for."""
    if not word[:1].isupper() or word.isupper():
        return ""
    own = fold(word)
    others = (bare(lemma) for found in stems for lemma in sorted(found) if lemma != own)
    return next((key for lemma in others if (key := listed(lemma, opens=opens))), "")


def sounds(words: Iterable[str]) -> set[str]:
    """The words in plain Latin letters, as name forms; what is short is left out."""
    return {f"@{key}" for word in words if len(key := spelling(word)) >= _FEWEST_LETTERS_BY_SOUND}


@lru_cache(maxsize=4)
def index_item(item: Item) -> IndexedText:
    """The item as indexed; made once for the matcher and for the search index, which ask one after the other."""
    language = item.language or primary(item.source.language)
    return IndexedText(item.title, [paragraph.text for paragraph in item.paragraphs], language, item)


def index_headline(text: str, language: str | None) -> IndexedText:
    """A headline alone: no body, no labels."""
    return IndexedText(text, (), language)


def index_sentence(text: str, language: str | None) -> IndexedText:
    """A sentence alone: no headline, no labels."""
    return IndexedText("", (text,), language)
