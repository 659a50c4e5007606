"""Whether a sentence looks back or ahead at a place, by the verbs around it."""

from enum import Enum

from newsroom.dates.scan import Scan
from newsroom.languages import every

REACH = 12  # tokens; on TimeBank (value F1) 8 and 16 give .903, 20 .902, 30 .901, this .906
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
    """Where the verbs around a date look."""

    PAST = -1
    NONE = 0
    FUTURE = 1


def direction_at(scan: Scan, start: int, end: int) -> Direction:
    """The direction at the tokens from `start` to `end`: the nearest verb before decides, else the nearest behind.

    No verb beyond the sentence or further than `REACH` counts.
    """
    before = _first(scan, range(start - 1, max(-1, start - 1 - REACH), -1))
    return before if before is not Direction.NONE else _first(scan, range(end, min(len(scan.words), end + REACH)))


def _first(scan: Scan, places: range) -> Direction:
    for at in places:
        kind = scan.classes[at]
        if kind == "F" or (scan.words[at] in _AHEAD_IF_SMALL and scan.written(at) == scan.words[at]):
            return _direction_of_ahead(scan, at)
        if kind == "&" and at and scan.words[at - 1] in _BEFORE_INFINITIVE and scan.words[at] in _INFINITIVE:
            return Direction.FUTURE
        if kind in "!?;" or (kind == "." and _ends_sentence(scan, at)):
            return Direction.NONE
        if (kind in "PS" and not _is_to_be(scan, at)) or (kind == "_" and _is_past_verb(scan, at)):
            return Direction.PAST
    return Direction.NONE


def _direction_of_ahead(scan: Scan, at: int) -> Direction:
    """The direction of a word that mostly looks ahead: "had been due" and "set on" look back."""
    before, after = scan.words[at - 1] if at else "", scan.words[at + 1] if at + 1 < len(scan.words) else ""
    if before in _BEEN or (scan.words[at] in _BEHIND_UNLESS and after not in _UNLESS_BEFORE):
        return Direction.PAST
    return Direction.FUTURE


def _is_past_verb(scan: Scan, at: int) -> bool:
    """Whether the word is a regular verb in the past; "to be published" looks ahead as its "be" does."""
    word = scan.words[at]
    if not word.endswith(_PAST_ENDINGS) or len(word) <= _NO_VERB_LETTERS or word.startswith(_NO_PAST_BEGINNINGS):
        return False
    if scan.written(at)[:1].isupper():
        return False
    return (not word.endswith(_NO_PAST_ENDINGS) or word in _PAST_ANYWAY) and not _is_to_be(scan, at)


def _is_to_be(scan: Scan, at: int) -> bool:
    """Whether "be" comes before a participle: what is "to be announced" is still to come."""
    return at > 0 and scan.words[at - 1] in _BE


def _ends_sentence(scan: Scan, at: int) -> bool:
    """Whether a stop ends the sentence: a capital follows, and no short month or single letter comes before."""
    if at + 1 < len(scan.words) and not scan.written(at + 1)[:1].isupper():
        return False
    return at == 0 or (scan.classes[at - 1] not in "jW" and len(scan.words[at - 1]) > 1)
