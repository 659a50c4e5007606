"""The dictionary forms (lemmas) of words, by which the words of a topic are matched."""

from functools import lru_cache

import regex
from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy

from newsroom.text.tables import table
from newsroom.text.words import fold

# Languages whose dictionaries are loaded with their first word. Packed (low_memory) they take, measured: en 3 MB, fr 5,
# de 16, uk 10, ru 21, against 20, 25, 102, 62 and 134 unpacked; a word takes 30-400 us the first time, then nothing.
DICTIONARIES = frozenset({"de", "en", "es", "fr", "it", "ru", "uk"})
# Its own memory of words is turned off: it grows to 13 MB under ours.
_LEMMATIZER = Lemmatizer(cache_max_size=0, lemmatization_strategy=DefaultStrategy(low_memory=True))
LANGUAGES = DICTIONARIES | {"az"}

_CYRILLIC_LANGUAGES = ("ru", "uk")
_CYRILLIC = regex.compile(r"\p{Cyrillic}")
_LATIN = regex.compile(r"\p{Latin}")
_LONGEST_WORD = 40  # letters; no dictionary has longer ones, and splitting them takes time
_FEWEST_STEM_LETTERS = 4

AZERBAIJANI_SUFFIXES = tuple(sorted(table("forms")["azerbaijani_suffixes"].split(), key=len, reverse=True))
_MOST_SUFFIXES = 3

# Surnames in -ов, -ев, -ин decline like nouns, and no dictionary holds them.
_SURNAME = regex.compile(r"(\p{Cyrillic}{2,30}(?:ов|ев|єв|ин|ін|їн))(?:а|у|ым|им|ом|е|і|ой|ою|ых|их|ы|и|ам|ами|ах|ыми)")
# "cancelled": the dictionary cuts -ed and leaves both letters.
_DOUBLED = regex.compile(r"(\p{Latin}{2,30}?([bdglmnprt]))\2")


def likely_languages(word: str, language: str | None) -> tuple[str, ...]:
    """The languages in which a word may be read: the text's own if its script fits, else those likely for its script.

    Args:
        word: A single word.
        language: The text's language (primary subtag); None where it is unknown.
    """
    if _CYRILLIC.search(word):
        return (language,) if language in _CYRILLIC_LANGUAGES else _CYRILLIC_LANGUAGES
    if language is None:
        return ("en",) if _LATIN.search(word) else ()
    return (language,) if language in LANGUAGES and language not in _CYRILLIC_LANGUAGES else ()


def lemmas(word: str, language: str | None) -> frozenset[str]:
    """The dictionary forms of a word, folded, and the folded word itself.

    Args:
        word: A single word; its capital matters: "Paris" is not French "paris" (bets).
        language: Primary subtag of the text; a language without a dictionary of ours gives the word alone.
            None takes Latin letters for English and Cyrillic ones for Russian and Ukrainian.
    """
    if len(word) > _LONGEST_WORD:
        return frozenset({fold(word)})
    return frozenset({fold(word)}.union(*(_lemmas(word, tag) for tag in likely_languages(word, language))))


@lru_cache(maxsize=4_096)
def _lemmas(word: str, language: str) -> frozenset[str]:
    if language == "az":
        return _azerbaijani(fold(word))
    plain = word.replace("’", "'").removesuffix("'s")
    found = {fold(_LEMMATIZER.lemmatize(plain, language))} if plain else set()
    if language in _CYRILLIC_LANGUAGES and word[:1].isupper() and (surname := _SURNAME.fullmatch(fold(word))):
        found.add(surname.group(1))
    if language == "en":
        found |= {single.group(1) for lemma in found if (single := _DOUBLED.fullmatch(lemma))}
    return frozenset(found)


def _azerbaijani(word: str) -> frozenset[str]:
    found, last = {word}, {word}
    for _ in range(_MOST_SUFFIXES):
        last = {shorter for longer in last for shorter in _shortened(longer)} - found
        found |= last
    return frozenset(found)


def _shortened(word: str) -> set[str]:
    return {
        word.removesuffix(suffix)
        for suffix in AZERBAIJANI_SUFFIXES
        if word.endswith(suffix) and len(word) - len(suffix) >= _FEWEST_STEM_LETTERS
    }
