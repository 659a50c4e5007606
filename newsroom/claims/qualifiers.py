"""What a sentence says of a count beyond its number: a part, a sum over time, a fear, a thought, a denial."""

from enum import StrEnum

from newsroom.claims.lexemes import Lexeme, is_
from newsroom.claims.people_counts import CLAUSE_ENDS, CountedSentence, PeopleCount, PeopleOutcome
from newsroom.languages import WordRole

NEAR_DOUBT = 6  # lexemes before a count or its verb within which "could" speaks of it


RELATIVES = frozenset(
    {
        "that",
        "which",
        "who",
        "qui",
        "que",
        "die",
        "der",
        "das",
        "которые",
        "который",
        "которая",
        "які",
        "який",
        "яка",
        "що",
    }
)


class Qualifier(StrEnum):
    """Why a count can't be set beside another as it stands."""

    PARTIAL = "partial"
    MORE = "more"
    CUMULATIVE = "cumulative"
    COMBINED = "combined"
    DOUBTED = "doubted"
    DENIED = "denied"
    FEARED = "feared"


def qualifiers(reading: CountedSentence, count: PeopleCount) -> frozenset[Qualifier]:
    """The marks of one count of the sentence."""
    words = reading.words
    found: set[Qualifier] = set()
    if _is_part(words, count) or _is_split(reading, count) or _is_severe(words, count):
        found.add(Qualifier.PARTIAL)
    if _is_more(reading, count):
        found.add(Qualifier.MORE)
    if _is_total(words, count):
        found.add(Qualifier.CUMULATIVE)
    if _is_combined(words, count):
        found.add(Qualifier.COMBINED)
    first, last = _span(count)
    before = _clause_before(words, first)
    around = before + words[first : last + 1]
    if any(is_(w, WordRole.DOUBT) for w in around):
        found.add(Qualifier.DOUBTED)
    if any(is_(w, WordRole.DENIAL) for w in around):
        found.add(Qualifier.DENIED)
    if any(is_(w, WordRole.FEAR) for w in words[first : last + 1]):
        found.add(Qualifier.FEARED)
    return frozenset(found)


def _span(count: PeopleCount) -> tuple[int, int]:
    return min(count.figure.first, count.trigger), max(count.figure.last, count.trigger)


def _clause_before(words: list[Lexeme], first: int) -> list[Lexeme]:
    found: list[Lexeme] = []
    for index in range(first - 1, max(first - NEAR_DOUBT, 0) - 1, -1):
        if words[index].word in CLAUSE_ENDS or words[index].word == ",":
            break
        found.append(words[index])
    return found


def _is_part(words: list[Lexeme], count: PeopleCount) -> bool:
    first, last = count.figure.first, count.figure.last
    if any(is_(w, WordRole.PART) for w in words[max(first - 3, 0) : first] if w.word != "with"):
        return True
    noun_end = next((i for i in range(last + 1, min(last + 5, len(words))) if words[i].word == "among"), None)
    if noun_end is not None and noun_end < count.trigger:
        return True
    return _is_coordinate(words, count)


def _is_split(reading: CountedSentence, count: PeopleCount) -> bool:
    """Whether the sentence has two numbers for the slot, neither said to be part of the other: by place, by day."""
    same = [c for c in reading.counts if c.slot is count.slot and c.figure.value != count.figure.value]
    return any(not _is_part(reading.words, other) and not other.others for other in same) or _has_twin(reading, count)


def _has_twin(reading: CountedSentence, count: PeopleCount) -> bool:
    """Whether a bare number with a place follows: "59 people in Germany and nine in Belgium"."""
    words = reading.words
    counted = {other.figure.first for other in reading.counts}
    for figure in reading.figures:
        if figure.first in counted or figure.first <= count.figure.last or figure.last + 2 >= len(words):
            continue
        joined = words[figure.first - 1].word == "," or is_(words[figure.first - 1], WordRole.AND)
        if joined and is_(words[figure.last + 1], WordRole.NEAR) and words[figure.last + 2].capital:
            return True
    return False


def _is_severe(words: list[Lexeme], count: PeopleCount) -> bool:
    """Whether only the badly hurt are counted: "one critically injured"."""
    first, last = _span(count)
    return count.slot is PeopleOutcome.INJURED and any(is_(w, WordRole.SEVERE) for w in words[first : last + 1])


def _is_coordinate(words: list[Lexeme], count: PeopleCount) -> bool:
    """Whether the count is one of two that share a state: "two soldiers and an interpreter were killed"."""
    first, _ = _span(count)
    before = words[first - 1] if first > 0 else None
    if before is None or count.trigger < count.figure.last or first == 1:
        return False
    if any(w.sense.state or w.sense.act for w in words[max(first - 6, 0) : first - 1]):
        return False
    if before.word == ",":
        return is_(words[first - 2], WordRole.PEOPLE | WordRole.GROUP)
    return is_(before, WordRole.AND)


def _is_more(reading: CountedSentence, count: PeopleCount) -> bool:
    words, first, last = reading.words, count.figure.first, count.figure.last
    if any(is_(w, WordRole.MORE) for w in words[max(first - 1, 0) : first]):
        return True
    for word in words[last + 1 : last + 4]:
        if word.mark or is_(word, WordRole.STOP | WordRole.NEAR):
            break
        if is_(word, WordRole.MORE):
            return True
    if not count.others:
        return False
    return not any(_other_slot(word, count) for word in words[:first])


def _is_total(words: list[Lexeme], count: PeopleCount) -> bool:
    first, last = _span(count)
    if any(is_(w, WordRole.WHOLE) for w in words[_clause_start(words, first) :]):
        return True
    if any(is_(w, WordRole.SINCE) for w in words[last + 1 : last + 8]):
        return True
    since = next((i for i in range(first - 1, -1, -1) if is_(words[i], WordRole.SINCE)), None)
    return since is not None and any(w.word in {"have", "has"} for w in words[since:last])


def _clause_start(words: list[Lexeme], first: int) -> int:
    """Where the count's own clause begins: after the relative pronoun or mark before it."""
    for index in range(first - 1, -1, -1):
        if words[index].word in CLAUSE_ENDS or words[index].word in RELATIVES:
            return index
    return 0


def _is_combined(words: list[Lexeme], count: PeopleCount) -> bool:
    """One number for two slots: "19 dead or missing", "12 killed and injured"."""
    after = words[count.trigger + 1 : count.trigger + 3]
    before = words[max(count.trigger - 2, 0) : count.trigger]
    joins = {"or", "and", "and/or", "или", "або", "и", "та", "й", "ou", "et", "oder", "und"}
    following = len(after) == 2 and after[0].word in joins and _other_slot(after[1], count)  # noqa: PLR2004
    preceding = len(before) == 2 and before[1].word in joins and _other_slot(before[0], count)  # noqa: PLR2004
    return following or (preceding and count.trigger > count.figure.last)


def _other_slot(word: Lexeme, count: PeopleCount) -> bool:
    named = word.sense.state or word.sense.act
    return bool(named) and named != count.slot.value and not word.numeral
