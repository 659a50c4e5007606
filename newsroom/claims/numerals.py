"""Numbers in text, in digits and words, and what kind of number each is."""

from dataclasses import dataclass

from newsroom.claims.lexemes import Lexeme, is_, lexemes
from newsroom.claims.numeral_kinds import NumeralKind, kind_of
from newsroom.languages import Hedge, WordRole, pack_for

LARGEST = 10**15

_TEN, _DOZEN, _TEENS_END, _HUNDRED = 10, 12, 20, 100
_SCORES = frozenset({60, 80})  # French counts on from these to 79 and 99


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A number where it stands.

    Attributes:
        start: Code-point offset of the number itself, hedge left out; `end` likewise.
        text: As it stands there.
        low: Smallest value it allows.
        high: Largest value it allows; None where it is open upwards ("at least 6").
        first: Index of its first lexeme, hedge included; `last` is the index of its last.
    """

    start: int
    end: int
    text: str
    value: float
    low: int
    high: int | None
    hedge: Hedge
    kind: NumeralKind
    first: int
    last: int


def numerals(text: str, language: str | None = None) -> tuple[Numeral, ...]:
    """All numbers of a text in order; vague words ("dozens") are none."""
    pack = pack_for(text, language)
    return tuple(read_numerals(text, lexemes(text, pack)))


def read_numerals(text: str, words: list[Lexeme]) -> list[Numeral]:
    """The numbers among the lexemes of `text`."""
    found: list[Numeral] = []
    at = 0
    while at < len(words):
        read = _number(words, at)
        if read is None:
            at += 1
            continue
        value, last = read
        found.append(_figure(text, words, value, at, last))
        at = last + 1
    return found


def _number(words: list[Lexeme], at: int) -> tuple[float, int] | None:
    """Value of the number that begins at a lexeme, and the index of its last lexeme."""
    lexeme = words[at]
    if lexeme.numeral:
        value = _numeral(lexeme.word)
        if value is None:
            return None
        if at + 1 < len(words) and words[at + 1].sense.scale and _scales(words, at + 1):
            return value * words[at + 1].sense.scale, at + 1
        return value, at
    if lexeme.sense.number is None and not (lexeme.sense.scale and _has_article(words, at)):
        return None
    return _spelled(words, at)


def _has_article(words: list[Lexeme], at: int) -> bool:
    return at > 0 and words[at - 1].word in {"a", "one"} and not words[at].word.endswith("s")


def _scales(words: list[Lexeme], at: int) -> bool:
    # "5 m" is metres and "5m" millions; "10 bn" is unmistakable
    return len(words[at].word) > 1 or words[at].glued


def _numeral(word: str) -> float | None:
    groups = word.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2009", " ").replace("'", " ")
    for mark in (" ", ",", "."):
        parts = groups.split(mark)
        if len(parts) > 1 and all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3 and parts[0] != "0":  # noqa: PLR2004 - thousands stand in threes
            groups = "".join(parts)
            break
    try:
        value = float(groups.replace(" ", "").replace(",", "."))
    except ValueError:
        return None
    return value if value < LARGEST else None


def _spelled(words: list[Lexeme], at: int) -> tuple[float, int]:
    """Adds up number words: "one hundred and twenty-one", "deux cent mille"."""
    total, group, last = 0.0, 0.0, at
    step, index = 1_000_000_000, at
    while index < len(words):
        sense = words[index].sense
        if sense.number is not None and _fits(sense.number, step):
            group += sense.number
            step = 1 if sense.number < _TEENS_END else sense.number  # nothing may follow 1 to 19 but a scale
        elif sense.scale in {_HUNDRED, _DOZEN}:  # these multiply within their group
            group, step = max(group, 1) * sense.scale, sense.scale
        elif sense.scale:
            total, group, step = total + max(group, 1) * sense.scale, 0, sense.scale
        elif not _bridges(words, index):
            break
        else:
            index += 1
            continue
        last = index
        index += 1
    return total + group, last


def _fits(number: int, step: int) -> bool:
    if step > _HUNDRED:  # a new group may hold anything
        return True
    if step == _HUNDRED:
        return number < _HUNDRED
    if step in _SCORES:  # "soixante-dix", "quatre-vingt-onze"
        return 0 < number < _TEENS_END
    return _TEENS_END <= step < _HUNDRED and 0 < number < _TEN


def _bridges(words: list[Lexeme], index: int) -> bool:
    """Whether a lexeme may stand inside a number: the hyphen of "twenty-one", the "and" of "hundred and ten"."""
    if index + 1 >= len(words) or words[index + 1].sense.number is None:
        return False
    before = words[index - 1].sense
    if words[index].word == "-":
        return words[index].glued and words[index + 1].glued and (before.number or 0) % 10 == 0 and bool(before.number)
    if not is_(words[index], WordRole.AND):
        return False
    # "hundred and ten"; French "vingt et un", "soixante et onze"
    return before.scale == _HUNDRED or ((before.number or 0) >= _TEENS_END and words[index + 1].sense.number in {1, 11})


def _figure(text: str, words: list[Lexeme], value: float, at: int, last: int) -> Numeral:
    hedge, first = _hedge(words, at, last)
    start, end = words[at].start, words[last].end
    low, high = _interval(int(value), hedge)
    return Numeral(
        start=start,
        end=end,
        text=text[start:end],
        value=value,
        low=low,
        high=high,
        hedge=hedge,
        kind=kind_of(words, value, at, last),
        first=first,
        last=last,
    )


def _hedge(words: list[Lexeme], at: int, last: int) -> tuple[Hedge, int]:
    first = at
    if first > 0 and words[first - 1].word in {"a", "an", "the", "some", "all"} and words[at].sense.scale:
        first -= 1
    if first > 0 and words[first - 1].sense.hedge is not None and not words[first - 1].mark:
        return words[first - 1].sense.hedge or Hedge.EXACT, first - 1
    if last + 1 < len(words) and words[last + 1].word in {"+", "plus"} and words[last + 1].glued:
        return Hedge.AT_LEAST, first
    return Hedge.EXACT, first


def _interval(value: int, hedge: Hedge) -> tuple[int, int | None]:
    tenth = max(1, value // 10)
    match hedge:
        case Hedge.AT_LEAST:
            return value, None
        case Hedge.OVER:
            return value + 1, None
        case Hedge.NEARLY:
            return value - tenth, value
        case Hedge.ABOUT:
            return value - tenth, value + tenth
        case Hedge.UP_TO:
            return 0, value
        case Hedge.UNDER:
            return 0, max(value - 1, 0)
        case Hedge.EXACT:
            return value, value
