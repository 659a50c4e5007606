"""A sentence as a vector of its distinctive words, to be compared with others by cosine."""

import math
from functools import lru_cache

import regex

from newsroom.dates.lexicons import lexicons
from newsroom.languages import every
from newsroom.text.frequency import background, function_words
from newsroom.text.words import bare, fold, stem

TermVector = dict[str, float]

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]{2,}")
# Words whose roots are remembered, some 0.3 kB each: 1,500 headlines have 8,000 words, and a timeline reads them twice.
_ROOTS_REMEMBERED = 16_384
_LONGEST_WORD = 40  # letters: a bound; no word of news is longer, an address may be
_SUFFIXES = every(lambda language: language.timelines.endings)
_SHORTEST_ROOT = 4  # letters left by an ending that is taken off: agreeing ROUGE-1 on Timeline17 3 .191, 4 .195, 5 .185
# Words for one and the same thing, by which two outlets report one event.
_ONE = {word: line.split()[0] for line in every(lambda language: language.timelines.synonyms) for word in line.split()}
_CALENDAR = frozenset(word for read in lexicons().values() for word, kind in read.classes.items() if kind in "mjwW")


@lru_cache(maxsize=_ROOTS_REMEMBERED)
def _root(word: str, language: str | None) -> tuple[str, float]:
    """The root of a word (its English ending or its synonyms folded), and its rarity; 0 for one without content."""
    plain = bare(word)
    if plain.isdigit() or plain in _CALENDAR or fold(word) in function_words(language):
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
    found: TermVector = {}
    for word in _WORD.findall(text):
        root, rarity = _root(word, language) if len(word) <= _LONGEST_WORD else ("", 0.0)
        if rarity:
            found[root] = rarity
    return found


def term_vector(text: str, language: str | None) -> TermVector:
    """The roots of a text's distinctive words, weighted by rarity, at length 1."""
    weights = roots(text, language)
    length = math.sqrt(sum([weight * weight for weight in weights.values()]))
    return {root: weight / length for root, weight in weights.items()} if length else {}
