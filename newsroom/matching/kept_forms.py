"""The forms of words that topics ask for, as they were worked out before: most are the same at each start.

Of a name that no table has a millisecond and more goes into its forms, of any other word a tenth.
"""

from collections.abc import Iterable, Iterator

_BETWEEN = "\t"  # neither a word nor a form of one has it


class KeptForms:
    """The forms of words in texts of some languages, a line for each word: the word, and its forms.

    It has what was worked out before, and takes what is worked out anew. `asked` has the lines of all words that were
    asked for: what is to be kept for next time.

    Attributes:
        languages: Those of the texts; in others a word has others.
    """

    def __init__(self, languages: Iterable[str], lines: Iterable[str] = ()) -> None:
        """`lines`: those of `asked`, some time ago."""
        self.languages = frozenset(languages)
        self._known = {line.partition(_BETWEEN)[0]: line for line in lines}
        self._asked: dict[str, str] = {}
        self._new = False

    def of(self, word: str) -> list[str] | None:
        """The forms of a word; None where they are not known."""
        line = self._known.get(word)
        if line is None:
            return None
        self._asked[word] = line
        return line.split(_BETWEEN)[1:]

    def take(self, word: str, forms: Iterable[str]) -> None:
        """Know the forms of one more word."""
        line = _BETWEEN.join((word, *sorted(forms)))
        if line.replace(_BETWEEN, "").isprintable():  # with anything else a line might be two
            self._known[word] = self._asked[word] = line
            self._new = True

    def changed(self) -> bool:
        """Whether what was asked for is not what was known before."""
        return self._new or len(self._asked) < len(self._known)

    def asked(self) -> Iterator[str]:
        """A line for each word that was asked for."""
        return iter(self._asked.values())


def lines_without(words: frozenset[str], lines: Iterable[str]) -> list[str]:
    """The lines but for those of some words."""
    return [line for line in lines if line.partition(_BETWEEN)[0] not in words]
