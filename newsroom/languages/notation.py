"""How the language files write their lists.

- `Words` is a string of words parted by white space: `"monday tuesday"`. White space is all that parts them, so that a
  list may run over as many lines as it likes.
- `Phrases` is a string with one phrase a line: words with single spaces between them.
- `січ{ень,ня,ню}` is short for `січень січня січню`, as in a shell; an empty piece is allowed: `лип{,ня}`.
- `планує*` stands for every word that begins so.
- Some lists (their docstrings say so) join the words of a phrase by `_`: `death_toll`.

No word may stand twice in a list: it would be a slip, or a list that nobody reads any more.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

_BRACES = re.compile(r"\{([^{}]*)\}")


class Section(BaseModel):
    """A table of a language file: an unknown key is an error, and nothing changes once it is read."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Peculiarity:
    """Marks a list that a language has only if it has the thing itself: no gap where it is empty."""


PECULIAR = Peculiarity()


def expanded(word: str) -> Iterator[str]:
    """All that a word with braces stands for, in order: `{a,b}{c,d}` is ac, ad, bc, bd."""
    found = _BRACES.search(word)
    if found is None:
        yield word
        return
    for piece in found.group(1).split(","):
        yield from expanded(word[: found.start()] + piece + word[found.end() :])


def alternatives(words: Collection[str]) -> str:
    """The source of a regular expression that matches any of the words, the longest first; `*` is any ending."""
    longer = [word for word in sorted(words, key=len, reverse=True) if len(word) > 1]
    letters = "".join(map(re.escape, (word for word in words if len(word) == 1)))
    return "|".join([*map(_source, longer), *([f"[{letters}]"] if letters else [])])


def one_list_each(entries: Iterable[tuple[str, str]]) -> None:
    """Check that no word, given with the name of its list, stands in two lists.

    Raises:
        ValueError: naming each word that does, with both lists.
    """
    found: dict[str, str] = {}
    twice = [f"{word} in {found[word]} and {key}" for key, word in entries if found.setdefault(word, key) != key]
    if twice:
        raise ValueError(f"a word has one meaning, but there is {'; '.join(twice)}")


def _source(word: str) -> str:
    return re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "")


def _words(value: object) -> tuple[str, ...]:
    return _listed(_text(value).split())


def _phrases(value: object) -> tuple[str, ...]:
    return _listed([" ".join(line.split()) for line in _text(value).splitlines() if line.strip()])


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("write the words as one string, parted by spaces (or by lines)")  # noqa: TRY004 - pydantic turns ValueError alone into its own
    return value


def _listed(written: Sequence[str]) -> tuple[str, ...]:
    if unbalanced := [word for word in written if word.count("{") != word.count("}")]:
        raise ValueError(f"braces that do not pair: {' '.join(unbalanced)} (no white space goes between them)")
    found = tuple([plain for word in written for plain in (expanded(word) if "{" in word else (word,))])
    if len(frozenset(found)) < len(found):
        twice = [word for word, count in Counter(found).items() if count > 1]
        raise ValueError(f"stands twice: {', '.join(twice)}")
    return found


Words = Annotated[tuple[str, ...], BeforeValidator(_words)]
Phrases = Annotated[tuple[str, ...], BeforeValidator(_phrases)]
PeculiarWords = Annotated[Words, PECULIAR]
PeculiarPhrases = Annotated[Phrases, PECULIAR]
