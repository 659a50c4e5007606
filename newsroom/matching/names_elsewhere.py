"""The forms by which a name that no table has is found in texts of other scripts, and of languages that spell it anew.

A name keeps its letters in all languages of its script but for one from another script: each writes that by its sound
(Torezk, Toreck, Toretsk). So such a name is read back into the script it is from, and written as each language does.
Some languages write every foreign name so (Vagenknext).
"""

from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from itertools import chain, islice, product

from newsroom.languages import every, languages
from newsroom.text.dictionary import lemma_in_dictionary
from newsroom.text.lemmas import DICTIONARIES, LANGUAGES, UNDECLARED
from newsroom.text.name_keys import unlike_endings, unlisted_key
from newsroom.text.names import listed_keys
from newsroom.text.scripts import MAIN, OTHERS, Script, script_of, script_of_language
from newsroom.text.sounds import by_sound, read_by_sound
from newsroom.text.transliteration import in_script
from newsroom.text.words import bare, fold

_APOSTROPHE = "'"
_SPELLING = {tag: language.writing.spells for tag, language in languages().items() if language.writing.spells}
_SPELT = tuple(
    script for script in OTHERS if any(script_of(letter) is script for spelt in _SPELLING.values() for letter in spelt)
)
_RESPELLING = frozenset(tag for tag, language in languages().items() if language.writing.respells)
_NAME_ENDS = every(lambda language: language.writing.name_ends)
_HOME_LETTERS = frozenset("".join(language.writing.home_letters for language in languages().values()))
_LONGEST_SPELLED = 3  # letters that a language writes together
# Of the ways to read a name back into the script that it is from. A guess: the third is hardly ever the right one.
_MOST_READ_BACK = 2
# Of the ways in which a name may sound, and to spell one of them. Guesses: later ones are hardly ever right.
_MOST_RESPELLED, _MOST_SPELLED = 8, 6


def forms_elsewhere(word: str, languages: Collection[str]) -> Iterator[str]:
    """The forms of a word of a query, which may be a name, in texts of these languages.

    An ordinary word in small letters has none, and keys that are ordinary words of a language, or names that the table
    has, are left out: Rice is no rice, and Suri no Syria.
    """
    own = script_of(word)
    elsewhere = [tag for tag in sorted(LANGUAGES.intersection(languages)) if tag in _SPELLING or tag not in own.tags]
    if not elsewhere or not fold(word).replace(_APOSTROPHE, "").isalpha() or _is_word(word):
        return
    for script in (MAIN, *OTHERS):
        tags = tuple(tag for tag in elsewhere if tag in script.tags)
        yield from _forms_in(word, own, script, tags) if tags else ()


@lru_cache(maxsize=8_192)
def _forms_in(word: str, own: Script, script: Script, tags: tuple[str, ...]) -> tuple[str, ...]:
    """The forms in texts of languages that share a script."""
    counted = () if script is own else in_script(word, script)
    by_rule = chain(
        () if script is own else _by_sound(word, own, script), *(_spelled_anew(word, own, tag) for tag in tags)
    )
    keys = [key for key in counted if not all(_is_ordinary(key, tag) for tag in tags)]
    # By the rules a name has many more keys: Лиен is no lion in any language.
    keys += [key for key in map(unlisted_key, map(bare, by_rule)) if not any(_is_ordinary(key, tag) for tag in tags)]
    found = [f"@{key}" for key in dict.fromkeys(keys) if key not in listed_keys()]
    if own is MAIN:  # Mayer is another name than Meyer, but where all names are written by their sound
        found += [f"{tag}|{fold(written)}" for tag in tags if tag in own.tags for written in _respelled(word, tag)]
    return tuple(found)


def _by_sound(word: str, own: Script, script: Script) -> tuple[str, ...]:
    if own is MAIN:
        return by_sound(word, script)
    return read_by_sound(word, own) if script is MAIN else ()


def _spelled_anew(word: str, own: Script, language: str) -> Iterator[str]:
    """A name as a language writes those of another script."""
    if language not in _SPELLING:
        return
    if own is not MAIN:
        yield from _spelled(unlisted_key(bare(word)), language)
    elif script_of_language(language) is not MAIN:
        yield from _respelled(word, language)
    elif at_home := _at_home(unlisted_key(bare(word))):
        yield from _spelled(at_home, language)


def _respelled(word: str, language: str) -> Iterator[str]:
    """A foreign name of the main script as a language writes it that writes all of them by their sound."""
    if language in _RESPELLING:
        sounds = (key for script in OTHERS for key in by_sound(word, script))
        for key in islice(sounds, _MOST_RESPELLED):
            yield from _spelled(key, language)


@lru_cache(maxsize=8_192)
def _at_home(key: str) -> str:
    """A name in the script that it is from, where a language writes it so by its sound; "" where none does."""
    ends = key.endswith(_spelled_ends())
    for script in _SPELT:
        counted = in_script(key, script)[:_MOST_READ_BACK] if ends else ()
        likely = [read for read in counted if read.endswith(_NAME_ENDS)]
        by_rule = by_sound(key, script)
        likely += [read for read in by_rule if read.endswith(_NAME_ENDS) or not _HOME_LETTERS.isdisjoint(read)]
        for read in likely:
            spelled = (written for language in _SPELLING for written in _spelled(read, language))
            if key in map(bare, spelled):
                return read
    return ""


@cache
def _spelled_ends() -> tuple[str, ...]:
    """The ends of names as languages of the main script spell them: few words have one."""
    ways = {way for end in _NAME_ENDS for language in _SPELLING for way in _spelled(end, language)}
    return tuple({unlisted_key(bare(way)) for way in ways})


@lru_cache(maxsize=8_192)
def _spelled(key: str, language: str) -> tuple[str, ...]:
    """A key in another script as a language writes it by its sound; none where it has letters of neither."""
    spelling = _SPELLING[language]
    pieces: list[str] = []
    at = 0
    while at < len(key):
        ends = range(at + _LONGEST_SPELLED, at, -1)
        piece = next((key[at:end] for end in ends if key[at:end] in spelling), "")
        if not piece:
            return ()
        pieces.append(piece)
        at += len(piece)
    several = [piece for piece in dict.fromkeys(pieces) if len(spelling[piece]) > 1]
    found: list[str] = []
    for chosen in islice(product(*(spelling[piece] for piece in several)), _MOST_SPELLED):
        ways = dict(zip(several, chosen, strict=True))
        found.append("".join(ways.get(piece) or spelling[piece][0] for piece in pieces))
    return tuple(found)


def _is_word(word: str) -> bool:
    """Whether a word in small letters is an ordinary one, in a language that any desk reads."""
    tags = UNDECLARED.intersection(script_of(word).tags) if word.islower() else ()
    return any(lemma_in_dictionary(word, tag) for tag in tags)


def _is_ordinary(key: str, language: str) -> bool:
    if language not in DICTIONARIES:
        return False
    endings = unlike_endings(script_of_language(language))
    words = {key, *(key.removesuffix(end) + other for end, other in endings if key.endswith(end))}
    lemmas = (lemma_in_dictionary(word, language) for word in words)
    return any(lemma and not lemma[:1].isupper() and unlisted_key(bare(lemma)) == key for lemma in lemmas)
