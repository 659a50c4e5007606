"""Does the sentence look back or ahead at this place?"""

from enum import Enum

from newsroom.dates.scan import Scan

REACH = 12  # tokens; 20 and 30 were worse on TimeBank (value F1 .902, .901 against .905)


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
        if kind == "F" or (scan.words[at] == "may" and scan.written(at) == "may"):
            return _ahead(scan, at)
        if kind == "&" and at and scan.words[at - 1] in {"is", "are"} and scan.words[at] == "to":
            return Direction.FUTURE
        if kind in "!?;" or (kind == "." and _ends(scan, at)):
            return Direction.NONE
        if (kind in "PS" and not _is_to_be(scan, at)) or (kind == "_" and _looks_back(scan, at)):
            return Direction.PAST
    return Direction.NONE


def _ahead(scan: Scan, at: int) -> Direction:
    """Whether a word that looks ahead does so here: "had been due" and "set on" look back."""
    before, after = scan.words[at - 1] if at else "", scan.words[at + 1] if at + 1 < len(scan.words) else ""
    if before == "been" or (scan.words[at] == "set" and after not in {"to", "for"}):
        return Direction.PAST
    return Direction.FUTURE


def _looks_back(scan: Scan, at: int) -> bool:
    """An English regular verb in the past; "to be published" looks ahead as its "be" does."""
    word = scan.words[at]
    if not word.endswith("ed") or len(word) <= len("need") or word.startswith("un") or scan.written(at)[:1].isupper():
        return False
    return (not word.endswith("eed") or word in {"agreed", "freed"}) and not _is_to_be(scan, at)


def _is_to_be(scan: Scan, at: int) -> bool:
    """Whether a participle stands behind "be": what is "to be announced" is still to come."""
    return at > 0 and scan.words[at - 1] in {"be", "being"}


def _ends(scan: Scan, at: int) -> bool:
    """A full stop, not one of an abbreviation: the word before is longer than "Sept" or is no letter at all."""
    if at + 1 < len(scan.words) and not scan.written(at + 1)[:1].isupper():
        return False
    return at == 0 or (scan.classes[at - 1] not in "jW" and len(scan.words[at - 1]) > 1)
