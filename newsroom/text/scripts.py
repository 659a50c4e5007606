"""The scripts of the languages: that of the first language is the main one, and all read some of it.

So a letter of another script decides which languages a word or text may be in, whatever was declared.
"""

from dataclasses import dataclass

import regex

from newsroom.languages import languages


@dataclass(frozen=True, slots=True, eq=False)
class Script:
    """A script with its languages.

    Attributes:
        letter: Finds a letter of it.
        tags: The languages written in it, by rank.
        rest: The language by which others of the script are read.
    """

    name: str
    letter: "regex.Pattern[str]"
    tags: tuple[str, ...]
    rest: str


def _script(name: str) -> Script:
    found = {tag: language.writing for tag, language in languages().items() if language.writing.script == name}
    return Script(
        name=name,
        letter=regex.compile(rf"\p{{Script={name}}}"),
        tags=tuple(found),
        rest=next((tag for tag, writing in found.items() if writing.reads_the_rest), next(iter(found))),
    )


MAIN, *_OTHERS = (_script(name) for name in dict.fromkeys(one.writing.script for one in languages().values()))
OTHERS: tuple[Script, ...] = tuple(_OTHERS)


_MAIN_IS_ASCII = bool(MAIN.letter.search("a"))


def script_of(text: str, letters: int = 2_000) -> Script:
    """The first script beside the main one that has a letter among the first so many of the text; else the main one."""
    if _MAIN_IS_ASCII and text.isascii():
        return MAIN
    for other in OTHERS:
        if other.letter.search(text, 0, letters):
            return other
    return MAIN


def script_of_language(tag: str) -> Script:
    """The script in which a language of ours is written."""
    return next((other for other in OTHERS if tag in other.tags), MAIN)
