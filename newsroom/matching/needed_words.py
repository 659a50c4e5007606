"""The words that stored items need to fulfil a query, for the index of words: it finds all that match, and more.

The matcher then decides. The index alone can't: it keeps no places, and letters alone, so that a name and a word that
is written like it are one there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TypeAlias, assert_never

from newsroom.matching.cut_words import asked_pairs, asked_words
from newsroom.matching.syntax import About, And, Near, Not, Or, Part, Phrase, Prefix, Query, Title, Word
from newsroom.matching.terms import Leaf, NeededTerm, as_one_forms, expanded, share_of_items, sign_forms
from newsroom.text.lemmas import LANGUAGES


@dataclass(frozen=True, slots=True)
class WholeWord:
    """A word with hyphens where it is written without them, or as another name of what it names."""

    text: str


# Of these terms an item needs one at least.
_Alternatives: TypeAlias = frozenset[NeededTerm | WholeWord]

# The share of items from which on a word, beside a rarer one, is left to the matcher: it leaves out few of the items
# found, and the index has to read a long list. A guess; labels, which a source may change after an item was indexed,
# have larger shares.
_COMMON_SHARE = 0.05
# Two words that are less common than that are both asked for where no rarer one is: COVID-19, each in a tenth
# of the items of the table. A guess, as above.
_COMMONEST = 0.2
# Words for one question, the rarest ones. A guess: the next one leaves out next to nothing.
_MOST_NEEDED = 8
# Ways to take one need of each alternative of an OR; where there are more, each has its rarest one. A guess, as above.
_MOST_WAYS = 8


def query_words(query: Query, languages: frozenset[str]) -> tuple[frozenset[str], ...]:
    """Sets of forms; every item that fulfils the query has one form of each. One that ends in * is a beginning.

    `languages`: those of the stored items: opening a dictionary takes half a second, so only these are opened.
    """
    known = languages & LANGUAGES
    found = sorted(set(_needs(expanded(query.root))), key=lambda need: (_share(need), sorted(map(str, need))))
    rare = [need for need in found if _share(need) <= _COMMON_SHARE and not any(isinstance(t, Prefix) for t in need)]
    needs = rare[:_MOST_NEEDED] or _common(found)
    return tuple(frozenset[str]().union(*(_forms(wanted, known) for wanted in need)) for need in needs)


def _common(found: Sequence[_Alternatives]) -> Sequence[_Alternatives]:
    """The rarest need where none is rare; of words the next one too, or half the newest items read lack it."""
    words = [need for need in found[:2] if not any(isinstance(wanted, About | Prefix) for wanted in need)]
    return words if len(words) == len(found[:2]) and all(_share(need) <= _COMMONEST for need in words) else found[:1]


def _needs(part: Part) -> tuple[_Alternatives, ...]:
    """What every item that fulfils the part has; nothing where it needs nothing (a NOT)."""
    match part:
        case Phrase(text):
            return tuple(need for word in text.split() for need in _needs_of_word(Phrase(word), word))
        case Word(text) | Prefix(text):
            return _needs_of_word(part, text)
        case About():
            return (frozenset({part}),)
        case Title(inner):
            return _needs(inner)
        case Not():
            return ()
        case Near(left, right, _):
            return (*_needs(left), *_needs(right))
        case And(parts):
            return tuple(need for inner in parts for need in _needs(inner))
        case Or(parts):
            return _needs_of_any([_needs(inner) for inner in parts])
        case _:
            assert_never(part)


def _needs_of_word(leaf: Leaf, text: str) -> tuple[_Alternatives, ...]:
    """A word of a script without spaces needs each pair of its letters, which are rarer than the letters.

    One with hyphens needs each of its words, or the whole as one: of COVID-19 the number is the rarer in the table, and
    by it alone every item was read that names such a day of the month.
    """
    if pairs := asked_pairs(text):
        return tuple(frozenset({Phrase(pair)}) for pair in pairs) if len(pairs) > 1 else (frozenset({leaf}),)
    words = () if isinstance(leaf, Prefix) else asked_words(text)
    if len(words) < 2:  # noqa: PLR2004 - no hyphen
        return (frozenset({leaf}),)
    if isinstance(leaf, Phrase):
        return tuple(frozenset({Phrase(word)}) for word in words)
    return tuple(frozenset({Word(word), WholeWord(text)}) for word in words)


def _needs_of_any(by_part: Sequence[tuple[_Alternatives, ...]]) -> tuple[_Alternatives, ...]:
    if prod(map(len, by_part)) <= _MOST_WAYS:
        return tuple(frozenset[NeededTerm | WholeWord]().union(*way) for way in product(*by_part))
    return (frozenset[NeededTerm | WholeWord]().union(*(min(needs, key=_share) for needs in by_part)),)


def _forms(wanted: NeededTerm | WholeWord, languages: frozenset[str]) -> frozenset[str]:
    return as_one_forms(wanted.text, languages) if isinstance(wanted, WholeWord) else sign_forms(wanted, languages)


def _share(need: _Alternatives) -> float:
    return sum(share_of_items(wanted) for wanted in need if not isinstance(wanted, WholeWord))
