"""People counts: how many, which group of people, and what became of them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from newsroom.claims.lexemes import Lexeme
from newsroom.claims.numerals import Numeral
from newsroom.claims.word_senses import Hedge

ATTACKERS: Final = "attacker"
LETTERS_OF_A_COUNTRY: Final = 2  # of its ISO code
CLAUSE_ENDS: Final = frozenset(";:.!?…|—–()")


class PeopleOutcome(StrEnum):
    """What became of the people counted."""

    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    DETAINED = "detained"
    ABOARD = "aboard"
    DISPLACED = "displaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleCount:
    """One count of people; indexes are of lexemes.

    Attributes:
        people: The groups of people counted, parted by spaces ("child", "in soldier"); "" for everyone.
        trigger: Index of the word that names the outcome.
        others: It counts others than those just mentioned ("12 others", "12 more").
        attributive: The state comes before its noun ("5 missing miners"): another state of the sentence outweighs it.
        hedge: The hedge of the verb ("tops 300"); None where the numeral's own counts.
        bodies: It counts bodies that were found: all the dead, unless the item knows of more.
        also: Other totals that the sentence leaves open: that without the attacker, that of a part it names.
    """

    slot: PeopleOutcome
    numeral: Numeral
    people: str
    trigger: int
    others: bool = False
    attributive: bool = False
    hedge: Hedge | None = None
    bodies: bool = False
    also: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class CountedSentence:
    """A sentence with its lexemes, numerals and people counts."""

    text: str
    words: list[Lexeme]
    numerals: list[Numeral]
    counts: tuple[PeopleCount, ...]


def same_group(one: str, other: str) -> bool:
    """Whether two groups may be the same: equal, or one of a nation and one of none ("in soldier", "soldier")."""
    a, b = set(one.split()), set(other.split())
    nations = all(len(name) == LETTERS_OF_A_COUNTRY for name in a ^ b)
    return a == b or (bool(a & b) and nations and (a < b or b < a))


def hedged(count: PeopleCount) -> tuple[int, int | None, Hedge]:
    """The lowest and highest number that a count allows, and its hedge: that of the verb ("tops 300") comes first."""
    numeral = count.numeral
    if count.hedge is None:
        return numeral.low, numeral.high, numeral.hedge
    value = int(numeral.value)
    if count.hedge is Hedge.OVER:
        return value + 1, None, Hedge.OVER
    return value - max(1, value // 10), value, count.hedge
