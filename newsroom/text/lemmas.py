"""The dictionary forms (lemmas) of words, by which the words of a topic are matched."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

import regex
from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy
from simplemma.utils import CANON_LANGS

from newsroom.languages import any_of, every, languages
from newsroom.text.dictionary import OUR_DICTIONARIES, dictionary, lemma_in_dictionary
from newsroom.text.guessed_lemmas import guessed_lemma
from newsroom.text.scripts import MAIN, OTHERS, script_of
from newsroom.text.words import fold

# Languages whose dictionaries are loaded with their first word.
DICTIONARIES = frozenset(tag for tag, language in languages().items() if language.writing.dictionary)
# Its own memory of words is turned off: it grows to 13 MB under ours.
_LEMMATIZER = Lemmatizer(cache_max_size=0, lemmatization_strategy=DefaultStrategy(dictionary_factory=OUR_DICTIONARIES))
# Languages whose suffixes are taken off instead.
SUFFIXED = frozenset(tag for tag, language in languages().items() if language.bending.suffixes)
LANGUAGES = DICTIONARIES | SUFFIXED
_IN_SCRIPT = {script: tuple(tag for tag in script.tags if tag in LANGUAGES) for script in (MAIN, *OTHERS)}
# The languages in which a text is read whose own is not known.
UNDECLARED = frozenset({MAIN.rest}.union(*(_IN_SCRIPT[script] for script in OTHERS)))

# One item in so many and fewer: a language that comes seldom. A guess: a newsroom of 500 items a day has three of it.
_SELDOM = 200

_LONGEST_WORD = 40  # letters; no dictionary has longer ones, and splitting them takes time
# Letters left by a suffix that is taken off. A guess: shorter stems meet other words, with longer ones short nouns keep
# theirs.
_FEWEST_STEM_LETTERS = 4

SUFFIXES = tuple(sorted(every(lambda language: language.bending.suffixes), key=len, reverse=True))
_SUFFIXES = frozenset(SUFFIXES)
_LONGEST_SUFFIX = max(map(len, SUFFIXES), default=0)
_MOST_SUFFIXES = 3  # plural, possession and case: a noun takes no more

# Surnames in -ов, -ев, -ин decline like nouns, and no dictionary holds them.
_WITH_SURNAMES = frozenset(tag for tag, language in languages().items() if language.bending.surname_stems)
_surname_scripts = "".join(rf"\p{{Script={languages()[tag].writing.script}}}" for tag in _WITH_SURNAMES)
_SURNAME = regex.compile(
    rf"([{_surname_scripts}]{{2,30}}(?:{any_of(lambda language: language.bending.surname_stems)}))"
    rf"(?:{any_of(lambda language: language.bending.surname_endings)})"
)
# "cancelled": the dictionary cuts -ed and leaves both letters.
_DOUBLED = {
    tag: regex.compile(rf"(\p{{Script={language.writing.script}}}{{2,30}}?([{letters}]))\2")
    for tag, language in languages().items()
    if (letters := language.bending.doubled_letters)
}
_POSSESSIVES = every(lambda language: language.writing.possessive)
# Forms that the dictionary takes for another word's: "wyborów" is of "wybory" (elections) too, not of "wybór" alone.
_OTHER_FORMS = {
    tag: {form: word for word, forms in language.bending.other_forms.items() for form in forms}
    for tag, language in languages().items()
    if language.bending.other_forms
}
_RESTORED = {tag: language.bending.restored for tag, language in languages().items() if language.bending.restored}
_PREFIXES = {tag: language.bending.prefixes for tag, language in languages().items() if language.bending.prefixes}
_FEWEST_UNPREFIXED = 3  # letters left by a prefix: a guess; with two, the first letters of most words would go


def often(items: Mapping[str | None, int]) -> frozenset[str]:
    """The languages in which items come often; `items` says how many have each, None for those of an unknown one.

    The dictionary of another takes up to two seconds and 52 MB, and waits for its first item: a thousand English
    headlines have one or two that pass for Spanish, Italian or Norwegian.
    """
    least = sum(items.values()) / _SELDOM
    return frozenset(language for language, count in items.items() if language is not None and count >= least)


def read_dictionaries(languages: Iterable[str]) -> None:
    """Read the dictionaries of these languages, where we have one: no word of theirs waits for it any more."""
    for language in sorted(DICTIONARIES.intersection(languages)):
        dictionary(language)


def likely_languages(word: str, language: str | None) -> tuple[str, ...]:
    """The languages in which a word may be read: the text's own if its script fits, else those likely for its script.

    Args:
        word: A single word.
        language: The text's language (primary subtag); None where it is unknown.
    """
    script = script_of(word)
    readable = _IN_SCRIPT[script]
    if script is not MAIN:
        return (language,) if language in readable else readable
    if language is None:
        return (MAIN.rest,) if MAIN.letter.search(word) else ()
    return (language,) if language in readable else ()


def readable(word: str, languages: Collection[str]) -> list[str]:
    """Those of the languages in whose texts a word may be read."""
    return [language for language in _IN_SCRIPT[script_of(word)] if language in languages]


def lemmas(word: str, language: str | None) -> frozenset[str]:
    """The dictionary forms of a word, folded, and the folded word itself.

    Args:
        word: A single word; its capital matters: "Paris" is not French "paris" (bets).
        language: Primary subtag of the text; a language without a dictionary of ours gives the word alone.
            None takes Latin letters for English and Cyrillic ones for Russian and Ukrainian.
    """
    return frozenset({fold(word)}.union(*(lemmas_in(word, tag) for tag in likely_languages(word, language))))


@lru_cache(maxsize=4_096)
def lemmas_in(word: str, language: str) -> frozenset[str]:
    """The dictionary forms of a word, folded, in one of LANGUAGES in which it may be read."""
    if len(word) > _LONGEST_WORD:
        return frozenset()
    if language not in DICTIONARIES:
        return _without_suffixes(fold(word), language)
    plain = word if word.isalpha() else _not_possessive(word)
    found = {fold(lemma(plain, language))} if plain else set()
    if surname := surname_in(word, language):
        found.add(surname)
    if language in _OTHER_FORMS and (other := _OTHER_FORMS[language].get(fold(word))):
        found.add(other)
    if language in _PREFIXES:
        found |= {fold(lemma(rest, language)) for rest in _unprefixed(plain, language)}
    if language in SUFFIXED:
        found |= {shorter for longer in {*found} for shorter in _shortened(longer)}
    if language in _DOUBLED:
        doubled = [lemma for lemma in found if lemma[-1:] == lemma[-2:-1]]
        found |= {single.group(1) for lemma in doubled if (single := _DOUBLED[language].fullmatch(lemma))}
    return frozenset(found)


def surname_in(word: str, language: str) -> str:
    """The folded surname of which a word with a capital may be a case, by its ending; "" where it ends otherwise."""
    if language not in _WITH_SURNAMES or not word[:1].isupper():
        return ""
    surname = _SURNAME.fullmatch(fold(word))
    return surname.group(1) if surname else ""


def _not_possessive(word: str) -> str:
    plain = word.replace("’", "'")
    for possessive in _POSSESSIVES:
        plain = plain.removesuffix(possessive)
    return plain


def lemma(word: str, language: str) -> str:
    """The lemma as simplemma has it; it is asked itself only for what is no row of letters.

    Its pipeline takes 10 us where the dictionary takes one.
    """
    if language not in CANON_LANGS and not word.isnumeric():
        plain = unicodedata.normalize("NFC", word)
        if plain.isalpha():
            if lemma := lemma_in_dictionary(plain, language):
                return lemma
            if "ʼ" not in plain:
                return guessed_lemma(plain, language)
    return _LEMMATIZER.lemmatize(word, language)


def _unprefixed(word: str, language: str) -> Iterator[str]:
    """The word without each prefix that it may begin with."""
    for prefix in _PREFIXES[language]:
        if word.startswith(prefix) and len(word) - len(prefix) >= _FEWEST_UNPREFIXED:
            yield word[len(prefix) :]


def _without_suffixes(word: str, language: str) -> frozenset[str]:
    found, last = {word}, {word}
    for _ in range(_MOST_SUFFIXES):
        last = {shorter for longer in last for shorter in _shortened(longer)} - found
        found |= last
    restored = _RESTORED.get(language, {})
    return frozenset(found | {stem[:-1] + restored[stem[-1]] for stem in found - {word} if stem[-1] in restored})


def _shortened(word: str) -> set[str]:
    longest = min(_LONGEST_SUFFIX, len(word) - _FEWEST_STEM_LETTERS)
    return {word[:-letters] for letters in range(1, longest + 1) if word[-letters:] in _SUFFIXES}
