"""Words behind which a query says from when and until when it asks: since, depuis, з, с, jusqu'à, до. Pure."""

import re

# These mean nothing else; the others are words of a query as well.
_PLAINLY_SINCE = r"since|depuis|à\s+(?:partir|compter)\s+d[eu]|(?:починаючи|начиная)\s+(?:з|зі|із|від|со?)"
_PLAINLY_UNTIL = r"until|till|jusqu['’](?:à|au|en)"
_SINCE = rf"(?P<plain>{_PLAINLY_SINCE})|from|з|із|зі|від|с|со|от"
BOUND = re.compile(rf"(?<!\S)(?:(?P<since>{_SINCE})|(?P<plainly>{_PLAINLY_UNTIL})|to|до)(?=\s+\S)", re.IGNORECASE)
_AT_THE_START = re.compile(rf"(?:{_SINCE})\s+", re.IGNORECASE)
_AT_THE_END = re.compile(rf"(?<!\S)(?:{_SINCE}|{_PLAINLY_UNTIL}|to|до|last|this)$", re.IGNORECASE)
_ENGLISH = frozenset({"since", "until", "from", "to"})
_LOOSE = frozenset({"from", "to", "до"})


def is_plain(bound: re.Match[str]) -> bool:
    """Whether the word is a bound whatever comes behind it."""
    return bool(bound["plain"] or bound["plainly"])


def is_loose(bound: re.Match[str]) -> bool:
    """Whether the word is often one of a query: letters from April, plan до 2030."""
    return bound[0].lower() in _LOOSE


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
    """Whether a day behind the words is one already: oil since, oil last."""
    return _AT_THE_END.search(words) is not None
