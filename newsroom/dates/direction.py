"""Does the sentence look back or ahead at this place?"""

from enum import Enum

from newsroom.dates.scan import Scan
from newsroom.languages import every

REACH = 12  # tokens; 20 and 30 were worse on TimeBank (value F1 .902, .901 against .905)
_NO_VERB_LETTERS = 4  # "need": no regular verb in the past is so short
_AHEAD_IF_SMALL = frozenset(every(lambda language: language.dates.direction.ahead_if_small))
_BEFORE_INFINITIVE = frozenset(every(lambda language: language.dates.direction.before_infinitive))
_INFINITIVE = frozenset(every(lambda language: language.dates.direction.infinitive))
_BEEN = frozenset(every(lambda language: language.dates.direction.been))
_BEHIND_UNLESS = frozenset(every(lambda language: language.dates.direction.behind_unless))
_UNLESS_BEFORE = frozenset(every(lambda language: language.dates.direction.unless_before))
_BE = frozenset(every(lambda language: language.dates.direction.be))
_PAST_ENDINGS = every(lambda language: language.dates.direction.past_endings)
_NO_PAST_ENDINGS = every(lambda language: language.dates.direction.no_past_endings)
_NO_PAST_BEGINNINGS = every(lambda language: language.dates.direction.no_past_beginnings)
_PAST_ANYWAY = frozenset(every(lambda language: language.dates.direction.past_anyway))


class Direction(Enum):
    """What the verbs around a date say about its direction."""

    PAST = -1
    NONE = 0
    FUTURE = 1


def direction(scan: Scan, start: int, end: int) -> Direction:
    """The nearest verb before the date decides, else the nearest behind it, within the sentence."""
    before = _first(scan, range(start - 1, max(-1, start - 1 - REACH), -1))
    return before if before is not Direction.NONE else _first(scan, range(end, min(len(scan.words), end + REACH)))


def _first(scan: Scan, places: range) -> Direction:
    for at in places:
        kind = scan.classes[at]
        if kind == "F" or (scan.words[at] in _AHEAD_IF_SMALL and scan.written(at) == scan.words[at]):
            return _ahead(scan, at)
        if kind == "&" and at and scan.words[at - 1] in _BEFORE_INFINITIVE and scan.words[at] in _INFINITIVE:
            return Direction.FUTURE
        if kind in "!?;" or (kind == "." and _ends(scan, at)):
            return Direction.NONE
        if (kind in "PS" and not _is_to_be(scan, at)) or (kind == "_" and _looks_back(scan, at)):
            return Direction.PAST
    return Direction.NONE


def _ahead(scan: Scan, at: int) -> Direction:
    """Whether a word that looks ahead does so here: "had been due" and "set on" look back."""
    before, after = scan.words[at - 1] if at else "", scan.words[at + 1] if at + 1 < len(scan.words) else ""
    if before in _BEEN or (scan.words[at] in _BEHIND_UNLESS and after not in _UNLESS_BEFORE):
        return Direction.PAST
    return Direction.FUTURE


def _looks_back(scan: Scan, at: int) -> bool:
    """An English regular verb in the past; "to be published" looks ahead as its "be" does."""
    word = scan.words[at]
    if not word.endswith(_PAST_ENDINGS) or len(word) <= _NO_VERB_LETTERS or word.startswith(_NO_PAST_BEGINNINGS):
        return False
    if scan.written(at)[:1].isupper():
        return False
    return (not word.endswith(_NO_PAST_ENDINGS) or word in _PAST_ANYWAY) and not _is_to_be(scan, at)


def _is_to_be(scan: Scan, at: int) -> bool:
    """Whether a participle stands behind "be": what is "to be announced" is still to come."""
    return at > 0 and scan.words[at - 1] in _BE


def _ends(scan: Scan, at: int) -> bool:
    """A full stop, not one of an abbreviation: the word before is longer than "Sept" or is no letter at all."""
    if at + 1 < len(scan.words) and not scan.written(at + 1)[:1].isupper():
        return False
    return at == 0 or (scan.classes[at - 1] not in "jW" and len(scan.words[at - 1]) > 1)
