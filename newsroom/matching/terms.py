"""A query's words, made ready to be looked up in an indexed item, and the anchors by which the query is found at all.

Stored items are found by the same forms: see `needed_words`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import TypeAlias, assert_never

from newsroom.item import Item
from newsroom.matching.indexed_text import index_item, sounds
from newsroom.matching.syntax import About, And, Field, Near, Not, Or, Part, Phrase, Prefix, Title, Word
from newsroom.text.frequency import background
from newsroom.text.lemmas import LANGUAGES, lemmas_in, readable
from newsroom.text.name_forms import BENDING
from newsroom.text.names import asked, begins_row, known, known_rows
from newsroom.text.words import bare, fold, stem, tokens, written_words

Leaf: TypeAlias = Word | Phrase | Prefix
NeededTerm: TypeAlias = Leaf | About  # what a query may want of an item, in one piece

# Share of all items that a label lets through, where nothing rarer anchors a query. Guesses: only their order matters.
_LABEL_SHARE: Mapping[Field, float] = {Field.SOURCE: 0.1, Field.KIND: 0.5, Field.COUNTRY: 0.4, Field.LANG: 0.6}
# A guess: about so many words of the news begin with a prefix. Only the choice of anchors depends on it.
_PREFIX_WORDS = 4


@dataclass(frozen=True, slots=True)
class Term:
    """What a leaf looks for: these words side by side (any form of each will do), or any of the names."""

    words: tuple[frozenset[str], ...]
    names: frozenset[str] = frozenset()
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Anchors:
    """Of these every item that fulfils the part has one at least; `share`: about how many items have one."""

    wanted: frozenset[NeededTerm]
    share: float


def expanded(part: Part) -> Part:
    """The part with names of several words recognised: `european union` also looks for EU, ЄС, Евросоюз."""
    match part:
        case And(parts):
            return _with_names(tuple(map(expanded, parts)))
        case Or(parts):
            return Or(tuple(map(expanded, parts)))
        case Not(inner):
            return Not(expanded(inner))
        case Title(inner):
            return Title(expanded(inner))
        case _:
            return part


def _with_names(parts: tuple[Part, ...]) -> Part:
    texts = [part.text if isinstance(part, Word) else "" for part in parts]
    words = [written[0] if len(written := written_words(text)) == 1 else "" for text in texts]
    found: list[Part] = []
    at = 0
    while at < len(parts):
        run = list(takewhile(bool, words[at:]))
        begins = bool(run) and begins_row(run[0], None)
        count = max((count for first, count, _ in known_rows(run) if first == 0), default=0) if begins else 0
        if count:
            together = parts[at : at + count]
            found.append(Or((And(together), Word(" ".join(texts[at : at + count])))))
        else:
            found.append(parts[at])
        at += count or 1
    return found[0] if len(found) == 1 else And(tuple(found))


@lru_cache(maxsize=65_536)
def term(leaf: Leaf, languages: frozenset[str] = LANGUAGES) -> Term:
    """What a leaf looks for.

    Args:
        leaf: A word, phrase or prefix.
        languages: Those of the items to come: lemmas are made for these alone, so that no dictionary is loaded in vain.
    """
    match leaf:
        case Phrase(text):
            return Term(tuple(frozenset({word.folded}) for word in tokens(text)))
        case Prefix(letters):
            return Term((), prefix=fold(letters))
        case Word(text):
            words = written_words(text)
            return Term(tuple(_query_forms(word, languages) for word in words), names_of(leaf))
        case _:
            assert_never(leaf)


def _query_forms(word: str, languages: Collection[str]) -> frozenset[str]:
    """The forms by which a word of a query is found in texts of any language, and further ones in these languages."""
    if key := asked(word):
        # No other form: as a plain word "us" would fit everything, and "Gaza" in Cyrillic the price of gas.
        return frozenset({f"@{key}"})
    own, key = fold(word), _bent_name(word)
    stems = {language: lemmas_in(word, language) | {own} for language in readable(word, languages)}
    forms = {own, *(f"{language}|{lemma}" for language, found in stems.items() for lemma in found)}
    return frozenset(forms | ({f"@{key}"} if key else sounds({word}.union(*stems.values()))))


def forms_in(word: str, language: str) -> frozenset[str]:
    """The further forms by which a word of a query is found in texts of a language."""
    return _query_forms(word, (language,)) if readable(word, (language,)) else frozenset()


def _bent_name(word: str) -> str:
    """The key of a name that was typed in a case form of some language."""
    if word[:1].islower() and word.isalnum() and "ʼ" not in word:
        return ""  # no language bends a name so that `asked` would not have known it
    return next((key for language in sorted(BENDING) if (key := known(word, language))), "")


def leaves(part: Part) -> frozenset[Leaf]:
    """Every word, phrase and prefix of a part."""
    match part:
        case Word() | Phrase() | Prefix():
            return frozenset({part})
        case Near(left, right, _):
            return leaves(left) | leaves(right)
        case Not(inner) | Title(inner):
            return leaves(inner)
        case And(parts) | Or(parts):
            return frozenset[Leaf]().union(*map(leaves, parts))
        case About():
            return frozenset()
        case _:
            assert_never(part)


def needed(part: Part) -> frozenset[NeededTerm]:
    """What an item that fulfils the part has, all of it; empty where it may have one thing or another."""
    match part:
        case Word() | Prefix() | About():
            return frozenset({part})
        case Phrase(text):
            return frozenset(map(Phrase, written_words(text)))
        case Title(inner):
            return needed(inner)
        case Not():
            return frozenset()
        case Near(left, right, _):
            return needed(left) | needed(right)
        case And(parts):
            return frozenset[NeededTerm]().union(*map(needed, parts))
        case Or(parts):
            return frozenset.intersection(*map(needed, parts))
        case _:
            assert_never(part)


def anchors(part: Part, share_of: Callable[[NeededTerm], float]) -> Anchors | None:
    """The rarest of which every item that fulfils the part must have one; None where it needs nothing (a NOT)."""
    match part:
        case Word() | Prefix() | About():
            return Anchors(frozenset({part}), share_of(part))
        case Phrase(text):
            return (
                _rarest(tuple(map(Phrase, written_words(text))), share_of)
                if " " in text
                else Anchors(frozenset({part}), share_of(part))
            )
        case Title(inner):
            return anchors(inner, share_of)
        case Not():
            return None
        case Near(left, right, _):
            return _rarest((left, right), share_of)
        case And(parts):
            return _rarest(parts, share_of)
        case Or(parts):
            found = [anchors(inner, share_of) for inner in parts]
            known_ones = [one for one in found if one is not None]
            if len(known_ones) < len(found):
                return None
            wanted = frozenset[NeededTerm]().union(*(one.wanted for one in known_ones))
            return Anchors(wanted, sum(one.share for one in known_ones))
        case _:
            assert_never(part)


def _rarest(parts: tuple[Part, ...], share_of: Callable[[NeededTerm], float]) -> Anchors | None:
    found = [one for part in parts if (one := anchors(part, share_of)) is not None]
    return min(found, key=lambda one: (one.share, sorted(map(str, one.wanted))), default=None)


def sign_word(leaf: Word | Phrase) -> str:
    """The rarest word of a leaf, as written in the query."""
    words = written_words(leaf.text)
    return words[0] if len(words) == 1 else min(words, key=lambda word: (share(fold(word)), word))


def sign_forms(wanted: NeededTerm, languages: Collection[str]) -> frozenset[str]:
    """Forms of which every item that has what is wanted has one; one that ends in * is a beginning of a word."""
    match wanted:
        case Prefix(letters):
            return frozenset({f"{fold(letters)}*"})
        case About(field, value):
            words = [token.folded for token in tokens(value)] if field is Field.SOURCE else [value]
            return frozenset({f"{field}={max(words, key=len)}"})
        case Phrase():
            return frozenset({fold(sign_word(wanted))})
        case Word():
            return _query_forms(sign_word(wanted), languages) | names_of(wanted)
        case _:
            assert_never(wanted)


def names_of(word: Word) -> frozenset[str]:
    """The forms of the names of several words that a word with a hyphen is: "nagorno-karabakh"."""
    words = written_words(word.text)
    if len(words) == 1:
        return frozenset()
    return frozenset(f"@{key}" for first, count, key in known_rows(words) if (first, count) == (0, len(words)))


def share_of_items(wanted: NeededTerm) -> float:
    """About the share of items that have what is wanted; of a word as it was typed, whatever its dictionary form."""
    match wanted:
        case About(field):
            return _LABEL_SHARE[field]
        case Prefix(letters):
            return share(fold(letters)) * _PREFIX_WORDS
        case Word() | Phrase():
            return share(fold(sign_word(wanted)))
        case _:
            assert_never(wanted)


@lru_cache(maxsize=65_536)
def share(form: str) -> float:
    """The share of news items that have a word, 0 to 1, by the background table."""
    table = background()
    return table.counts.get(stem(bare(form.rpartition("|")[2].removeprefix("@"))), table.unseen) / table.documents


def item_words(item: Item) -> frozenset[str]:
    """Every form under which the item can be asked for."""
    indexed = index_item(item)
    return frozenset((*indexed.forms, *indexed.labels))
