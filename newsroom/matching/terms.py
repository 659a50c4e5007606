"""A query's words, made ready to be looked up in an indexed item, and the anchors by which the query is found at all.

Stored items are found by the same forms: a search asks for the items that have one of the query's anchors. It finds all
that the query matches, and more; the matcher then decides.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias, assert_never

from newsroom.item import Item
from newsroom.matching.indexed_text import index_item, sounds
from newsroom.matching.syntax import About, And, Field, Near, Not, Or, Part, Phrase, Prefix, Query, Title, Word
from newsroom.text.frequency import background
from newsroom.text.lemmas import LANGUAGES, lemmas, likely_languages
from newsroom.text.name_forms import BENDING
from newsroom.text.names import asked, known, known_rows
from newsroom.text.words import bare, fold, stem, tokens, written_words

Leaf: TypeAlias = Word | Phrase | Prefix

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
    """Forms of which every item that fulfils the part has one at least; `share`: about how many items have one."""

    forms: frozenset[str]
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
    words = [written[0] if len(written := written_words(text)) == 1 else None for text in texts]
    found: list[Part] = []
    at = 0
    while at < len(parts):
        run = []
        for word in words[at:]:
            if word is None:
                break
            run.append(word)
        count = max((count for first, count, _ in known_rows(run) if first == 0), default=0)
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
            named = frozenset(f"@{key}" for first, count, key in known_rows(words) if (first, count) == (0, len(words)))
            return Term(tuple(_query_forms(word, languages) for word in words), named)
        case _:
            assert_never(leaf)


def _query_forms(word: str, languages: Collection[str]) -> frozenset[str]:
    if key := asked(word):
        # No other form: as a plain word "us" would fit everything, and "Gaza" in Cyrillic the price of gas.
        return frozenset({f"@{key}"})
    readable = {tag for language in (*languages, None) for tag in likely_languages(word, language)} & set(languages)
    stems = {language: lemmas(word, language) for language in readable}
    forms = {fold(word)} | {f"{language}|{lemma}" for language, found in stems.items() for lemma in found}
    if key := _bent_name(word):
        return frozenset(forms | {f"@{key}"})
    return frozenset(forms | sounds({word}.union(*stems.values())))


def _bent_name(word: str) -> str:
    """The key of a name that was typed in a case form of some language."""
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


def anchors(part: Part, languages: frozenset[str]) -> Anchors | None:
    """The rarest forms of which every item that fulfils the part must have one; None where it needs none (a NOT)."""
    match part:
        case Word() | Phrase() | Prefix():
            return _leaf_anchors(term(part, languages))
        case About(field, value):
            return _label_anchors(field, value)
        case Title(inner):
            return anchors(inner, languages)
        case Not():
            return None
        case Near(left, right, _):
            return _rarest((left, right), languages)
        case And(parts):
            return _rarest(parts, languages)
        case Or(parts):
            found = [anchors(inner, languages) for inner in parts]
            known_ones = [one for one in found if one is not None]
            if len(known_ones) < len(found):
                return None
            return Anchors(frozenset[str]().union(*(a.forms for a in known_ones)), sum(a.share for a in known_ones))
        case _:
            assert_never(part)


def _rarest(parts: tuple[Part, ...], languages: frozenset[str]) -> Anchors | None:
    found = [one for part in parts if (one := anchors(part, languages)) is not None]
    return min(found, key=lambda one: (one.share, sorted(one.forms)), default=None)


def _leaf_anchors(wanted: Term) -> Anchors:
    if wanted.prefix:
        return Anchors(frozenset({wanted.prefix + "*"}), share(wanted.prefix) * _PREFIX_WORDS)
    word = min(wanted.words, key=lambda forms: (_share_of(forms), sorted(forms)))
    return Anchors(word | wanted.names, _share_of(word))


def _label_anchors(field: Field, value: str) -> Anchors:
    words = [token.folded for token in tokens(value)] if field is Field.SOURCE else [value]
    return Anchors(frozenset({f"{field}={max(words, key=len)}"}), _LABEL_SHARE[field])


def _share_of(forms: frozenset[str]) -> float:
    return max(share(form) for form in forms)


@lru_cache(maxsize=65_536)
def share(form: str) -> float:
    """The share of news items that have a word, 0 to 1, by the background table."""
    table = background()
    return table.counts.get(stem(bare(form.rpartition("|")[2].removeprefix("@"))), table.unseen) / table.documents


def item_words(item: Item) -> frozenset[str]:
    """Every form under which the item can be asked for."""
    indexed = index_item(item)
    return frozenset((*indexed.forms, *indexed.labels))


def query_words(query: Query, languages: frozenset[str]) -> frozenset[str]:
    """Forms of which every item that fulfils the query has at least one; one that ends in * is a beginning.

    `languages`: those of the stored items: opening a dictionary takes half a second, so only these are opened.
    """
    found = anchors(expanded(query.root), languages & LANGUAGES)
    return found.forms if found else frozenset()
