"""The lemma of a word that no dictionary has, as simplemma guesses it: by rules, prefixes, and the words inside.

Half of a guess by simplemma itself goes into what a row of letters can't have (hyphens, apostrophes, vowel signs), and
most of the rest into looking up pieces. Here only the strategies that may say something are asked, in its own order,
and pieces are looked up directly.
"""

from collections.abc import Collection
from functools import lru_cache

from simplemma.strategies import (
    AffixDecompositionStrategy,
    DictionaryLookupStrategy,
    LemmatizationStrategy,
    MorphemeDecompositionStrategy,
    PrefixDecompositionStrategy,
    RulesStrategy,
)
from simplemma.strategies.affix_decomposition import AFFIX_LANGS
from simplemma.strategies.clitic_decomposition import CLITIC_LANGS, CliticDecompositionStrategy
from simplemma.strategies.defaultprefixes import DEFAULT_KNOWN_PREFIXES
from simplemma.strategies.defaultrules import RULE_FUNCTIONS
from simplemma.strategies.fallback import ToLowercaseFallbackStrategy
from simplemma.strategies.morpheme_decomposition import MORPHEME_LANGS

from newsroom.text.dictionary import OUR_DICTIONARIES, lemma_in_dictionary


class _Pieces(DictionaryLookupStrategy):
    """Looks up pieces of a row of letters, and anything else as simplemma does."""

    __slots__ = ()

    def get_lemma(self, token: str, lang: str) -> str | None:
        """The lemma of a piece; None where the dictionary has none."""
        return super().get_lemma(token, lang) if "ʼ" in token else lemma_in_dictionary(token, lang)


_PIECES = _Pieces(OUR_DICTIONARIES)
_UNTOUCHED = ToLowercaseFallbackStrategy()
# Those that have something to say of a row of letters, in the order of simplemma's `DefaultStrategy`, and the languages
# in which they have.
_STRATEGIES: tuple[tuple[LemmatizationStrategy, Collection[str]], ...] = (
    (CliticDecompositionStrategy(_PIECES), [tag for tag, ends in CLITIC_LANGS.items() if any(map(str.isalpha, ends))]),
    (RulesStrategy(), RULE_FUNCTIONS),
    (PrefixDecompositionStrategy(dictionary_lookup=_PIECES), DEFAULT_KNOWN_PREFIXES),
    (AffixDecompositionStrategy(greedy=False, dictionary_lookup=_PIECES), AFFIX_LANGS),
    (MorphemeDecompositionStrategy(_PIECES), MORPHEME_LANGS),
)


def guessed_lemma(word: str, language: str) -> str:
    """What simplemma takes for the lemma of a word that its dictionary lacks.

    Args:
        word: Letters alone, no number and no sign for an apostrophe, in NFC.
        language: One whose words simplemma reads as they are written (not `simplemma.utils.CANON_LANGS`).
    """
    for strategy in _strategies(language):
        if lemma := strategy.get_lemma(word, language):
            return lemma
    return _UNTOUCHED.get_lemma(word, language)


@lru_cache(maxsize=32)
def _strategies(language: str) -> tuple[LemmatizationStrategy, ...]:
    return tuple(strategy for strategy, languages in _STRATEGIES if language in languages)
