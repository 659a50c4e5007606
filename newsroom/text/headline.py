"""The headline of an entry: cut out of its title, and taken out of the text where it is repeated."""

from functools import lru_cache

from newsroom.languages import every
from newsroom.text.plain_title import plain_title
from newsroom.text.tables import table
from newsroom.text.words import tokens

LONGEST_TITLE = 500  # characters: a bound of what a title costs; none of 11,479 entries has one longer than 200
# A line is a headline glued to a byline or the like if no more words than this follow it. A guess: of 2,011 page texts
# two lose their first sentence at 24, none changes at 6.
_MOST_WORDS_GLUED = 12
# Shorter headlines begin sentences by chance: at 2 words 5 of those texts lose their beginning ("Ah, Twitter."), at 7
# 11 keep a headline glued to the first sentence.
_FEWEST_WORDS_TO_UNGLUE = 4

_LONGEST_WORD = 64  # characters of a line in which its first word ends

_JOINTS = (" | ", " - ", " – ", " — ", " :: ", " · ", " • ", " » ", " / ")
_ARTICLES = frozenset(every(lambda language: language.boilerplate.name_articles))
_DOMAIN_ENDINGS = frozenset(table("url")["domain_endings"].split())


def headline(title: str, outlet: str) -> str:
    """The title as one line, without markup and the outlet's name; at most 500 characters, cut at a word's end."""
    return shortened(_without_outlet(plain_title(title), outlet), LONGEST_TITLE)


def shortened(text: str, longest: int) -> str:
    """The text, or its beginning up to a word's end followed by an ellipsis; never longer than `longest`."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    end = cut.rfind(" ")
    return (cut[:end] if end > longest // 2 else cut).rstrip() + "…"


def _without_outlet(line: str, outlet: str) -> str:
    name = _name(outlet)
    if not name:
        return line
    for joint in _JOINTS:
        head, _, tail = line.rpartition(joint)
        if head.strip() and _name(tail) == name:
            return head.rstrip()
    head, joint, tail = line.partition(" | ")
    return tail.lstrip() if joint and tail.strip() and _name(head) == name else line


def _name(text: str) -> tuple[str, ...]:
    """An outlet's name without what is optional in it: articles, the endings of domains."""
    words = [token.folded for token in tokens(text[:200])]
    return tuple(word for word in words if word not in _ARTICLES | _DOMAIN_ENDINGS)


def without_headline(text: str, title: str) -> str:
    """The line without the headline that it repeats; "" for a mere repetition, with or without outlet and byline."""
    head = _folded_headline(title)
    if not head or _folded(text[:_LONGEST_WORD])[:1] != head[:1]:
        return text
    # A long line can't be a mere repetition: only its beginning matters, and hostile ones cost no time.
    if len(text) <= len(title) * 2 + 400 and _folded(text) == head:
        return ""
    rest = _behind(text, title)
    if rest is None or len(head) < _FEWEST_WORDS_TO_UNGLUE:
        return text
    behind = tokens(rest)
    if len(behind) <= _MOST_WORDS_GLUED and not rest.rstrip().endswith((".", "!", "?", "…")):
        return ""
    return rest.lstrip(" -–—|:.·•") if _begins_anew(rest) else text


def _folded(text: str) -> tuple[str, ...]:
    return tuple(token.folded for token in tokens(text))


@lru_cache(maxsize=8)
def _folded_headline(title: str) -> tuple[str, ...]:
    """The headline's folded words; remembered, as each line of its text is compared with them."""
    return _folded(title)


def _behind(text: str, title: str) -> str | None:
    """What follows the headline in a text that begins with it (in any letter case, with any quotation marks)."""
    plain = title.rstrip(" .…")
    return text[len(plain) :] if _even(text[: len(plain)]) == _even(plain) else None


def _even(text: str) -> str:
    return text.translate(_QUOTES).casefold()


_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "–": "-", "—": "-"})


def _begins_anew(rest: str) -> bool:
    """Whether a sentence of its own follows: it begins with a capital, glued on or after white space or a dash."""
    first = rest.lstrip(' -–—|:.·•"“«(')[:1]
    return first.isupper() and not rest.startswith((",", "'", "’"))
