"""Whether a match that looks like a date is one: not Theresa May, 2000 people, F-16, marches, scores or prices."""

from newsroom.dates.grammar_match import GrammarMatch
from newsroom.languages import every

# Four digits that are a year: beside a word of time ("the year 1492") and alone. Plans in the news reach to about
# 2060, and of numbers below 1900 most are amounts: guesses; from 1800 or 1950 on, TimeBank gives the same figures.
YEARS_IN_CONTEXT = range(1000, 2061)
YEARS_ALONE = range(1900, 2061)
# What is counted: a four-digit number before one of these is an amount, whatever year it would make.
_COUNTED = frozenset(every(lambda language: language.dates.traps.counted))
# One of these classes or words must come before a bare "May" or "March", else it is a name or a verb ("Theresa May",
# "March to").
_BEFORE_MONTH = frozenset("iOu&TfeFgd<=>-/")
_WORDS_BEFORE_MONTH = frozenset({*"'(:", *every(lambda language: language.dates.traps.before_months)})
# What makes four digits a time of the day: "1945 GMT", "at 1945".
_CLOCKS = frozenset(every(lambda language: language.dates.traps.clocks))
_CLOCK_PREPOSITIONS = frozenset(every(lambda language: language.dates.traps.clock_prepositions))
_AMBIGUOUS = frozenset(every(lambda language: language.dates.traps.ambiguous_months))
_AMBIGUOUS_WEEKDAYS = frozenset(every(lambda language: language.dates.traps.ambiguous_weekdays))
_RECURRING = frozenset(every(lambda language: language.dates.traps.recurring))
_NAMED_AFTER_HOLIDAYS = frozenset(every(lambda language: language.dates.traps.named_after_holidays))
_SAYING = frozenset(every(lambda language: language.dates.traps.saying_before_months))


def is_year(match: GrammarMatch) -> bool:
    """Whether four digits alone, or with a word of time, are a year."""
    at = match.end - 1 if match.scan.classes[match.end - 1] == "y" else match.end - 2
    number = match.scan.number(at)
    if match.classes != "y":
        return number in YEARS_IN_CONTEXT
    if match.before() == "$" or match.after() in {"%", "$"} or match.word_after() in _COUNTED:
        return False
    if match.word_after() in _CLOCKS or match.word_before() in _CLOCK_PREPOSITIONS:
        return False
    if match.scan.glued(match.start) and match.before() not in {"'", "(", ""}:
        return False
    if not _ends_cleanly(match):
        return False
    return number in YEARS_ALONE or (
        number >= YEARS_IN_CONTEXT[0] and match.before() in {"i", "&"} and match.after() in {",", "."}
    )


def _ends_cleanly(match: GrammarMatch) -> bool:
    """Whether nothing is glued to the end of a year: not 1990.50, 2000-strong, 1999/7, 2000s and the like."""
    if not match.after() or not match.scan.glued(match.end):
        return True
    if match.after() in {"-", "/", ":"} or match.word_after()[:1].isalnum():
        return False
    following = match.scan.words[match.end + 1][:1] if match.end + 1 < len(match.scan.words) else ""
    return not (match.after() in {".", ","} and match.scan.glued(match.end + 1) and following.isdigit())


def is_month(match: GrammarMatch) -> bool:
    """Whether a month's name without day and year is one: capital where the language wants it, and no person's name."""
    at = match.start + next(i for i, kind in enumerate(match.classes) if kind in "mj")
    written, word = match.scan.written(at), match.scan.words[at]
    if match.scan.classes[at] == "j" and not (at + 1 < len(match.scan.words) and match.scan.classes[at + 1] == "."):
        return False
    if match.word_before() in match.scan.lexicon.every:
        return False
    if not match.scan.lexicon.capital_names:
        if word in _AMBIGUOUS and at and written[:1].isupper() and not written.isupper():
            return False  # Plaza de Mayo, Maja, Julio
        return match.has("f") or _follows_time_word(match) or word not in _AMBIGUOUS
    if not written[:1].isupper():
        return False
    if len(match.classes) > 1 and match.classes[0] in "fe":
        return True
    return _follows_time_word(match) if word in _AMBIGUOUS else not _surname(match)


def _follows_time_word(match: GrammarMatch) -> bool:
    before = match.before()
    return before in _BEFORE_MONTH or match.word_before() in _WORDS_BEFORE_MONTH


def _surname(match: GrammarMatch) -> bool:
    """Whether the month is a person's name (April Ryan): a capital follows, and no word of time comes before."""
    if match.end >= len(match.scan.words) or _follows_time_word(match) or match.word_before() in _SAYING:
        return False
    return match.after() == "_" and match.scan.written(match.end)[:1].isupper()


def is_weekday(match: GrammarMatch) -> bool:
    """Whether a weekday's name is one: capital where the language wants it, and not that of every week."""
    if match.word_before() in match.scan.lexicon.every or match.word_after() in _RECURRING:
        return False
    at = match.start + next(i for i, kind in enumerate(match.classes) if kind == "w")
    if match.scan.words[at] in _AMBIGUOUS_WEEKDAYS and len(match.classes) == 1 and match.after() != "D":
        return False
    if not match.scan.lexicon.capital_names:
        return not _in_a_name(match, at)
    return match.scan.written(at)[:1].isupper()


def _in_a_name(match: GrammarMatch, at: int) -> bool:
    """Whether a word that has no capital of its own has one beside another: Santo Domingo, Środa Wielkopolska."""
    if not match.scan.written(at)[:1].isupper() or match.scan.written(at).isupper():
        return False
    beside = (place for place in (at - 1, at + 1) if 0 <= place < len(match.scan.words))
    return any(match.scan.classes[place] == "_" and match.scan.written(place)[:1].isupper() for place in beside)


def is_holiday(match: GrammarMatch) -> bool:
    """Whether a holiday is meant: with a capital where the language wants it, and not "Good Friday Agreement"."""
    at = match.start + match.classes.index("h")
    if match.scan.lexicon.capital_names and not match.scan.written(at)[:1].isupper():
        return False
    return match.word_after() not in _NAMED_AFTER_HOLIDAYS


def is_day(match: GrammarMatch) -> bool:
    """Whether month and number are a date: "may 5" in the middle of a sentence and "5 sun" are none."""
    capital = match.scan.lexicon.capital_names
    for at in range(match.start, match.end):
        kind = match.scan.classes[at]
        if kind in "mj" and capital and not match.scan.written(at)[:1].isupper():
            return False
    if match.classes[0] == "d" and (_has_its_own_day(match) or _inside_a_name(match)):
        return False
    return not (match.scan.glued(match.start) and match.before() in {"-", "/", ".", "$", "_"} and match.has("d"))


def _has_its_own_day(match: GrammarMatch) -> bool:
    """Whether the day comes behind the month, so that the number before it is a count: "the 19 Sept. 11 suspects"."""
    behind = match.after(2) if match.after() == "." else match.after()
    return match.scan.lexicon.month_first and not match.has("y") and behind in {"d", "o"}


def _inside_a_name(match: GrammarMatch) -> bool:
    """Whether capitals stand on both sides, so that the number belongs to a name: "Windows 10 May 2020 Update"."""
    before, behind = match.start - 1, match.end
    if before < 0 or behind >= len(match.scan.words) or match.before() != "_" or match.after() != "_":
        return False
    return all(match.scan.written(at)[:1].isupper() for at in (before, behind))
