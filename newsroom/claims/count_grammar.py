"""The grammar that finds people counts in a sentence.

One grammar serves all languages; it works on the senses that the language pack gives each word:
- a state finds its count to the left: "12 people were killed", "leaves 12 dead", "12 morts", "12 Tote";
- an act finds it to the right: "kills at least 12", "killing 12 people", "погибли 12 человек";
- a running total finds it to the right, past verbs of reaching: "death toll in Kyiv rises to 12";
- bodies that are found are dead, before their number or behind it: "3 bodies recovered", "bodies of 3 found";
- an ordinal is the total so far: "a third climber dies".
A number counts for one outcome only; where two words claim it, the nearer one wins.
"""

from dataclasses import replace
from typing import Final

from newsroom.claims.joined_counts import add_one, one_more_before_state, with_more_people, with_other_totals
from newsroom.claims.lexemes import Lexeme, has_role, lexemes
from newsroom.claims.noun_phrases import LONGEST_PHRASE, People, object_end, people_in
from newsroom.claims.numerals import Numeral, NumeralKind, read_numerals
from newsroom.claims.ordinal_counts import total_by_order
from newsroom.claims.people_counts import ATTACKERS, CLAUSE_ENDS, CountedSentence, PeopleCount, PeopleOutcome
from newsroom.claims.ranges import with_ranges
from newsroom.claims.word_senses import Hedge, Pack, WordRole

OF_PEOPLE: Final = frozenset({"killed", "injured", "missing", "detained"})  # what mostly becomes of people, not things
# Lexemes between an act and its count: "killing all of the 12"; from 1 to 6 none of the 805 changes.
LONGEST_ARTICLE: Final = 3
# Lexemes between "death toll" and its number. At 6 two differences of the 64 found in the labelled pairs are missed,
# from 10 on none; at 28, 5 of the 805 count something further on.
LONGEST_TOLL: Final = 14
LONGEST_VERB: Final = 3  # lexemes from an outcome to its verb: "wounded have since risen". A guess.
COMMAS: Final = frozenset(",")


def count_people(text: str, pack: Pack) -> CountedSentence:
    """Every count of people in a sentence."""
    words = lexemes(text, pack)
    numerals = with_ranges(text, words, read_numerals(text, words))
    usable = {f.last: f for f in numerals if f.kind is NumeralKind.COUNT and f.value == int(f.value)}
    starts = {f.first: f for f in usable.values()}
    bodies = any(has_role(word, WordRole.FOUND) for word in words)
    counts: list[PeopleCount] = []
    for at, word in enumerate(words):
        sense = word.sense
        body = PeopleOutcome.KILLED if bodies and has_role(word, WordRole.BODY) else ""
        found = None
        if toll := sense.toll or _outcome_that_moves(words, at, usable):
            found = _count_after_toll(words, at, starts, pack, toll) or _count_before_toll(words, at, usable, toll)
        if found is None and (sense.act or body):
            found = _count_after_act(words, at, starts, pack, sense.act or body)
        if found is None and (sense.state or body):
            found = _count_before_state(words, at, usable, pack, sense.state or body)
        if found is not None:
            found = with_more_people(found, words, usable, starts, pack)
            counts.append(replace(found, bodies=bool(body)))
    slots = {count.slot for count in counts}
    counts += [count for count in total_by_order(text, words, numerals, pack) if count.slot not in slots]
    settled = _one_outcome_each(counts)
    return CountedSentence(
        text, words, numerals, tuple(with_other_totals(count, words, numerals, settled) for count in settled)
    )


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


def _count_before_state(
    words: list[Lexeme], at: int, usable: dict[int, Numeral], pack: Pack, outcome: str
) -> PeopleCount | None:
    """The count before a state: number, noun phrase, auxiliaries, state; that within it where it is a dual."""
    if at in usable:
        return _people_count(outcome, usable[at], People(), at)
    head = at - 1
    while head >= 0 and head not in usable and _is_auxiliary(words[head]):
        head = _before_aside(words, head) if words[head].word in COMMAS else head - 1
    index = head
    while index >= 0 and head - index <= LONGEST_PHRASE:
        if index in usable:
            if outcome == PeopleOutcome.INJURED and _is_of_the_dead(words, usable[index]):
                return None
            counted = _counted(words, index, head, at, usable[index], pack, outcome)
            if counted is not None or not _is_article(usable[index]):
                return counted
        if _ends_phrase(words[index]):
            return _one_more(words, index, head, at, usable, pack, outcome)
        index -= 1
    return None


def _is_of_the_dead(words: list[Lexeme], numeral: Numeral) -> bool:
    """Whether a verb of death comes before a number of the hurt: some of them died since ("умерли двое раненых")."""
    at = numeral.first - 1
    while at >= 0 and has_role(words[at], WordRole.MORE):
        at -= 1
    return at >= 0 and words[at].sense.act == words[at].sense.state == PeopleOutcome.KILLED


def _one_more(
    words: list[Lexeme], joint: int, head: int, at: int, usable: dict[int, Numeral], pack: Pack, outcome: str
) -> PeopleCount | None:
    """The count of "two workers and another man died", whose last phrase has no number."""
    if not has_role(words[joint], WordRole.JOINT):
        return None
    found = one_more_before_state(words, joint, head, usable, pack)
    if found is None:
        return None
    numeral, surely = found
    return add_one(_people_count(outcome, numeral, People(), at), last=head, surely=surely)


def _is_auxiliary(word: Lexeme) -> bool:
    return has_role(word, WordRole.LINK | WordRole.SEVERE) and not word.sense.state


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


def _are_people(phrase: list[Lexeme], outcome: str) -> bool:
    """Whether a noun that the pack does not know counts as people before its state: "4 Bhutanese porters hurt".

    The dead and the arrested mostly are; of the hurt those of a nation or a town, as funds and hopes are hurt too.
    """
    if any(has_role(word, WordRole.PEOPLE | WordRole.GROUP) for word in phrase):
        return False  # "13 studies of people killed"
    named = any(word.capital for word in phrase)
    return outcome in {PeopleOutcome.KILLED, PeopleOutcome.DETAINED} or (named and outcome == PeopleOutcome.INJURED)


def _is_noun(state: Lexeme) -> bool:
    """Whether a state is a noun, so that what comes before it is its adjective: "12 new deaths", "two bodies"."""
    return has_role(state, WordRole.PEOPLE | WordRole.BODY)


def _counted(
    words: list[Lexeme], index: int, head: int, at: int, numeral: Numeral, pack: Pack, outcome: str
) -> PeopleCount | None:
    phrase = words[index + 1 : head + 1]
    unknown = not _is_article(numeral) and not _is_noun(words[at]) and _are_people(phrase, outcome)
    people = people_in(phrase, pack, unknown=unknown)
    if people is None:
        return None
    attributive = at + 1 < len(words) and has_role(words[at + 1], WordRole.PEOPLE | WordRole.GROUP)
    return _people_count(outcome, numeral, people, at, attributive=attributive)


def _people_count(
    outcome: str,
    numeral: Numeral,
    people: People,
    trigger: int,
    *,
    attributive: bool = False,
    hedge: Hedge | None = None,
) -> PeopleCount:
    return PeopleCount(
        slot=PeopleOutcome(outcome),
        numeral=numeral,
        people="" if outcome == PeopleOutcome.DETAINED and people.group == ATTACKERS else people.group,  # suspects
        trigger=trigger,
        others=people.others,
        attributive=attributive,
        hedge=hedge,
    )


def _count_after_act(
    words: list[Lexeme], at: int, starts: dict[int, Numeral], pack: Pack, outcome: str
) -> PeopleCount | None:
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
    end = object_end(words, numeral)
    if end < len(words) and words[end].sense.state not in {"", outcome}:
        return None
    people = people_in(words[numeral.last + 1 : end], pack, unknown=outcome in OF_PEOPLE and not _is_noun(words[at]))
    return _people_count(outcome, numeral, people, at) if people is not None else None


def _outcome_that_moves(words: list[Lexeme], at: int, usable: dict[int, Numeral]) -> str:
    """The outcome that a word names whose number a verb changes ("wounded jump to 26"); "" where it is none such."""
    if not words[at].sense.state or any(index in usable for index in range(at - LONGEST_ARTICLE, at)):
        return ""
    for word in words[at + 1 : at + 1 + LONGEST_VERB]:
        if has_role(word, WordRole.MOVES):
            return words[at].sense.state
        if word.mark or not has_role(word, WordRole.LINK | WordRole.NEAR):
            return ""
    return ""


def _count_after_toll(
    words: list[Lexeme], at: int, starts: dict[int, Numeral], pack: Pack, outcome: str
) -> PeopleCount | None:
    """The count that a running total has reached."""
    hedge: Hedge | None = None
    reached = False
    moves = any(has_role(word, WordRole.MOVES) for word in words)
    for index in range(at + 1, min(at + LONGEST_TOLL, len(words))):
        word = words[index]
        numeral = starts.get(index)
        if numeral is not None and (reached or index == at + 1):
            before = words[index - 1]
            if moves and has_role(before, WordRole.FROM_NUMBER) and not before.glued:  # "rises by 3"
                continue
            return _total(words, at, numeral, hedge, pack, outcome)
        if word.sense.reach is not None:
            reached = True
            hedge = word.sense.reach if word.sense.reach is not Hedge.EXACT else hedge
        elif word.digits or word.sense.number is not None:  # one left behind, with the hedge: "passam de 14 a 26"
            hedge = None
        elif word.glued and has_role(word, WordRole.FROM_NUMBER):  # "20'den 30'a"
            reached = True
        if word.word in CLAUSE_ENDS - {":"} or word.sense.state:
            return None
    return None


def _count_before_toll(words: list[Lexeme], at: int, usable: dict[int, Numeral], outcome: str) -> PeopleCount | None:
    """The count that a running total named behind it has reached: "sube a 12 la cifra de muertos"."""
    index = at - 1
    while index >= 0 and _may_part_from_toll(words[index]) and at - index <= LONGEST_ARTICLE:
        index -= 1
    numeral = usable.get(index)
    before = words[max(numeral.first - LONGEST_ARTICLE, 0) : numeral.first] if numeral is not None else ()
    if numeral is None or not any(word.sense.reach is not None and not word.mark for word in before):
        return None
    return _people_count(outcome, numeral, People(), at)


def _may_part_from_toll(word: Lexeme) -> bool:
    """Whether a word may stand between a number and the total behind it: "до 21 зросла кількість поранених"."""
    return has_role(word, WordRole.ARTICLES | WordRole.SKIP | WordRole.MOVES)


def _total(
    words: list[Lexeme], at: int, numeral: Numeral, hedge: Hedge | None, pack: Pack, outcome: str
) -> PeopleCount | None:
    if people_in(words[numeral.last + 1 : object_end(words, numeral)], pack) is None:
        return None
    hedge_of_verb = hedge if numeral.hedge is Hedge.EXACT else None
    return _people_count(outcome, numeral, People(), at, hedge=hedge_of_verb)
