"""The key of a name that no table has: in one script the same for all languages, whatever letters theirs are.

Names of the main script keep their letters, without marks: they are written as at home. Scripts whose languages write a
name by its sound, each in letters of its own (Мірзоян, Мирзоян), are brought to one of them.
"""

import re
from collections.abc import Collection, Iterable
from functools import cache
from operator import itemgetter

from newsroom.languages import languages
from newsroom.text.names import known, romanised
from newsroom.text.scripts import OTHERS, Script, script_of
from newsroom.text.words import bare

# A guess: of two letters side by side that are the same, languages often write one (Барделла, Бардела).
_DOUBLE = re.compile(r"(.)\1+")
# No letter that is put in the place of another has one put in its own (a test looks): so they are replaced one after
# another, in an eighth of the time of `str.translate`.
_ALIKE = {
    script: tuple(
        {letter: as_ for tag in script.tags for letter, as_ in languages()[tag].writing.alike.items()}.items()
    )
    for script in OTHERS
    if any(languages()[tag].writing.alike for tag in script.tags)
}
# Letters of a key. A guess: a shorter one is the key of too much else.
_FEWEST_LETTERS = 4


def name_key(word: str) -> str:
    """The key of a word, as written or bare: that of the table's name, else the one without a table."""
    return known(word) or unlisted_key(bare(word))


def unlisted_key(plain: str) -> str:
    """The key of a bare word that no table has: as all languages of its script write it."""
    if plain.isascii():
        return plain
    letters = _ALIKE.get(script_of(plain))
    return romanised(plain, plain) if letters is None else _once(_alike(plain, letters))


def unlisted_keys(plains: Collection[str]) -> Iterable[str]:
    """The keys of bare words of one script, as `unlisted_key` has each, in their order."""
    text = "\n".join(plains)
    letters = None if text.isascii() else _ALIKE.get(script_of(text))
    return map(unlisted_key, plains) if letters is None else _once(_alike(text, letters)).split("\n")


def letters_alike(plain: str) -> str:
    """A bare word in the letters by which languages of its script are compared."""
    return _alike(plain, _ALIKE.get(script_of(plain), ()))


def _alike(text: str, letters: Iterable[tuple[str, str]]) -> str:
    for letter, as_ in letters:
        text = text.replace(letter, as_)
    return text


def _once(text: str) -> str:
    """The text with one of letters side by side that are the same."""
    return _DOUBLE.sub(itemgetter(1), text)


@cache
def unlike_endings(script: Script) -> tuple[tuple[str, str], ...]:
    """The endings of a key, each with one that a word may have had there instead; "" for what a key leaves out."""
    return tuple((as_, letter) for tag in script.tags for letter, as_ in languages()[tag].writing.alike.items())


def name_forms(keys: Iterable[str]) -> set[str]:
    """Keys as forms of a text or query; short ones are left out."""
    return {f"@{key}" for key in keys if len(key) >= _FEWEST_LETTERS}
