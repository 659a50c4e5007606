"""The frequency of words in the news: a rare word that two texts share weighs more than a common one."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from newsroom.languages import every, languages
from newsroom.text.words import stem

_TABLES = files("newsroom.text") / "data"
COMMON_SHARE = 0.02  # of documents: as much as the table's own common words have ("police", "govern", "presid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency:
    """Counts of documents by six-letter stem (newsroom.text.words.stem).

    Attributes:
        documents: The number of headlines, with their summaries, that were counted.
        counts: The number of them that have a stem; stems in fewer than 5 are left out.
        unseen: The count taken for a stem that is not in the table.
    """

    documents: int
    counts: Mapping[str, int]
    unseen: int = 2

    def rarity(self, stem_: str) -> float:
        """The natural logarithm of how seldom a stem is met: 0 (in every document) to about 10.4 (hardly ever)."""
        return math.log((self.documents + 1) / (self.counts.get(stem_, self.unseen) + 1))


@lru_cache(maxsize=1)
def background() -> Frequency:
    """The shipped table: English counted (scripts/background_frequency.py), common words of others by hand."""
    first, *lines = (_TABLES / "frequency.tsv").read_text("utf-8").splitlines()
    counts = {stem_: int(count) for stem_, count in (line.split("\t") for line in lines)}
    documents = int(first.rpartition(" ")[2])
    for word in every(lambda language: language.little_words.common):
        counts.setdefault(stem(word), int(documents * COMMON_SHARE))
    return Frequency(documents=documents, counts=counts)


@cache
def frequency(language: str | None) -> Frequency:
    """The counts of a language, by its BCP 47 primary tag.

    English is counted in news, the others in running text of all kinds (scripts/word_frequencies.py), where the words
    of news are rarer: their common ones that are listed by hand count as in the background table.

    Returns:
        The background table for English, for a language that is not known, and for one without counts (Azerbaijani).
    """
    table = _TABLES / f"frequency_{language}.tsv"
    if language is None or not language.isalpha() or not table.is_file():
        return background()
    first, *lines = table.read_text("utf-8").splitlines()
    documents = int(first.rpartition(" ")[2])
    rows = (line.split("\t") for line in lines)
    counts = {stem_: int(count) for count, stems in rows for stem_ in stems.split(" ")}
    for word in languages()[language].little_words.common:
        counts[stem(word)] = max(counts.get(stem(word), 0), int(documents * COMMON_SHARE))
    return Frequency(documents=documents, counts=counts)


@lru_cache(maxsize=64)
def function_words(language: str | None) -> frozenset[str]:
    """Folded words without content ("the", "was"); the first language's for one that has no list."""
    lists = _function_words()
    return lists.get(language or "", next(iter(lists.values())))


@cache
def _function_words() -> Mapping[str, frozenset[str]]:
    listed = {tag: language.little_words.function for tag, language in languages().items()}
    return {tag: frozenset(words) for tag, words in listed.items() if words}
