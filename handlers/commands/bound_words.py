"""Words behind which a query says from when and until when it asks: since, depuis, з, с, jusqu'à, до. Pure."""

import re

# These mean nothing else; the others are words of a query as well.
_PLAINLY_SINCE = r"since|depuis|à\s+(?:partir|compter)\s+d[eu]|(?:починаючи|начиная)\s+(?:з|зі|із|від|со?)"
_PLAINLY_UNTIL = r"until|till|jusqu['’](?:à|au|en)"
_SINCE = rf"(?P<plain>{_PLAINLY_SINCE})|from|з|із|зі|від|с|со|от"
BOUND = re.compile(rf"(?<!\S)(?:(?P<since>{_SINCE})|(?P<plainly>{_PLAINLY_UNTIL})|to|до|по)(?=\s+\S)", re.IGNORECASE)
_AT_THE_START = re.compile(rf"(?:{_SINCE})\s+", re.IGNORECASE)
# Behind one of these a span says how long, in how many days or of how many.
_HOW_LONG = "for|in|over|past|last|this|за|на|через|sur|pour|pendant|dans|en|du"
_AT_THE_END = re.compile(rf"(?<!\S)(?:{_SINCE}|{_PLAINLY_UNTIL}|to|до|по|{_HOW_LONG})$", re.IGNORECASE)
_ENGLISH = frozenset({"since", "until", "from", "to"})
_LOOSE = frozenset({"from", "to", "до", "по"})
_BEFORE_A_COUNT = frozenset({"from", "to", "до", "от", "від"})


def is_plain(bound: re.Match[str]) -> bool:
    """Whether the word is a bound whatever comes behind it."""
    return bool(bound["plain"] or bound["plainly"])


def is_loose(bound: re.Match[str]) -> bool:
    """Whether the word is often one of a query: letters from April, plan до 2030."""
    return bound[0].lower() in _LOOSE


def is_end_alone(bound: re.Match[str]) -> bool:
    """Whether the word is a bound only behind another: с 1 августа по 5 августа, and not по пятницам."""
    return bound[0].lower() == "по"


def may_count(bound: re.Match[str]) -> bool:
    """Whether days behind the word may be how many: арест до 15 суток, штраф від 3 днів."""
    return bound[0].lower() in _BEFORE_A_COUNT


def english_bound(bound: re.Match[str]) -> str:
    """The word itself where it is English, else since or until."""
    if bound[0].lower() in _ENGLISH:
        return bound[0]
    return "since" if bound["since"] else "until"


def without_since(words: str) -> str:
    """A moment without "since" before it, in whichever language."""
    found = _AT_THE_START.match(words)
    return words[found.end() :] if found else words


def ends_with_a_bound(words: str) -> bool:
    """Whether days behind the words belong to the last of them: oil since, oil last, погода на."""
    return _AT_THE_END.search(words) is not None
