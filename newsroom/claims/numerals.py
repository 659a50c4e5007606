"""Numerals: the numbers of a text, in digits and in words, each with its kind (a count, an age, a sum of money)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from newsroom.claims.lexemes import Lexeme, has_role, lexemes
from newsroom.claims.packs import pack_for
from newsroom.claims.word_senses import Hedge, WordRole

LARGEST = 10**15  # as many digits as a lexeme takes; all whole numbers below it are exact as floats

_TEN, _DOZEN, _TEENS_END, _HUNDRED = 10, 12, 20, 100  # as their names say
_SCORES = frozenset({60, 80})  # French counts on from these to 79 and 99

# Four bare digits between these are a year, unless people follow; before MODERN only if no noun follows ("1500
# soldiers"). Guesses: no claim of 20,000 headlines changes with years from 1500, or with MODERN at 1500 or 2000.
FIRST_YEAR, LAST_YEAR = 1000, 2100
YEAR_DIGITS = 4
MODERN = 1900
LAST_DAY = 31  # of a month

_CURRENCY = frozenset("$£€¥₴₽₹₩฿")
_DASHES = frozenset("-–‑")
_APOSTROPHES = frozenset("'’ʼ")


class NumeralKind(StrEnum):
    """What a number measures, as its neighbours show."""

    COUNT = "count"
    ORDINAL = "ordinal"
    AGE = "age"
    MONEY = "money"
    PERCENT = "percent"
    YEAR = "year"
    DAY = "day"
    CLOCK = "clock"
    SCORE = "score"
    MEASURE = "measure"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A number of a text.

    Attributes:
        start: Code-point offset of the number itself, hedge left out; `end` likewise.
        text: As written.
        low: The smallest value it allows.
        high: The largest value it allows; None where it is open upwards ("at least 6").
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
    """All numbers of a text in order; vague words ("dozens") don't count."""
    pack = pack_for(text, language)
    return tuple(read_numerals(text, lexemes(text, pack)))


def read_numerals(text: str, words: list[Lexeme]) -> list[Numeral]:
    """The numbers among the lexemes of `text`."""
    found: list[Numeral] = []
    at = 0
    while at < len(words):
        read = _value_and_end(words, at)
        if read is None:
            at += 1
            continue
        value, last = read
        found.append(_numeral_at(text, words, value, at, last))
        at = found[-1].last + 1
    return found


def _value_and_end(words: list[Lexeme], at: int) -> tuple[float, int] | None:
    """Value of the number that begins at a lexeme, and the index of its last lexeme."""
    lexeme = words[at]
    if lexeme.digits:
        value = _value_of_digits(lexeme.word)
        if value is None:
            return None
        if at + 1 < len(words) and words[at + 1].sense.scale and _scales(words, at + 1):
            return value * words[at + 1].sense.scale, at + 1
        return value, at
    if lexeme.sense.number is None and not (lexeme.sense.scale and (_has_article(words, at) or _opens(words, at))):
        return None
    return _value_of_words(words, at)


def _opens(words: list[Lexeme], at: int) -> bool:
    """Whether a scale without a number before it begins one: "mille deux cents", "cent mille"; not "bin Ladin"."""
    if at + 1 >= len(words) or not has_role(words[at], WordRole.OPENING_SCALE):
        return False
    after = words[at + 1].sense
    return after.number is not None or after.scale > words[at].sense.scale or _bridges(words, at + 1)


def _has_article(words: list[Lexeme], at: int) -> bool:
    return at > 0 and has_role(words[at - 1], WordRole.ONE_SCALE) and not words[at].word.endswith("s")


def _scales(words: list[Lexeme], at: int) -> bool:
    # "5 m" is metres and "5m" millions; "10 bn" is unmistakable
    return len(words[at].word) > 1 or words[at].glued


def _value_of_digits(word: str) -> float | None:
    groups = word.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2009", " ").replace("'", " ")
    for mark in (" ", ",", "."):
        parts = groups.split(mark)
        if len(parts) > 1 and all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3 and parts[0] != "0":  # noqa: PLR2004 - digits are grouped in threes
            groups = "".join(parts)
            break
    try:
        value = float(groups.replace(" ", "").replace(",", "."))
    except ValueError:
        return None
    return value if value < LARGEST else None


def _value_of_words(words: list[Lexeme], at: int) -> tuple[float, int]:
    """The value of number words ("one hundred and twenty-one", "deux cent mille"), and the index of the last."""
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
    """Whether a lexeme may join two number words: the hyphen of "twenty-one", the "and" of "hundred and ten"."""
    if index + 1 >= len(words) or words[index + 1].sense.number is None:
        return False
    before = words[index - 1].sense
    if words[index].word == "-":
        return words[index].glued and words[index + 1].glued and (before.number or 0) % 10 == 0 and bool(before.number)
    if has_role(words[index], WordRole.TENS_JOINT):  # "treinta y dos"; Portuguese "mil e duzentos"
        left = before.number or before.scale
        return left >= _TEENS_END and left % 10 == 0
    if not has_role(words[index], WordRole.JOINT):
        return False
    # "hundred and ten"; French "vingt et un", "soixante et onze"
    return before.scale == _HUNDRED or ((before.number or 0) >= _TEENS_END and words[index + 1].sense.number in {1, 11})


def _numeral_at(text: str, words: list[Lexeme], value: float, at: int, last: int) -> Numeral:
    start, end = words[at].start, words[last].end
    last = _with_ending(words, last)
    hedge, first = _hedge(words, at, last)
    low, high = _interval(int(value), hedge)
    return Numeral(
        start=start,
        end=end,
        text=text[start:end],
        value=value,
        low=low,
        high=high,
        hedge=hedge,
        kind=_kind_of(words, value, at, last),
        first=first,
        last=last,
    )


def _is_plus(word: Lexeme) -> bool:
    return word.glued and (word.word == "+" or has_role(word, WordRole.PLUS))


def _with_ending(words: list[Lexeme], last: int) -> int:
    """The index of the ending that an apostrophe or a hyphen ties to a number ("12'ye"); else the number's."""
    tied = words[last + 1 : last + 3]
    if len(tied) < 2 or not words[last].digits or not all(word.glued for word in tied):  # noqa: PLR2004 - mark, ending
        return last
    is_mark = tied[0].word in _DASHES or tied[0].word in _APOSTROPHES
    return last + 2 if is_mark and has_role(tied[1], WordRole.NUMBER_ENDINGS) else last


def _hedge(words: list[Lexeme], at: int, last: int) -> tuple[Hedge, int]:
    first = at
    if first > 0 and has_role(words[first - 1], WordRole.BEFORE_SCALE) and words[at].sense.scale:
        first -= 1
    if first > 0 and words[first - 1].sense.hedge is not None and not words[first - 1].mark:
        return words[first - 1].sense.hedge or Hedge.EXACT, first - 1
    if last + 1 < len(words) and _is_plus(words[last + 1]):
        return Hedge.AT_LEAST, first
    if last + 1 < len(words) and (behind := words[last + 1].sense.hedge_after) is not None:
        return behind, first
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
        case Hedge.EXACT | Hedge.BETWEEN:  # the ends of a range: newsroom.claims.ranges
            return value, value
        case _:
            assert_never(hedge)


def _kind_of(words: list[Lexeme], value: float, at: int, last: int) -> NumeralKind:
    """The kind of the number that spans the lexemes from `at` to `last`."""
    before = words[at - 1] if at > 0 else None
    after = words[last + 1] if last + 1 < len(words) else None
    if value == 1 and not words[at].digits and after is not None and has_role(after, WordRole.ORDINAL):
        return NumeralKind.ORDINAL  # an article: "un deuxième soldat"
    found = (
        _kind_by_prefix(words, at)
        or _kind_by_suffix(words, last)
        or _kind_by_word_before(before)
        or _age_at_death(words, at)
        or _kind_by_word_after(after, words[last + 2] if last + 2 < len(words) else None)
        or _day_of_month(before, after, value)
    )
    if found is not None:
        return found
    if _is_year(words[at], value, after, before):
        return NumeralKind.YEAR
    return NumeralKind.COUNT if value == int(value) else NumeralKind.MEASURE


def _kind_by_prefix(words: list[Lexeme], at: int) -> NumeralKind | None:
    """The kind shown by what is glued on before: F-16, COP26, the 1 of 2-1, the 30 of 10:30."""
    if at == 0 or not words[at].glued:
        return None
    before = words[at - 1]
    paired = at > 1 and words[at - 2].digits
    if not before.mark:  # "and" is glued on in Arabic
        return None if has_role(before, WordRole.JOINT) else NumeralKind.NAME
    if before.word in _DASHES and before.glued:
        return NumeralKind.SCORE if paired else NumeralKind.NAME
    return _kind_of_pair(before.word) if paired else None


def _kind_of_pair(mark: str) -> NumeralKind | None:
    return {":": NumeralKind.CLOCK, "/": NumeralKind.DAY}.get(mark)


def _kind_by_suffix(words: list[Lexeme], last: int) -> NumeralKind | None:
    """The kind shown by what is glued on behind: the 2 of 2-1, the 10 of 10:30, 6-year-old, 5th, 10pm, 20mph."""
    after = words[last + 1] if last + 1 < len(words) and words[last + 1].glued else None
    if after is None:
        return None
    third = words[last + 2] if last + 2 < len(words) and words[last + 2].glued else None
    if after.mark:
        if third is None:
            return None
        return _hyphened(third) if after.word in _DASHES else _kind_of_pair(after.word) if third.digits else None
    if has_role(after, WordRole.ORDINAL_ENDINGS):
        return NumeralKind.ORDINAL
    if has_role(after, WordRole.CLOCK):
        return NumeralKind.CLOCK
    return None if after.sense.scale else NumeralKind.MEASURE


def _hyphened(third: Lexeme) -> NumeralKind:
    if third.digits:
        return NumeralKind.SCORE
    if has_role(third, WordRole.AGE) or has_role(third, WordRole.YEARS):
        return NumeralKind.AGE
    return NumeralKind.MEASURE


def _kind_by_word_before(before: Lexeme | None) -> NumeralKind | None:
    if before is None:
        return None
    if before.word in _CURRENCY or has_role(before, WordRole.MONEY):
        return NumeralKind.MONEY
    return NumeralKind.AGE if has_role(before, WordRole.AGE) else None


def _age_at_death(words: list[Lexeme], at: int) -> NumeralKind | None:
    """AGE for the 78 of "dies at 78"."""
    if at > 1 and has_role(words[at - 1], WordRole.AGE_AT_DEATH) and words[at - 2].sense.state == "killed":
        return NumeralKind.AGE
    return None


def _kind_by_word_after(after: Lexeme | None, second: Lexeme | None) -> NumeralKind | None:
    if after is None:
        return None
    if has_role(after, WordRole.PERCENT):
        return NumeralKind.PERCENT
    if has_role(after, WordRole.MONEY) or after.word in _CURRENCY:
        return NumeralKind.MONEY
    aged = after if has_role(after, WordRole.AGE) else second
    if has_role(after, WordRole.YEARS) and aged is not None and has_role(aged, WordRole.AGE):
        return NumeralKind.AGE
    return NumeralKind.CLOCK if has_role(after, WordRole.CLOCK) and len(after.word) > 1 else None


def _day_of_month(before: Lexeme | None, after: Lexeme | None, value: float) -> NumeralKind | None:
    if after is not None and has_role(after, WordRole.MONTH) and after.capital:
        return NumeralKind.DAY
    if (
        before is not None
        and has_role(before, WordRole.MONTH)
        and before.capital
        and value <= LAST_DAY
        and not _counts(after)
    ):
        return NumeralKind.DAY
    return None


def _counts(after: Lexeme | None) -> bool:
    return after is not None and (has_role(after, WordRole.PEOPLE | WordRole.GROUP) or bool(after.sense.state))


def _is_year(lexeme: Lexeme, value: float, after: Lexeme | None, before: Lexeme | None) -> bool:
    if not lexeme.digits or len(lexeme.word) != YEAR_DIGITS or not lexeme.word.isdigit():
        return False
    if not FIRST_YEAR <= value < LAST_YEAR or _counts(after) or (before is not None and before.sense.hedge is not None):
        return False
    return after is None or after.mark or value >= MODERN
