"""Counts of people in a sentence: how many of whom, and what became of them.

One grammar for all languages, over what the pack says of each word:
- a state looks left for its count: "12 people were killed", "leaves 12 dead", "12 morts", "12 Tote";
- an act looks right: "kills at least 12", "killing 12 people", "погибли 12 человек";
- a running total looks right past verbs of reaching: "death toll in Kyiv rises to 12".
A count belongs to one slot; where two readings compete, the nearer one has it.
"""

from dataclasses import dataclass
from enum import StrEnum

from newsroom.claims.countries import country
from newsroom.claims.lexemes import Lexeme, is_, lexemes
from newsroom.claims.numerals import Numeral, NumeralKind, read_numerals
from newsroom.languages import Hedge, Pack, WordRole

SHORT = 4  # letters; "US" and "U.S." fold to these
LONGEST_PHRASE = 9  # lexemes between a count and its state; longer runs crossed clauses in 3 of 4 cases read
HARM = frozenset({"killed", "injured", "missing"})
SHORT_NOUN = 3  # words of a noun phrase that the pack does not know
LONGEST_ARTICLE = 3  # lexemes between an act and its count: "killing all of the 12"
LONGEST_TOLL = 14  # lexemes between "death toll" and its number
CLAUSE_ENDS = frozenset(";:.!?…|—–()")
COMMAS = frozenset(",")


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
    """How many of whom; indexes are of lexemes.

    Attributes:
        people: Part of mankind ("child"); "" for everyone.
        trigger: Index of the word that names the slot.
        attributive: The state stands before its noun ("5 missing miners"): another state of the sentence outweighs it.
        noun: Whether a word for people stands beside the number.
    """

    slot: PeopleOutcome
    figure: Numeral
    people: str
    trigger: int
    noun: bool
    toll: bool = False
    others: bool = False
    attributive: bool = False
    hedge: Hedge | None = None


@dataclass(frozen=True, slots=True)
class CountedSentence:
    """A sentence read: its lexemes, numbers and counts."""

    text: str
    words: list[Lexeme]
    figures: list[Numeral]
    counts: tuple[PeopleCount, ...]


@dataclass(frozen=True, slots=True)
class _Noun:
    """What stands between a number and the end of its phrase."""

    ok: bool
    people: str = ""
    said: bool = False
    others: bool = False


def count_people(text: str, pack: Pack) -> CountedSentence:
    """Every count of people in a sentence."""
    words = lexemes(text, pack)
    numbers = read_numerals(text, words)
    usable = {f.last: f for f in numbers if f.kind is NumeralKind.COUNT and f.value == int(f.value)}
    starts = {f.first: f for f in usable.values()}
    counts: list[PeopleCount] = []
    for at, word in enumerate(words):
        sense = word.sense
        found = None
        if sense.toll:
            found = _toll(words, at, starts, pack)
        if found is None and sense.act:
            found = _object(words, at, starts, pack)
        if found is None and sense.state:
            found = _subject(words, at, usable, pack)
        if found is not None:
            counts.append(found)
    return CountedSentence(text, words, numbers, _settle(counts))


def _settle(counts: list[PeopleCount]) -> tuple[PeopleCount, ...]:
    """One slot per number: the reading whose word stands nearest keeps it."""
    best: dict[int, PeopleCount] = {}
    for count in counts:
        rival = best.get(count.figure.first)
        if rival is None or (count.attributive, _distance(count)) < (rival.attributive, _distance(rival)):
            best[count.figure.first] = count
    return tuple(best[first] for first in sorted(best))


def _distance(count: PeopleCount) -> int:
    return min(abs(count.trigger - count.figure.first), abs(count.trigger - count.figure.last))


def _subject(words: list[Lexeme], at: int, usable: dict[int, Numeral], pack: Pack) -> PeopleCount | None:
    """The count before a state: number, noun phrase, auxiliaries, state."""
    head = at - 1
    while head >= 0 and head not in usable and is_(words[head], WordRole.LINK) and not words[head].sense.state:
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
    """Skips back over ", including three children,"; the lexeme before a plain comma is -1: no phrase crosses it."""
    for index in range(comma - 1, max(comma - 10, 0), -1):
        if words[index].word in COMMAS:
            return index - 1 if is_(words[index + 1], WordRole.PART) else -1
    return -1


def _ends_phrase(word: Lexeme) -> bool:
    if word.mark:
        return word.word in CLAUSE_ENDS or word.word in COMMAS
    return is_(word, WordRole.STOP | WordRole.AND) or bool(word.sense.state and word.sense.state == word.sense.act)


def _is_article(figure: Numeral) -> bool:
    """Whether a number may be no number: "ein Erdbeben", "un séisme"."""
    return figure.value == 1 and not figure.text.isdigit()


def _counted(words: list[Lexeme], index: int, head: int, at: int, figure: Numeral, pack: Pack) -> PeopleCount | None:
    noun = _noun(words[index + 1 : head + 1], pack)
    if not noun.ok:
        return None
    return PeopleCount(
        slot=PeopleOutcome(words[at].sense.state),
        figure=figure,
        people=noun.people,
        trigger=at,
        noun=noun.said,
        others=noun.others,
        attributive=at + 1 < len(words) and is_(words[at + 1], WordRole.PEOPLE | WordRole.GROUP),
    )


def _object(words: list[Lexeme], at: int, starts: dict[int, Numeral], pack: Pack) -> PeopleCount | None:
    """The count after an act: act, articles, number, noun phrase."""
    index = at + 1
    while (
        index < len(words)
        and index not in starts
        and is_(words[index], WordRole.SKIP | WordRole.MORE | WordRole.GROUP)
        and index - at <= LONGEST_ARTICLE
    ):
        index += 1
    figure = starts.get(index)
    if figure is None:
        return None
    end = figure.last + 1
    while end < len(words) and end - figure.last <= LONGEST_PHRASE and not _ends_object(words[end]):
        end += 1
    if end < len(words) and words[end].sense.state and words[end].sense.state != words[at].sense.act:
        return None
    noun = _noun(words[figure.last + 1 : end], pack, unknown=words[at].sense.act in HARM)
    if not noun.ok:
        return None
    return PeopleCount(
        slot=PeopleOutcome(words[at].sense.act),
        figure=figure,
        people=noun.people,
        trigger=at,
        noun=noun.said,
        others=noun.others,
    )


def _ends_object(word: Lexeme) -> bool:
    if word.mark:
        return word.word not in {"'", "’", "-"}
    return bool(
        is_(word, WordRole.STOP | WordRole.AND | WordRole.NEAR | WordRole.LINK | WordRole.PART) or word.sense.state
    )


def _toll(words: list[Lexeme], at: int, starts: dict[int, Numeral], pack: Pack) -> PeopleCount | None:
    """The number that a running total has come to."""
    hedge: Hedge | None = None
    reached = False
    for index in range(at + 1, min(at + LONGEST_TOLL, len(words))):
        word = words[index]
        figure = starts.get(index)
        if figure is not None and (reached or index == at + 1):
            if words[index - 1].word in {"by", "from", "на"} and words[index - 1].sense.reach is None:
                return None
            return _tolled(words, at, figure, hedge, pack)
        if word.sense.reach is not None:
            reached = True
            hedge = word.sense.reach if word.sense.reach is not Hedge.EXACT else hedge
        if word.word in CLAUSE_ENDS - {":"} or word.sense.state:
            return None
    return None


def _tolled(words: list[Lexeme], at: int, figure: Numeral, hedge: Hedge | None, pack: Pack) -> PeopleCount | None:
    end = figure.last + 1
    while end < len(words) and end - figure.last <= LONGEST_PHRASE and not _ends_object(words[end]):
        end += 1
    noun = _noun(words[figure.last + 1 : end], pack)
    if not noun.ok:
        return None
    return PeopleCount(
        slot=PeopleOutcome(words[at].sense.toll),
        figure=figure,
        people="",
        trigger=at,
        noun=True,
        toll=True,
        hedge=hedge if figure.hedge is Hedge.EXACT else None,
    )


def _noun(phrase: list[Lexeme], pack: Pack, *, unknown: bool = False) -> _Noun:
    """Whom the words after a number count; not ok where they count things, or a part ("3 of the 12").

    A word that the pack does not know counts as people only where `unknown` says so: what is killed is mostly people.
    """
    head: list[Lexeme] = []
    for word in phrase:
        if is_(word, WordRole.NEAR):
            if not head and word.word not in {"a", "an", "the"}:
                return _Noun(ok=False)
            break
        head.append(word)
    named = [w for w in head if not w.mark]
    if not named:
        return _Noun(ok=True)
    return _named(named, pack, unknown=unknown)


def _named(named: list[Lexeme], pack: Pack, *, unknown: bool) -> _Noun:
    others = any(is_(w, WordRole.OTHERS | WordRole.MORE) for w in named)
    for word in reversed(named):
        if is_(word, WordRole.PEOPLE | WordRole.GROUP):
            group = next((part for w in named if (part := _part(w))), "")
            return _Noun(ok=True, people=group, said=True, others=others)
        if is_(word, WordRole.THING):
            return _Noun(ok=False)
    last = named[-1]
    if last.word.endswith(pack.group_endings) or (unknown and len(named) <= SHORT_NOUN and not last.numeral):
        return _Noun(ok=True, people=last.word, said=True, others=others)
    if all(is_(w, WordRole.LINK | WordRole.MORE | WordRole.OTHERS) for w in named):
        return _Noun(ok=True, others=others)
    return _Noun(ok=False)


def _part(word: Lexeme) -> str:
    """The part of mankind that a word of the phrase names: "child", or a nation's code."""
    if not is_(word, WordRole.GROUP):
        return country(word.word.upper() if len(word.word) <= SHORT else word.word) if word.capital else ""
    if word.sense.group != "nation":
        return word.sense.group
    return country(word.word) or word.word


def hedged(count: PeopleCount) -> tuple[int, int | None, Hedge]:
    """The interval of a count, with the hedge its verb brought ("tops 300")."""
    figure = count.figure
    if count.hedge is None:
        return figure.low, figure.high, figure.hedge
    value = int(figure.value)
    if count.hedge is Hedge.OVER:
        return value + 1, None, Hedge.OVER
    return value - max(1, value // 10), value, count.hedge
