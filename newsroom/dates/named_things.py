"""Years that say which thing is meant and not when something happened: "a murder of 2001", "the 2001 murder"."""

from newsroom.dates.grammar_match import GrammarMatch, ResolvedDate
from newsroom.dates.mention import Derivation, Precision
from newsroom.languages import every

_OF = frozenset(every(lambda language: language.dates.traps.of_things))
_STRETCHES = frozenset(every(lambda language: language.dates.traps.stretches))
_GENITIVES = frozenset(every(lambda language: language.dates.traps.years_of_things))
_LONG = frozenset({Precision.YEAR, Precision.MONTH})  # a day that is named is mostly told of
_ARTICLES = "Tz"
# Tokens before "the 2001 election" at a sentence's start: "In the 2001 election she won" is of that year.
_OPENING = 2


def names_a_thing(match: GrammarMatch, resolved: ResolvedDate) -> bool:
    """Whether the written year, or the month with its year, belongs to the noun beside it.

    The year of "X won the 2001 election" counts as such, too: what a sentence tells can't be known from it. Ukrainian
    words leave it open: "2001 року" is "in 2001" as well.
    """
    if resolved.kind is not Derivation.EXPLICIT or resolved.period.precision not in _LONG or not match.has("y"):
        return False
    return _behind_of(match) or _in_the_genitive(match) or _before_its_noun(match)


def _behind_of(match: GrammarMatch) -> bool:
    """A murder of 2001, `un meurtre de 2001`, `ein Mord aus dem Jahr 2001`; not "from 2001 to 2005"."""
    at = match.start - 1
    if at > 0 and match.scan.classes[at] in _ARTICLES:
        at -= 1
    if at < 1 or match.scan.words[at] not in _OF or not _is_noun(match, at - 1):
        return False
    return "y" not in match.scan.classes[match.end : match.end + 2]


def _in_the_genitive(match: GrammarMatch) -> bool:
    """Russian `убийство 2001 года`, where "in 2001" is `в 2001 году`."""
    return match.scan.words[match.end - 1] in _GENITIVES and match.start > 0 and _is_noun(match, match.start - 1)


def _is_noun(match: GrammarMatch, at: int) -> bool:
    """Whether the token may be the noun: a word that is none of time and no "course" or "since"."""
    word = match.scan.words[at]
    return match.scan.classes[at] == "_" and word.isalpha() and word not in _STRETCHES


def _before_its_noun(match: GrammarMatch) -> bool:
    """The 2001 murder, an unsolved 2001 murder; not "in the 2001 election" at a sentence's start."""
    if match.classes != "y" or match.after() != "_" or match.scan.glued(match.end):
        return False
    if not match.scan.written(match.end)[:1].islower():
        return False
    article = 1 if match.before() in _ARTICLES else 2 if match.before() == "_" else 0
    if not article or match.before(article) not in tuple(_ARTICLES):
        return False
    return match.before(article + 1) != "i" or match.start - article > _OPENING
