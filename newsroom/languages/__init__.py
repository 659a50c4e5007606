"""The words of each language, as data: a file a language, read by one schema.

The lists are raw; each room makes its own tables and patterns of them, once.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TypeVar

from newsroom.languages.language import Language
from newsroom.languages.language_files import LanguageFileError, read_languages
from newsroom.languages.notation import alternatives

__all__ = ["Language", "LanguageFileError", "alternatives", "any_of", "every", "languages"]

Listed = TypeVar("Listed")


@cache
def languages() -> Mapping[str, Language]:
    """The languages by their BCP 47 tags, the lowest rank first; not to be changed."""
    return read_languages()


def every(pick: Callable[[Language], Iterable[Listed]]) -> tuple[Listed, ...]:
    """One list of all languages put together, each entry once: for rules that ask for no language."""
    return tuple(dict.fromkeys(entry for language in languages().values() for entry in pick(language)))


def any_of(pick: Callable[[Language], Iterable[str]]) -> str:
    """The source of a regular expression that matches any word of a list, in any language."""
    return alternatives(every(pick))
