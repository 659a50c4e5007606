"""Ranges: two numbers between which a count lies ("20 to 30", "entre 20 y 30", "20-30 people")."""

from dataclasses import replace
from itertools import pairwise
from typing import Final

from newsroom.claims.lexemes import Lexeme, has_role
from newsroom.claims.numerals import Numeral, NumeralKind
from newsroom.claims.word_senses import Hedge, WordRole

_DASHES: Final = frozenset("-–‑")
# Letters of a verb of reaching; what is shorter among those words joins the two numbers of a range, too ("a", "до").
_FEWEST_LETTERS_OF_A_VERB: Final = 4


def with_ranges(text: str, words: list[Lexeme], numerals: list[Numeral]) -> list[Numeral]:
    """The numerals in order, each two that are the ends of a range as one: its value is the upper end.

    "Toll rises from 20 to 30" has two numbers, of which the first is left behind.
    """
    found: list[Numeral] = []
    begun: Numeral | None = None
    for numeral, after in pairwise([*numerals, None]):
        if numeral is begun or numeral is None:
            begun = None
            continue
        joined = _range(text, words, numeral, after) if after is not None else None
        found.append(joined or numeral)
        begun = after if joined else None
    return found


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
    grows = any(word.sense.toll or _is_verb_of_reaching(word) for word in words[: low.first])
    return low.first if has_role(joint, WordRole.RANGE_JOINS) and not grows else None


def _is_verb_of_reaching(word: Lexeme) -> bool:
    return word.sense.reach is not None and len(word.word) >= _FEWEST_LETTERS_OF_A_VERB


def _by_dash(words: list[Lexeme], low: Numeral, high: Numeral) -> bool:
    """Whether a dash joins two numbers of people: "20-30 people"; "2-3" alone is a score."""
    dash, behind = words[low.last + 1], high.last + 1
    if dash.word not in _DASHES or not dash.glued or not words[high.first].glued or behind >= len(words):
        return False
    scores = low.kind is NumeralKind.SCORE and high.kind is NumeralKind.SCORE
    of_people = has_role(words[behind], WordRole.PEOPLE | WordRole.GROUP) or bool(words[behind].sense.state)
    return scores and of_people and not words[behind].mark
