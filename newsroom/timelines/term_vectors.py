"""A sentence as a vector of its distinctive words, to be compared with others by cosine."""

import math
from collections.abc import Callable
from functools import cache, lru_cache

import regex

from newsroom.dates.lexicons import lexicons
from newsroom.languages import every
from newsroom.text.frequency import background, function_words
from newsroom.text.words import bare, fold, stem

TermVector = dict[str, float]
RootsOf = Callable[[str, str | None], TermVector]

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]{2,}")
# Words of a language whose roots are remembered, some 0.3 kB each: 1,500 headlines have 8,000 words.
_ROOTS_REMEMBERED = 16_384
# Of so many languages, that of an unknown one among them: more than a newsroom reads.
_LANGUAGES_REMEMBERED = 8
# Of a timeline: the broadest has some 10,000, most have fewer than 5,000.
_SENTENCES_REMEMBERED = 8_192
_LONGEST_WORD = 40  # letters: a bound; no word of news is longer, an address may be
_SUFFIXES = every(lambda language: language.timelines.endings)
_SHORTEST_ROOT = 4  # letters left by an ending that is taken off: agreeing ROUGE-1 on Timeline17 3 .191, 4 .195, 5 .185
# Words for one and the same thing, by which two outlets report one event.
_ONE = {word: line.split()[0] for line in every(lambda language: language.timelines.synonyms) for word in line.split()}


class _Roots(dict[str, tuple[str, float]]):
    """The root and rarity of words in one language, of so many at most: then it begins anew."""

    def __init__(self, language: str | None) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, word: str) -> tuple[str, float]:
        if len(word) > _LONGEST_WORD:
            return "", 0.0
        if len(self) >= _ROOTS_REMEMBERED:
            self.clear()
        found = self[word] = _root(word, self._language)
        return found


_roots_in = lru_cache(maxsize=_LANGUAGES_REMEMBERED)(_Roots)


@cache
def _calendar() -> frozenset[str]:
    """Months and weekdays; made with the first timeline, since no other needs them: 50 ms of a start."""
    return frozenset(word for read in lexicons().values() for word, kind in read.classes.items() if kind in "mjwW")


def _root(word: str, language: str | None) -> tuple[str, float]:
    """The root of a word (its English ending or its synonyms folded), and its rarity; 0 for one without content."""
    plain = bare(word)
    if plain.isdigit() or plain in _calendar() or fold(word) in function_words(language):
        return "", 0.0
    if plain in _ONE:
        return _ONE[plain], background().rarity(stem(_ONE[plain]))
    for suffix in _SUFFIXES:
        if plain.endswith(suffix) and len(plain) - len(suffix) >= _SHORTEST_ROOT:
            plain = plain[: -len(suffix)]
            break
    return plain[:6], background().rarity(stem(word))


def roots(text: str, language: str | None) -> TermVector:
    """The roots of a text's distinctive words, each with its rarity."""
    known = _roots_in(language)
    return {root: rarity for root, rarity in map(known.__getitem__, _WORD.findall(text)) if rarity}


class SentenceWords:
    """The roots of the sentences of one timeline, which asks for those of a sentence up to three times.

    So many of them are remembered, some 1.2 kB each; of a timeline that has more, the others are worked out again.
    """

    def __init__(self, most: int = _SENTENCES_REMEMBERED) -> None:
        self._most = most
        self._known: dict[tuple[str, str | None], TermVector] = {}

    def of(self, text: str, language: str | None) -> TermVector:
        """As `roots`; not to be changed."""
        found = self._known.get((text, language))
        if found is None:
            found = roots(text, language)
            if len(self._known) < self._most:
                self._known[text, language] = found
        return found


def term_vector(text: str, language: str | None, roots_of: RootsOf = roots) -> TermVector:
    """The roots of a text's distinctive words, weighted by rarity, at length 1."""
    weights = roots_of(text, language)
    length = math.sqrt(sum([weight * weight for weight in weights.values()]))
    return {root: weight / length for root, weight in weights.items()} if length else {}
