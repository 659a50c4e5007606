"""What looks like a date and is none: Theresa May, 2000 people, F-16, marches, scores and prices."""

from newsroom.dates.grammar_match import GrammarMatch


def _all_of(line: str) -> frozenset[str]:
    return frozenset(line.split())


YEARS_TOLD = range(1000, 2061)
YEARS_ALONE = range(1900, 2061)  # further off, a number alone is a number
# What is counted: a four-digit number before one of these is an amount, whatever year it would make.
_COUNTED = _all_of(
    """
    people persons men women children dead killed wounded injured troops soldiers police officers jobs workers
    employees homes houses families feet foot meters metres meter miles mile km kilometers kilometres kilometer
    kilograms kg tons tonnes pounds dollars dlrs euros rubles hryvnias francs marks yen points shares copies
    members passengers votes seats hours times square cases deaths barrels megawatts mw percent per degrees yards
    acres hectares units aircraft tanks rounds cc hp mhz rpm apartments flats rooms beds vehicles cars trees
    students residents others civilians refugees prisoners villages am pm personen menschen tote euro personnes
    morts habitants людей осіб человек грн руб км м кг метров метрів військових солдат
    """
)
# Before a bare "May" or "March" one of these must stand, else it is a name or a verb ("Theresa May", "March to").
_USHERS = frozenset("iOu&TfeFgd<=>-/")
_USHER_WORDS = _all_of("its their his her our my a an s this last next mid whole entire between ' ( :")
# What makes four digits a time of the day: "1945 GMT".
_CLOCKS = _all_of("gmt utc bst est edt cst pst et pt ist cet cest eet msk aest hrs local uhr")
_HOMONYMS = frozenset({"may", "march", "mai"})


def is_year(reading: GrammarMatch) -> bool:
    """Whether a number alone is a year."""
    at = reading.end - 1 if reading.scan.classes[reading.end - 1] == "y" else reading.end - 2
    number = reading.scan.number(at)
    if reading.classes != "y":
        return number in YEARS_TOLD
    if reading.before() == "$" or reading.after() in {"%", "$"} or reading.word_after() in _COUNTED:
        return False
    if reading.word_after() in _CLOCKS or reading.word_before() == "at":
        return False
    if reading.scan.glued(reading.start) and reading.before() not in {"'", "(", ""}:
        return False
    if not _ends_cleanly(reading):
        return False
    return number in YEARS_ALONE or (
        number >= YEARS_TOLD[0] and reading.before() in {"i", "&"} and reading.after() in {",", "."}
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
    if reading.word_before() in {"each", "every"}:
        return False
    if not reading.scan.lexicon.capital_months:
        return reading.has("f") or _ushered(reading) or word not in {"mars", "mai", "март", "марта", "марте"}
    if not written[:1].isupper():
        return False
    if len(reading.classes) > 1 and reading.classes[0] in "fe":
        return True
    return _ushered(reading) if word in _HOMONYMS else not _surname(reading)


def _ushered(reading: GrammarMatch) -> bool:
    before = reading.before()
    return before in _USHERS or reading.word_before() in _USHER_WORDS


def _surname(reading: GrammarMatch) -> bool:
    """April Ryan: a capital follows, and nothing leads up to a time."""
    if reading.end >= len(reading.scan.words) or _ushered(reading) or reading.word_before() in {"said", "told"}:
        return False
    return reading.after() == "_" and reading.scan.written(reading.end)[:1].isupper()


def is_weekday(reading: GrammarMatch) -> bool:
    """Whether a weekday's name is one: capital where the language wants it."""
    if not reading.scan.lexicon.capital_months:
        return True
    at = reading.start + next(i for i, kind in enumerate(reading.classes) if kind == "w")
    return reading.scan.written(at)[:1].isupper()


def is_day(reading: GrammarMatch) -> bool:
    """Whether month and number are a date: "may 5" in the middle of a sentence and "5 sun" are none."""
    capital = reading.scan.lexicon.capital_months
    for at in range(reading.start, reading.end):
        kind = reading.scan.classes[at]
        if kind in "mj" and capital and not reading.scan.written(at)[:1].isupper():
            return False
    return not (
        reading.scan.glued(reading.start) and reading.before() in {"-", "/", ".", "$", "_"} and reading.has("d")
    )
