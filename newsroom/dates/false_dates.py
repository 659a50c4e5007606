"""What looks like a date and is none: Theresa May, 2000 people, F-16, marches, scores and prices."""

from newsroom.dates.grammar_match import GrammarMatch
from newsroom.languages import every

YEARS_IN_CONTEXT = range(1000, 2061)
YEARS_ALONE = range(1900, 2061)  # further off, a number alone is a number
# What is counted: a four-digit number before one of these is an amount, whatever year it would make.
_COUNTED = frozenset(every(lambda language: language.dates.traps.counted))
# Before a bare "May" or "March" one of these must stand, else it is a name or a verb ("Theresa May", "March to").
_USHERS = frozenset("iOu&TfeFgd<=>-/")
_USHER_WORDS = frozenset({*"'(:", *every(lambda language: language.dates.traps.ushers)})
# What makes four digits a time of the day: "1945 GMT", "at 1945".
_CLOCKS = frozenset(every(lambda language: language.dates.traps.clocks))
_CLOCK_PREPOSITIONS = frozenset(every(lambda language: language.dates.traps.clock_prepositions))
_AMBIGUOUS = frozenset(every(lambda language: language.dates.traps.ambiguous_months))
_EVERY = frozenset(every(lambda language: language.dates.traps.every))
_SAYING = frozenset(every(lambda language: language.dates.traps.said))


def is_year(reading: GrammarMatch) -> bool:
    """Whether a number alone is a year."""
    at = reading.end - 1 if reading.scan.classes[reading.end - 1] == "y" else reading.end - 2
    number = reading.scan.number(at)
    if reading.classes != "y":
        return number in YEARS_IN_CONTEXT
    if reading.before() == "$" or reading.after() in {"%", "$"} or reading.word_after() in _COUNTED:
        return False
    if reading.word_after() in _CLOCKS or reading.word_before() in _CLOCK_PREPOSITIONS:
        return False
    if reading.scan.glued(reading.start) and reading.before() not in {"'", "(", ""}:
        return False
    if not _ends_cleanly(reading):
        return False
    return number in YEARS_ALONE or (
        number >= YEARS_IN_CONTEXT[0] and reading.before() in {"i", "&"} and reading.after() in {",", "."}
    )


def _ends_cleanly(reading: GrammarMatch) -> bool:
    """Not 1990.50, 2000-strong, 1999/7, 2000s and the like."""
    if not reading.after() or not reading.scan.glued(reading.end):
        return True
    if reading.after() in {"-", "/", ":"} or reading.word_after()[:1].isalnum():
        return False
    following = reading.scan.words[reading.end + 1][:1] if reading.end + 1 < len(reading.scan.words) else ""
    return not (reading.after() in {".", ","} and reading.scan.glued(reading.end + 1) and following.isdigit())


def is_month(reading: GrammarMatch) -> bool:
    """Whether a month's name without day and year is one: capital where the language wants it, and no person's name."""
    at = reading.start + next(i for i, kind in enumerate(reading.classes) if kind in "mj")
    written, word = reading.scan.written(at), reading.scan.words[at]
    if reading.scan.classes[at] == "j" and not (
        at + 1 < len(reading.scan.words) and reading.scan.classes[at + 1] == "."
    ):
        return False
    if reading.word_before() in _EVERY:
        return False
    if not reading.scan.lexicon.capital_names:
        return reading.has("f") or _ushered(reading) or word not in _AMBIGUOUS
    if not written[:1].isupper():
        return False
    if len(reading.classes) > 1 and reading.classes[0] in "fe":
        return True
    return _ushered(reading) if word in _AMBIGUOUS else not _surname(reading)


def _ushered(reading: GrammarMatch) -> bool:
    before = reading.before()
    return before in _USHERS or reading.word_before() in _USHER_WORDS


def _surname(reading: GrammarMatch) -> bool:
    """April Ryan: a capital follows, and nothing leads up to a time."""
    if reading.end >= len(reading.scan.words) or _ushered(reading) or reading.word_before() in _SAYING:
        return False
    return reading.after() == "_" and reading.scan.written(reading.end)[:1].isupper()


def is_weekday(reading: GrammarMatch) -> bool:
    """Whether a weekday's name is one: capital where the language wants it."""
    if not reading.scan.lexicon.capital_names:
        return True
    at = reading.start + next(i for i, kind in enumerate(reading.classes) if kind == "w")
    return reading.scan.written(at)[:1].isupper()


def is_day(reading: GrammarMatch) -> bool:
    """Whether month and number are a date: "may 5" in the middle of a sentence and "5 sun" are none."""
    capital = reading.scan.lexicon.capital_names
    for at in range(reading.start, reading.end):
        kind = reading.scan.classes[at]
        if kind in "mj" and capital and not reading.scan.written(at)[:1].isupper():
            return False
    return not (
        reading.scan.glued(reading.start) and reading.before() in {"-", "/", ".", "$", "_"} and reading.has("d")
    )
