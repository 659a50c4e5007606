"""How a name that no table has is likely written in another script: by which letters stand for which in known names.

`data/letters_*.tsv` have the counts: how often letters of the main script stand for letters of another one, and which
such pairs follow which (scripts/letter_pairs.py drew them from lists of places in many languages). A name is read pair
by pair, each by the one before; the likeliest readings are kept.
"""

import heapq
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from operator import itemgetter
from typing import TypeAlias

from newsroom.text.name_keys import letters_alike, name_key, unlisted_key
from newsroom.text.scripts import MAIN, OTHERS, Script, script_of
from newsroom.text.words import bare

_Counterpart: TypeAlias = tuple[str, str]  # letters, and those that stand for them

_EDGE: _Counterpart = ("^", "^")  # before the first pair of a name and behind the last
_MOST_LETTERS = 4  # of a pair
_LONGEST = 24  # letters; no name of the news is longer in one word
_FEWEST_LETTERS = 4  # of a key; a guess, as in `name_keys`
# Readings that go on from each letter. Of 500 names put aside 8 found four more.
_BEAM = 5
# Of all that letters stand for, a pair must be so much, or it is left out. Measured on 500 names: half
# the time, .002 to .008 less found.
_LEAST_SHARE_OF_LETTERS = 0.01
# A pair counts by the one before as far as that was met often. A guess.
_TRUST = 8
# Of all readings of a name those are taken that have this share, and no more than so many in the main script and in
# others. Guesses; what they find, and what else, is in docs/quality.md.
_LEAST_SHARE = 0.05
_MOST_IN_MAIN, _MOST_IN_OTHERS = 6, 4
# Bare, the adjective's ending of Качинський is one letter twice.
_DOUBLE_END = re.compile(r"(.)\1$")


def in_script(word: str, script: Script) -> tuple[str, ...]:
    """The likeliest keys of a name in another script, the likeliest first; none where nobody counted its letters."""
    return _in_script(bare(word), script.name) if len(word) <= _LONGEST else ()


@lru_cache(maxsize=8_192)
def _in_script(plain: str, name: str) -> tuple[str, ...]:
    own = script_of(plain)
    if own is MAIN:
        letters = _letters(name)
        return _likely(letters.forth.readings(name_key(plain)), _MOST_IN_OTHERS) if letters else ()
    letters = _letters(own.name)
    if letters is None:
        return ()
    found = letters.back.readings(_DOUBLE_END.sub(r"\1", letters_alike(plain)))
    if name == MAIN.name:
        return _likely(found, _MOST_IN_MAIN)
    other = _letters(name)
    if other is None:
        return ()
    through: defaultdict[str, float] = defaultdict(float)
    for latin, share in heapq.nlargest(2, found.items(), key=lambda reading: reading[1]):
        for reading, of_it in other.forth.readings(latin).items():
            through[reading] += share * of_it
    return _likely(through, _MOST_IN_OTHERS)


def _likely(readings: Mapping[str, float], most: int) -> tuple[str, ...]:
    shares: defaultdict[str, float] = defaultdict(float)
    for reading, share in readings.items():
        shares[unlisted_key(reading)] += share
    best = heapq.nlargest(most, shares.items(), key=lambda one: (one[1], one[0]))
    return tuple(key for key, share in best if share >= _LEAST_SHARE and len(key) >= _FEWEST_LETTERS)


class _LetterPairs:
    """The pairs of one direction, with what follows which."""

    def __init__(
        self, counts: Mapping[_Counterpart, int], following: Mapping[tuple[_Counterpart, _Counterpart], int]
    ) -> None:
        total = sum(counts.values())
        of_letters: defaultdict[str, int] = defaultdict(int)
        for (letters, _), count in counts.items():
            of_letters[letters] += count
        self._beginning: defaultdict[str, list[tuple[_Counterpart, float]]] = defaultdict(list)
        for pair, count in counts.items():
            if pair != _EDGE and count >= _LEAST_SHARE_OF_LETTERS * of_letters[pair[0]]:
                self._beginning[pair[0]].append((pair, math.log(count / total)))
        self._end = math.log(counts[_EDGE] / total)
        met: defaultdict[_Counterpart, int] = defaultdict(int)
        for (before, _), count in following.items():
            met[before] += count
        self._after: defaultdict[_Counterpart, dict[_Counterpart, float]] = defaultdict(dict)
        for (before, pair), count in following.items():
            self._after[before][pair] = math.log((count + _TRUST * counts[pair] / total) / (met[before] + _TRUST))
        # What a pair that never followed another one counts there, beside what it counts alone.
        self._seldom = {pair: math.log(_TRUST / (met[pair] + _TRUST)) for pair in counts}

    def readings(self, word: str) -> dict[str, float]:
        """The ways to write a word with the share of each, all together 1; none where it has other letters."""
        columns: list[dict[tuple[str, _Counterpart], float]] = [{} for _ in range(len(word) + 1)]
        columns[0] = {("", _EDGE): 0.0}
        for at in range(len(word)):
            best = heapq.nlargest(_BEAM, columns[at].items(), key=itemgetter(1))
            going_on = [
                (written, so_far, self._after[before], self._seldom[before]) for (written, before), so_far in best
            ]
            for end in range(at + 1, min(at + _MOST_LETTERS, len(word)) + 1) if going_on else ():
                for pair, alone in self._beginning.get(word[at:end], ()):
                    column = columns[end]
                    for written, so_far, after, seldom in going_on:
                        key, likely = (written + pair[1], pair), so_far + after.get(pair, seldom + alone)
                        if likely > column.get(key, -math.inf):
                            column[key] = likely
        shares: defaultdict[str, float] = defaultdict(float)
        for (written, before), likely in columns[-1].items():
            shares[written] += math.exp(likely + self._after[before].get(_EDGE, self._seldom[before] + self._end))
        total = sum(shares.values())
        return {written: share / total for written, share in shares.items()}


@dataclass(frozen=True, slots=True, eq=False)
class _Letters:
    """The letters of another script: `forth` from the main script, `back` into it."""

    forth: _LetterPairs
    back: _LetterPairs


@cache
def _letters(script: str) -> _Letters | None:
    """What was counted of a script; None where nothing was."""
    table = files("newsroom.text") / "data" / f"letters_{script.casefold()}.tsv"
    if script not in {other.name for other in OTHERS} or not table.is_file():
        return None
    counts: dict[_Counterpart, int] = {}
    following: dict[tuple[_Counterpart, _Counterpart], int] = {}
    for pair, count, after in _rows(table.read_text("utf-8")):
        counts[pair] = count
        following |= {(pair, other): number for other, number in after}
    turned = {(before[::-1], pair[::-1]): count for (before, pair), count in following.items()}
    return _Letters(
        forth=_LetterPairs(counts, following),
        back=_LetterPairs({pair[::-1]: count for pair, count in counts.items()}, turned),
    )


def _rows(text: str) -> Iterator[tuple[_Counterpart, int, list[tuple[_Counterpart, int]]]]:
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        letters, others, count, *after = line.split("\t")
        followers = [entry.split(":") for entry in " ".join(after).split()]
        yield (letters, others), int(count), [((one, other), int(number)) for one, other, number in followers]
