"""What an item says, in one or two of its own sentences.

Extractive: nearness to the whole text, early place, figures and reports speak for a sentence; a bare quotation, length
and an opening that leans on the sentence before speak against it. The headline is never repeated.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import regex

from newsroom.item import Item
from newsroom.languages import every
from newsroom.text.boilerplate import is_call
from newsroom.text.frequency import background, function_words
from newsroom.text.sentences import sentences
from newsroom.text.words import stem, tokens

# No labelled set judges summaries: the bars are guesses under which the sentences that an editor would take come out of
# the two seed articles. Beside each: in how many of the 300 BASIL texts another first sentence is chosen at another
# value.

# Later sentences of news are background: of 600 chosen from the 300 BASIL texts, 566 are among the first 16.
_MOST_SENTENCES = 25  # at 16: 29, at 50: 11
# What is shorter is a label, what is longer no summary; two sentences, headline and buttons must fit an alert of some
# 1,000 characters.
_FEWEST_WORDS, _MOST_WORDS = 6, 60  # at least 3 or 10: 0; at most 40: 106, at most 90: 3
_LONGEST_CHARACTERS = 400  # at 300: 33, at 600: 0

# Added to a sentence's likeness to the whole text (0 to 1).
# For the first sentence, and the share of it that each further one keeps. At 0: 126, at .5: 34; a share of .7: 29, of
# .95: 48.
_EARLY, _EARLY_DECAY = 0.25, 0.85
_FIGURE = 0.08  # at 0: 24, at .16: 30
_REPORT = 0.06  # at 0: 23, at .12: 24
_QUOTATION = -0.15  # the sentence begins with one; at 0: 7, at -.3: 3
_LONG, _LONG_WORDS = -0.1, 50  # at 0: 8, at -.2: 9; from 35 words on: 46
_LEANS = -0.12  # at 0: 9, at -.24: 3
_UNENDED = -0.2  # at 0: 1, at -.4: 1
_HALF_QUOTATION = -0.15  # at 0: 1, at -.3: 0
# The share of a sentence's own words that are in the headline, from which it repeats the headline: the first sentence
# of seed A has 0.71, which an editor skips; leads that add the facts stay below 0.45.
_RESTATES_SHARE = 0.65  # at .5: 4, at .8: 3
# How much the likeness to the first sentence counts against the second one, and from which on it is none: another
# second sentence in 95 at 0, 46 at .3, 32 at .9; from .5 to .9 in none.
_NOVELTY = 0.6
_TOO_ALIKE = 0.7

_REPORTS = frozenset(every(lambda language: language.summaries.reports))
_LEANING = frozenset(every(lambda language: language.summaries.leaning))
_OPENING_QUOTES = "\"“”„«'‘`"
_ENDED = regex.compile(r"[.!。।։][\"'”’»)\]]{0,4}$")
_CUT = ("…", "...", "…”", '..."', "…»")


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    vector: Mapping[str, float]
    score: float


def summarise(item: Item, limit: int = 2) -> tuple[str, ...]:
    """Sentences of the item's text word for word, the best one first.

    Args:
        item: Headings are never taken, nor questions, calls ("subscribe to ..."), or what only says the headline again.
        limit: At most so many.

    Returns:
        Fewer than `limit`, or none, where nothing fits.
    """
    headline = {token.folded for token in tokens(item.title)}
    common = function_words(item.language)
    named = {stem(word) for word in headline - common}
    texts = [sentence.text for p in item.paragraphs if not p.heading for sentence in sentences(p.text)][
        :_MOST_SENTENCES
    ]
    worded = [[token.folded for token in tokens(text)] for text in texts]
    vectors = [_vector(words, common) for words in worded]
    centroid = _sum([*vectors, dict.fromkeys(named, 1.0)])
    candidates = [
        _Candidate(text, vector, _cosine(vector, centroid) + _merit(text, words, at))
        for at, (text, words, vector) in enumerate(zip(texts, worded, vectors, strict=True))
        if _fits(text, len(words)) and not _restates(vector, named)
    ]
    return tuple(_chosen(candidates, limit))


def _chosen(candidates: Sequence[_Candidate], limit: int) -> list[str]:
    left, taken = list(candidates), list[_Candidate]()
    while left and len(taken) < limit:
        best = max(left, key=lambda one: one.score - _NOVELTY * _nearest(one, taken))
        left.remove(best)
        if _nearest(best, taken) < _TOO_ALIKE:
            taken.append(best)
    return [one.text for one in taken]


def _nearest(one: _Candidate, taken: Sequence[_Candidate]) -> float:
    return max((_cosine(one.vector, other.vector) for other in taken), default=0.0)


def _fits(text: str, words: int) -> bool:
    if not _FEWEST_WORDS <= words <= _MOST_WORDS or len(text) > _LONGEST_CHARACTERS:
        return False
    plain = text.rstrip(" \"'”’»)]")
    return not plain.endswith(("?", "？", "؟", ":")) and not text.endswith(_CUT) and not is_call(text)


def _restates(vector: Mapping[str, float], headline: set[str]) -> bool:
    return sum(word in headline for word in vector) >= _RESTATES_SHARE * len(vector)


def _merit(text: str, words: Sequence[str], at: int) -> float:
    """What speaks for a sentence, the `at`-th counted from 0, beside its words."""
    merit = _EARLY * _EARLY_DECAY**at
    merit += _FIGURE * any(word[0].isdigit() for word in words)
    merit += _REPORT * any(word in _REPORTS for word in words)
    merit += _QUOTATION * (text[0] in _OPENING_QUOTES)
    merit += _LONG * (len(words) > _LONG_WORDS)
    merit += _LEANS * (words[0] in _LEANING)
    merit += _HALF_QUOTATION * _is_half_quoted(text)
    return merit + _UNENDED * (_ENDED.search(text) is None)


def _is_half_quoted(text: str) -> bool:
    """Whether a quotation begins or ends in another sentence."""
    return text.count('"') % 2 == 1 or text.count("“") != text.count("”") or text.count("«") != text.count("»")


def _vector(words: Sequence[str], common: frozenset[str]) -> dict[str, float]:
    counts = Counter(stem(word) for word in words if word not in common)
    rarity = background().rarity
    return {word: (1 + math.log(count)) * rarity(word) for word, count in counts.items()}


def _sum(vectors: Sequence[Mapping[str, float]]) -> dict[str, float]:
    total: dict[str, float] = {}
    for vector in vectors:
        for word, weight in vector.items():
            total[word] = total.get(word, 0.0) + weight
    return total


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    dot = sum(weight * other.get(word, 0.0) for word, weight in one.items())
    norms = math.hypot(*one.values()) * math.hypot(*other.values())
    return dot / norms if norms else 0.0
