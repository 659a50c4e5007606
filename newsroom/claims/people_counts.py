"""People counts in a sentence: how many, which group of people, and what became of them.

One grammar serves all languages; it works on the senses that the language pack gives each word:
- a state finds its count to the left: "12 people were killed", "leaves 12 dead", "12 morts", "12 Tote";
- an act finds it to the right: "kills at least 12", "killing 12 people", "погибли 12 человек";
- a running total finds it to the right, past verbs of reaching: "death toll in Kyiv rises to 12".
A number counts for one outcome only; where two words claim it, the nearer one wins.
"""

from dataclasses import dataclass
from enum import StrEnum

from newsroom.claims.countries import country_code
from newsroom.claims.lexemes import Lexeme, has_role, lexemes
from newsroom.claims.numerals import Numeral, NumeralKind, read_numerals
from newsroom.claims.word_senses import Hedge, Pack, WordRole
from newsroom.languages import every

LONGEST_ABBREVIATION = 4  # letters; "US" and "U.S." fold to these
LONGEST_PHRASE = 9  # lexemes between a count and its state; longer ones crossed clauses in 3 of 4 cases read by eye
HARM = frozenset({"killed", "injured", "missing"})
# Words of a noun phrase that the pack does not know. A guess: at 1, 5 of 805 headlines with claims have others, at 6
# none; longer phrases would count more things as people.
LONGEST_UNKNOWN_NOUN = 3
LONGEST_ARTICLE = (
    3  # lexemes between an act and its count: "killing all of the 12"; from 1 to 6 none of the 805 changes
)
# Lexemes between "death toll" and its number. At 6 two differences of the 64 found in the labelled pairs are missed,
# from 10 on none; at 28, 5 of the 805 count something further on.
LONGEST_TOLL = 14
CLAUSE_ENDS = frozenset(";:.!?…|—–()")
COMMAS = frozenset(",")
_FROM_NUMBER = frozenset(every(lambda language: language.counting.grammar.from_number))
_ARTICLES = frozenset(every(lambda language: language.counting.grammar.articles))


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
        people: The group of people counted ("child"); "" for everyone.
        trigger: Index of the word that names the outcome.
        others: It counts others than those just mentioned ("12 others", "12 more").
        attributive: The state comes before its noun ("5 missing miners"): another state of the sentence outweighs it.
        hedge: The hedge of the verb ("tops 300"); None where the numeral's own counts.
    """

    slot: PeopleOutcome
    numeral: Numeral
    people: str
    trigger: int
    others: bool = False
    attributive: bool = False
    hedge: Hedge | None = None


@dataclass(frozen=True, slots=True)
class CountedSentence:
    """A sentence with its lexemes, numerals and people counts."""

    text: str
    words: list[Lexeme]
    numerals: list[Numeral]
    counts: tuple[PeopleCount, ...]


@dataclass(frozen=True, slots=True)
class _People:
    """The people named by the words behind a number.

    Attributes:
        group: The group of people ("child"); "" for everyone.
        others: They are others than those just mentioned ("12 others", "12 more").
    """

    group: str = ""
    others: bool = False


def count_people(text: str, pack: Pack) -> CountedSentence:
    """Every count of people in a sentence."""
    words = lexemes(text, pack)
    numerals = read_numerals(text, words)
    usable = {f.last: f for f in numerals if f.kind is NumeralKind.COUNT and f.value == int(f.value)}
    starts = {f.first: f for f in usable.values()}
    counts: list[PeopleCount] = []
    for at, word in enumerate(words):
        sense = word.sense
        found = None
        if sense.toll:
            found = _count_after_toll(words, at, starts, pack)
        if found is None and sense.act:
            found = _count_after_act(words, at, starts, pack)
        if found is None and sense.state:
            found = _count_before_state(words, at, usable, pack)
        if found is not None:
            counts.append(found)
    return CountedSentence(text, words, numerals, _one_outcome_each(counts))


def _one_outcome_each(counts: list[PeopleCount]) -> tuple[PeopleCount, ...]:
    """One outcome per number: of competing counts the one whose trigger is nearest."""
    best: dict[int, PeopleCount] = {}
    for count in counts:
        rival = best.get(count.numeral.first)
        if rival is None or (count.attributive, _distance(count)) < (rival.attributive, _distance(rival)):
            best[count.numeral.first] = count
    return tuple(best[first] for first in sorted(best))


def _distance(count: PeopleCount) -> int:
    return min(abs(count.trigger - count.numeral.first), abs(count.trigger - count.numeral.last))


def _count_before_state(words: list[Lexeme], at: int, usable: dict[int, Numeral], pack: Pack) -> PeopleCount | None:
    """The count before a state: number, noun phrase, auxiliaries, state."""
    head = at - 1
    while head >= 0 and head not in usable and has_role(words[head], WordRole.LINK) and not words[head].sense.state:
        head = _before_aside(words, head) if words[head].word in COMMAS else head - 1
    index = head
    while index >= 0 and head - index <= LONGEST_PHRASE:
        if index in usable:
            counted = _counted(words, index, head, at, usable[index], pack)
            if counted is not None or not _is_article(usable[index]):
                return counted
        if _ends_phrase(words[index]):
            return None
        index -= 1
    return None


def _before_aside(words: list[Lexeme], comma: int) -> int:
    """The index before an aside (", including three children,"); -1 for a plain comma, which no phrase crosses."""
    for index in range(comma - 1, max(comma - 10, 0), -1):
        if words[index].word in COMMAS:
            return index - 1 if has_role(words[index + 1], WordRole.PART) else -1
    return -1


def _ends_phrase(word: Lexeme) -> bool:
    if word.mark:
        return word.word in CLAUSE_ENDS or word.word in COMMAS
    return has_role(word, WordRole.STOP | WordRole.JOINT) or bool(
        word.sense.state and word.sense.state == word.sense.act
    )


def _is_article(numeral: Numeral) -> bool:
    """Whether the number 1 may be an article: "ein Erdbeben", "un séisme"."""
    return numeral.value == 1 and not numeral.text.isdigit()


def _counted(words: list[Lexeme], index: int, head: int, at: int, numeral: Numeral, pack: Pack) -> PeopleCount | None:
    people = _people(words[index + 1 : head + 1], pack)
    if people is None:
        return None
    attributive = at + 1 < len(words) and has_role(words[at + 1], WordRole.PEOPLE | WordRole.GROUP)
    return _people_count(words[at].sense.state, numeral, people, at, attributive=attributive)


def _people_count(
    outcome: str,
    numeral: Numeral,
    people: _People,
    trigger: int,
    *,
    attributive: bool = False,
    hedge: Hedge | None = None,
) -> PeopleCount:
    return PeopleCount(
        slot=PeopleOutcome(outcome),
        numeral=numeral,
        people=people.group,
        trigger=trigger,
        others=people.others,
        attributive=attributive,
        hedge=hedge,
    )


def _count_after_act(words: list[Lexeme], at: int, starts: dict[int, Numeral], pack: Pack) -> PeopleCount | None:
    """The count after an act: act, articles, number, noun phrase."""
    index = at + 1
    while (
        index < len(words)
        and index not in starts
        and has_role(words[index], WordRole.SKIP | WordRole.MORE | WordRole.GROUP)
        and index - at <= LONGEST_ARTICLE
    ):
        index += 1
    numeral = starts.get(index)
    if numeral is None:
        return None
    end = _object_end(words, numeral)
    if end < len(words) and words[end].sense.state and words[end].sense.state != words[at].sense.act:
        return None
    people = _people(words[numeral.last + 1 : end], pack, unknown=words[at].sense.act in HARM)
    return _people_count(words[at].sense.act, numeral, people, at) if people is not None else None


def _object_end(words: list[Lexeme], numeral: Numeral) -> int:
    """The index behind the noun phrase that follows a number."""
    end = numeral.last + 1
    while end < len(words) and end - numeral.last <= LONGEST_PHRASE and not _ends_object(words[end]):
        end += 1
    return end


def _ends_object(word: Lexeme) -> bool:
    if word.mark:
        return word.word not in {"'", "’", "-"}
    return bool(
        has_role(word, WordRole.STOP | WordRole.JOINT | WordRole.NEAR | WordRole.LINK | WordRole.PART)
        or word.sense.state
    )


def _count_after_toll(words: list[Lexeme], at: int, starts: dict[int, Numeral], pack: Pack) -> PeopleCount | None:
    """The count that a running total has reached."""
    hedge: Hedge | None = None
    reached = False
    for index in range(at + 1, min(at + LONGEST_TOLL, len(words))):
        word = words[index]
        numeral = starts.get(index)
        if numeral is not None and (reached or index == at + 1):
            if words[index - 1].word in _FROM_NUMBER and words[index - 1].sense.reach is None:
                return None
            return _total(words, at, numeral, hedge, pack)
        if word.sense.reach is not None:
            reached = True
            hedge = word.sense.reach if word.sense.reach is not Hedge.EXACT else hedge
        if word.word in CLAUSE_ENDS - {":"} or word.sense.state:
            return None
    return None


def _total(words: list[Lexeme], at: int, numeral: Numeral, hedge: Hedge | None, pack: Pack) -> PeopleCount | None:
    if _people(words[numeral.last + 1 : _object_end(words, numeral)], pack) is None:
        return None
    hedge_of_verb = hedge if numeral.hedge is Hedge.EXACT else None
    return _people_count(words[at].sense.toll, numeral, _People(), at, hedge=hedge_of_verb)


def _people(phrase: list[Lexeme], pack: Pack, *, unknown: bool = False) -> _People | None:
    """The people that the words after a number count; None where they are things or a part ("3 of the 12").

    Args:
        phrase: The words after the number.
        pack: The language's senses.
        unknown: A word that the pack does not know counts as people: those killed are mostly people.
    """
    head: list[Lexeme] = []
    for word in phrase:
        if has_role(word, WordRole.NEAR):
            if not head and word.word not in _ARTICLES:
                return None
            break
        head.append(word)
    named = [w for w in head if not w.mark]
    if not named:
        return _People()
    return _people_named(named, pack, unknown=unknown)


def _people_named(named: list[Lexeme], pack: Pack, *, unknown: bool) -> _People | None:
    others = any(has_role(w, WordRole.OTHERS | WordRole.MORE) for w in named)
    for word in reversed(named):
        if has_role(word, WordRole.PEOPLE | WordRole.GROUP):
            group = next((part for w in named if (part := _group_named(w))), "")
            return _People(group=group, others=others)
        if has_role(word, WordRole.THING):
            return None
    last = named[-1]
    if last.word.endswith(pack.group_endings) or (unknown and len(named) <= LONGEST_UNKNOWN_NOUN and not last.digits):
        return _People(group=last.word, others=others)
    if all(has_role(w, WordRole.LINK | WordRole.MORE | WordRole.OTHERS) for w in named):
        return _People(others=others)
    return None


def _group_named(word: Lexeme) -> str:
    """The group of people that a word of the phrase names: "child", or a nation's code; "" where it names none."""
    if not has_role(word, WordRole.GROUP):
        if not word.capital:
            return ""
        return country_code(word.word.upper() if len(word.word) <= LONGEST_ABBREVIATION else word.word)
    if word.sense.group != "nation":
        return word.sense.group
    return country_code(word.word) or word.word


def hedged(count: PeopleCount) -> tuple[int, int | None, Hedge]:
    """The lowest and highest number that a count allows, and its hedge: that of the verb ("tops 300") comes first."""
    numeral = count.numeral
    if count.hedge is None:
        return numeral.low, numeral.high, numeral.hedge
    value = int(numeral.value)
    if count.hedge is Hedge.OVER:
        return value + 1, None, Hedge.OVER
    return value - max(1, value // 10), value, count.hedge
