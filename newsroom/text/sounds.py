"""How a foreign name is likely written by its sound in another script, by the rules of the languages it may be from.

`data/sounds_*.tsv` have the rules: Retailleau is Ретайо because French has *eau* for an *o*. A name is written by the
rules of one language after another; it is read back by those of all at once, each beginning with the languages that it
is possible in.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple, TypeAlias

import regex

from newsroom.text.name_keys import letters_alike, unlisted_key
from newsroom.text.scripts import Script
from newsroom.text.words import bare, fold

_EVERY = "*"  # what all languages have in common
_LONGEST = 24  # letters; no name of the news is longer in one word
_FEWEST_LETTERS = 4  # of a key; a guess, as in `name_keys`
_NEVER = 9  # how unusual what never is: a sign, no measure
# How unusual a name may be as written, by itself and beside the most usual way of its language; how unusual one that is
# read back; how many ways are taken of each language. Guesses; what they find, and what else, is in docs/quality.md.
_MOST_UNUSUAL, _MORE_UNUSUAL, _MOST_WRITTEN = 2, 1, 2
_MOST_UNUSUAL_BACK, _MOST_READ = 2, 4
_BEAM = 32  # beginnings that go on from each letter

_FIRST, _LAST = "^", "$"
_VOWELS, _CONSONANTS = frozenset("aeiouy"), frozenset("bcdfghjklmnpqrstvwxz")
_CLASSES = {"V": _VOWELS, "C": _CONSONANTS}
_ANY = frozenset({_FIRST, _LAST, *_VOWELS, *_CONSONANTS})
_RULE = regex.compile(r"(?:\((?P<before>[^)]+)\))?(?P<letters>[^(=]+)(?:\((?P<behind>[^)]+)\))?=(?P<others>[^,]*)(.*)")

_LetterSet: TypeAlias = frozenset[str]


class _Rule(NamedTuple):
    """Letters of the main script, and those that stand for them in another one.

    `before` has what may stand there, `behind` the same place by place; `forth` and `back` how unusual it is.
    """

    letters: str
    others: str
    before: _LetterSet
    behind: tuple[_LetterSet, ...]
    forth: int
    back: int

    @property
    def anywhere(self) -> bool:
        return self.before is _ANY and not self.behind


class _BackRule(NamedTuple):
    """A rule for reading back; `languages` has a bit for each that has it."""

    letters: str
    before: _LetterSet
    behind: _LetterSet
    unusual: int
    languages: int


class _Begun(NamedTuple):
    """A beginning of a name as read back, how unusual it is, and what may stand behind it."""

    unusual: int
    letters: str
    behind: _LetterSet


_Column: TypeAlias = dict[_Begun, int]  # the languages in which each is possible


@dataclass(frozen=True, slots=True, eq=False)
class _SoundRules:
    """Its rules by their first letter, the longest first, and letters that none of its names has."""

    rules: Mapping[str, Sequence[_Rule]]
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Sounds:
    """What is known of a script: `back` has the rules of all languages by the letters of the script."""

    languages: tuple[_SoundRules, ...]
    back: Mapping[str, Sequence[_BackRule]]
    longest: int


def by_sound(word: str, script: Script) -> tuple[str, ...]:
    """The keys by which a name of the main script may be written in another, the most usual first; often none."""
    return _by_sound(fold(word), script.name) if len(word) <= _LONGEST else ()


def read_by_sound(word: str, script: Script) -> tuple[str, ...]:
    """The keys in the main script of a name that is written by its sound in another, the most usual first."""
    return _read_by_sound(_alike(fold(word)), script.name) if len(word) <= _LONGEST else ()


def _alike(word: str) -> str:
    """A word in the letters by which languages of its script are compared; of two that only become the same, one."""
    found, before = "", ""
    for letter in word:
        alike = letters_alike(bare(letter))
        found += "" if alike == found[-1:] and letter != before else alike
        before = letter
    return found


@lru_cache(maxsize=8_192)
def _by_sound(folded: str, script: str) -> tuple[str, ...]:
    sounds = _sounds(script)
    if sounds is None:
        return ()
    plain = bare(folded)
    word = folded if len(plain) == len(folded) else plain
    found: dict[str, int] = {}
    for language in sounds.languages:
        if any(letters in word for letters in language.absent):
            continue
        ways = _written(word, plain, language.rules)
        best = heapq.nsmallest(_MOST_WRITTEN, ways.items(), key=lambda way: (way[1], way[0]))
        for written, unusual in best:
            key = unlisted_key(written)
            if unusual <= best[0][1] + _MORE_UNUSUAL and len(key) >= _FEWEST_LETTERS:
                found[key] = min(unusual, found.get(key, unusual))
    return tuple(sorted(found, key=lambda key: (found[key], key)))


def _written(word: str, plain: str, rules: Mapping[str, Sequence[_Rule]]) -> dict[str, int]:
    """The ways to write a word by the rules of a language, each with how unusual it is; `plain`: without marks."""
    ways = {"": 0}
    at = 0
    while at < len(word):
        fitting = _fitting(word, plain, at, rules)
        if not fitting:
            return {}
        longer: dict[str, int] = {}
        for written, so_far in ways.items():
            for rule in fitting:
                way, unusual = written + rule.others, so_far + rule.forth
                if unusual <= min(_MOST_UNUSUAL, longer.get(way, _MOST_UNUSUAL)):
                    longer[way] = unusual
        ways = longer
        at += len(fitting[0].letters)
        if at < len(word) and plain[at] == plain[at - 1] and plain[at] in _CONSONANTS:
            at += 1
    return ways


def _fitting(word: str, plain: str, at: int, rules: Mapping[str, Sequence[_Rule]]) -> list[_Rule]:
    """The rules for the longest letters that have some; those that say what stands around go before the others."""
    for first in dict.fromkeys((word[at], plain[at])):
        found: list[_Rule] = []
        for rule in rules.get(first, ()):
            if found and len(rule.letters) < len(found[0].letters):
                break
            here = word.startswith(rule.letters, at) or plain.startswith(rule.letters, at)
            if here and (rule.anywhere or _fits(rule, plain, at)):
                found.append(rule)
        if found:
            return [rule for rule in found if not rule.anywhere] or found
    return []


def _fits(rule: _Rule, plain: str, at: int) -> bool:
    """Whether the letters around a place are those that a rule wants."""
    end = at + len(rule.letters)
    return (plain[at - 1] if at else _FIRST) in rule.before and all(
        (plain[place] if place < len(plain) else _LAST) in letters
        for place, letters in enumerate(rule.behind, start=end)
    )


@lru_cache(maxsize=8_192)
def _read_by_sound(plain: str, script: str) -> tuple[str, ...]:
    sounds = _sounds(script)
    if sounds is None:
        return ()
    columns: list[_Column] = [{} for _ in range(len(plain) + 1)]
    columns[0] = {_Begun(0, "", _ANY): -1}
    for at in range(len(plain)):
        best = heapq.nsmallest(_BEAM, columns[at].items(), key=lambda one: one[0][:2])
        for end in range(at + 1, min(at + sounds.longest, len(plain)) + 1):
            if rules := sounds.back.get(plain[at:end]):
                _go_on(best, rules, columns[end])
    return tuple(_likely(columns[-1], sounds.languages))


def _go_on(begun: Sequence[tuple[_Begun, int]], rules: Sequence[_BackRule], into: _Column) -> None:
    """Put what goes on by these rules into a column."""
    for (so_far, letters, behind), languages in begun:
        last = letters[-1] if letters else _FIRST
        for more, before, then, unusual, having in rules:
            if (
                (both := languages & having)
                and more[0] in behind
                and last in before
                and so_far + unusual <= _MOST_UNUSUAL_BACK
            ):
                read = _Begun(so_far + unusual, letters + more, then)
                into[read] = into.get(read, 0) | both


def _likely(column: _Column, languages: Sequence[_SoundRules]) -> Iterator[str]:
    """The most usual readings of each language, the most usual of all first."""
    whole = sorted(
        (read.unusual, read.letters, having)
        for read, having in column.items()
        if _LAST in read.behind and len(read.letters) >= _FEWEST_LETTERS
    )
    found: dict[str, int] = {}
    for number, language in enumerate(languages):
        own = {letters: unusual for unusual, letters, having in reversed(whole) if having >> number & 1}
        own = {letters: own[letters] for letters in own if not any(absent in letters for absent in language.absent)}
        for letters in heapq.nsmallest(_MOST_READ, own, key=lambda letters: (own[letters], letters)):
            found[letters] = min(own[letters], found.get(letters, _NEVER))
    yield from sorted(found, key=lambda letters: (found[letters], letters))


@cache
def _sounds(script: str) -> _Sounds | None:
    """What is known of a script; None where nothing is."""
    table = files("newsroom.text") / "data" / f"sounds_{script.casefold()}.tsv"
    if not table.is_file():
        return None
    rows = [line.split("\t") for line in table.read_text("utf-8").splitlines() if not line.startswith("#")]
    of_languages = {tag: (absent.split(), list(map(_rule, rules.split()))) for tag, absent, rules in rows}
    _, common = of_languages.pop(_EVERY)
    languages: list[_SoundRules] = []
    back: defaultdict[str, defaultdict[tuple[str, _LetterSet, _LetterSet, int], int]] = defaultdict(
        lambda: defaultdict(int)
    )
    for number, (absent, own) in enumerate(of_languages.values()):
        replaced = {rule.letters for rule in own if rule.anywhere}
        rules = [*own, *(rule for rule in common if rule.letters not in replaced)]
        by_letter: defaultdict[str, list[_Rule]] = defaultdict(list)
        for rule in sorted(rules, key=lambda rule: -len(rule.letters)):
            by_letter[rule.letters[0]].append(rule)
            if rule.back < _NEVER:
                behind = _behind(rule, rules)
                back[rule.others][bare(rule.letters), rule.before, behind, rule.back] |= 1 << number
        languages.append(_SoundRules(dict(by_letter), tuple(absent)))
    return _Sounds(
        languages=tuple(languages),
        back={others: [_BackRule(*key, having) for key, having in found.items()] for others, found in back.items()},
        longest=max(map(len, back)),
    )


def _behind(rule: _Rule, rules: Sequence[_Rule]) -> _LetterSet:
    """What may stand behind a rule's letters: where it wants nothing, nothing that another rule for them wants."""
    if not rule.anywhere:
        return rule.behind[0] if rule.behind else _ANY
    others = (other.behind[0] for other in rules if other.letters == rule.letters and len(other.behind) == 1)
    return _ANY.difference(*others)


def _rule(text: str) -> _Rule:
    found = _RULE.fullmatch(text)
    if found is None:
        raise ValueError(f"no rule of how names are written by their sound: {text}")
    forth, back = found[5].split(",")[1:] or (0, 0)
    return _Rule(
        letters=found["letters"],
        others=found["others"],
        before=_one_of(found["before"]) if found["before"] else _ANY,
        behind=tuple(map(_one_of, found["behind"].split("+"))) if found["behind"] else (),
        forth=int(forth),
        back=int(back),
    )


def _one_of(letters: str) -> _LetterSet:
    return frozenset[str]().union(*(_CLASSES.get(letter, letter) for letter in letters))
