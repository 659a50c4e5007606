"""Whether a sentence looks back or ahead at a place, by the verbs around it."""

from collections.abc import Iterable, Iterator
from enum import Enum

from newsroom.dates.scan import Scan
from newsroom.languages import every

REACH = 12  # tokens; on TimeBank (value F1) 8 and 20 give .914, 16 .916, 30 .913, this .917
_NO_VERB_LETTERS = 4  # "need": no regular verb in the past is so short
_AHEAD_IF_SMALL = frozenset(every(lambda language: language.dates.direction.ahead_if_small))
_BEFORE_INFINITIVE = frozenset(
    (
        *every(lambda language: language.dates.direction.before_infinitive),
        *every(lambda language: language.dates.direction.promising),
    )
)
_TIMETABLE = frozenset(every(lambda language: language.dates.direction.timetable))
_OPENERS = frozenset(every(lambda language: language.dates.direction.clause_openers))
_BEFORE_NOUNS = "TziO<=>"  # classes of what comes before a noun: "the returns", "next returns"
_INFINITIVE = frozenset(every(lambda language: language.dates.direction.infinitive))
_BEFORE_NO_MAIN_VERB = frozenset((*_INFINITIVE, *every(lambda language: language.dates.direction.possessives)))
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


def direction_at(scan: Scan, start: int, end: int, *, of_day: bool) -> Direction:
    """The direction at the tokens from `start` to `end`: the nearest verb before decides, else the nearest behind.

    Only verbs of the date's own clause count, none beyond the sentence or further than `REACH`.

    Args:
        scan: The text.
        start: First token of the date.
        end: One past its last token.
        of_day: A day is asked for: beside one, "opens" and "meets" look ahead; beside a month they say nothing.
    """
    before = _first(scan, _places_before(scan, start), of_day=of_day)
    if before is not Direction.NONE:
        return before
    return _first(scan, _places_behind(scan, end), of_day=of_day)


def _places_before(scan: Scan, start: int) -> Iterator[int]:
    """The tokens before, nearest first, up to what opens the clause; clauses between two commas are stepped over."""
    at, last = start - 1, max(-1, start - 1 - REACH)
    while at > last:
        if scan.classes[at] == ",":
            opened = _opened_before(scan, at)
            if opened is not None:
                at = opened - 1
                continue
        yield at
        if scan.words[at] in _OPENERS:
            return
        at -= 1


def _opened_before(scan: Scan, closed: int) -> int | None:
    """The comma before a clause that ends at the comma `closed`, if one opens there: ", who will retire,"."""
    for at in range(closed - 1, max(-1, closed - 1 - REACH), -1):
        if scan.classes[at] in "!?;.":
            return None
        if scan.classes[at] == ",":
            return at if scan.words[at + 1] in _OPENERS else None
    return None


def _places_behind(scan: Scan, end: int) -> Iterator[int]:
    for at in range(end, min(len(scan.words), end + REACH)):
        if scan.words[at] in _OPENERS:
            return
        yield at


def _first(scan: Scan, places: Iterable[int], *, of_day: bool) -> Direction:
    for at in places:
        kind, word = scan.classes[at], scan.words[at]
        if kind == "F" or (word in _AHEAD_IF_SMALL and scan.written(at) == word):
            return _direction_of_ahead(scan, at)
        if kind == "&" and at and word in _INFINITIVE and scan.words[at - 1] in _BEFORE_INFINITIVE:
            return Direction.FUTURE
        if kind in "!?;" or (kind == "." and _ends_sentence(scan, at)):
            return Direction.NONE
        if of_day and word in _TIMETABLE and _is_main_verb(scan, at):
            return Direction.FUTURE
        if (kind in "PS" and not _is_to_be(scan, at)) or (kind == "_" and _is_past_verb(scan, at)):
            return Direction.PAST
    return Direction.NONE


def _is_main_verb(scan: Scan, at: int) -> bool:
    """Whether a word is neither a noun ("its returns", "Friday's play") nor an infinitive ("due to expire")."""
    if not at:
        return True
    return scan.classes[at - 1] not in _BEFORE_NOUNS and scan.words[at - 1] not in _BEFORE_NO_MAIN_VERB


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
