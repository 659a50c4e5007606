"""The words of a language's list, and those that it has by their beginning: `explo*` is every word that begins so."""

from collections.abc import Mapping
from typing import Generic, TypeVar

Meaning = TypeVar("Meaning")


class ListedWords(Generic[Meaning]):
    """What a list says of a word: where the word itself is listed, that; else what its longest listed beginning has."""

    def __init__(self, listed: Mapping[str, Meaning]) -> None:
        """`listed`: by folded word, a beginning with an asterisk behind it."""
        self.whole = {word: meaning for word, meaning in listed.items() if not word.endswith("*")}
        self.beginnings = {word[:-1]: meaning for word, meaning in listed.items() if word.endswith("*")}
        self._lengths = sorted({len(beginning) for beginning in self.beginnings}, reverse=True)

    def find(self, word: str) -> Meaning | None:
        """Of a folded word; None where nothing is listed."""
        meaning = self.whole.get(word)
        return self.by_beginning(word) if meaning is None else meaning

    def by_beginning(self, word: str) -> Meaning | None:
        """The same by its beginning alone."""
        for letters in self._lengths:
            meaning = self.beginnings.get(word[:letters])
            if meaning is not None:
                return meaning
        return None
