"""How a language bends a name, undone: the forms that the name may have in a dictionary.

Names in the scripts beside the main one are bent beforehand, once (newsroom.text.names): few languages share those. In
the main script each language bends the same names in its own way, so that the text's language must say how.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from newsroom.languages import languages
from newsroom.languages.writing import Declension
from newsroom.text.lemmas import SUFFIXES
from newsroom.text.scripts import MAIN
from newsroom.text.words import bare

# Letters of a name that was bent. A guess: shorter ones would be found at the beginning of many other words.
_FEWEST_LETTERS = 4
# Letters left by a prefix. A guess: "ال" and two letters are more often a word of their own.
_FEWEST_UNPREFIXED = 3
_APOSTROPHES = "'’ʼ`´"

_APART = frozenset(tag for tag, language in languages().items() if language.writing.suffixes_apart)
_SUFFIXED = frozenset(tag for tag, language in languages().items() if language.bending.suffixes)
# The languages of the main script that bend names.
BENDING = frozenset(tag for tag in MAIN.tags if languages()[tag].bending.declensions) | _APART | _SUFFIXED
_LONGEST_SUFFIX = max(map(len, SUFFIXES), default=0)
_PREFIXES: Mapping[str, tuple[str, ...]] = {
    language.writing.script: tuple(bare(prefix) for prefix in language.bending.prefixes)
    for language in languages().values()
    if language.bending.prefixes
}
_ARTICLES = {
    tag: tuple(bare(prefix) for prefix in language.bending.article_prefixes) for tag, language in languages().items()
}

# The languages that bend names in cases, also those that no table has.
CASED = frozenset(
    tag for tag, language in languages().items() if any(not rule.listed_only for rule in language.bending.declensions)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Undone:
    """The end of a bent name with what it may replace; `lengths` of such ends, the longest first."""

    endings: Mapping[str, tuple[str, ...]]
    lengths: tuple[int, ...]

    def forms(self, plain: str) -> Iterator[str]:
        """The bare forms of which a bare name may be a case, the likeliest first."""
        for length in self.lengths:
            for restored in self.endings.get(plain[len(plain) - length :], ()):
                form = plain[: len(plain) - length] + restored
                if len(form) >= _FEWEST_LETTERS:
                    yield form


def without_apart(word: str, language: str | None) -> str:
    """The word without the suffixes that an apostrophe parts from it: "Gazze'ye" is Gazze in Turkish."""
    if language not in _APART:
        return word
    for at, letter in enumerate(word):
        if letter in _APOSTROPHES:
            return word[:at]
    return word


def without_prefixes(plain: str, script: str) -> Iterator[str]:
    """The bare word without the little words written as one with it: and, for, in, the."""
    for prefix in _PREFIXES.get(script, ()):
        if _is_prefixed(plain, prefix):
            yield plain[len(prefix) :]


def _is_prefixed(plain: str, prefix: str) -> bool:
    return plain.startswith(prefix) and len(plain) - len(prefix) >= _FEWEST_UNPREFIXED


def without_article(word: str, language: str) -> str:
    """The bare word without an article written as one with it and what stands before that; the word where none is."""
    plain = bare(word) if _ARTICLES[language] else word
    return next((plain[len(prefix) :] for prefix in _ARTICLES[language] if _is_prefixed(plain, prefix)), word)


def unbent(plain: str, language: str) -> Iterator[str]:
    """The bare forms of which a bare name may be a case, where no table has the name."""
    undone = _unlisted().get(language)
    return iter(()) if undone is None else undone.forms(plain)


def dictionary_forms(plain: str, language: str | None) -> Iterator[str]:
    """The bare forms of which a bare name of the main script may be a case, the likeliest first."""
    if (undone := _undone().get(language or "")) is not None:
        yield from undone.forms(plain)
    if language in _SUFFIXED:
        yield from (
            plain.removesuffix(suffix)
            for suffix in SUFFIXES
            if plain.endswith(suffix) and len(plain) - len(suffix) >= _FEWEST_LETTERS
        )


def longest_ending(language: str | None) -> int:
    """Letters at the end of a name that a form of it in this language may lack."""
    undone = _undone().get(language or "")
    return max((undone.lengths[0] if undone else 0), (_LONGEST_SUFFIX if language in _SUFFIXED else 0))


@lru_cache(maxsize=1)
def _undone() -> Mapping[str, _Undone]:
    """The rules of each language of the main script that has some."""
    return {tag: _undoing(languages()[tag].bending.declensions) for tag in _declining() if tag in MAIN.tags}


@lru_cache(maxsize=1)
def _unlisted() -> Mapping[str, _Undone]:
    """The rules of each language that has some for names that are not listed."""
    found = {
        tag: [rule for rule in languages()[tag].bending.declensions if not rule.listed_only] for tag in _declining()
    }
    return {tag: _undoing(rules) for tag, rules in found.items() if rules}


def _declining() -> Iterator[str]:
    return (tag for tag, language in languages().items() if language.bending.declensions)


def _undoing(rules: Iterable[Declension]) -> _Undone:
    found: dict[str, list[str]] = {}
    for rule in rules:
        for end in (bare(end.strip("-")) for end in rule.ends):
            for ending in (bare(ending.strip("-")) for ending in rule.endings):
                here = found.setdefault(end[: len(end) - rule.cut] + ending, [])
                if end not in here:
                    here.append(end)
    return _Undone(
        endings={end: tuple(restored) for end, restored in found.items()},
        lengths=tuple(sorted({len(end) for end in found}, reverse=True)),
    )
