"""People counted in two steps ("two soldiers and an interpreter"), and totals left open beside a count."""

from dataclasses import replace
from typing import Final

from newsroom.claims.lexemes import Lexeme, has_role
from newsroom.claims.noun_phrases import LONGEST_PHRASE, object_end, people_in
from newsroom.claims.numerals import Numeral, NumeralKind
from newsroom.claims.people_counts import ATTACKERS, CLAUSE_ENDS, PeopleCount, PeopleOutcome
from newsroom.claims.word_senses import Hedge, Pack, WordRole

# Lexemes between "and" and the noun of one more person: "and another young man". A guess, as long as such phrases are
# in headlines.
LONGEST_ONE_MORE: Final = 3
# Lexemes between "including" and the number or the person that it names. A guess: "including at least two children".
LONGEST_ASIDE: Final = 3


def with_more_people(
    count: PeopleCount, words: list[Lexeme], by_last: dict[int, Numeral], by_first: dict[int, Numeral], pack: Pack
) -> PeopleCount:
    """The count with those added who are counted beside it for the same outcome; itself where there are none.

    Args:
        count: The count of one of the two groups, the nearer to the word of its outcome.
        words: The sentence.
        by_last: The sentence's numbers by their last lexeme.
        by_first: The same by their first.
        pack: The language's senses.
    """
    if count.trigger > count.numeral.last:
        joint = count.numeral.first - 1
        if joint > 0 and has_role(words[joint], WordRole.MORE):  # "and still one more"
            joint -= 1
        first = _people_before(words, joint, by_last, pack)
        last = count.trigger - 1
        return _sum(count, *first, count.numeral, count.people, last) if first is not None else count
    end = object_end(words, count.numeral)
    if end >= len(words) or not has_role(words[end], WordRole.JOINT) or end == count.numeral.last + 1:
        return count
    numeral = by_first.get(end + 1)
    if numeral is None:
        return _with_one_more(count, words, end + 1)
    group = _group_counted(words, numeral, count, pack)
    last = object_end(words, numeral) - 1
    return _sum(count, count.numeral, count.people, numeral, group, last) if group is not None else count


def one_more_before_state(
    words: list[Lexeme], joint: int, head: int, by_last: dict[int, Numeral], pack: Pack
) -> tuple[Numeral, bool] | None:
    """The number of "two workers and another man" or "three walkers and their guide", and whether one is added to it.

    Args:
        words: The sentence.
        joint: Index of "and".
        head: Index of the last word of the phrase behind it.
        by_last: The sentence's numbers by their last lexeme.
        pack: The language's senses.
    """
    phrase = words[joint + 1 : head + 1]
    if not phrase or len(phrase) > LONGEST_ONE_MORE or not _is_one_more(phrase):
        return None
    before = _people_before(words, joint, by_last, pack)
    return (before[0], _is_surely_one(phrase)) if before is not None else None


def _people_before(
    words: list[Lexeme], joint: int, by_last: dict[int, Numeral], pack: Pack
) -> tuple[Numeral, str] | None:
    """The number and the group of the people right before "and"; None where no number counts people there."""
    if joint < 1 or not has_role(words[joint], WordRole.JOINT):
        return None
    for index in range(joint - 1, max(joint - LONGEST_PHRASE, -1), -1):
        if index in by_last:
            people = people_in(words[index + 1 : joint], pack) if index + 1 < joint else None
            return (by_last[index], people.group) if people is not None else None
        other = words[index].sense.state or has_role(words[index], WordRole.STOP | WordRole.JOINT | WordRole.BODY)
        if words[index].mark or other:
            return None
    return None


def _group_counted(words: list[Lexeme], numeral: Numeral, count: PeopleCount, pack: Pack) -> str | None:
    """The group of the people that a second number counts; None where it counts things or another outcome."""
    end = object_end(words, numeral)
    if end < len(words) and words[end].sense.state not in {"", count.slot.value}:
        return None
    phrase = words[numeral.last + 1 : end]
    people = people_in(phrase, pack) if phrase else None
    return people.group if people is not None else None


def _with_one_more(count: PeopleCount, words: list[Lexeme], start: int) -> PeopleCount:
    """The count with "and another man" added; with "and a guide" as another total that the sentence leaves open."""
    phrase: list[Lexeme] = []
    for word in words[start : start + LONGEST_ONE_MORE]:
        if word.mark or (has_role(word, WordRole.STOP | WordRole.NEAR) and not has_role(word, WordRole.ARTICLES)):
            break
        phrase.append(word)
        if has_role(word, WordRole.PEOPLE | WordRole.GROUP):
            break
    if not _is_one_more(phrase):
        return count
    return add_one(count, last=start + len(phrase) - 1, surely=_is_surely_one(phrase))


def _is_one_more(phrase: list[Lexeme]) -> bool:
    """Whether a phrase of one person begins: "another", "a", "their" and a noun."""
    return len(phrase) > 1 and has_role(phrase[0], WordRole.ARTICLES | WordRole.MORE | WordRole.OTHERS | WordRole.SKIP)


def _is_surely_one(phrase: list[Lexeme]) -> bool:
    return has_role(phrase[-1], WordRole.PEOPLE | WordRole.GROUP) and not has_role(phrase[0], WordRole.SKIP)


def add_one(count: PeopleCount, *, last: int, surely: bool) -> PeopleCount:
    """The count of one more or, where that is not sure, of as many and maybe one more.

    Args:
        count: The count of the others.
        last: Index of the last word of the one.
        surely: Whether it is a person.
    """
    numeral = count.numeral
    if not surely:
        return replace(count, also=count.also | {int(numeral.value) + 1})
    high = None if numeral.high is None else numeral.high + 1
    grown = replace(numeral, value=numeral.value + 1, low=numeral.low + 1, high=high, last=last)
    return replace(count, numeral=grown, people="", others=False)


def _sum(count: PeopleCount, first: Numeral, group: str, second: Numeral, other: str, last: int) -> PeopleCount:
    """The count of both numbers, up to the last word of the second's people; it is hedged if one of them is."""
    high = None if first.high is None or second.high is None else first.high + second.high
    numeral = replace(
        first,
        value=first.value + second.value,
        low=first.low + second.low,
        high=high,
        hedge=first.hedge if first.hedge is not Hedge.EXACT else second.hedge,
        end=second.end,
        last=last,
    )
    return replace(count, numeral=numeral, people=group if group == other else "", others=False)


def with_other_totals(
    count: PeopleCount, words: list[Lexeme], numerals: list[Numeral], counts: tuple[PeopleCount, ...]
) -> PeopleCount:
    """The count with the totals that the sentence leaves open beside it.

    A part that the sentence names ("12 of them at the market"), the victims without the attacker or with him, and the
    next in order ("six, and a seventh").
    """
    value = int(count.numeral.value)
    found = {int(n.value) for n in numerals if n.first > count.numeral.last and _is_part_of_all(words, n)}
    found |= {value + 1 for word in words if word.sense.ordinal == value + 1}
    if count.slot is PeopleOutcome.KILLED:
        found |= {value - included for included in _attackers_included(words, numerals)}
        found |= {value + 1 for word in words if has_role(word, WordRole.DIES_TOO)}
    found -= {value, *(int(other.numeral.value) for other in counts if other.slot is not count.slot)}
    return replace(count, also=count.also | found) if found else count


def _is_part_of_all(words: list[Lexeme], numeral: Numeral) -> bool:
    if numeral.kind is not NumeralKind.COUNT or numeral.value != int(numeral.value):
        return False
    before = words[max(numeral.first - LONGEST_ASIDE, 0) : numeral.first]
    after = words[numeral.last + 1 : numeral.last + 2]
    return any(has_role(word, WordRole.PART) for word in (*before, *after))


def _attackers_included(words: list[Lexeme], numerals: list[Numeral]) -> list[int]:
    """How many attackers "including the gunman" and the like name, each time that one does."""
    found = []
    for at, word in enumerate(words):
        if not has_role(word, WordRole.PART | WordRole.AMONG):
            continue
        for index in range(at + 1, min(at + 1 + LONGEST_ASIDE, len(words))):
            if words[index].word in CLAUSE_ENDS:
                break
            if words[index].sense.group == ATTACKERS:
                inside = [n for n in numerals if at < n.first and n.last < index]
                found.append(int(inside[-1].value) if inside else 1)
                break
    return found
