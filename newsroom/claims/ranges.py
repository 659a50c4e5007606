"""Two numbers of one count: the ends of a range ("20 to 30"), or what it was and what it is ("rises from 20 to 30")."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from newsroom.claims.lexemes import Lexeme, has_role
from newsroom.claims.numerals import Numeral, NumeralKind
from newsroom.claims.people_counts import CLAUSE_ENDS
from newsroom.claims.word_senses import Hedge, WordRole

_DASHES: Final = frozenset("-–‑")
_CLAUSE_MARKS: Final = CLAUSE_ENDS | {","}
# The number behind "dead at" is an age, unless the sentence says that it is a toll: "from 20 dead at noon to 30".
_COUNTS: Final = frozenset({NumeralKind.COUNT, NumeralKind.AGE})
# Lexemes between the number that was and the one that is: "from 20 people dead to 30". A guess.
_LONGEST_WAY: Final = 3


def with_ranges(text: str, words: list[Lexeme], numerals: list[Numeral]) -> list[Numeral]:
    """The numerals in order: two that are the ends of a range as one whose value is the upper end, and none that was.

    "Toll rises from 20 to 30" and "30 dead, up from 20" say of today 30 alone.
    """
    found: list[Numeral] = []
    begun: Numeral | None = None
    for numeral, after in pairwise([*_still_true(words, numerals), None]):
        if numeral is begun or numeral is None:
            begun = None
            continue
        joined = _range(text, words, numeral, after) if after is not None else None
        found.append(joined or numeral)
        begun = after if joined else None
    return found


def _still_true(words: list[Lexeme], numerals: Sequence[Numeral]) -> list[Numeral]:
    """The numerals without those that a count has left behind."""
    counts = [numeral for numeral in numerals if numeral.kind in _COUNTS]
    left = {one.first for one, other in pairwise(counts) if _leads_to(words, one, other)}
    left |= {other.first for one, other in pairwise(counts) if _comes_from(words, one, other)}
    if len(counts) > 1:
        left |= {one.first for one in counts if _follows(words, one, WordRole.FORMERLY)}
    return [numeral for numeral in numerals if numeral.first not in left]


def _leads_to(words: list[Lexeme], was: Numeral, now: Numeral) -> bool:
    """Whether a count goes from one number to the next: "rises from 20 to 30", "von 20 auf 30", "20'den 30'a"."""
    between = words[was.last + 1 : now.first]
    if len(between) > _LONGEST_WAY or any(word.mark for word in between):
        return False
    if not between:  # "20'den 30'a"
        return has_role(words[was.last], WordRole.FROM_NUMBER)
    if not has_role(between[-1], WordRole.TO_NUMBER):
        return False
    if _moves(_back(words, was.first)):
        return True
    if not _follows(words, was, WordRole.FROM_NUMBER):
        return False
    only_of_ways = not has_role(between[-1], WordRole.RANGE_JOINS)
    return only_of_ways or _moves(words[: was.first]) or _moves(_onwards(words, now.last + 1))


def _comes_from(words: list[Lexeme], now: Numeral, was: Numeral) -> bool:
    """Whether the number that was stands behind the one that is: "rises to 30 from 20"."""
    if was.first - now.last > _LONGEST_WAY or not _follows(words, was, WordRole.FROM_NUMBER):
        return False
    return _follows(words, now, WordRole.TO_NUMBER) and _moves(words[: now.first])


def _follows(words: list[Lexeme], numeral: Numeral, role: int) -> bool:
    """Whether a word of the role comes right before a number, or before its article."""
    at = numeral.first - 1
    if at > 0 and has_role(words[at], WordRole.ARTICLES) and not has_role(words[at], role):
        at -= 1
    return at >= 0 and has_role(words[at], role)


def _moves(words: Sequence[Lexeme]) -> bool:
    return any(has_role(word, WordRole.MOVES) for word in words)


def _back(words: list[Lexeme], first: int) -> list[Lexeme]:
    """The words before a number within its clause; the last may be one that begins a clause elsewhere ("from")."""
    start = first - 1
    while start > 0 and words[start - 1].word not in _CLAUSE_MARKS and not has_role(words[start - 1], WordRole.STOP):
        start -= 1
    return words[max(start, 0) : first]


def _onwards(words: list[Lexeme], start: int) -> list[Lexeme]:
    """The words from an index on, up to the end of the clause."""
    end = start
    while end < len(words) and words[end].word not in _CLAUSE_MARKS and not has_role(words[end], WordRole.STOP):
        end += 1
    return words[start:end]


def _range(text: str, words: list[Lexeme], low: Numeral, high: Numeral) -> Numeral | None:
    if low.value >= high.value or high.first - low.last != 2:  # noqa: PLR2004 - one word or sign between them
        return None
    first = _first_by_words(words, low, high)
    if first is None and not _by_dash(words, low, high):
        return None
    return replace(
        high,
        start=low.start,
        text=text[low.start : high.end],
        low=int(low.value),
        high=int(high.value),
        hedge=Hedge.BETWEEN,
        kind=NumeralKind.COUNT,
        first=low.first if first is None else first,
    )


def _first_by_words(words: list[Lexeme], low: Numeral, high: Numeral) -> int | None:
    """The index of the first lexeme of a range that words join; None where they join none."""
    if low.kind is not NumeralKind.COUNT or high.kind is not NumeralKind.COUNT:
        return None
    joint = words[low.last + 1]
    if low.first > 0 and has_role(words[low.first - 1], WordRole.BETWEEN) and has_role(joint, WordRole.JOINT):
        return low.first - 1
    return low.first if has_role(joint, WordRole.RANGE_JOINS) else None


def _by_dash(words: list[Lexeme], low: Numeral, high: Numeral) -> bool:
    """Whether a dash joins two numbers of people: "20-30 people"; "2-3" alone is a score."""
    dash, behind = words[low.last + 1], high.last + 1
    if dash.word not in _DASHES or not dash.glued or not words[high.first].glued or behind >= len(words):
        return False
    scores = low.kind is NumeralKind.SCORE and high.kind is NumeralKind.SCORE
    of_people = has_role(words[behind], WordRole.PEOPLE | WordRole.GROUP) or bool(words[behind].sense.state)
    return scores and of_people and not words[behind].mark
