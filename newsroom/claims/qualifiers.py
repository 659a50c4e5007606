"""Qualifiers of a people count: a part, a sum over time, one number for two outcomes, doubt, denial, fear."""

from enum import StrEnum

import regex

from newsroom.claims.lexemes import Lexeme, has_role
from newsroom.claims.numerals import NumeralKind
from newsroom.claims.people_counts import CLAUSE_ENDS, CountedSentence, PeopleCount, PeopleOutcome
from newsroom.claims.word_senses import WordRole
from newsroom.languages import any_of

# Lexemes before a count or its verb within which "could" casts doubt on it. A guess: at 3, 1 of 805 headlines with
# claims has other qualifiers, at 12 8.
NEAR_DOUBT = 6
# Lexemes up to and with the last of a count's words and the one that says how badly: "3 blessés graves". A guess: one
# word behind, as adjectives go.
BEHIND_SEVERE = 2
# Lexemes between a superlative and the stretch of time that belongs to it: "worst such attack in a decade". A guess.
NEAR_SUPERLATIVE = 6
# Lexemes of what "and" joins to a count. A guess, as long as such phrases are in headlines.
LONGEST_COORDINATE = 6
HOURS_OF_A_DAY = 24
FEWEST_DAYS = 2  # "in one day" is one event

_FORMER_VERSION = regex.compile(
    rf"\b(?:{any_of(lambda language: language.headlines.correction_notes)})\b", regex.IGNORECASE
)
_NEW_CLAUSE = regex.compile(r"[;:—]")


class Qualifier(StrEnum):
    """Why a count can't be compared with another as it is."""

    PARTIAL = "partial"
    MORE = "more"
    CUMULATIVE = "cumulative"
    COMBINED = "combined"
    SEVERE = "severe"
    DOUBTED = "doubted"
    DENIED = "denied"
    FEARED = "feared"


def qualifiers(sentence: CountedSentence, count: PeopleCount) -> frozenset[Qualifier]:
    """The qualifiers of one count of the sentence."""
    words = sentence.words
    found: set[Qualifier] = set()
    if _is_part(words, count) or _is_split(sentence, count):
        found.add(Qualifier.PARTIAL)
    if _is_severe(words, count):
        found.add(Qualifier.SEVERE)
    if _is_more(sentence, count):
        found.add(Qualifier.MORE)
    if _is_total(words, count) or _is_total_of_days(sentence):
        found.add(Qualifier.CUMULATIVE)
    if _is_combined(words, count):
        found.add(Qualifier.COMBINED)
    first, last = _span(count)
    before = _clause_before(words, first)
    around = before + words[first : last + 1]
    if any(has_role(w, WordRole.DOUBT) for w in around):
        found.add(Qualifier.DOUBTED)
    if any(has_role(w, WordRole.DENIAL) for w in around) or _is_of_former_version(sentence, count):
        found.add(Qualifier.DENIED)
    if any(has_role(w, WordRole.FEAR) for w in words[first : last + 1]):
        found.add(Qualifier.FEARED)
    return frozenset(found)


def _is_of_former_version(sentence: CountedSentence, count: PeopleCount) -> bool:
    """Whether a note of correction gives the number as that of "an earlier version of this article", up to a ; or :."""
    note = next((note for note in _FORMER_VERSION.finditer(sentence.text) if note.end() <= count.numeral.start), None)
    return note is not None and not _NEW_CLAUSE.search(sentence.text, note.end(), count.numeral.start)


def _span(count: PeopleCount) -> tuple[int, int]:
    return min(count.numeral.first, count.trigger), max(count.numeral.last, count.trigger)


def _clause_before(words: list[Lexeme], first: int) -> list[Lexeme]:
    found: list[Lexeme] = []
    for index in range(first - 1, max(first - NEAR_DOUBT, 0) - 1, -1):
        if words[index].word in CLAUSE_ENDS or words[index].word == "," or has_role(words[index], WordRole.FACT):
            break
        found.append(words[index])
    return found


def _opens_part(word: Lexeme) -> bool:
    return has_role(word, WordRole.PART) and not has_role(word, WordRole.PART_BUT_WEAK)


def _is_part(words: list[Lexeme], count: PeopleCount) -> bool:
    first, last = count.numeral.first, count.numeral.last
    if any(_opens_part(w) for w in words[max(first - 3, 0) : first]):
        return True
    noun_end = next((i for i in range(last + 1, min(last + 5, len(words))) if has_role(words[i], WordRole.AMONG)), None)
    if noun_end is not None and noun_end < count.trigger:
        return True
    return _is_coordinate(words, count)


def _is_split(sentence: CountedSentence, count: PeopleCount) -> bool:
    """Whether the sentence splits the count by place or day: two numbers for one outcome, neither part of the other.

    A total that follows is not split off: "one more body found, 26 killed".
    """
    same = [c for c in sentence.counts if c.slot is count.slot and c.numeral.value != count.numeral.value]
    split = any(
        not (_is_part(sentence.words, other) or other.others or _leads_to_total(sentence, other, count))
        for other in same
    )
    return split or _has_second_count(sentence, count)


def _leads_to_total(sentence: CountedSentence, other: PeopleCount, count: PeopleCount) -> bool:
    later, larger = count.numeral.first > other.numeral.last, count.numeral.value > other.numeral.value
    return later and larger and _is_more(sentence, other)


def _has_second_count(sentence: CountedSentence, count: PeopleCount) -> bool:
    """Whether a bare number with a place follows: "59 people in Germany and nine in Belgium"."""
    words = sentence.words
    counted = {other.numeral.first for other in sentence.counts}
    for numeral in sentence.numerals:
        if numeral.first in counted or numeral.first <= count.numeral.last or numeral.last + 2 >= len(words):
            continue
        joined = words[numeral.first - 1].word == "," or has_role(words[numeral.first - 1], WordRole.JOINT)
        if joined and has_role(words[numeral.last + 1], WordRole.NEAR) and words[numeral.last + 2].capital:
            return True
    return False


def _is_severe(words: list[Lexeme], count: PeopleCount) -> bool:
    """Whether only the badly hurt are counted: "one critically injured"."""
    first, last = _span(count)
    around = words[max(first - 1, 0) : last + BEHIND_SEVERE]
    return count.slot is PeopleOutcome.INJURED and any(has_role(w, WordRole.SEVERE) for w in around)


def _is_coordinate(words: list[Lexeme], count: PeopleCount) -> bool:
    """Whether the count is one of two that share a state: "two soldiers and an interpreter were killed"."""
    first, _ = _span(count)
    before = words[first - 1] if first > 0 else None
    if before is None or count.trigger < count.numeral.last or first == 1:
        return False
    if any(w.sense.state or w.sense.act for w in words[max(first - LONGEST_COORDINATE, 0) : first - 1]):
        return False
    if before.word == ",":
        return has_role(words[first - 2], WordRole.PEOPLE | WordRole.GROUP)
    return has_role(before, WordRole.JOINT) and any(
        word.sense.number is not None or word.digits or has_role(word, WordRole.PEOPLE | WordRole.GROUP) or word.capital
        for word in words[max(first - LONGEST_COORDINATE, 0) : first - 1]
    )


def _is_more(sentence: CountedSentence, count: PeopleCount) -> bool:
    words, first, last = sentence.words, count.numeral.first, count.numeral.last
    if any(has_role(w, WordRole.MORE) for w in words[max(first - 1, 0) : first]):
        return True
    for word in words[last + 1 : last + 4]:
        if word.mark or has_role(word, WordRole.STOP | WordRole.NEAR):
            break
        if has_role(word, WordRole.MORE):
            return True
    if not count.others:
        return False
    return not any(_is_other_outcome(word, count) for word in words[:first])


def _is_total(words: list[Lexeme], count: PeopleCount) -> bool:
    first, last = _span(count)
    start = _clause_start(words, first)
    if any(has_role(words[i], WordRole.WHOLE) and not _of_superlative(words, i) for i in range(start, len(words))):
        return True
    behind = range(last + 1, min(last + 8, len(words)))
    if any(has_role(words[i], WordRole.SINCE) and not _of_superlative(words, i) for i in behind):
        return True
    since = next((i for i in range(first - 1, -1, -1) if has_role(words[i], WordRole.SINCE)), None)
    return since is not None and any(has_role(w, WordRole.HAS) for w in words[since:last])


def _is_total_of_days(sentence: CountedSentence) -> bool:
    """Whether a number of days follows that the count sums up: "330 deaths in 24 hours", "killed in four days"."""
    words = sentence.words
    for numeral in sentence.numerals:
        unit = words[numeral.last + 1] if numeral.last + 1 < len(words) else None
        if unit is None or numeral.kind is not NumeralKind.COUNT:
            continue
        least = HOURS_OF_A_DAY if has_role(unit, WordRole.HOURS) else FEWEST_DAYS
        days = has_role(unit, WordRole.DAYS | WordRole.HOURS) and numeral.value >= least
        if days and _is_within(words, numeral.first) and not _of_superlative(words, numeral.first):
            return True
    return False


def _is_within(words: list[Lexeme], first: int) -> bool:
    """Whether "in", "in the last" or the like comes before a number."""
    return any(has_role(word, WordRole.WITHIN) for word in words[max(first - 3, 0) : first])


def _of_superlative(words: list[Lexeme], at: int) -> bool:
    """Whether a stretch of time belongs to a superlative or an order: "worst in a decade", "second crash this week"."""
    for index in range(at - 1, max(at - 1 - NEAR_SUPERLATIVE, -1), -1):
        if words[index].mark and words[index].word != "-":
            return False
        if has_role(words[index], WordRole.SUPERLATIVE | WordRole.ORDINAL):
            return True
        if words[index].sense.state or words[index].sense.act:
            return False
    return False


def _clause_start(words: list[Lexeme], first: int) -> int:
    """Where the count's own clause begins: after the relative pronoun or mark before it."""
    for index in range(first - 1, -1, -1):
        if words[index].word in CLAUSE_ENDS or has_role(words[index], WordRole.RELATIVES):
            return index
    return 0


def _is_combined(words: list[Lexeme], count: PeopleCount) -> bool:
    """Whether one number counts two outcomes: "19 dead or missing", "12 killed and injured"."""
    after = words[count.trigger + 1 : count.trigger + 3]
    before = words[max(count.trigger - 2, 0) : count.trigger]
    following = len(after) == 2 and has_role(after[0], WordRole.JOINS) and _is_other_outcome(after[1], count)  # noqa: PLR2004
    preceding = len(before) == 2 and has_role(before[1], WordRole.JOINS) and _is_other_outcome(before[0], count)  # noqa: PLR2004
    return following or (preceding and count.trigger > count.numeral.last)


def _is_other_outcome(word: Lexeme, count: PeopleCount) -> bool:
    named = word.sense.state or word.sense.act
    return bool(named) and named != count.slot.value and not word.digits
