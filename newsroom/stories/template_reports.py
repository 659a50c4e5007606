"""Reports of different events written from one template ("Ferry aground off Ashford / Brackley").

Such a pair shares the template, and a template shares as many words as one event does: likeness can't distinguish the
events, but the name in the template's gap can. So two items whose headlines differ only in a name, which the other item
mentions nowhere, get no likeness to each other. The rule is narrow on purpose: no likeness can join again what it
separates wrongly. What was measured is in docs/quality.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import numpy as np
import regex
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from newsroom.stories.features import Features
from newsroom.stories.thresholds import NAME_SPELLING_PCT, TEMPLATE_RUNS, TEMPLATE_SHARE, TEMPLATE_WORDS
from newsroom.text.frequency import function_words
from newsroom.text.words import STEM_LETTERS, bare

_GAP = ""  # the place of a name in a pattern; no stem is empty
_PREFIX_LETTERS = 5  # of a name that stay in its cases and demonyms (Ашфорд, Ашфорді; London, Londoner)
_NUMBER = regex.compile(r"\p{N}")


@dataclass(frozen=True, slots=True)
class _Name:
    """The name in a gap.

    Attributes:
        words: As the headline has them, bare.
        keys: The same in any spelling.
        sure: It is certainly a name, and of one place, person or body only: no country, government or leader.
    """

    words: tuple[str, ...]
    keys: tuple[str, ...]
    sure: bool


def same_template(a: Features, b: Features) -> bool:
    """Whether two items are written from one template about different events."""
    if _one_slogan(a, b):
        return True
    if not (a.names and b.names) or a.language != b.language or a.title == b.title:
        return False
    if _gaps(a) != _gaps(b):
        return False
    pattern, names = _pattern(a)
    other_pattern, other_names = _pattern(b)
    if not _alike(pattern, other_pattern):
        return False
    facing = [*_facing(pattern, names, other_pattern, other_names)]
    if _common_words(pattern, other_pattern) + sum(1 for x, y in facing if x.keys == y.keys) < TEMPLATE_WORDS:
        return False
    pairs = [(x, y) for x, y in facing if _differ(a, x, b, y)]
    return bool(pairs) and (any(x.sure and y.sure for x, y in pairs) or _one_template(a, b))


def _one_slogan(a: Features, b: Features) -> bool:
    """Whether an outlet has given two items one text that belongs to neither: their headlines share no word."""
    return (
        a.exact_text is not None
        and a.exact_text == b.exact_text
        and a.source == b.source
        and _headline_words(a).isdisjoint(_headline_words(b))
    )


def _headline_words(features: Features) -> frozenset[str]:
    return frozenset(term for term in features.terms if term.startswith("title "))


def _gaps(features: Features) -> int:
    """How many gaps `_pattern` leaves: two headlines of one template have as many."""
    return sum(1 for named, _ in groupby(features.names, bool) if named)


@lru_cache(maxsize=256)  # of an item that is compared with many, and of those that were just compared
def _pattern(features: Features) -> tuple[list[str], list[_Name]]:
    """The headline's words with a gap for each name, and the names; numbers and function words left out."""
    silent = function_words(features.language)
    pattern: list[str] = []
    names: list[_Name] = []
    for named, run in groupby(zip(features.title.split(), features.names, strict=True), key=lambda pair: bool(pair[1])):
        words = [*run]
        if named:
            pattern.append(_GAP)
            names.append(_name(words))
        else:
            pattern += [
                bare(word)[:STEM_LETTERS] for word, _ in words if word not in silent and not _NUMBER.search(word)
            ]
    return pattern, names


def _name(words: Sequence[tuple[str, str]]) -> _Name:
    return _Name(
        words=tuple(bare(word) for word, _ in words),
        keys=tuple(key.partition(" ")[2] for _, key in words),
        sure=all(key.startswith("name ") for _, key in words),
    )


def _alike(a: Sequence[str], b: Sequence[str]) -> bool:
    return _common_words(a, b) >= TEMPLATE_SHARE * max(len(a) - a.count(_GAP), len(b) - b.count(_GAP))


def _common_words(a: Sequence[str], b: Sequence[str]) -> int:
    """How many words, gaps left out, both have in one order."""
    return int(LCSseq.similarity([stem for stem in a if stem], [stem for stem in b if stem]))


def _facing(
    a: Sequence[str], names: Sequence[_Name], b: Sequence[str], other_names: Sequence[_Name]
) -> Iterator[tuple[_Name, _Name]]:
    """The names that fill one gap of the common pattern."""
    for block in LCSseq.opcodes(a, b):
        if block.tag == "equal":
            for i in range(block.src_end - block.src_start):
                if a[block.src_start + i] == _GAP:
                    at, there = a[: block.src_start + i].count(_GAP), b[: block.dest_start + i].count(_GAP)
                    yield names[at], other_names[there]


def _differ(a: Features, name: _Name, b: Features, other: _Name) -> bool:
    """Whether neither name is mentioned by the other item, in any form."""
    return not (_initials(name, other) or _mentioned(name, b) or _mentioned(other, a))


def _mentioned(name: _Name, features: Features) -> bool:
    theirs = {key for key in features.names if key}.union(features.terms)
    spelled = [term.partition(" ")[2] for term in theirs if term.startswith(("name ", "wide "))]
    plain = [term for term in theirs if " " not in term]
    return any(_same(key, other) for key in name.keys for other in spelled) or any(
        _same(word[:STEM_LETTERS], stem) for word in name.words for stem in plain
    )


def _same(one: str, other: str) -> bool:
    """Whether a word may be a name in another spelling or form, judged by its beginning."""
    if one == other:
        return True
    letters = min(_PREFIX_LETTERS, max(len(one) - 2, 2))
    return other.startswith(one[:letters]) or fuzz.ratio(one, other) >= NAME_SPELLING_PCT


def _initials(a: _Name, b: _Name) -> bool:
    """WHO beside World Health Organization."""
    return any(
        len(long.words) > 1 and "".join(word[0] for word in long.words) in short.words
        for long, short in ((a, b), (b, a))
    )


def _one_template(a: Features, b: Features) -> bool:
    """Whether the texts are from one template too: they have runs of words in common."""
    return len(np.intersect1d(a.shingles, b.shingles, assume_unique=True)) >= TEMPLATE_RUNS
