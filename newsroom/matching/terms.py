"""A query's words, made ready to be looked up in an indexed item, and the anchors by which the query is found at all.

Stored items are found by the same forms: see `needed_words`.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import TypeAlias, assert_never

from newsroom.item import Item
from newsroom.matching.cut_words import asked_pairs, asked_words, is_unspaced, joined_word, plain_number
from newsroom.matching.indexed_text import index_item
from newsroom.matching.names_elsewhere import forms_elsewhere
from newsroom.matching.read_words import stems_in
from newsroom.matching.syntax import About, And, Field, Near, Not, Or, Part, Phrase, Prefix, Title, Word
from newsroom.text.frequency import background
from newsroom.text.lemmas import LANGUAGES, lemmas_in, readable
from newsroom.text.name_forms import BENDING
from newsroom.text.name_keys import name_forms, name_key
from newsroom.text.names import asked, begins_row, known, known_rows
from newsroom.text.typed_spellings import (
    PLAIN_LETTERS,
    in_plain_letters,
    is_plain,
    plainly_written,
    printed_spellings,
    restored_spellings,
)
from newsroom.text.words import bare, fold, stem, tokens

Leaf: TypeAlias = Word | Phrase | Prefix
NeededTerm: TypeAlias = Leaf | About  # what a query may want of an item, in one piece

# The number of the way in which words are read: another one has stored items read anew (desk.word_index_loop).
READING = 7

# Share of all items that a label lets through, where nothing rarer anchors a query. Guesses: only their order matters.
_LABEL_SHARE: Mapping[Field, float] = {Field.SOURCE: 0.1, Field.KIND: 0.5, Field.COUNTRY: 0.4, Field.LANG: 0.6}
# Letters of a name of the table that is looked for in spellings that the table lacks, too. With 6 the recall of four
# sets put aside is .905, .900, .937 and .915 for .920, .914, .946 and .915, and the precision of the first .995 for
# .989; shorter ones were not tried, since they sound like ordinary words.
_SHORTEST_RESPELLED = 5
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
            return _with_names(_with_numbers(tuple(map(expanded, parts))))
        case Or(parts):
            return Or(tuple(map(expanded, parts)))
        case Not(inner):
            return Not(expanded(inner))
        case Title(inner):
            return Title(expanded(inner))
        case _:
            return part


def _with_numbers(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts with each number that a space cuts into groups: `1 000` is found as 1000 too."""
    texts = [part.text if isinstance(part, Word) else "" for part in parts]
    for first in range(len(parts) - 1):
        for end in range(len(parts), first + 1, -1):
            if all(texts[first:end]) and (number := plain_number(" ".join(texts[first:end]))):
                whole = Or((And(parts[first:end]), Word(number)))
                return (*parts[:first], whole, *_with_numbers(parts[end:]))
    return parts


def _with_names(parts: tuple[Part, ...]) -> Part:
    texts = [part.text if isinstance(part, Word) else "" for part in parts]
    words = [written[0] if len(written := asked_words(text)) == 1 else "" for text in texts]
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
            return Term(tuple(map(_spellings, asked_words(text))))
        case Prefix(letters):
            words = asked_words(letters)
            return Term(tuple(map(_spellings, words))) if is_unspaced(words[0]) else Term((), prefix=fold(letters))
        case Word(text):
            words = asked_words(text)
            forms = tuple(_query_forms(word, languages) for word in words)
            return Term(forms, as_one_forms(text, languages))
        case _:
            assert_never(leaf)


def _spellings(word: str) -> frozenset[str]:
    """The forms of a word of a phrase: exactly this word, however it is spelled."""
    return (
        frozenset({word}) if is_unspaced(word) else frozenset({fold(word), *printed_spellings(plainly_written(word))})
    )


def _query_forms(word: str, languages: Collection[str]) -> frozenset[str]:
    """The forms by which a word of a query is found in texts of any language, and further ones in these languages."""
    if is_unspaced(word):
        return frozenset({word})
    word = plainly_written(word)
    if key := _asked_name(word):
        # No other form: as a plain word "us" would fit everything, and "Gaza" in Cyrillic the price of gas.
        return frozenset({f"@{key}", *_further_spellings(word, languages)})
    name = {f"@{key}"} if (key := _bent_name(word)) else name_forms({name_key(word)})
    return frozenset({fold(word), *printed_spellings(word), *name, *_lemma_forms(word, languages, named=bool(key))})


def _lemma_forms(word: str, languages: Collection[str], *, named: bool) -> Iterator[str]:
    """The forms that only texts of these languages have, of a word that no name is asked by; `named`: it bends one."""
    own = fold(word)
    for language in readable(word, languages):
        stems = _stems(word, language) | {own}
        yield from (f"{language}|{lemma}" for lemma in stems)
        if not named:
            yield from name_forms(map(name_key, stems))
    if not named:
        yield from forms_elsewhere(word, languages)


def _asked_name(word: str) -> str:
    """The key of the name that a word means in a query; "" where it means none."""
    return next(filter(None, map(asked, (word, *restored_spellings(word)))), "")


def _stems(word: str, language: str) -> frozenset[str]:
    if language in PLAIN_LETTERS and (plain := in_plain_letters(word)):
        return lemmas_in(word, language) | {plain}
    return stems_in(word, language)


def _joined_forms(text: str, languages: Collection[str]) -> frozenset[str]:
    """The forms of a word with hyphens that is printed without them: email."""
    joined = joined_word(text)
    return _query_forms(joined, languages) if joined else frozenset()


def as_one_forms(text: str, languages: Collection[str]) -> frozenset[str]:
    """The forms of a word with hyphens where it is written without them, and of the name that it is."""
    return names_of(Word(text)) | _joined_forms(text, languages)


def forms_in(wanted: Word, languages: Collection[str]) -> Iterator[str]:
    """The further forms that are signs of a word of a query in texts of these languages."""
    text = wanted.text  # nearly always one plain word: no other is cut out of it
    for written in (text,) if is_plain(text) else filter(None, (sign_word(wanted), joined_word(text))):
        if not is_unspaced(written):
            word = plainly_written(written)
            if _asked_name(word):
                yield from _further_spellings(word, languages)
            else:
                yield from _lemma_forms(word, languages, named=bool(_bent_name(word)))


def _further_spellings(name: str, languages: Collection[str]) -> Iterator[str]:
    """The forms of a name of the table in spellings that it lacks: as languages write names by their sound."""
    if len(name) >= _SHORTEST_RESPELLED:
        yield from forms_elsewhere(name, languages)


def _bent_name(word: str) -> str:
    """The key of a name that was typed in a case form of some language."""
    if word[:1].islower() and word.isalnum() and "ʼ" not in word:
        return ""  # no language bends a name so that `asked` would not have known it
    return next((key for language in sorted(BENDING) if (key := known(word, language))), "")


def leaves(part: Part) -> frozenset[Leaf]:
    """Every word, phrase and prefix that a part wants; what must not be there is left out."""
    match part:
        case Word() | Phrase() | Prefix():
            return frozenset({part})
        case Near(left, right, _):
            return leaves(left) | leaves(right)
        case Title(inner):
            return leaves(inner)
        case And(parts) | Or(parts):
            return frozenset[Leaf]().union(*map(leaves, parts))
        case Not() | About():
            return frozenset()
        case _:
            assert_never(part)


def needed(part: Part) -> frozenset[NeededTerm]:
    """What an item that fulfils the part has, all of it; empty where it may have one thing or another."""
    match part:
        case Word() | Prefix() | About():
            return frozenset({part})
        case Phrase(text):
            return frozenset(map(Phrase, text.split()))
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
                _rarest(tuple(map(Phrase, text.split())), share_of)
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
    words = asked_words(leaf.text)
    return words[0] if len(words) == 1 else min(words, key=lambda word: (share(fold(word)), word))


def sign_forms(wanted: NeededTerm, languages: Collection[str]) -> frozenset[str]:
    """Forms of which every item that has what is wanted has one; one that ends in * is a beginning of a word."""
    pair = _sign_pair(wanted)
    match wanted:
        case Prefix(letters):
            return pair or frozenset({f"{fold(letters)}*"})
        case About(field, value):
            words = [token.folded for token in tokens(value)] if field is Field.SOURCE else [value]
            return frozenset({f"{field}={max(words, key=len)}"})
        case Phrase():
            return pair or _spellings(sign_word(wanted))
        case Word(text):
            return pair or _query_forms(sign_word(wanted), languages) | as_one_forms(text, languages)
        case _:
            assert_never(wanted)


def _sign_pair(wanted: NeededTerm) -> frozenset[str]:
    """Two letters side by side of a word of a script without spaces; none for other words."""
    match wanted:
        case Word(text) | Phrase(text):
            return frozenset(asked_pairs(text)[:1])
        case Prefix(letters):
            return frozenset(asked_pairs(letters)[:1])
        case About():
            return frozenset()
        case _:
            assert_never(wanted)


def names_of(word: Word) -> frozenset[str]:
    """The forms of the names of several words that a word with a hyphen is: "nagorno-karabakh"."""
    words = asked_words(word.text)
    if len(words) == 1:
        return frozenset()
    return frozenset(f"@{key}" for first, count, key in known_rows(words) if (first, count) == (0, len(words)))


@lru_cache(maxsize=8_192)  # asked for some times in a row as a topic comes in
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
