"""The forms by which a name that no table has is found in texts of other scripts, and of languages that spell it anew.

A name keeps its letters in all languages of its script but for one from another script: each writes that by its sound
(Torezk, Toreck, Toretsk). So such a name is read back into the script it is from, and written as each language does.
"""

from collections.abc import Collection, Iterator
from functools import cache, lru_cache

from newsroom.languages import every, languages
from newsroom.text.dictionary import lemma_in_dictionary
from newsroom.text.lemmas import DICTIONARIES, LANGUAGES, UNDECLARED
from newsroom.text.name_keys import name_key, unlike_endings, unlisted_key
from newsroom.text.scripts import MAIN, OTHERS, script_of, script_of_language
from newsroom.text.transliteration import in_script
from newsroom.text.words import bare, fold

_APOSTROPHE = "'"
_SPELLING = {tag: language.writing.spells for tag, language in languages().items() if language.writing.spells}
_SPELT = tuple(
    script for script in OTHERS if any(script_of(letter) is script for spelt in _SPELLING.values() for letter in spelt)
)
_NAME_ENDS = every(lambda language: language.writing.name_ends)
# Of the ways to read a name back into the script that it is from. A guess: the third is hardly ever the right one.
_MOST_READ_BACK = 2


def forms_elsewhere(word: str, languages: Collection[str]) -> Iterator[str]:
    """The forms of a word of a query, which may be a name, in texts of these languages.

    An ordinary word in small letters has none, and keys that are ordinary words of a language are left out: Rice is no
    rice.
    """
    own = script_of(word)
    elsewhere = [tag for tag in sorted(LANGUAGES.intersection(languages)) if tag in _SPELLING or tag not in own.tags]
    if not elsewhere or not fold(word).replace(_APOSTROPHE, "").isalpha() or _is_word(word):
        return
    for language in elsewhere:
        for key in _keys_in(word, language):
            if not _is_ordinary(key, language):
                yield f"@{key}"


@lru_cache(maxsize=8_192)
def _keys_in(word: str, language: str) -> tuple[str, ...]:
    own, script = script_of(word), script_of_language(language)
    likely = () if script is own else in_script(word, script)
    if language not in _SPELLING:
        return likely
    back = _read_back(word) if own is MAIN else name_key(word)
    return tuple(dict.fromkeys((*likely, *_spelled(back, language)))) if back else likely


@lru_cache(maxsize=8_192)
def _read_back(word: str) -> str:
    """The key of a name of the main script in the script that it is from; "" where no language spells it so."""
    key = name_key(word)
    if not key.endswith(_spelled_ends()):
        return ""
    for script in _SPELT:
        for read_back in in_script(word, script)[:_MOST_READ_BACK]:
            if read_back.endswith(_NAME_ENDS) and any(key in _spelled(read_back, other) for other in _SPELLING):
                return read_back
    return ""


@cache
def _spelled_ends() -> tuple[str, ...]:
    """The ends of names as languages of the main script spell them: few words have one."""
    ways = {way for end in _NAME_ENDS for language in _SPELLING for way in _ways(end, language)}
    return tuple({unlisted_key(bare(way)) for way in ways})


@lru_cache(maxsize=8_192)
def _spelled(key: str, language: str) -> tuple[str, ...]:
    """A key in another script as a language of the main one writes it; none where it has letters of neither."""
    return tuple(dict.fromkeys(map(name_key, _ways(key, language))))


def _ways(key: str, language: str) -> tuple[str, ...]:
    letters = _SPELLING[language]
    if any(letter not in letters for letter in key):
        return ()
    return tuple("".join(letters[letter][way] for letter in key) for way in (0, -1))


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
