"""The words inside a word: what a compound is made of, and the noun that another is derived from.

A topic about the part meets the whole ("Wahl" meets "Bundestagswahl"), a topic about the whole does not meet the part.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from newsroom.languages import Language, languages
from newsroom.text.dictionary import dictionary, lemma_in_dictionary
from newsroom.text.frequency import frequency
from newsroom.text.words import fold, stem

# Letters of a part. Guesses: of shorter last parts ("Tag" in "Montag", "Bundestag") nobody thinks as of a word.
_FEWEST_FIRST, _FEWEST_LAST = 3, 4
_LONGEST = 40  # letters; no compound of the news is longer, and each cut is looked up
_FEWEST_STEM = 4  # letters left by a derivation: a guess, as for suffixes (newsroom.text.lemmas)

_COMPOUNDING: Mapping[str, Language] = {tag: one for tag, one in languages().items() if one.bending.joints}
_JOINTS = {tag: tuple(joint.strip("-") for joint in one.bending.joints) for tag, one in _COMPOUNDING.items()}
_DERIVING: Mapping[str, tuple[str, ...]] = {
    tag: one.bending.derived for tag, one in languages().items() if one.bending.derived
}
WITH_PARTS = frozenset({*_COMPOUNDING, *_DERIVING})


def word_parts(word: str, language: str) -> frozenset[str]:
    """The dictionary forms, folded, of the words inside a word.

    Args:
        word: A single word, as written or as its lemma.
        language: Primary subtag; one that has no such words gives none.
    """
    if language in _COMPOUNDING:
        return _parts(word, language) if len(word) <= _LONGEST else frozenset()
    return frozenset(_nouns_derived_from(fold(word), language))


@lru_cache(maxsize=4_096)
def _parts(word: str, language: str) -> frozenset[str]:
    plain = fold(word)
    return frozenset((*_nouns_derived_from(plain, language), *_of_compound(plain, language)))


def _nouns_derived_from(plain: str, language: str) -> Iterator[str]:
    ends = _DERIVING.get(language, ())
    if plain.endswith(ends):
        yield from (
            plain.removesuffix(end) for end in ends if plain.endswith(end) and len(plain) - len(end) >= _FEWEST_STEM
        )


def _of_compound(plain: str, language: str) -> Iterator[str]:
    bending, joints = _COMPOUNDING[language].bending, _JOINTS[language]
    if plain in bending.other_sense:
        return
    cuts = range(_FEWEST_FIRST, len(plain) - _FEWEST_LAST + 1)
    for last, lemma in dictionary(language).ends(plain, cuts):
        if last.startswith(bending.no_last_parts) or not (ends := _as_noun(lemma, language)):
            continue
        first = plain[: -len(last)]
        stems = [first[: len(first) - len(joint)] for joint in joints if first.endswith(joint)]
        begins = {begin for stem in stems if len(stem) >= _FEWEST_FIRST and (begin := _first_part(stem, language))}
        if begins:
            yield ends
            yield from begins


@lru_cache(maxsize=4_096)  # many words begin as another did
def _first_part(stem: str, language: str) -> str:
    """The dictionary form, folded, of the noun or verb with which a compound begins; "" for what is none."""
    if stem in _COMPOUNDING[language].bending.no_first_parts:
        return ""
    noun = _as_noun(lemma_in_dictionary(stem.capitalize(), language) or "", language)
    return noun or _verb(stem, language)


def _verb(stem: str, language: str) -> str:
    """The verb whose stem begins a compound; "" for what is none."""
    verbs = (stem + ending for ending in _COMPOUNDING[language].bending.verb_endings)
    return next((fold(lemma) for verb in verbs if (lemma := lemma_in_dictionary(verb, language)) == verb), "")


def _as_noun(lemma: str, language: str) -> str:
    """The dictionary form of a word, folded, if it is a noun's that is written now and then; else ""."""
    if not lemma or (lemma.islower() and languages()[language].writing.nouns_capital):
        return ""
    # A word that is hardly ever written is no part, or "Minister" would be made of "Mini" and the river Ster.
    return fold(lemma) if stem(lemma) in frequency(language).counts else ""
