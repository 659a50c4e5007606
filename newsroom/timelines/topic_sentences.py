"""Which sentences of which items are about a timeline's topic.

Whether an item fulfils the query is decided by the matcher's evaluation, as it is for topics and searches. Two things
alone are a timeline's own: which sentences of such an item it quotes, and that a quoted name is met by its short forms.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsroom.item import Item
from newsroom.languages import every, languages
from newsroom.matching.evaluation import Evaluation
from newsroom.matching.indexed_text import IndexedText, Span, index_headline, index_item
from newsroom.matching.syntax import About, And, Not, Or, Part, Phrase, Query, Word
from newsroom.matching.terms import expanded, leaves, term
from newsroom.text.frequency import function_words
from newsroom.text.lemmas import LANGUAGES, lemmas
from newsroom.text.words import fold, tokens
from newsroom.timelines.short_names import WordsInRow, short_names
from newsroom.timelines.word_lookup import WordLookup

_LITTLE_WORDS = frozenset(word for tag in languages() for word in function_words(tag))
_MOST_KNOWN = 8_192  # sentences; the broadest timeline has some 10,000
_COMPARING = frozenset(fold(word) for word in every(lambda language: language.timelines.comparing))


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicItem:
    """An item whose sentences are asked about one by one."""

    item: Item
    sentences: Sequence[str]


class TopicSentences:
    """Tests whether items, headlines and sentences are about a query.

    An item is about it if it fulfils the query. A sentence of such an item is about it if it has one of the query's
    words; where the headline has one, so are the first sentence and all dated ones; where the item fulfils the query
    without any word (`kind:state`, `lang:uk OR gas`), all of them. A quoted name is also met by what
    the texts write for it ("Carson said", "the A380"), and not met where it is only compared with ("unlike Airbus"):
    SemEval-2015 corpus 1, date F1 .658 with the whole name only, .766 with both, .762 without the last.
    """

    def __init__(self, query: Query, items: Sequence[TopicItem]) -> None:
        root = expanded(query.root)
        self._wordless = _wordless(root)
        wanted = sorted(leaves(root), key=str)
        short = _short_names([leaf.text for leaf in wanted if isinstance(leaf, Phrase)], items)
        self._root = _widened(root, short)
        shorter = (_named_by(words) for leaf in wanted if isinstance(leaf, Phrase) for words in short[leaf.text])
        self._names = tuple(dict.fromkeys((*(leaf for leaf in wanted if isinstance(leaf, Phrase)), *shorter)))
        self._words = tuple(leaf for leaf in wanted if not isinstance(leaf, Phrase))
        self._lookup = WordLookup(self._words, self._names)
        self._known: dict[tuple[str, str | None], bool] = {}  # what many outlets have word for word is asked once

    def item(self, item: Item, *, fulfils: bool = False) -> bool:
        """Whether the item is about the query; `fulfils`: it is known to fulfil it as it was asked."""
        # What widens a query only joins it with OR: who fulfils it as it was asked fulfils it so.
        return fulfils or _evaluation(index_item(item)).fulfils(self._root)

    def sentence(self, text: str, language: str | None) -> bool:
        """Whether a sentence or headline has one of the query's words, a name not only compared with."""
        known = self._known.get((text, language))
        if known is None:
            decided = self._lookup.has(text, language)
            known = self._read(text, language) if decided is None else decided
            if len(self._known) < _MOST_KNOWN:
                self._known[text, language] = known
        return known

    def _read(self, text: str, language: str | None) -> bool:
        indexed = index_headline(text, language)
        evaluation = _evaluation(indexed)
        if any(evaluation.spans(leaf) for leaf in self._words):
            return True
        names = {span for leaf in self._names for span in evaluation.spans(leaf)}
        whole = [span for span in names if not any(_is_inside(span, other) for other in names)]
        return any(not _is_compared(indexed, span.first) for span in whole)

    def whole(self, item: Item) -> bool:
        """Whether an item that is about the query is so as a whole: no word of the query is asked of it."""
        return self._wordless is not None and _evaluation(index_item(item)).fulfils(self._wordless)


def _is_inside(span: Span, other: Span) -> bool:
    return span != other and other.first <= span.first and span.last <= other.last


def _is_compared(text: IndexedText, at: int) -> bool:
    """Whether the name at this place is only compared with or listed: "unlike Tarn Motors", "carriers such as"."""
    before, earlier = (fold(text.text(Span(near, near))) if text.has_place(near) else "" for near in (at - 1, at - 2))
    return before in _COMPARING or (before in _LITTLE_WORDS and earlier in _COMPARING)  # "than the", "such as"


def _evaluation(text: IndexedText) -> Evaluation:
    languages = text.languages & LANGUAGES
    return Evaluation(text, lambda leaf: term(leaf, languages))


def _short_names(phrases: Sequence[str], items: Sequence[TopicItem]) -> Mapping[str, tuple[WordsInRow, ...]]:
    """What the items write for each phrase; they are read for it only where there is one."""
    if not phrases:
        return {}
    texts = [forms(" ".join((one.item.title, *one.sentences)), one.item.language) for one in items]
    written = [text for one in items for text in (one.item.title, *(p.text for p in one.item.paragraphs))]
    return {phrase: short_names(phrase, texts, written) for phrase in phrases}


def forms(text: str, language: str | None) -> tuple[frozenset[str], ...]:
    """The words of a text in order, each with its forms: as written (folded), and its lemmas."""
    return tuple(frozenset({token.folded, *lemmas(token.text, language)}) for token in tokens(text))


def _widened(part: Part, short: Mapping[str, tuple[WordsInRow, ...]]) -> Part:
    """The part with each phrase that is wanted met by its short forms too; without any, by its words anywhere."""
    match part:
        case Phrase(text):
            names = [_named_by(words) for words in short[text]]
            apart = [Phrase(token.text) for token in tokens(text)]
            return Or((part, *names)) if names else Or((part, And(tuple(apart)))) if len(apart) > 1 else part
        case And(parts):
            return And(tuple(_widened(inner, short) for inner in parts))
        case Or(parts):
            return Or(tuple(_widened(inner, short) for inner in parts))
        case _:
            return part


def _wordless(part: Part) -> Part | None:
    """What of the part can be fulfilled by no word that it wants; None where nothing can."""
    match part:
        case About() | Not():
            return part
        case And(parts):
            kept = [inner for inner in map(_wordless, parts) if inner is not None]
            return And(tuple(kept)) if len(kept) == len(parts) else None
        case Or(parts):
            kept = [inner for inner in map(_wordless, parts) if inner is not None]
            return Or(tuple(kept)) if kept else None
        case _:
            return None


def _named_by(words: WordsInRow) -> Word | Phrase:
    return Word(words[0]) if len(words) == 1 else Phrase(" ".join(words))
