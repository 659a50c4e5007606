"""Which sentences of which items are about a timeline's topic."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from newsroom.item import Item
from newsroom.matching.syntax import About, And, Field, Near, Not, Or, Part, Phrase, Prefix, Query, Title, Word
from newsroom.text.lemmas import lemmas
from newsroom.text.names import asked, spelling
from newsroom.text.words import fold, tokens
from newsroom.timelines.short_names import in_a_row, short_names

Forms = tuple[frozenset[str], ...]  # a text's words in order, each as the set of its forms


def forms(text: str, language: str | None) -> Forms:
    """The words of a text in order, each with its forms: as written (folded), its lemmas, the key of its name."""
    return tuple(
        frozenset({token.folded, spelling(token.text), *lemmas(token.text, language)}) for token in tokens(text)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemForms:
    """The words of an item's headline and sentences, each with its forms."""

    item: Item
    title: Forms
    sentences: tuple[Forms, ...]

    @property
    def whole(self) -> Forms:
        """Headline and sentences as one row of words."""
        return self.title + tuple(word for sentence in self.sentences for word in sentence)


class TopicSentences:
    """Tests whether items, headlines and sentences are about a query.

    An item is about it if its whole text matches. A sentence of such an item is about it if it has one of the query's
    words; where the headline has one, so are the first sentence and all dated ones. A quoted name of several words is
    also met by its most distinctive word alone ("Carson said", "the A380"), as writers name a thing in full only once:
    SemEval-2015 corpus 1, date F1 .658 without, .692 with.
    """

    def __init__(self, query: Query, items: Sequence[ItemForms]) -> None:
        self._query = query
        texts = [item.whole for item in items]
        written = [text for one in items for text in (one.item.title, *(p.text for p in one.item.paragraphs))]
        self._short = {phrase: short_names(phrase, texts, written) for phrase in _phrases(query.root)}

    def item(self, item: ItemForms) -> bool:
        """Whether the item is about the query."""
        whole = item.whole
        return _matches(self._query.root, item, lambda part: self._met(part, whole, together=False))

    def title(self, item: ItemForms) -> bool:
        """Whether the headline has one of the query's words."""
        return any(self._met(part, item.title, together=True) for part in _wanted(self._query.root))

    def sentence(self, words: Forms) -> bool:
        """Whether the sentence has one of the query's words."""
        return any(self._met(part, words, together=True) for part in _wanted(self._query.root))

    def _met(self, part: Word | Phrase | Prefix, words: Forms, *, together: bool) -> bool:
        match part:
            case Phrase(text):
                wanted = [token.folded for token in tokens(text)]
                if in_a_row(wanted, words) or any(in_a_row(short, words) for short in self._short[text]):
                    return True
                spread = not together and not self._short[text]
                return spread and all(any(want in word for word in words) for want in wanted)
            case Prefix(letters):
                folded = fold(letters)
                return any(form.startswith(folded) for word in words for form in word)
            case Word(text):
                return _in_a_row_of_sets(_query_forms(text), words)


@lru_cache(maxsize=4_096)
def _query_forms(text: str) -> tuple[frozenset[str], ...]:
    """Remembered: each sentence of each item is asked for the same words."""
    found = []
    for token in tokens(text):
        name = asked(token.text)
        found.append(
            frozenset({token.folded, *lemmas(token.text, None), spelling(token.text), *([name] if name else [])})
        )
    return tuple(found)


def _in_a_row_of_sets(wanted: Sequence[frozenset[str]], words: Forms) -> bool:
    if not wanted:
        return False
    first, *rest = wanted
    return any(
        not first.isdisjoint(words[at])
        and all(not want.isdisjoint(words[at + nth]) for nth, want in enumerate(rest, start=1))
        for at in range(len(words) - len(wanted) + 1)
    )


def _wanted(part: Part) -> Iterator[Word | Phrase | Prefix]:
    match part:
        case Word() | Phrase() | Prefix():
            yield part
        case Near(left, right, _):
            yield from _wanted(left)
            yield from _wanted(right)
        case Title(inner):
            yield from _wanted(inner)
        case And(parts) | Or(parts):
            for inner in parts:
                yield from _wanted(inner)
        case Not() | About():
            return


def _phrases(part: Part) -> Iterator[str]:
    return (wanted.text for wanted in _wanted(part) if isinstance(wanted, Phrase))


def _matches(part: Part, item: ItemForms, met: Callable[[Word | Phrase | Prefix], bool]) -> bool:
    match part:
        case Word() | Phrase() | Prefix():
            return met(part)
        case Near(left, right, words):
            return any(_near(left, right, words, sentence) for sentence in (item.title, *item.sentences))
        case Title(inner):
            alone = ItemForms(item=item.item, title=item.title, sentences=())
            return _matches(inner, alone, lambda one: bool(_places(one, item.title)))
        case About(field, value):
            return _has_attribute(item.item, field, value)
        case Not(inner):
            return not _matches(inner, item, met)
        case And(parts):
            return all(_matches(inner, item, met) for inner in parts)
        case Or(parts):
            return any(_matches(inner, item, met) for inner in parts)


def _near(left: Part, right: Part, words: int, sentence: Forms) -> bool:
    marked = sorted(
        [(at, 0) for part in _wanted(left) for at in _places(part, sentence)]
        + [(at, 1) for part in _wanted(right) for at in _places(part, sentence)]
    )
    return any(one[1] != other[1] and other[0] - one[0] <= words for one, other in pairwise(marked))


def _places(part: Word | Phrase | Prefix, words: Forms) -> list[int]:
    if isinstance(part, Prefix):
        folded = fold(part.letters)
        return [at for at, word in enumerate(words) if any(form.startswith(folded) for form in word)]
    wanted = _query_forms(part.text) if isinstance(part, Word) else [frozenset({t.folded}) for t in tokens(part.text)]
    return [at for at in range(len(words)) if wanted and _in_a_row_of_sets(wanted, words[at : at + len(wanted)])]


def _has_attribute(item: Item, field: Field, value: str) -> bool:
    match field:
        case Field.SOURCE:
            return fold(value) in fold(item.source.name)
        case Field.LANG:
            return fold(value) == (item.language or item.source.language)
        case Field.COUNTRY:
            return fold(value) == item.source.country
        case Field.KIND:
            return fold(value) == item.source.kind
