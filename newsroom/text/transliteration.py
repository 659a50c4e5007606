"""How a name that no table has is likely written in another script: by which letters stand for which in known names.

`data/letters_*.tsv` have the counts: how often letters of the main script stand for letters of another one, and which
such pairs follow which (scripts/letter_pairs.py drew them from lists of places in many languages). A name is read pair
by pair, each by the one before; the likeliest readings are kept.
"""

import heapq
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from newsroom.text.name_keys import letters_alike, name_key, unlisted_keys
from newsroom.text.scripts import MAIN, OTHERS, Script, script_of
from newsroom.text.words import bare

_Counterpart: TypeAlias = tuple[str, str]  # letters, and those that stand for them

_EDGE: _Counterpart = ("^", "^")  # before the first pair of a name and behind the last
_EDGE_NUMBER = 0  # the pairs are numbered from there
_MOST_LETTERS = 4  # of a pair
# Beginnings of words whose best readings are remembered: many words begin with the same letters. A guess.
_BEGINNINGS = 2_048
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
    for key, share in zip(unlisted_keys(readings), readings.values(), strict=True):
        shares[key] += share
    best = heapq.nlargest(most, shares.items(), key=lambda one: (one[1], one[0]))
    return tuple(key for key, share in best if share >= _LEAST_SHARE and len(key) >= _FEWEST_LETTERS)


# A way to write the letters so far: how likely that is, as a log; what is written before the last pair; its number.
_ReadSoFar: TypeAlias = tuple[float, str, int]


class _GoingOn(NamedTuple):
    """A reading that goes on: what is written, how likely that is, and what each next pair counts, met or not."""

    written: str
    likely: float
    after: Mapping[int, float]
    seldom: float


class _LetterPairs:
    """The pairs of one direction, with what follows which. A pair has a number, and _EDGE the first."""

    def __init__(
        self, counts: Mapping[_Counterpart, int], following: Mapping[tuple[_Counterpart, _Counterpart], int]
    ) -> None:
        total = sum(counts.values())
        of_letters: defaultdict[str, int] = defaultdict(int)
        for (letters, _), count in counts.items():
            of_letters[letters] += count
        numbers = {pair: number for number, pair in enumerate(dict.fromkeys((_EDGE, *counts)))}
        self._written = ["" if pair == _EDGE else pair[1] for pair in numbers]
        # By letters: the pairs of these, each with what it counts alone.
        self._beginning: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for pair, count in counts.items():
            if pair != _EDGE and count >= _LEAST_SHARE_OF_LETTERS * of_letters[pair[0]]:
                self._beginning[pair[0]].append((numbers[pair], math.log(count / total)))
        self._end = math.log(counts[_EDGE] / total)
        met: defaultdict[_Counterpart, int] = defaultdict(int)
        for (before, _), count in following.items():
            met[before] += count
        self._after: list[dict[int, float]] = [{} for _ in numbers]
        for (before, pair), count in following.items():
            likely = math.log((count + _TRUST * counts[pair] / total) / (met[before] + _TRUST))
            self._after[numbers[before]][numbers[pair]] = likely
        # What a pair that never followed another one counts there, beside what it counts alone.
        self._seldom = [math.log(_TRUST / (met[pair] + _TRUST)) for pair in numbers]
        self._best_of_beginning = lru_cache(_BEGINNINGS)(self._best)

    def readings(self, word: str) -> dict[str, float]:
        """The ways to write a word with the share of each, all together 1; none where it has other letters."""
        shares: defaultdict[str, float] = defaultdict(float)
        for likely, before, pair in self._all(word):
            end = self._after[pair].get(_EDGE_NUMBER, self._seldom[pair] + self._end)
            shares[before + self._written[pair]] += math.exp(likely + end)
        total = sum(shares.values())
        return {written: share / total for written, share in shares.items()}

    def _all(self, letters: str) -> list[_ReadSoFar]:
        """The readings of letters with which a word begins, each by the likeliest of those that it may go on from."""
        if not letters:
            return [(0.0, "", _EDGE_NUMBER)]
        found: list[_ReadSoFar] = []
        for at in range(max(0, len(letters) - _MOST_LETTERS), len(letters)):
            pairs = self._beginning.get(letters[at:])
            if pairs is None:
                continue
            best = self._best_of_beginning(letters[:at])
            all_found = [
                (so_far + after.get(pair, seldom + alone), written, pair)
                for pair, alone in pairs
                for written, so_far, after, seldom in best
            ]
            differ = len({one.written for one in best}) == len(best)
            found += all_found if differ else _likeliest_of_each(all_found)
        return found

    def _best(self, letters: str) -> list[_GoingOn]:
        """The readings that go on, the likeliest first; of as likely ones the first found."""
        best = sorted(self._all(letters), key=itemgetter(0), reverse=True)[:_BEAM]
        return [
            _GoingOn(before + self._written[pair], likely, self._after[pair], self._seldom[pair])
            for likely, before, pair in best
        ]


def _likeliest_of_each(found: Iterable[_ReadSoFar]) -> Iterator[_ReadSoFar]:
    """Of the readings that only differ in the pair before the last the likeliest, in the place of the first."""
    likeliest: dict[tuple[str, int], _ReadSoFar] = {}
    for one in found:
        known = likeliest.get(one[1:])
        if known is None or one[0] > known[0]:
            likeliest[one[1:]] = one
    return iter(likeliest.values())


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
