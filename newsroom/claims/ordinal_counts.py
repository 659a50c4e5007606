"""Totals told by an order: who dies as the third makes three dead."""

from typing import Final

from newsroom.claims.lexemes import Lexeme, has_role
from newsroom.claims.noun_phrases import People, people_in
from newsroom.claims.numerals import Numeral, NumeralKind
from newsroom.claims.people_counts import PeopleCount, PeopleOutcome
from newsroom.claims.word_senses import Hedge, Pack, WordRole

# Lexemes between an ordinal and the noun of its person, and between that and the word of the outcome. Guesses: "a third
# French soldier has now been killed".
LONGEST_NOUN: Final = 3
LONGEST_LINKS: Final = 3
# Outcomes that one person after another comes to.
_ONE_BY_ONE: Final = frozenset({PeopleOutcome.KILLED, PeopleOutcome.DETAINED})


def total_by_order(text: str, words: list[Lexeme], numerals: list[Numeral], pack: Pack) -> list[PeopleCount]:
    """The counts that ordinals make: "a third climber dies", "dies the second victim"."""
    found = []
    for numeral in _ordinals(text, words, numerals):
        end = next((i for i in range(numeral.last + 2, len(words)) if _ends_noun(words[i])), len(words))
        people = _one_of(words[numeral.last + 1 : end], pack)
        outcome = _outcome_behind(words, end) or _outcome_before(words, numeral.first)
        if people is None or outcome is None or end - numeral.last > LONGEST_NOUN + 1:
            continue
        slot, trigger = outcome
        found.append(PeopleCount(slot=slot, numeral=numeral, people=people.group, trigger=trigger))
    return found


def _one_of(phrase: list[Lexeme], pack: Pack) -> People | None:
    """Whom the words behind an ordinal name; None where they name nobody. "The fourth injured" is a person too."""
    if phrase and phrase[0].sense.state:
        return People()
    return people_in(phrase, pack, unknown=True) if phrase and not phrase[0].mark else None


def _ordinals(text: str, words: list[Lexeme], numerals: list[Numeral]) -> list[Numeral]:
    """Ordinals from the second on, in words and in digits, as numbers."""
    in_words = [_numeral_of(text, words, at) for at, word in enumerate(words) if word.sense.ordinal > 1]
    return in_words + [n for n in numerals if n.kind is NumeralKind.ORDINAL and n.value > 1]


def _numeral_of(text: str, words: list[Lexeme], at: int) -> Numeral:
    word = words[at]
    return Numeral(
        start=word.start,
        end=word.end,
        text=text[word.start : word.end],
        value=word.sense.ordinal,
        low=word.sense.ordinal,
        high=word.sense.ordinal,
        hedge=Hedge.EXACT,
        kind=NumeralKind.ORDINAL,
        first=at,
        last=at,
    )


def _ends_noun(word: Lexeme) -> bool:
    named = bool(word.sense.state or word.sense.act) and not has_role(word, WordRole.PEOPLE | WordRole.GROUP)
    return word.mark or named or has_role(word, WordRole.STOP | WordRole.NEAR | WordRole.LINK | WordRole.JOINT)


def _outcome_behind(words: list[Lexeme], end: int) -> tuple[PeopleOutcome, int] | None:
    for index in range(end, min(end + LONGEST_LINKS, len(words))):
        if slot := _one_by_one(words[index].sense.state):
            return slot, index
        if not has_role(words[index], WordRole.LINK) or words[index].mark:
            return None
    return None


def _outcome_before(words: list[Lexeme], first: int) -> tuple[PeopleOutcome, int] | None:
    for index in range(first - 1, max(first - 1 - LONGEST_LINKS, -1), -1):
        if slot := _one_by_one(words[index].sense.act or words[index].sense.state):
            return slot, index
        if (
            not has_role(words[index], WordRole.SKIP | WordRole.LINK | WordRole.ARTICLES)
            and words[index].sense.number != 1
        ):
            return None
    return None


def _one_by_one(outcome: str) -> PeopleOutcome | None:
    slot = PeopleOutcome(outcome) if outcome else None
    return slot if slot in _ONE_BY_ONE else None
